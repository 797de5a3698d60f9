//! Past years' awards, read in from a file: all of its rows, or none.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::support::app::at_once;
use crate::support::world::{D1, D2, P, PASSWORD};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

pub const IMPORTS: &str = "/api/v1/award-imports";
pub const AWARDS: &str = "/api/v1/awards";

const HEAD: &str =
    "organisation_code,recipient_kind,recipient_name,form_code,year,symbol,decided_on,signer_name,reward_vnd";
/// Forms of the seed: of others, and of the province itself.
pub const MERIT: &str = "certificate_of_merit_confederation";
pub const FLAG: &str = "emulation_flag_peoples_committee";
pub const OWN: &str = "commendation_provincial_federation";

/// A row of a file: an award that was given in the year after that of achievement, or last year.
pub fn row(union: &str, (kind, name): (&str, &str), form: &str, year: i32, reward: i64) -> String {
    let given = (year + 1).min(2024);
    format!("{union},{kind},{name},{form},{year},{given}/QĐ,{given}-02-03,Người Ký Mẫu,{reward}")
}

/// A person of a union with a certificate of merit for 2020.
pub fn person(union: &str, name: &str) -> String {
    row(union, ("individual", name), MERIT, 2020, 1_000_000)
}

/// A file of these rows.
pub fn file(rows: &[String]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

/// Sends a file for the register of `organisation`.
pub async fn send(by: &Actor, organisation: &str, dry_run: bool, text: impl Into<reqwest::Body>) -> Answer {
    let path = format!("{IMPORTS}?organisation_id={organisation}&dry_run={dry_run}");
    by.send(by.request(Method::POST, &path).header(CONTENT_TYPE, "text/csv").body(text)).await
}

pub fn at(id: &str) -> String {
    format!("{IMPORTS}/{id}")
}

/// An import once it is over.
pub async fn over(by: &Actor, id: &str) -> Answer {
    for _ in 0..1200 {
        let answer = by.get(&at(id)).await.expect(200);
        if answer["status"] != "checking" && answer["status"] != "writing" {
            return answer;
        }
        assert!(answer["rows_checked"].as_i64() <= answer["row_count"].as_i64(), "{answer}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import {id} hangs");
}

/// What came of a file.
async fn done(by: &Actor, organisation: &str, dry_run: bool, text: String) -> Answer {
    let begun = send(by, organisation, dry_run, text).await.expect(201);
    over(by, &begun.id()).await
}

/// Enters these rows into the register of the province; answers the awards in the order of the rows.
pub async fn imported(app: &TestApp, rows: &[String]) -> Vec<Value> {
    let clerk = app.working("p.clerk").await;
    let whole = done(&clerk, P, false, file(rows)).await;
    assert_eq!(whole["status"], "done", "{whole}");
    clerk.all(&format!("{AWARDS}?import_id={}&sort=created_at&limit=200", whole.id())).await
}

/// The faults of an import: row, column, code.
async fn faults(by: &Actor, import: &Answer) -> Vec<(i64, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = by.all(&format!("{}/faults?limit=200", at(&import.id()))).await;
    all.iter().map(|one| (one["row"].as_i64().unwrap(), text(&one["column"]), text(&one["code"]))).collect()
}

fn fault(row: i64, column: &str, code: &str) -> (i64, String, String) {
    (row, column.to_owned(), code.to_owned())
}

/// So many rows, the one with this number bad.
fn many(count: usize, bad: Option<usize>) -> String {
    let one = |number: usize| {
        let union = if Some(number) == bad { "KHONG-CO" } else { "CDCS-A" };
        person(union, &format!("Người Mẫu {number}"))
    };
    file(&(1..=count).map(one).collect::<Vec<_>>())
}

fn in_register(app: &TestApp) -> i64 {
    app.database.count("SELECT count(*) AS n FROM awards")
}

on_both_databases! {
    async fn a_file_is_entered_row_by_row_and_says_how_far_it_is(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let rows = [
            row("CDCS-A", ("collective", "Công đoàn cơ sở A"), FLAG, 2021, 5_000_000),
            person("CDCS-C", "Nguyễn Thị Mẫu"),
            row("LDLD-TINH", ("individual", "Trần Văn Thử"), OWN, 2022, 0),
        ];
        let begun = app.journalled(send(&clerk, P, false, file(&rows))).await.expect(201);
        assert_eq!(begun.header("location"), at(&begun.id()));
        assert_eq!((&begun["status"], &begun["row_count"], &begun["dry_run"]), (&json!("checking"), &json!(3), &json!(false)));
        let whole = over(&clerk, &begun.id()).await;
        assert_eq!((&whole["status"], &whole["rows_checked"], &whole["bad_rows"]), (&json!("done"), &json!(3), &json!(0)));
        let entered = clerk.all(&format!("{AWARDS}?import_id={}&sort=created_at", begun.id())).await;
        let told: Vec<_> = entered.iter().map(|one| (one["organisation_code"].as_str().unwrap(), one["recipient_name"].as_str().unwrap(), one["form_code"].as_str().unwrap(), one["reward_vnd"].as_i64().unwrap())).collect();
        assert_eq!(told, [
            ("CDCS-A", "Công đoàn cơ sở A", FLAG, 5_000_000),
            ("CDCS-C", "Nguyễn Thị Mẫu", MERIT, 1_000_000),
            ("LDLD-TINH", "Trần Văn Thử", OWN, 0),
        ]);
        for award in &entered {
            let history = clerk.all(&format!("{AWARDS}/{}/history", award["id"].as_str().unwrap())).await;
            assert_eq!((history.len(), &history[0]["action"]), (1, &json!("award.enter")));
        }
        let history = clerk.all(&format!("{}/history", at(&begun.id()))).await;
        let actions: Vec<_> = history.iter().map(|one| one["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["award_import.create", "award_import.finish"]);
        let listed = clerk.get(&format!("{IMPORTS}?status=done&include=total&organisation_id={P}")).await.expect(200);
        assert_eq!((&listed["total"], &listed.items()[0]["id"]), (&json!(1), &begun["id"]));
    }

    async fn a_dry_run_lists_each_bad_row_and_writes_nothing(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let text = file(&[
            person("CDCS-A", "Nguyễn Thị Mẫu"),
            person("KHONG-CO", "Trần Văn Thử"),
            row("CDCS-A", ("individual", "Lê Thị Ví Dụ"), FLAG, 2021, 0),
            "CDCS-A,team,,none,year,,31/02/2020,,x".to_owned(),
        ]);
        let tried = done(&clerk, P, true, text.clone()).await;
        assert_eq!((&tried["status"], &tried["rows_checked"], &tried["bad_rows"]), (&json!("refused"), &json!(4), &json!(3)));
        let found = faults(&clerk, &tried).await;
        assert_eq!(&found[..2], [fault(3, "organisation_code", "not_found"), fault(4, "recipient_kind", "not_allowed")]);
        let columns: Vec<_> = found[2..].iter().map(|(row, column, code)| (*row, column.as_str(), code.as_str())).collect();
        assert_eq!(columns, [
            (5, "recipient_kind", "malformed"), (5, "recipient_name", "missing"), (5, "decided_on", "malformed"),
            (5, "year", "malformed"), (5, "form_code", "not_found"), (5, "symbol", "missing"), (5, "signer_name", "missing"),
            (5, "reward_vnd", "malformed"),
        ]);
        let first = clerk.get(&format!("{}/faults?limit=1&include=total", at(&tried.id()))).await.expect(200);
        assert_eq!(first["total"], 10);
        assert_eq!((&first.items()[0]["message_vi"], &first.items()[0]["message_en"]), (&json!("Không có giá trị này."), &json!("There is no such value.")));
        let good = done(&clerk, P, true, file(&[person("CDCS-A", "Nguyễn Thị Mẫu")])).await;
        assert_eq!((&good["status"], &good["bad_rows"]), (&json!("done"), &json!(0)));
        // The same in earnest: one bad row keeps the good ones out.
        let refused = done(&clerk, P, false, text).await;
        assert_eq!(refused["status"], "refused");
        assert_eq!((in_register(&app), app.database.count("SELECT count(*) AS n FROM journal WHERE action = 'award.enter'")), (0, 0));
    }

    async fn a_bad_row_9999_leaves_nothing_behind(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        for bad in [9_999, 10_000] {
            let refused = done(&clerk, P, false, many(10_000, Some(bad))).await;
            assert_eq!((&refused["status"], &refused["row_count"], &refused["bad_rows"]), (&json!("refused"), &json!(10_000), &json!(1)));
            let row = i64::try_from(bad).unwrap() + 1;
            assert_eq!(faults(&clerk, &refused).await, [fault(row, "organisation_code", "not_found")]);
        }
        assert_eq!(in_register(&app), 0);
    }

    async fn ten_thousand_rows_are_entered_while_the_caller_looks_on(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let whole = done(&clerk, P, false, many(10_000, None)).await;
        assert_eq!((&whole["status"], &whole["rows_checked"], &whole["bad_rows"]), (&json!("done"), &json!(10_000), &json!(0)));
        assert_eq!((in_register(&app), app.database.count("SELECT count(*) AS n FROM journal WHERE action = 'award.enter'")), (10_000, 10_000));
    }

    async fn what_breaks_while_rows_are_written_leaves_nothing_behind(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        // The last row breaks a rule that only the database knows.
        let guard = match app.database.backend() {
            crate::support::database::Backend::Sqlite => "CREATE TRIGGER broken BEFORE INSERT ON awards WHEN NEW.recipient_name = 'Người Mẫu 300' BEGIN SELECT RAISE(ABORT, 'broken'); END;",
            crate::support::database::Backend::Postgres => "ALTER TABLE awards ADD CONSTRAINT broken CHECK (recipient_name <> 'Người Mẫu 300')",
        };
        app.database.execute(guard);
        let broken = done(&clerk, P, false, many(300, None)).await;
        assert_eq!((&broken["status"], &broken["rows_checked"]), (&json!("interrupted"), &json!(300)));
        assert_eq!((in_register(&app), app.database.count("SELECT count(*) AS n FROM journal WHERE action = 'award.enter'")), (0, 0));
    }

    async fn an_award_is_entered_once(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        imported(&app, &[person("CDCS-A", "Nguyễn Thị Mẫu")]).await;
        let again = done(&clerk, P, false, file(&[
            person("CDCS-B", "Trần Văn Thử"),
            person("CDCS-A", "nguyen thi MAU"),
            person("CDCS-B", "Tran Van Thu"),
            person("CDCS-B", "Nguyễn Thị Mẫu"),
        ])).await;
        assert_eq!(again["status"], "refused");
        let mut found = faults(&clerk, &again).await;
        found.sort();
        assert_eq!(found, [fault(3, "", "in_register"), fault(4, "", "repeated_row")], "of another union it is another person");
        assert_eq!(in_register(&app), 1);
    }

    async fn the_same_file_many_times_at_once_is_entered_once(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let ended = at_once((0..4).map(|_| {
            let clerk = clerk.clone();
            async move { done(&clerk, P, false, many(50, None)).await["status"].as_str().unwrap().to_owned() }
        })).await;
        let count = |status: &str| ended.iter().filter(|one| *one == status).count();
        assert_eq!((count("done"), count("refused")), (1, 3), "{ended:?}");
        assert_eq!(in_register(&app), 50);
    }

    async fn who_may_import_and_what(app: WorldApp) {
        let one = || file(&[person("CDCS-A", "Nguyễn Thị Mẫu")]);
        for who in ["p.officer", "p.chair", "p.approver", "p.administrator", "p.inspector"] {
            send(&app.working(who).await, P, false, one()).await.problem("forbidden");
        }
        send(&app.working("a.clerk").await, D2, false, one()).await.problem("not_found");
        send(&app.working("a.clerk").await, P, false, one()).await.problem("forbidden");
        send(&app.anonymous(), P, false, one()).await.problem("unauthenticated");
        // Rows are of the importing union and of those below it.
        let district = app.working("d1.clerk").await;
        let mixed = done(&district, D1, false, file(&[person("CDCS-A", "Nguyễn Thị Mẫu"), person("CDCS-C", "Lê Thị Ví Dụ")])).await;
        assert_eq!(faults(&district, &mixed).await, [fault(3, "organisation_code", "not_found")]);
        assert_eq!(done(&district, D1, false, one()).await["status"], "done");
        let import = at(&mixed.id());
        app.working("p.officer").await.get(&import).await.expect(200);
        for path in [import.clone(), format!("{import}/faults"), format!("{import}/history")] {
            app.working("d2.clerk").await.get(&path).await.problem("not_found");
            app.working("a.clerk").await.get(&path).await.problem("not_found");
        }
        assert_eq!(app.working("d2.clerk").await.all(IMPORTS).await.len(), 0);
    }

    async fn what_is_no_table_is_refused_at_once(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        send(&clerk, P, false, b"a,b\n\xFF\xFE".to_vec()).await.problem("malformed_body");
        send(&clerk, P, false, "").await.problem("malformed_body");
        send(&clerk, P, false, many(20_001, None)).await.problem("payload_too_large");
        send(&clerk, P, false, "x".repeat(8 * 1024 * 1024 + 1)).await.problem("payload_too_large");
        let path = format!("{IMPORTS}?organisation_id={P}");
        for kind in ["application/json", "text/plain", "text/csv; charset=latin1"] {
            let other = clerk.request(Method::POST, &path).header(CONTENT_TYPE, kind).body("a\n");
            clerk.send(other).await.problem("unsupported_media_type");
        }
        let unasked = clerk.request(Method::POST, IMPORTS).header(CONTENT_TYPE, "text/csv").body("a\n");
        assert_eq!(clerk.send(unasked).await.violations(), [("organisation_id".to_owned(), "missing".to_owned())]);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM award_imports"), 0);
        let headless = done(&clerk, P, false, "organisation_code,colour\nCDCS-A,red\n".to_owned()).await;
        assert_eq!((&headless["status"], &headless["rows_checked"], &headless["bad_rows"]), (&json!("refused"), &json!(0), &json!(1)));
        assert!(faults(&clerk, &headless).await.contains(&fault(1, "colour", "unknown_column")));
    }

    async fn a_file_sent_again_under_its_key_is_read_once(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let keyed = clerk.with_header("idempotency-key", "file-1");
        let text = file(&[person("CDCS-A", "Nguyễn Thị Mẫu")]);
        let first = send(&keyed, P, false, text.clone()).await.expect(201);
        let again = send(&keyed, P, false, text.clone()).await.expect(201);
        assert_eq!((first.id(), again.header("idempotency-replayed")), (again.id(), "true"));
        send(&keyed, P, true, text).await.problem("idempotency_key_reused");
        send(&keyed, P, false, file(&[person("CDCS-A", "Lê Thị Ví Dụ")])).await.problem("idempotency_key_reused");
        assert_eq!(over(&clerk, &first.id()).await["status"], "done");
        assert_eq!((in_register(&app), clerk.all(IMPORTS).await.len()), (1, 1));
    }

    async fn all_bad_rows_are_counted_and_a_thousand_faults_are_kept(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let rows: Vec<_> = (0..1200).map(|number| person("KHONG-CO", &format!("Người {number}"))).collect();
        let refused = done(&clerk, P, true, file(&rows)).await;
        assert_eq!(refused["bad_rows"], 1200);
        let page = clerk.get(&format!("{}/faults?include=total&limit=1", at(&refused.id()))).await.expect(200);
        assert_eq!(page["total"], 1000);
    }

    async fn only_an_import_that_came_to_a_stop_is_given_up(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let whole = done(&clerk, P, true, file(&[person("CDCS-A", "Nguyễn Thị Mẫu")])).await;
        app.database.execute("UPDATE award_imports SET status = 'writing'");
        app.wait(15);
        app.tidy().await;
        let clerk = app.working("p.clerk").await;
        assert_eq!(clerk.get(&at(&whole.id())).await.expect(200)["status"], "writing");
        app.wait(10);
        app.journalled(app.tidy()).await;
        let clerk = app.working("p.clerk").await;
        assert_eq!(clerk.get(&at(&whole.id())).await.expect(200)["status"], "interrupted");
        let history = clerk.all(&format!("{}/history", at(&whole.id()))).await;
        assert_eq!((&history[2]["action"], &history[2]["actor_id"]), (&json!("award_import.interrupt"), &Value::Null));
    }

    async fn an_import_that_a_killed_server_worked_on_leaves_nothing_behind(app: WorldApp) {
        let server = app.as_process(&[]).await;
        let clerk = Actor::anonymous(server.address).signed_in("p.clerk", PASSWORD).await;
        let begun = send(&clerk, P, false, many(20_000, None)).await.expect(201);
        while clerk.get(&at(&begun.id())).await.expect(200)["rows_checked"] == 0 {}
        server.kill();
        assert_eq!(app.database.count("SELECT count(*) AS n FROM award_imports WHERE status IN ('checking', 'writing')"), 1);
        assert_eq!(in_register(&app), 0);
        let server = app.as_process(&[]).await;
        let clerk = Actor::anonymous(server.address).signed_in("p.clerk", PASSWORD).await;
        // Of SQLite's file the new server is the only one that could work on it; on PostgreSQL another might.
        if app.database.backend() == crate::support::database::Backend::Sqlite {
            assert_eq!(clerk.get(&at(&begun.id())).await.expect(200)["status"], "interrupted");
        }
        let ended = over(&clerk, &begun.id()).await;
        assert_eq!((&ended["status"], in_register(&app)), (&json!("interrupted"), 0));
        // It can be sent again.
        let again = done(&clerk, P, false, file(&[person("CDCS-A", "Người Mẫu 1")])).await;
        assert_eq!((&again["status"], in_register(&app)), (&json!("done"), 1));
    }
}
