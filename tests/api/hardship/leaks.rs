//! What is known of a person is found nowhere but where it is asked for with a purpose: not in the database, its WAL,
//! the log, the journal, a list, a search, a refusal, a cursor or a kept answer.

use std::fs;
use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::dossiers::{DIAGNOSIS, account, citizen, new_dossier, path, phone};
use super::programmes::{new_norm, new_programme};
use crate::support::database::Backend;
use crate::support::process::ServerProcess;
use crate::support::world::{A, B, P, PASSWORD};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const APPLICATIONS: &str = "/api/v1/hardship-applications";
const BIRTH: &str = "1990-03-15";
/// The persons of this story: the second is the first again in another union, the third is corrected into a fourth.
const NUMBERS: [u32; 3] = [417_293, 639_475, 748_516];
/// Everything that is written about them in words.
const SAID: [&str; 9] = [
    "Đã mổ lần hai chưa",
    "Mổ lần hai ngày mười",
    "Gia cảnh kiệt quệ vì hóa trị",
    "Thiếu giấy ra viện khoa ung bướu",
    "Đủ điều kiện vì suy thận mạn",
    "Xin rút vì đã chuyển viện",
    "Hai đợt xạ trị khác nhau",
    "Đã thăm gia đình ở buồng bệnh",
    "Xơ gan mất bù",
];

/// What must not be found. Of a phone number the part that every way of writing it has.
fn secrets() -> Vec<String> {
    let mut secrets = vec![DIAGNOSIS.to_owned(), BIRTH.to_owned()];
    secrets.extend(SAID.map(str::to_owned));
    for number in NUMBERS {
        secrets.extend([
            citizen(number),
            phone(number)[3..].to_owned(),
            account(number),
            format!("Bản Thử {number}"),
        ]);
    }
    secrets
}

/// Who does what over HTTP at a server process; every answer is kept that may hold nothing of a person.
struct Story {
    address: SocketAddr,
    told: Vec<String>,
}

impl Story {
    async fn who(&self, username: &str) -> Actor {
        Actor::anonymous(self.address).signed_in(username, PASSWORD).await
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        self.told.push(answer.to_string());
        if let Some(cursor) = answer.json["next_cursor"].as_str() {
            let position = URL_SAFE_NO_PAD.decode(cursor).unwrap();
            self.told.push(String::from_utf8_lossy(&position).into_owned());
        }
        answer
    }

    async fn get(&mut self, by: &Actor, address: &str) -> Answer {
        let answer = by.get(address).await;
        self.keep(answer)
    }

    async fn post(&mut self, by: &Actor, address: &str, body: Value) -> Answer {
        let answer = by.post(address, body).await;
        self.keep(answer)
    }

    /// Does an action at the version of `dossier`.
    async fn act(&mut self, by: &Actor, dossier: &Answer, action: &str, body: Value) -> Answer {
        let answer = by.act(&format!("{}/{action}", path(dossier)), &dossier.etag(), body).await;
        self.keep(answer)
    }
}

/// A programme that is open on any day, for a server that has the day of today.
async fn programme(story: &mut Story) -> String {
    let accountant = story.who("p.accountant").await;
    let mut body = new_programme(P, "Hỗ trợ khó khăn");
    (body["opens_on"], body["closes_on"]) = (json!("2020-01-01"), json!("2099-12-31"));
    let made = story.post(&accountant, "/api/v1/support-programmes", body).await.expect(201);
    let norms = format!("/api/v1/support-programmes/{}/norms", made.id());
    story.post(&accountant, &norms, new_norm("critical_illness", 5_000_000, "2020-01-01")).await.expect(201);
    made.id()
}

/// Bodies that hold something of a person and are refused.
async fn mistype(story: &mut Story, officer: &Actor, programme: &str) {
    let good = new_dossier(A, programme, NUMBERS[0]);
    let wrong = [
        ("citizen_id", json!(format!("{}7", citizen(NUMBERS[0])))),
        ("citizen_id", json!([citizen(NUMBERS[0])])),
        ("birth_date", json!("1990-03-15T00:00:00")),
        ("phone", json!(format!("0{}", &phone(NUMBERS[0])[3..]))),
        ("relation", json!(DIAGNOSIS)),
        ("category", json!(DIAGNOSIS)),
        ("programme_id", json!(citizen(NUMBERS[0]))),
        ("requested_vnd", json!(account(NUMBERS[0]))),
        (
            "bank",
            json!({"bank_name": "Ngân hàng", "account_number": format!("{} ", account(NUMBERS[0])), "holder": "AI"}),
        ),
        ("circumstances", json!({"text": DIAGNOSIS})),
    ];
    for (member, value) in wrong {
        let mut body = good.clone();
        body[member] = value;
        story.post(officer, APPLICATIONS, body).await.problem("validation_failed");
    }
    let mut unfit = good.clone();
    unfit["birth_date"] = json!("1991-03-15");
    story.post(officer, APPLICATIONS, unfit).await.expect(422);
    let cut = officer.request(Method::POST, APPLICATIONS).header(CONTENT_TYPE, "application/json");
    let cut = officer.send(cut.body(good.to_string().trim_end_matches('}').to_owned())).await;
    story.keep(cut).problem("malformed_body");
    for query in ["q=", "filed_from=", "category=", "cursor=", "relation=", "nothing="] {
        for secret in [citizen(NUMBERS[0]), phone(NUMBERS[0])[1..].to_owned()] {
            story.get(officer, &format!("{APPLICATIONS}?{query}{secret}")).await;
        }
    }
}

