//! Issuing: numbers, freezing, tasks, amendments.

use serde_json::json;

use super::{
    accept, accepted_in_house, add_figure, add_item, create, february, indicator, is_frozen, issue,
    issued_in_house, path, step, submit, twenty_issued_at_once, with,
};
use crate::support::app::at_once;
use crate::support::on_both_databases;
use crate::support::world::{D1, P};

on_both_databases! {
    async fn an_issued_report_has_its_number_and_its_tasks(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let register = json!({ "organisation_id": P, "series": "BC", "year": 2025, "first_number": 209, "reason": "Tiếp sổ giấy" });
        clerk.post("/api/v1/number-registers", register).await.expect(201);
        let id = accepted_in_house(&app).await;
        let issued = app.journalled(issue(&app, "p", &id)).await;
        assert_eq!(issued["status"], "issued");
        assert_eq!(issued["number"], 209);
        assert_eq!(issued["symbol"], "209/BC-LĐLĐ");
        assert_eq!(issued["document_date"], "2025-02-10");
        assert_eq!(issued["place"], "Lai Châu");
        assert_eq!(issued["number_void"], false);
        let entry = clerk.get(&format!("/api/v1/register-entries/{}", issued.text_of("register_entry_id"))).await.expect(200);
        let of = ["report_id", "record_type", "record_id"].map(|member| &entry[member]);
        assert_eq!(of, [&json!(id), &json!("report"), &json!(id)]);
        assert_eq!(entry["symbol"], "209/BC-LĐLĐ");
        assert_eq!(issued["items"][0]["task_item_id"], json!(null), "a result makes no task");
        let task = issued["items"][1]["task_item_id"].as_str().expect("a plan item makes its task");
        let task = clerk.get(&format!("/api/v1/task-items/{task}")).await.expect(200);
        assert_eq!(task["title"], "Tổ chức gặp mặt nữ đoàn viên.");
        assert_eq!(task["organisation_id"], P);
        assert_eq!(task["status"], "planned");
        let second = accepted_in_house(&app).await;
        assert_eq!(issue(&app, "p", &second).await["number"], 210);
    }

    async fn what_is_not_signed_is_not_issued(app: WorldApp) {
        let bare = json!({
            "signing_capacity": null, "signing_body": null, "signer_position": null, "signer_name": null,
        });
        let id = create(&app, "p", february(P)).await;
        add_item(&app, "p", &id, "result", "Việc.").await;
        let officer = app.as_user("p.officer").await;
        let etag = officer.get(&path(&id)).await.etag();
        officer.patch(&path(&id), &etag, bare).await.expect(200);
        submit(&app, "p", &id).await;
        accept(&app, "p.clerk", &id).await;
        let chair = app.as_user("p.chair").await;
        let refused = step(&chair, &id, "issue", json!({ "document_date": "2025-02-11" })).await;
        let expected = [
            ("/document_date", "out_of_range"),
            ("/signer_name", "missing"),
            ("/signer_position", "missing"),
            ("/signing_body", "missing"),
            ("/signing_capacity", "missing"),
        ];
        let expected: Vec<_> = expected.map(|(place, code)| (place.to_owned(), code.to_owned())).into();
        assert_eq!(refused.violations(), expected);
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM register_entries"), 0);
    }

    async fn the_date_decides_the_year_of_the_register(app: WorldApp) {
        let chair = app.as_user("p.chair").await;
        let december = json!({ "period_start": "2024-12-01", "period_end": "2024-12-31" });
        let first = create(&app, "p", with(february(P), december)).await;
        add_item(&app, "p", &first, "result", "Việc.").await;
        submit(&app, "p", &first).await;
        accept(&app, "p.clerk", &first).await;
        let second = accepted_in_house(&app).await;
        let issued = step(&chair, &first, "issue", json!({ "document_date": "2024-12-31" })).await.expect(200);
        assert_eq!((&issued["number"], &issued["symbol"]), (&json!(1), &json!("01/BC-LĐLĐ")));
        let issued = step(&chair, &second, "issue", json!({})).await.expect(200);
        assert_eq!(issued["number"], 1);
        let years = "SELECT COUNT(*) AS n FROM number_registers WHERE year IN (2024, 2025)";
        assert_eq!(app.database.count(years), 2);
    }

    async fn a_report_is_not_dated_before_its_period_nor_before_the_last_number(app: WorldApp) {
        let before = json!({ "document_date": "2025-01-31" });
        let too_early = |code: &str| [("/document_date".to_owned(), code.to_owned())];
        let officer = app.as_user("p.officer").await;
        let refused = officer.post("/api/v1/reports", with(february(P), before.clone())).await;
        assert_eq!(refused.violations(), too_early("before_period"));
        let draft = create(&app, "p", february(P)).await;
        let refused = officer.patch(&path(&draft), "\"v1\"", before.clone()).await;
        assert_eq!(refused.violations(), too_early("before_period"));
        let (first, second) = (accepted_in_house(&app).await, accepted_in_house(&app).await);
        let chair = app.as_user("p.chair").await;
        assert_eq!(step(&chair, &first, "issue", before).await.violations(), too_early("before_period"));
        let first = step(&chair, &first, "issue", json!({ "document_date": "2025-02-09" })).await.expect(200);
        let earlier = json!({ "document_date": "2025-02-08" });
        let refused = step(&chair, &second, "issue", earlier.clone()).await;
        assert_eq!(refused.violations(), too_early("before_last_number"));
        // A number that is void dates nothing.
        let clerk = app.as_user("p.clerk").await;
        let entry = format!("/api/v1/register-entries/{}", first.text_of("register_entry_id"));
        clerk.act(&format!("{entry}/void"), "\"v1\"", json!({ "reason": "Cấp nhầm" })).await.expect(200);
        assert_eq!(step(&chair, &second, "issue", earlier).await.expect(200)["number"], 2, "none was lost");
    }

    async fn only_the_own_chair_issues(app: WorldApp) {
        let id = accepted_in_house(&app).await;
        for other in ["p.officer", "p.clerk", "p.inspector", "p.administrator"] {
            step(&app.as_user(other).await, &id, "issue", json!({})).await.problem("forbidden");
        }
        app.as_user("d1.chair").await.act(&format!("{}/issue", path(&id)), "\"v5\"", json!({})).await.problem("not_found");
        issue(&app, "p", &id).await;
    }

    async fn nothing_of_an_issued_report_changes(app: WorldApp) {
        let counted = indicator(&app, "test_frozen", "person").await;
        let other = indicator(&app, "test_other", "person").await;
        let id = create(&app, "p", february(P)).await;
        add_item(&app, "p", &id, "result", "Việc.").await;
        add_figure(&app, "p", &id, json!({ "indicator_id": counted, "value": 5 })).await;
        submit(&app, "p", &id).await;
        accept(&app, "p.clerk", &id).await;
        issue(&app, "p", &id).await;
        is_frozen(&app, "p", &id, &other).await;
    }

    async fn twenty_issued_at_once_get_twenty_consecutive_numbers(app: WorldApp) {
        assert_eq!(twenty_issued_at_once(&app, &february(P)).await, (1..=20).collect::<Vec<_>>());
        assert_eq!(app.database.count("SELECT next_number AS n FROM number_registers"), 21);
    }

    async fn of_two_who_issue_the_same_report_at_once_one_does_and_no_number_is_lost(app: WorldApp) {
        let id = accepted_in_house(&app).await;
        let etag = app.as_user("p.chair").await.get(&path(&id)).await.etag();
        let chairs = [app.as_user("p.chair").await, app.as_user("p.chair2").await];
        let answers = at_once(chairs.into_iter().map(|chair| {
            let (path, etag) = (format!("{}/issue", path(&id)), etag.clone());
            async move { chair.act(&path, &etag, json!({})).await.status }
        })).await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM register_entries"), 1);
        assert_eq!(app.database.count("SELECT next_number AS n FROM number_registers"), 2);
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM task_items"), 1);
    }

    async fn an_issue_that_fails_gives_its_number_back(app: WorldApp) {
        let (first, second) = (accepted_in_house(&app).await, accepted_in_house(&app).await);
        let chair = app.as_user("p.chair").await;
        let top = app.journal_top();
        // The journal comes last in a transaction, and cannot be written: its next number is one it has given.
        app.database.execute("UPDATE counters SET value = 0 WHERE name = 'journal'");
        assert!(step(&chair, &first, "issue", json!({})).await.status >= 400);
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM number_registers"), 0);
        app.database.execute(&format!("UPDATE counters SET value = {top} WHERE name = 'journal'"));
        assert_eq!(issue(&app, "p", &second).await["number"], 1);
        app.database.execute("UPDATE counters SET value = 0 WHERE name = 'journal'");
        assert!(step(&chair, &first, "issue", json!({})).await.status >= 400);
        let after = "UPDATE counters SET value = (SELECT MAX(seq) FROM journal) WHERE name = 'journal'";
        app.database.execute(after);
        assert_eq!(step(&chair, &first, "issue", json!({})).await.expect(200)["number"], 2);
    }

    async fn an_amendment_is_a_new_numbered_report(app: WorldApp) {
        let counted = indicator(&app, "test_amended", "person").await;
        let id = create(&app, "p", february(P)).await;
        let item = add_item(&app, "p", &id, "plan", "Kế hoạch.").await;
        add_figure(&app, "p", &id, json!({ "indicator_id": counted, "value": 5, "item_id": item.id() })).await;
        submit(&app, "p", &id).await;
        accept(&app, "p.clerk", &id).await;
        let officer = app.as_user("p.officer").await;
        let amend = format!("{}/amend", path(&id));
        officer.post(&amend, json!({})).await.problem("wrong_state");
        let original = issue(&app, "p", &id).await;
        app.as_user("p.clerk").await.post(&amend, json!({})).await.problem("forbidden");
        let draft = app.journalled(officer.post(&amend, json!({ "title": "Báo cáo sửa đổi" }))).await.expect(201);
        assert_eq!(draft.header("location"), path(&draft.id()));
        assert_eq!((&draft["amends_id"], &draft["status"]), (&json!(id), &json!("draft")));
        assert_eq!((&draft["number"], &draft["document_date"]), (&json!(null), &json!(null)));
        assert_eq!(draft["signer_name"], original["signer_name"]);
        assert_eq!(draft["items"][0]["task_item_id"], original["items"][0]["task_item_id"]);
        assert_eq!(draft["figures"][0]["item_id"], draft["items"][0]["id"]);
        officer.post(&amend, json!({})).await.problem("duplicate");
        submit(&app, "p", &draft.id()).await;
        accept(&app, "p.clerk", &draft.id()).await;
        assert_eq!(issue(&app, "p", &draft.id()).await["number"], 2);
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM task_items"), 1, "its plan has its task already");
        assert_eq!(officer.get(&path(&id)).await.json, original.json);
    }

    async fn a_void_number_stays_and_is_not_given_again(app: WorldApp) {
        let id = issued_in_house(&app).await;
        let clerk = app.as_user("p.clerk").await;
        let report = clerk.get(&path(&id)).await;
        let entry_path = format!("/api/v1/register-entries/{}", report.text_of("register_entry_id"));
        let entry = clerk.get(&entry_path).await.expect(200);
        let void = format!("{entry_path}/void");
        app.as_user("p.chair").await.act(&void, &entry.etag(), json!({ "reason": "Nhầm" })).await.problem("forbidden");
        let voided = app.journalled(clerk.act(&void, &entry.etag(), json!({ "reason": "Cấp nhầm" }))).await.expect(200);
        assert_eq!((&voided["status"], &voided["void_reason"]), (&json!("void"), &json!("Cấp nhầm")));
        clerk.act(&void, &voided.etag(), json!({ "reason": "Lại" })).await.problem("wrong_state");
        let after = clerk.get(&path(&id)).await;
        assert_eq!(after.json, with(report.json.clone(), json!({ "number_void": true })));
        assert_ne!(after.etag(), report.etag(), "a reader who kept it is told");
        let second = accepted_in_house(&app).await;
        assert_eq!(issue(&app, "p", &second).await["number"], 2);
    }

    async fn a_union_without_a_symbol_gets_no_number(app: WorldApp) {
        app.database.execute(&format!("UPDATE organisations SET symbol = NULL WHERE code = '{}'", "LDLD-D1"));
        let id = create(&app, "d1", february(D1)).await;
        add_item(&app, "d1", &id, "result", "Việc.").await;
        submit(&app, "d1", &id).await;
        accept(&app, "d1.clerk", &id).await;
        step(&app.as_user("d1.chair").await, &id, "issue", json!({})).await.problem("wrong_state");
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM number_registers"), 0);
    }
}
