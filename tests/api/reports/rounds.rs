//! Rounds: who owes, and who is late.

use serde_json::{Value, json};

use super::{accept, add_item, create, february_round, for_round, round_of, step, submit, with};
use crate::support::app::instant;
use crate::support::on_both_databases;
use crate::support::world::{A, B, C, D1, D2, P, S};

const ROUNDS: &str = "/api/v1/reporting-rounds";

fn february() -> Value {
    round_of("2025-02-01", "2025-02-28", "2025-02-14T10:00:00Z")
}

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["organisation_id"].as_str().unwrap()).collect()
}

on_both_databases! {
    async fn a_round_fixes_who_owes_with_name_and_kind(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let round = app.journalled(clerk.post(ROUNDS, february())).await.expect(201);
        assert_eq!(round["status"], "open");
        let obligations = format!("{ROUNDS}/{}/obligations", round.id());
        app.database.execute("UPDATE organisations SET name = 'Tên mới', kind = 'sector_union' WHERE code = 'LDLD-D1'");
        let owed = clerk.get(&obligations).await.expect(200);
        assert_eq!(names(owed.items()), [S, D2, D1], "by name");
        assert_eq!(owed.items()[2]["organisation_name"], "Liên đoàn Lao động huyện Một");
        assert_eq!(owed.items()[2]["organisation_kind"], "district_federation");
        let pages = clerk.all(&format!("{obligations}?limit=1")).await;
        assert_eq!(names(&pages), [S, D2, D1]);
    }

    async fn names_are_sorted_alike_on_both_databases(app: WorldApp) {
        app.database.execute("UPDATE organisations SET name = 'Đông Hải' WHERE code = 'LDLD-D1'");
        app.database.execute("UPDATE organisations SET name = 'an Biên' WHERE code = 'LDLD-D2'");
        let clerk = app.as_user("p.clerk").await;
        let round = clerk.post(ROUNDS, february()).await.expect(201);
        let obligations = format!("{ROUNDS}/{}/obligations", round.id());
        for path in [obligations.clone(), format!("{obligations}?limit=1")] {
            assert_eq!(names(&clerk.all(&path).await), [S, D2, D1], "C before a before Đ, as their bytes are");
        }
    }

    async fn those_who_owe_can_be_named(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let mut body = with(february(), json!({ "organisation_ids": [A, S] }));
        let refused = clerk.post(ROUNDS, body.clone()).await;
        assert_eq!(refused.violations(), [("/under".to_owned(), "missing".to_owned())], "one or the other");
        body.as_object_mut().unwrap().remove("under");
        let round = clerk.post(ROUNDS, body.clone()).await.expect(201);
        let owed = clerk.get(&format!("{ROUNDS}/{}/obligations", round.id())).await;
        assert_eq!(owed.items().len(), 2);
        body = with(body, json!({ "period_kind": "quarter", "period_start": "2025-01-01", "period_end": "2025-03-31", "organisation_ids": [A, P, A, "01940000-0000-7000-8000-0000000000ff"] }));
        let refused = clerk.post(ROUNDS, body).await;
        let expected = [("/organisation_ids/1", "not_found"), ("/organisation_ids/2", "duplicate"), ("/organisation_ids/3", "not_found")];
        assert_eq!(refused.violations(), expected.map(|(place, code)| (place.to_owned(), code.to_owned())));
    }

    async fn a_round_that_breaks_rules_is_refused(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        for (change, place, code) in [
            (json!({ "period_end": "2025-03-01" }), "/period_end", "out_of_range"),
            (json!({ "deadline": "2025-01-31T16:59:00Z" }), "/deadline", "out_of_range"),
            (json!({ "deadline": "2027-01-01T00:00:00Z" }), "/deadline", "out_of_range"),
            (json!({ "under": { "organisation_id": P, "kinds": ["confederation"] } }), "/under", "not_found"),
            (json!({ "under": { "organisation_id": P, "kinds": [] } }), "/under/kinds", "too_few"),
            (json!({ "status": "closed" }), "/status", "unknown_member"),
            (json!({ "organisation_id": "01940000-0000-7000-8000-0000000000ff" }), "/organisation_id", "not_found"),
        ] {
            let refused = clerk.post(ROUNDS, with(february(), change)).await;
            assert_eq!(refused.violations(), [(place.to_owned(), code.to_owned())], "{refused}");
        }
        let beside = json!({ "organisation_id": D1, "under": { "organisation_id": D2, "kinds": ["grassroots_union"] } });
        let refused = app.as_user("d1.clerk").await.post(ROUNDS, with(february(), beside)).await;
        assert_eq!(refused.violations(), [("/under/organisation_id".to_owned(), "not_found".to_owned())]);
        clerk.post(ROUNDS, february()).await.expect(201);
        clerk.post(ROUNDS, february()).await.problem("duplicate");
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM reporting_rounds"), 1);
    }

    async fn only_the_own_clerk_opens_edits_and_closes(app: WorldApp) {
        let round = february_round(&app).await;
        let path = format!("{ROUNDS}/{}", round.id());
        for other in ["p.chair", "p.officer", "p.inspector", "d1.clerk"] {
            let other_actor = app.as_user(other).await;
            other_actor.patch(&path, &round.etag(), json!({ "title": "x" })).await.problem("forbidden");
            other_actor.act(&format!("{path}/close"), &round.etag(), json!({})).await.problem("forbidden");
        }
        app.as_user("p.chair").await.post(ROUNDS, february()).await.problem("forbidden");
        app.as_user("d1.clerk").await.post(ROUNDS, february()).await.problem("forbidden");
        let beside = with(february(), json!({ "organisation_id": D2 }));
        let refused = app.as_user("d1.clerk").await.post(ROUNDS, beside).await;
        assert_eq!(refused.violations(), [("/organisation_id".to_owned(), "not_found".to_owned())]);
    }

    async fn who_owes_sees_the_round_and_its_own_line_only(app: WorldApp) {
        let round = february_round(&app).await.id();
        let path = format!("{ROUNDS}/{round}");
        let district = app.as_user("d1.officer").await;
        district.get(&path).await.expect(200);
        let owed = district.get(&format!("{path}/obligations")).await.expect(200);
        assert_eq!(names(owed.items()), [D1]);
        assert_eq!(district.get(&format!("{path}/summary")).await["owed"], 1);
        assert_eq!(district.get(ROUNDS).await.items().len(), 1);
        for stranger in ["a.officer", "c.clerk"] {
            let stranger = app.as_user(stranger).await;
            stranger.get(&path).await.problem("not_found");
            for part in ["obligations", "summary", "history"] {
                stranger.get(&format!("{path}/{part}")).await.problem("not_found");
            }
            assert_eq!(stranger.get(ROUNDS).await.items().len(), 0);
        }
    }

    async fn received_late_pending_and_missing_follow_the_clock(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let round = february_round(&app).await.id();
        let path = format!("{ROUNDS}/{round}");
        let standing = |items: Vec<Value>, organisation: &str| {
            items.iter().find(|item| item["organisation_id"] == organisation).unwrap()["standing"].as_str().unwrap().to_owned()
        };
        let obligations = format!("{path}/obligations");
        assert_eq!(standing(clerk.all(&obligations).await, D1), "pending");
        let first = create(&app, "d1", for_round(D1, &round)).await;
        add_item(&app, "d1", &first, "result", "Việc.").await;
        assert_eq!(standing(clerk.all(&obligations).await, D1), "pending", "a draft is not yet received");
        app.clock.set(instant("2025-02-14T10:00:00Z"));
        submit(&app, "d1", &first).await;
        let clerk = app.as_user("p.clerk").await;
        assert_eq!(standing(clerk.all(&obligations).await, D1), "received", "on the deadline is in time");
        app.wait(1);
        assert_eq!(standing(clerk.all(&obligations).await, D2), "missing");
        let second = create(&app, "d2", for_round(D2, &round)).await;
        add_item(&app, "d2", &second, "result", "Việc.").await;
        submit(&app, "d2", &second).await;
        assert_eq!(standing(clerk.all(&obligations).await, D2), "late");
        // What came in time and was returned stays in time.
        step(&clerk, &first, "return", json!({ "reason": "Thiếu." })).await.expect(200);
        assert_eq!(standing(clerk.all(&obligations).await, D1), "received");
        submit(&app, "d1", &first).await;
        accept(&app, "p.clerk", &first).await;
        let rows = clerk.all(&obligations).await;
        let row = rows.iter().find(|item| item["organisation_id"] == D1).unwrap();
        assert_eq!((&row["standing"], &row["report_status"], &row["report_id"]), (&json!("received"), &json!("accepted"), &json!(first)));
        assert_eq!(row["submitted_at"], "2025-02-14T10:00:00Z");
        let summary = clerk.get(&format!("{path}/summary")).await.expect(200);
        assert_eq!(summary.json, json!({ "owed": 3, "received": 1, "late": 1, "pending": 0, "missing": 1, "accepted": 1 }));
        for (standing, organisation) in [("received", D1), ("late", D2), ("missing", S)] {
            let page = clerk.get(&format!("{obligations}?standing={standing}&include=total")).await.expect(200);
            assert_eq!((names(page.items()), &page["total"]), (vec![organisation], &json!(1)), "{standing}");
        }
        assert_eq!(clerk.get(&format!("{obligations}?standing=pending")).await.items().len(), 0);
    }

    async fn a_closed_round_takes_nothing_new(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let round = february_round(&app).await;
        let path = format!("{ROUNDS}/{}", round.id());
        let edit = json!({ "title": "Báo cáo tháng 02/2025" });
        let edited = app.journalled(clerk.patch(&path, &round.etag(), edit)).await.expect(200);
        assert_eq!(edited["title"], "Báo cáo tháng 02/2025");
        clerk.patch(&path, &round.etag(), json!({ "title": "x" })).await.problem("precondition_failed");
        let later = json!({ "deadline": "2025-02-15T10:00:00Z" });
        let refused = clerk.patch(&path, &edited.etag(), later).await;
        assert_eq!(refused.violations(), [("/deadline".to_owned(), "unknown_member".to_owned())], "by when is fixed");
        let (sent, begun) = (create(&app, "d1", for_round(D1, &round.id())).await, create(&app, "d2", for_round(D2, &round.id())).await);
        add_item(&app, "d1", &sent, "result", "Việc.").await;
        add_item(&app, "d2", &begun, "result", "Việc.").await;
        submit(&app, "d1", &sent).await;
        let closed = app.journalled(clerk.act(&format!("{path}/close"), &edited.etag(), json!({}))).await.expect(200);
        assert_eq!(closed["status"], "closed");
        clerk.act(&format!("{path}/close"), &closed.etag(), json!({})).await.problem("wrong_state");
        clerk.patch(&path, &closed.etag(), json!({ "title": "x" })).await.problem("wrong_state");
        app.as_user("s.officer").await.post("/api/v1/reports", for_round(S, &round.id())).await.problem("wrong_state");
        step(&app.as_user("d2.chair").await, &begun, "submit", json!({})).await.problem("wrong_state");
        step(&clerk, &sent, "return", json!({ "reason": "Thiếu." })).await.expect(200);
        submit(&app, "d1", &sent).await;
        let history = clerk.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<_> = history.items().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["reporting_round.open", "reporting_round.edit", "reporting_round.close"]);
    }

    async fn a_district_opens_rounds_for_its_own(app: WorldApp) {
        let clerk = app.as_user("d1.clerk").await;
        let body = json!({ "organisation_id": D1, "under": { "organisation_id": D1, "kinds": ["grassroots_union"] } });
        let round = clerk.post(ROUNDS, with(february(), body)).await.expect(201);
        let owed = clerk.get(&format!("{ROUNDS}/{}/obligations", round.id())).await;
        assert_eq!(names(owed.items()), [A, B]);
        app.as_user("p.clerk").await.get(&format!("{ROUNDS}/{}", round.id())).await.expect(200);
        app.as_user("d2.clerk").await.get(&format!("{ROUNDS}/{}", round.id())).await.problem("not_found");
        assert!(!names(owed.items()).contains(&C));
        let id = create(&app, "a", for_round(A, &round.id())).await;
        add_item(&app, "a", &id, "result", "Việc.").await;
        submit(&app, "a", &id).await;
        step(&app.as_user("p.clerk").await, &id, "accept", json!({})).await.problem("forbidden");
        accept(&app, "d1.clerk", &id).await;
    }

    async fn rounds_are_listed_by_filter(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let mut ids = Vec::new();
        for (start, end, deadline) in [("2025-02-01", "2025-02-28", "2025-02-14T10:00:00Z"), ("2025-03-01", "2025-03-31", "2025-03-14T10:00:00Z")] {
            ids.push(clerk.post(ROUNDS, round_of(start, end, deadline)).await.expect(201).id());
            app.wait(1);
        }
        let of = |items: Vec<Value>| -> Vec<String> { items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect() };
        assert_eq!(of(clerk.all(&format!("{ROUNDS}?limit=1")).await), ids);
        assert_eq!(of(clerk.all(&format!("{ROUNDS}?sort=-created_at&limit=1")).await), [ids[1].clone(), ids[0].clone()]);
        assert_eq!(of(clerk.all(&format!("{ROUNDS}?period_start=2025-03-01&period_kind=month")).await), ids[1..]);
        assert_eq!(of(clerk.all(&format!("{ROUNDS}?status=closed")).await), Vec::<String>::new());
        assert_eq!(of(clerk.all(&format!("{ROUNDS}?organisation_id={D1}")).await), Vec::<String>::new());
        assert_eq!(clerk.get(&format!("{ROUNDS}?include=total&limit=1")).await["total"], 2);
    }
}
