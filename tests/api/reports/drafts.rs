//! Beginning, editing, listing and dropping drafts.

use serde_json::json;

use super::{add_item, create, february, february_round, for_round, path, step, submit, with};
use crate::support::app::at_once;
use crate::support::on_both_databases;
use crate::support::world::{A, D1, D2, P};

const LIST: &str = "/api/v1/reports";

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(place, code)| ((*place).to_owned(), (*code).to_owned())).collect()
}

on_both_databases! {
    async fn an_officer_begins_and_edits_a_report(app: WorldApp) {
        let officer = app.as_user("d1.officer").await;
        let recipients = json!([
            { "direction": "upward", "name": "Liên đoàn Lao động tỉnh" },
            { "direction": "archive", "name": "Lưu: VT" },
        ]);
        let body = with(february(D1), json!({ "recipients": recipients }));
        let made = app.journalled(officer.post(LIST, body)).await.expect(201);
        assert_eq!(made.header("location"), path(&made.id()));
        assert_eq!(made["status"], "draft");
        assert_eq!(made["recipients"], recipients);
        let edit = json!({
            "title": "Tên mới", "preamble": "Mở đầu.", "signer_name": null, "document_date": "2025-02-17",
            "recipients": [{ "direction": "archive", "name": "Lưu: VP" }],
        });
        let edited = app.journalled(officer.patch(&path(&made.id()), &made.etag(), edit)).await.expect(200);
        assert_eq!(edited["title"], "Tên mới");
        assert_eq!(edited["signer_name"], json!(null));
        assert_eq!(edited["signer_position"], "PHÓ CHỦ TỊCH");
        assert_eq!(edited["recipients"], json!([{ "direction": "archive", "name": "Lưu: VP" }]));
        let read = officer.get(&path(&made.id())).await.expect(200);
        assert_eq!(read.json, edited.json);
        assert_eq!(read.etag(), edited.etag());
        let history = officer.get(&format!("{}/history", path(&made.id()))).await.expect(200);
        let actions: Vec<_> = history.items().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["report.create", "report.edit"]);
    }

    async fn a_recipient_that_grows_when_it_is_normalised_is_read_back(app: WorldApp) {
        let officer = app.as_user("d1.officer").await;
        // NFC keeps U+0958 as two characters.
        let recipients = json!({ "recipients": [{ "direction": "archive", "name": "\u{958}".repeat(300) }] });
        let made = officer.post(LIST, with(february(D1), recipients)).await.expect(201);
        let read = officer.get(&path(&made.id())).await.expect(200);
        assert_eq!(read["recipients"][0]["name"], "\u{915}\u{93c}".repeat(300));
    }

    async fn a_draft_that_breaks_rules_is_refused_with_all_of_them(app: WorldApp) {
        let officer = app.as_user("d1.officer").await;
        let refused = officer.post(LIST, json!({ "organisation_id": D1, "title": "x" })).await;
        refused.problem("validation_failed");
        let missing = [("/period_end", "missing"), ("/period_kind", "missing"), ("/period_start", "missing")];
        assert_eq!(refused.violations(), pairs(&missing));
        let odd = json!({ "period_end": "2025-03-01", "document_date": "2525-01-01" });
        let refused = officer.post(LIST, with(february(D1), odd)).await;
        assert_eq!(refused.violations(), pairs(&[("/document_date", "out_of_range"), ("/period_end", "out_of_range")]));
        let many: Vec<_> = (0..51).map(|n| json!({ "direction": "downward", "name": format!("Đơn vị {n}") })).collect();
        let refused = officer.post(LIST, with(february(D1), json!({ "recipients": many, "status": "issued" }))).await;
        assert_eq!(refused.violations(), pairs(&[("/recipients", "too_many"), ("/status", "unknown_member")]));
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM reports"), 0);
    }

    async fn a_report_for_a_round_takes_its_period_and_only_who_owes_writes_one(app: WorldApp) {
        let round = february_round(&app).await.id();
        let officer = app.as_user("d1.officer").await;
        let refused = officer.post(LIST, with(february(D1), json!({ "round_id": round }))).await;
        let not_allowed =
            [("/period_end", "not_allowed"), ("/period_kind", "not_allowed"), ("/period_start", "not_allowed")];
        assert_eq!(refused.violations(), pairs(&not_allowed));
        let unknown = for_round(D1, "01940000-0000-7000-8000-0000000000ff");
        assert_eq!(officer.post(LIST, unknown).await.violations(), pairs(&[("/round_id", "not_found")]));
        let province = app.as_user("p.officer").await;
        let refused = province.post(LIST, for_round(P, &round)).await;
        assert_eq!(refused.violations(), pairs(&[("/round_id", "not_owed")]));
        // A does not owe, and so does not know the round.
        let grassroots = app.as_user("a.officer").await;
        let refused = grassroots.post(LIST, for_round(A, &round)).await;
        assert_eq!(refused.violations(), pairs(&[("/round_id", "not_found")]));
        let made = officer.post(LIST, for_round(D1, &round)).await.expect(201);
        assert_eq!(made["period_start"], "2025-02-01");
        officer.post(LIST, for_round(D1, &round)).await.problem("duplicate");
    }

    async fn of_two_reports_for_a_round_at_once_one_is_made(app: WorldApp) {
        let round = february_round(&app).await.id();
        let officer = app.as_user("d1.officer").await;
        let answers = at_once((0..6).map(|_| {
            let (officer, body) = (officer.clone(), for_round(D1, &round));
            async move { officer.post(LIST, body).await }
        })).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            answer.problem("duplicate");
        }
    }

    async fn only_the_own_union_writes_its_report(app: WorldApp) {
        let id = create(&app, "d1", february(D1)).await;
        for reader in ["p.officer", "p.clerk", "p.inspector", "d1.clerk", "d1.inspector"] {
            let reader = app.as_user(reader).await;
            let etag = reader.get(&path(&id)).await.expect(200).etag();
            reader.patch(&path(&id), &etag, json!({ "title": "x" })).await.problem("forbidden");
            reader.delete(&path(&id), &etag).await.problem("forbidden");
            reader.post(LIST, february(D1)).await.problem("forbidden");
        }
        for stranger in ["d2.officer", "a.officer", "s.chair"] {
            let stranger = app.as_user(stranger).await;
            stranger.get(&path(&id)).await.problem("not_found");
            stranger.patch(&path(&id), "\"v1\"", json!({ "title": "x" })).await.problem("not_found");
            stranger.get(&format!("{}/history", path(&id))).await.problem("not_found");
        }
        // Who stands below sees the union, though not its reports.
        app.as_user("a.officer").await.post(LIST, february(D1)).await.problem("forbidden");
        let refused = app.as_user("d2.officer").await.post(LIST, february(D1)).await;
        assert_eq!(refused.violations(), pairs(&[("/organisation_id", "not_found")]));
    }

    async fn a_draft_can_be_dropped_until_it_is_submitted(app: WorldApp) {
        let round = february_round(&app).await.id();
        let officer = app.as_user("d1.officer").await;
        let id = create(&app, "d1", for_round(D1, &round)).await;
        add_item(&app, "d1", &id, "plan", "Việc.").await;
        officer.delete(&path(&id), "\"v1\"").await.problem("precondition_failed");
        let etag = officer.get(&path(&id)).await.etag();
        app.journalled(officer.delete(&path(&id), &etag)).await.expect(204);
        officer.get(&path(&id)).await.problem("not_found");
        let id = create(&app, "d1", for_round(D1, &round)).await;
        add_item(&app, "d1", &id, "plan", "Việc.").await;
        let etag = submit(&app, "d1", &id).await.etag();
        officer.delete(&path(&id), &etag).await.problem("wrong_state");
        let etag = step(&app.as_user("p.clerk").await, &id, "return", json!({ "reason": "Thiếu." })).await.expect(200).etag();
        officer.delete(&path(&id), &etag).await.problem("wrong_state");
    }

    async fn a_phone_may_send_the_same_report_twice(app: WorldApp) {
        let officer = app.as_user("d1.officer").await;
        let body = with(february(D1), json!({ "id": "01950000-0000-7000-8000-0000000000aa" }));
        let first = officer.post(LIST, body.clone()).await.expect(201);
        let again = officer.post(LIST, body.clone()).await.expect(201);
        assert_eq!(again.json, first.json);
        officer.post(LIST, with(body, json!({ "title": "Khác" }))).await.problem("id_taken");
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM reports"), 1);
    }

    async fn an_edit_needs_the_present_version(app: WorldApp) {
        let id = create(&app, "d1", february(D1)).await;
        let officer = app.as_user("d1.officer").await;
        let etag = officer.get(&path(&id)).await.etag();
        officer.patch(&path(&id), &etag, json!({ "title": "Một" })).await.expect(200);
        let refused = officer.patch(&path(&id), &etag, json!({ "title": "Hai" })).await;
        assert_eq!(refused.problem("precondition_failed")["current_version"], 2);
        let request = officer.request(reqwest::Method::PATCH, &path(&id)).json(&json!({ "title": "Ba" }));
        officer.send(request).await.problem("precondition_required");
        let answers = at_once((0..5).map(|n| {
            let (officer, path) = (officer.clone(), path(&id));
            async move { officer.patch(&path, "\"v2\"", json!({ "title": format!("Lần {n}") })).await.status }
        })).await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 412).count(), 4, "{answers:?}");
    }

    async fn lists_are_filtered_sorted_and_paged_within_the_tree(app: WorldApp) {
        let round = february_round(&app).await.id();
        let mut ids = Vec::new();
        for (prefix, body) in [
            ("d1", february(D1)),
            ("d1", for_round(D1, &round)),
            ("d2", february(D2)),
            ("p", february(P)),
        ] {
            ids.push(create(&app, prefix, body).await);
            app.wait(1);
        }
        let of = |items: Vec<serde_json::Value>| -> Vec<String> {
            items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
        };
        let clerk = app.as_user("p.clerk").await;
        assert_eq!(of(clerk.all("/api/v1/reports?limit=1").await), ids);
        let newest: Vec<_> = ids.iter().rev().cloned().collect();
        assert_eq!(of(clerk.all("/api/v1/reports?limit=3&sort=-created_at").await), newest);
        assert_eq!(of(clerk.all(&format!("/api/v1/reports?organisation_id={D1}")).await), ids[..2]);
        assert_eq!(of(clerk.all(&format!("/api/v1/reports?round_id={round}")).await), ids[1..2]);
        assert_eq!(of(clerk.all("/api/v1/reports?status=issued").await), Vec::<String>::new());
        assert_eq!(of(clerk.all("/api/v1/reports?period_start_from=2025-02-02").await), Vec::<String>::new());
        assert_eq!(of(clerk.all("/api/v1/reports?period_start_to=2025-02-01").await), ids);
        let total = clerk.get("/api/v1/reports?limit=1&include=total").await.expect(200);
        assert_eq!(total["total"], 4);
        assert_eq!(of(app.as_user("d1.officer").await.all(LIST).await), ids[..2]);
        assert_eq!(of(app.as_user("a.officer").await.all(LIST).await), Vec::<String>::new());
        clerk.get("/api/v1/reports?colour=red").await.problem("invalid_query");
        let cursor = clerk.get("/api/v1/reports?limit=1").await["next_cursor"].as_str().unwrap().to_owned();
        clerk.get(&format!("/api/v1/reports?limit=1&status=draft&cursor={cursor}")).await.problem("invalid_cursor");
    }
}