/// From a draft through a question and a return to the appraisal and the refusal.
async fn one_goes_all_the_way(story: &mut Story, programme: &str) -> Answer {
    let (officer, chair) = (story.who("a.officer").await, story.who("a.chair").await);
    let body = new_dossier(A, programme, NUMBERS[0]);
    let made = officer.post_once(APPLICATIONS, "khoa-mot", body.clone()).await.expect(201);
    let made = story.keep(made);
    let again = officer.post_once(APPLICATIONS, "khoa-mot", body).await.expect(201);
    assert_eq!(story.keep(again).header("idempotency-replayed"), "true");
    let other = officer.post_once(APPLICATIONS, "khoa-mot", new_dossier(A, programme, NUMBERS[1])).await;
    story.keep(other).problem("idempotency_key_reused");
    let sent = story.act(&chair, &made, "submit", json!({})).await.expect(200);
    let upper = story.who("d1.chair").await;
    let asked =
        story.act(&upper, &sent, "request-information", json!({"question": SAID[0]})).await.expect(200);
    let edit = json!({"circumstances": SAID[8], "phone": phone(NUMBERS[0]), "birth_date": BIRTH});
    let edited = officer.patch(&path(&asked), &asked.etag(), edit.clone()).await.expect(200);
    let edited = story.keep(edited);
    let stale = officer.patch(&path(&asked), &asked.etag(), edit).await;
    story.keep(stale).problem("precondition_failed");
    let answered = story.act(&officer, &edited, "answer", json!({"answer": SAID[1]})).await.expect(200);
    let back = story.act(&upper, &answered, "return", json!({"reason": SAID[3]})).await.expect(200);
    let sent = story.act(&chair, &back, "submit", json!({})).await.expect(200);
    let endorsed = story.act(&upper, &sent, "endorse", json!({"opinion": SAID[2]})).await.expect(200);
    let appraiser = story.who("p.appraiser").await;
    let above = json!({"opinion": SAID[4], "proposed_vnd": 6_000_000});
    story.act(&appraiser, &endorsed, "appraise", above).await.problem("validation_failed");
    let within = json!({"opinion": SAID[4], "proposed_vnd": 4_000_000});
    story.act(&appraiser, &endorsed, "appraise", within).await.expect(200)
}

/// The same person in another union: refused, let through; and somebody who is corrected, commented on and withdrawn.
async fn others_follow(story: &mut Story, programme: &str) {
    let (officer, chair) = (story.who("b.officer").await, story.who("b.chair").await);
    let again = story.post(&officer, APPLICATIONS, new_dossier(B, programme, NUMBERS[0])).await.expect(201);
    story.act(&chair, &again, "submit", json!({})).await.problem("duplicate_application");
    let approver = story.who("p.approver").await;
    story.get(&approver, &format!("{APPLICATIONS}/duplicates")).await.expect(200);
    let passed =
        story.act(&approver, &again, "override-duplicate", json!({"reason": SAID[6]})).await.expect(200);
    story.act(&chair, &passed, "submit", json!({})).await.expect(200);
    let third = story.post(&officer, APPLICATIONS, new_dossier(B, programme, NUMBERS[1])).await.expect(201);
    let bank =
        json!({"bank_name": "Ngân hàng Thử", "account_number": account(NUMBERS[2]), "holder": "NGUOI MAU"});
    let corrected = json!({
        "citizen_id": citizen(NUMBERS[2]), "phone": phone(NUMBERS[2]), "address": format!("Bản Thử {}", NUMBERS[2]), "bank": bank,
    });
    let third = officer.patch(&path(&third), &third.etag(), corrected).await.expect(200);
    let third = story.keep(third);
    story.post(&chair, &format!("{}/comments", path(&third)), json!({"text": SAID[7]})).await.expect(201);
    let gone = story.act(&officer, &third, "withdraw", json!({"reason": SAID[5]})).await.expect(200);
    story.act(&officer, &gone, "withdraw", json!({"reason": SAID[5]})).await.problem("wrong_state");
    let fourth = story.post(&officer, APPLICATIONS, new_dossier(B, programme, NUMBERS[2])).await.expect(201);
    let deleted = officer.delete(&path(&fourth), &fourth.etag()).await;
    story.keep(deleted).expect(204);
}

