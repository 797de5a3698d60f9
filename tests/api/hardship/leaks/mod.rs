//! What is known of a person is found nowhere but where it is asked for with a purpose: not in the database, its WAL,
//! the log, the journal, a list, a search, a refusal, a cursor or a kept answer.

mod dossiers;
mod files;
mod money;
mod requests;
mod surveys;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::{Value, json};

use super::dossiers::{DIAGNOSIS, account, citizen, path, phone};
use super::programmes::{new_norm, new_programme};
use crate::attachments::samples::PLACE;
use crate::support::database::Backend;
use crate::support::process::ServerProcess;
use crate::support::world::{P, PASSWORD};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const APPLICATIONS: &str = "/api/v1/hardship-applications";
const BIRTH: &str = "1990-03-15";
const CORRECTED_BIRTH: &str = "1990-04-16";
/// The persons of this story. The second is corrected into the third; the fourth is the head of a household that was
/// surveyed, whom the fifth corrects into themselves.
const NUMBERS: [u32; 5] = [417_293, 639_475, 748_516, 826_154, 915_263];
/// What must not be found. Of a phone number the part that every way of writing it has.
fn secrets() -> Vec<String> {
    let mut secrets = vec![DIAGNOSIS.to_owned(), BIRTH.to_owned()];
    let said = [&dossiers::SAID[..], &money::SAID, &surveys::SAID, &requests::SAID, &files::SAID].concat();
    secrets.extend(said.into_iter().map(str::to_owned));
    // As the header of an upload has it.
    secrets.push(STANDARD.encode(files::NAME));
    secrets.extend([PLACE.to_owned(), CORRECTED_BIRTH.to_owned()]);
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

    /// Does an action of the record at `address`, at the version it has now.
    async fn step(&mut self, by: &Actor, address: &str, action: &str, body: Value) -> Answer {
        let etag = self.get(by, address).await.expect(200).etag();
        let answer = by.act(&format!("{address}/{action}"), &etag, body).await;
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

/// The files below the directory as text: on SQLite the database and its WAL, the log, and what was attached.
fn written(app: &TestApp) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(app.database.directory(), &mut found);
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if path.is_file() {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            found.push((path.display().to_string(), text));
        }
    }
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

/// Nothing secret stands in any file of the server, of which so many are attached ones; `open` does, on SQLite.
pub fn assert_not_in_files(app: &TestApp, attached: usize, open: &str, secrets: &[String]) {
    let files = written(app);
    assert!(
        files.iter().filter(|(name, _)| name.contains("/files/")).count() >= attached,
        "too few are attached"
    );
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
    dossiers::mistype(&mut story, &officer, &programme).await;
    let dossier = dossiers::one_goes_all_the_way(&mut story, &programme).await;
    let again = dossiers::others_follow(&mut story, &programme).await;
    money::goes_out_and_comes_back(&mut story, &programme, (&dossier, &again)).await;
    let survey = surveys::a_family_is_surveyed(&mut story).await;
    files::are_attached(&mut story, &survey).await;
    requests::are_answered(&mut story, &dossier, &survey).await;
    dossiers::look_around(&mut story, &dossier).await;
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
        assert_not_in_files(&app, 3, &open, &secrets);
        assert!(server.stop().success());
        assert_not_in_files(&app, 3, &open, &secrets);
    }
}
