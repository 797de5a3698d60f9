//! The chain from the union's draft to the appraisal, step by step and by whom.

use serde_json::{Value, json};

use super::{
    NOMINATIONS, act, appraisal, endorsed, new_nomination, nomination, open_round, path, submitted, why,
};
use crate::awards::{CERTIFICATE, COMMENDATION};
use crate::support::world::{A, D1};
use crate::support::{Answer, TestApp, on_both_databases};

async fn round(app: &TestApp) -> String {
    open_round(app, &[COMMENDATION, CERTIFICATE], json!({})).await
}

/// What the history tells: each action with the states it led from and to.
async fn told(app: &TestApp, nomination: &Answer) -> Vec<(String, Value, Value)> {
    let history = app.working("p.inspector").await.all(&format!("{}/history", path(nomination))).await;
    let entry = |one: &Value| {
        (one["action"].as_str().unwrap().to_owned(), one["from_state"].clone(), one["to_state"].clone())
    };
    history.iter().map(entry).collect()
}

on_both_databases! {
    async fn a_nomination_goes_up_and_its_history_tells(app: WorldApp) {
        let round = round(&app).await;
        let draft = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        assert_eq!((&draft["status"], &draft["on_hold"], &draft["nominee_title"]), (&json!("draft"), &json!(false), &json!("Tổ trưởng")));
        let sent = app.journalled(act(&app.working("a.chair").await, &draft, "submit", json!({}))).await.expect(200);
        assert_eq!((&sent["status"], &sent["submitted_on"]), (&json!("submitted"), &json!("2025-02-10")));
        let remark = json!({"rank": 2, "remark": "Đơn vị dẫn đầu."});
        let up = act(&app.working("d1.chair").await, &sent, "endorse", remark).await.expect(200);
        assert_eq!((&up["status"], &up["rank"], &up["endorsed_by"]), (&json!("endorsed"), &json!(2), &json!(app.id_of("d1.chair").await)));
        let seen = act(&app.working("p.appraiser").await, &up, "appraise", appraisal()).await.expect(200);
        assert_eq!((&seen["status"], &seen["appraisal"]), (&json!("endorsed"), &json!("favourable")));
        let state = |text: &str| json!(text);
        assert_eq!(told(&app, &seen).await, [
            ("award_nomination.create".to_owned(), Value::Null, Value::Null),
            ("award_nomination.submit".to_owned(), state("draft"), state("submitted")),
            ("award_nomination.endorse".to_owned(), state("submitted"), state("endorsed")),
            ("award_nomination.appraise".to_owned(), Value::Null, Value::Null),
        ]);
        let back = act(&app.working("p.appraiser").await, &seen, "return", why()).await.expect(200);
        assert_eq!((&back["appraisal"], &back["appraised_by"], &back["rank"]), (&Value::Null, &Value::Null, &Value::Null));
        app.working("a.officer").await.delete(&path(&back), &back.etag()).await.problem("wrong_state");
    }

    async fn whose_turn_it_is_does_it_and_nobody_else(app: WorldApp) {
        let round = round(&app).await;
        let draft = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        for who in ["a.officer", "a.clerk", "d1.chair", "p.appraiser"] {
            act(&app.working(who).await, &draft, "submit", json!({})).await.problem("forbidden");
        }
        let sent = act(&app.working("a.chair").await, &draft, "submit", json!({})).await.expect(200);
        for who in ["a.chair", "d1.officer", "d1.clerk", "p.appraiser", "p.approver"] {
            act(&app.working(who).await, &sent, "endorse", json!({"rank": 1})).await.problem("forbidden");
        }
        act(&app.working("p.appraiser").await, &sent, "return", why()).await.problem("forbidden");
        let up = act(&app.working("p.chair").await, &sent, "endorse", json!({"rank": 1})).await.expect(200);
        for who in ["a.chair", "d1.chair", "p.chair", "p.approver"] {
            act(&app.working(who).await, &up, "appraise", appraisal()).await.problem("forbidden");
        }
        act(&app.working("d1.chair").await, &up, "withdraw", why()).await.problem("forbidden");
        act(&app.working("a.officer").await, &up, "withdraw", why()).await.expect(200);
    }

    async fn readers_elsewhere_find_nothing(app: WorldApp) {
        let round = round(&app).await;
        let sent = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        for who in ["b.chair", "c.chair", "d2.chair", "s.officer"] {
            let stranger = app.working(who).await;
            for more in ["", "/history", "/notes", "/eligibility"] {
                stranger.get(&format!("{}{more}", path(&sent))).await.problem("not_found");
            }
            for step in ["submit", "return", "endorse", "withdraw", "appraise", "hold", "release"] {
                let body = match step {
                    "submit" => json!({}),
                    "endorse" => json!({"rank": 1}),
                    "appraise" => appraisal(),
                    _ => why(),
                };
                act(&stranger, &sent, step, body).await.problem("not_found");
            }
            assert_eq!(stranger.all(NOMINATIONS).await.len(), 0);
        }
        for who in ["a.officer", "d1.officer", "p.officer", "d1.inspector"] {
            assert_eq!(app.working(who).await.all(NOMINATIONS).await.len(), 1, "{who}");
        }
    }

    async fn nobody_decides_on_what_passed_through_their_hands(app: WorldApp) {
        let round = round(&app).await;
        let administrator = app.working("p.administrator").await;
        let both = app.id_of("d1.chair").await;
        for role in ["chair", "officer"] {
            let grant = json!({"user_id": both, "organisation_id": A, "role": role});
            administrator.post("/api/v1/grants", grant).await.expect(201);
        }
        let appraises = json!({"user_id": both, "organisation_id": crate::support::world::P, "role": "appraiser"});
        administrator.post("/api/v1/grants", appraises).await.expect(201);
        let hands = app.working("d1.chair").await;
        let own = hands.post(NOMINATIONS, new_nomination(A, &round, COMMENDATION, "Người Một")).await.expect(201);
        let own = act(&app.working("a.chair").await, &own, "submit", json!({})).await.expect(200);
        act(&hands, &own, "endorse", json!({"rank": 1})).await.problem("own_work");
        let sent = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Người Hai")).await;
        let sent = act(&hands, &sent, "submit", json!({})).await.expect(200);
        act(&hands, &sent, "endorse", json!({"rank": 1})).await.problem("own_work");
        let up = endorsed(&app, &round, COMMENDATION, "Người Ba", 1).await;
        act(&hands, &up, "appraise", appraisal()).await.problem("own_work");
        act(&app.working("p.appraiser").await, &up, "appraise", appraisal()).await.expect(200);
    }

    async fn a_stale_version_is_told_before_the_state(app: WorldApp) {
        let round = round(&app).await;
        let draft = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        let sent = act(&app.working("a.chair").await, &draft, "submit", json!({})).await.expect(200);
        let officer = app.working("a.officer").await;
        act(&app.working("a.chair").await, &draft, "submit", json!({})).await.problem("precondition_failed");
        officer.patch(&path(&draft), &draft.etag(), json!({"nominee_title": null})).await.problem("precondition_failed");
        officer.delete(&path(&draft), &draft.etag()).await.problem("precondition_failed");
        act(&officer, &draft, "withdraw", why()).await.problem("precondition_failed");
        let chair = app.working("d1.chair").await;
        for (step, body) in [("endorse", json!({"rank": 1})), ("return", why()), ("hold", why()), ("release", why())] {
            act(&chair, &draft, step, body).await.problem("precondition_failed");
        }
        act(&app.working("p.appraiser").await, &draft, "appraise", appraisal()).await.problem("precondition_failed");
        officer.patch(&path(&sent), &sent.etag(), json!({"nominee_title": null})).await.problem("wrong_state");
    }

    async fn a_round_takes_nominations_while_it_is_open(app: WorldApp) {
        let days = json!({"opens_on": "2025-02-11", "closes_on": "2025-02-12"});
        let round = open_round(&app, &[COMMENDATION], days).await;
        let draft = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        let closed = |answer: Answer| assert_eq!(answer.violations(), [("/round_id".to_owned(), "closed".to_owned())]);
        closed(act(&app.working("a.chair").await, &draft, "submit", json!({})).await);
        app.wait(86_400);
        let sent = act(&app.working("a.chair").await, &draft, "submit", json!({})).await.expect(200);
        let back = act(&app.working("d1.chair").await, &sent, "return", why()).await.expect(200);
        app.wait(86_400);
        let sent = act(&app.working("a.chair").await, &back, "submit", json!({})).await.expect(200);
        let back = act(&app.working("d1.chair").await, &sent, "return", why()).await.expect(200);
        let late = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Người Đến Muộn")).await;
        app.wait(86_400);
        closed(act(&app.working("a.chair").await, &late, "submit", json!({})).await);
        // What came in time may be written anew.
        let sent = act(&app.working("a.chair").await, &back, "submit", json!({})).await.expect(200);
        assert_eq!(sent["submitted_on"], "2025-02-11");
        act(&app.working("d1.chair").await, &sent, "endorse", json!({"rank": 1})).await.expect(200);
    }

    async fn one_person_is_nominated_once_for_a_form_unless_it_is_a_namesake(app: WorldApp) {
        let round = round(&app).await;
        let first = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        let again = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "nguyen van  MAU")).await;
        let chair = app.working("a.chair").await;
        let refused = act(&chair, &again, "submit", json!({})).await;
        assert!(refused.problem("duplicate_nomination")["detail"].as_str().unwrap().contains(&first.id()));
        let namesake = app.working("a.officer").await.patch(&path(&again), &again.etag(), json!({"namesake": true})).await.expect(200);
        act(&chair, &namesake, "submit", json!({})).await.expect(200);
        submitted(&app, "a", new_nomination(A, &round, CERTIFICATE, "Nguyễn Văn Mẫu")).await;
        submitted(&app, "d1", new_nomination(D1, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        act(&app.working("a.officer").await, &first, "withdraw", why()).await.expect(200);
        submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "NGUYỄN VĂN MẪU")).await;
    }
}