/// Reads everything there is to read: in full first, which is no secret's leak, and then all the rest.
async fn look_around(story: &mut Story, dossier: &Answer) {
    let approver = story.who("p.approver").await;
    let personal = approver.get(&format!("{}/personal?purpose=processing", path(dossier))).await.expect(200);
    for known in [citizen(NUMBERS[0]), BIRTH.to_owned(), account(NUMBERS[0]), SAID[8].to_owned()] {
        assert!(personal.text.contains(&known), "{personal}");
    }
    let notes = approver.get(&format!("{}/notes", path(dossier))).await.expect(200);
    assert!(SAID[..5].iter().all(|said| notes.text.contains(said)), "{notes}");
    let paths = [
        "",
        "?limit=1",
        "?waiting_for_me=true",
        "?sort=-created_at&limit=2",
        "?q=nguoi+mau",
        "/duplicates?limit=1",
    ];
    for tail in paths {
        story.get(&approver, &format!("{APPLICATIONS}{tail}")).await.expect(200);
    }
    story.get(&approver, &path(dossier)).await.expect(200);
    story.get(&approver, &format!("{}/history", path(dossier))).await.expect(200);
    let inspector = story.who("p.inspector").await;
    let journal = inspector.all("/api/v1/journal?limit=200").await;
    assert!(journal.iter().any(|entry| entry["action"] == "hardship_application.personal"));
    story.told.push(serde_json::to_string(&journal).unwrap());
}

/// The files of the directory as text: on SQLite the database and its WAL, and the log.
fn files(app: &TestApp) -> Vec<(String, String)> {
    let entries = fs::read_dir(app.database.directory()).unwrap().map(|entry| entry.unwrap().path());
    let text = |path: &std::path::Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    entries.filter(|path| path.is_file()).map(|path| (path.display().to_string(), text(&path))).collect()
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Which tables of PostgreSQL hold `secret` in any column, as text or as the bytes of a text.
fn tables_with(db: &mut PgConnection, tables: &[String], secret: &str) -> Vec<String> {
    let bytes: String = congdoan::kernel::hex::hex(secret.as_bytes());
    let mut found = Vec::new();
    for table in tables {
        let query = format!(
            "SELECT count(*) AS n FROM \"{table}\" t WHERE position($1 IN t::text) > 0 OR position($2 IN t::text) > 0"
        );
        let query = diesel::sql_query(query).bind::<Text, _>(secret).bind::<Text, _>(&bytes);
        if query.get_result::<Count>(db).unwrap().n > 0 {
            found.push(table.clone());
        }
    }
    found
}

/// Nothing secret stands in any column of PostgreSQL; `open` does, in this table.
pub fn assert_not_in_tables(app: &TestApp, (table, open): (&str, &str), secrets: &[String]) {
    let mut db = PgConnection::establish(app.database.url()).unwrap();
    let query =
        "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'";
    let tables: Vec<Name> = diesel::sql_query(query).load(&mut db).unwrap();
    let tables: Vec<String> = tables.into_iter().map(|table| table.name).collect();
    assert!(tables_with(&mut db, &tables, open).contains(&table.to_owned()), "nothing is found at all");
    for secret in secrets {
        let found = tables_with(&mut db, &tables, secret);
        assert!(found.is_empty(), "{found:?} hold {secret}");
    }
}

/// Nothing secret stands in any file of the server; `open` does, on SQLite.
pub fn assert_not_in_files(app: &TestApp, open: &str, secrets: &[String]) {
    let files = files(app);
    let log = &files.iter().find(|(name, _)| name.ends_with("server.log")).unwrap().1;
    assert!(log.lines().filter(|line| line.contains("answered")).count() > 15, "{log}");
    if app.database.backend() == Backend::Sqlite {
        assert!(files.iter().any(|(_, text)| text.contains(open)), "nothing is found at all");
    }
    for secret in secrets {
        for (name, text) in &files {
            assert!(!text.contains(secret.as_str()), "{name} holds {secret}");
        }
    }
}

async fn told(server: &ServerProcess) -> Vec<String> {
    let mut story = Story { address: server.address, told: Vec::new() };
    let programme = programme(&mut story).await;
    let officer = story.who("a.officer").await;
    mistype(&mut story, &officer, &programme).await;
    let dossier = one_goes_all_the_way(&mut story, &programme).await;
    others_follow(&mut story, &programme).await;
    look_around(&mut story, &dossier).await;
    story.told
}

on_both_databases! {
    async fn nothing_of_a_person_is_found_where_it_was_not_asked_for(app: WorldApp) {
        let server = app.as_process(&[("CONGDOAN_LOG", "trace")]).await;
        let (secrets, told) = (secrets(), told(&server).await);
        for secret in &secrets {
            for answer in &told {
                assert!(!answer.contains(secret.as_str()), "{secret} is told by {answer}");
            }
        }
        let open = format!("Người Mẫu Số {}", NUMBERS[0]);
        if app.database.backend() == Backend::Postgres {
            assert_not_in_tables(&app, ("hardship_applications", &open), &secrets);
        }
        // While it runs, so that what is only in the WAL is there too, and once all is written.
        assert_not_in_files(&app, &open, &secrets);
        assert!(server.stop().success());
        assert_not_in_files(&app, &open, &secrets);
    }
}
