//! The discipline hold: nothing goes on with a nomination until it is released.

use serde_json::{Value, json};

use super::{
    NOMINATIONS, act, appraisal, endorsed, new_nomination, nomination, open_round, path, submitted, why,
};
use crate::attachments::creation;
use crate::awards::COMMENDATION;
use crate::support::world::A;
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const CAUSE: &str = "Đang xem xét đơn phản ánh về nề nếp.";

async fn held(app: &TestApp, who: &str, nomination: &Answer) -> Answer {
    let cause = json!({"reason": CAUSE});
    let held = act(&app.working(who).await, nomination, "hold", cause).await.expect(200);
    assert_eq!((&held["on_hold"], &held["status"]), (&json!(true), &nomination["status"]));
    held
}

async fn texts(by: &Actor, nomination: &Answer) -> Vec<(String, Value)> {
    let notes = by.get(&format!("{}/notes", path(nomination))).await.expect(200);
    let told = |note: &Value| (note["kind"].as_str().unwrap().to_owned(), note["text"].clone());
    notes["notes"].as_array().unwrap().iter().map(told).collect()
}

on_both_databases! {
    async fn no_step_is_taken_on_hold(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let officer = app.working("a.officer").await;
        let draft = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Người Một")).await;
        let draft = held(&app, "p.appraiser", &draft).await;
        act(&app.working("a.chair").await, &draft, "submit", json!({})).await.problem("discipline_hold");
        officer.patch(&path(&draft), &draft.etag(), json!({"workplace": null})).await.problem("discipline_hold");
        officer.delete(&path(&draft), &draft.etag()).await.problem("discipline_hold");
        act(&officer, &draft, "withdraw", why()).await.problem("discipline_hold");
        let sent = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "Người Hai")).await;
        let sent = held(&app, "d1.chair", &sent).await;
        let chair = app.working("d1.chair").await;
        act(&chair, &sent, "endorse", json!({"rank": 1})).await.problem("discipline_hold");
        act(&chair, &sent, "return", why()).await.problem("discipline_hold");
        let up = endorsed(&app, &round, COMMENDATION, "Người Ba", 1).await;
        let up = held(&app, "p.chair", &up).await;
        act(&app.working("p.appraiser").await, &up, "appraise", appraisal()).await.problem("discipline_hold");
        act(&officer, &up, "withdraw", why()).await.problem("discipline_hold");
        act(&chair, &up, "hold", why()).await.problem("wrong_state");
        let on_hold = officer.all(&format!("{NOMINATIONS}?on_hold=true")).await;
        assert_eq!(on_hold.len(), 3);

        for who in ["a.chair", "a.officer", "d1.officer", "p.approver", "p.clerk"] {
            act(&app.working(who).await, &up, "release", why()).await.problem("forbidden");
            act(&app.working(who).await, &up, "hold", why()).await.problem("forbidden");
        }
        let free = act(&chair, &up, "release", why()).await.expect(200);
        assert_eq!((&free["on_hold"], &free["status"], &free["rank"]), (&json!(false), &json!("endorsed"), &json!(1)));
        act(&app.working("p.appraiser").await, &free, "appraise", appraisal()).await.expect(200);
        act(&chair, &free, "release", why()).await.problem("precondition_failed");
    }

    async fn only_what_goes_on_is_held_and_only_what_is_held_is_released(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let sent = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        let chair = app.working("d1.chair").await;
        act(&chair, &sent, "release", why()).await.problem("wrong_state");
        for state in ["council_rejected", "awarded", "declined", "withdrawn", "revoked"] {
            // Past the program: many steps lead there.
            app.database.execute(&format!("UPDATE award_nominations SET status = '{state}'"));
            act(&chair, &sent, "hold", why()).await.problem("wrong_state");
        }
    }

    async fn no_file_is_put_beside_what_is_on_hold(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let draft = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        held(&app, "p.appraiser", &draft).await;
        let officer = app.working("a.officer").await;
        let file = creation(&officer, "a.pdf", ("award_nomination", &draft.id()), 100);
        officer.send(file).await.problem("discipline_hold");
    }

    async fn why_it_is_on_hold_is_told_to_those_alone_who_look_into_it(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let up = endorsed(&app, &round, COMMENDATION, "Nguyễn Văn Mẫu", 1).await;
        let seen = act(&app.working("p.appraiser").await, &up, "appraise", appraisal()).await.expect(200);
        app.wait(1);
        let held = held(&app, "d1.chair", &seen).await;
        let opinion = ("opinion".to_owned(), json!("Đủ tiêu chuẩn."));
        for who in ["d1.chair", "p.chair", "p.appraiser", "p.approver", "p.inspector", "d1.inspector"] {
            let told = texts(&app.working(who).await, &held).await;
            assert_eq!(told, [opinion.clone(), ("hold".to_owned(), json!(CAUSE))], "{who}");
        }
        for who in ["a.officer", "a.chair", "d1.officer", "p.clerk", "p.administrator"] {
            let told = texts(&app.working(who).await, &held).await;
            assert_eq!(told, [opinion.clone(), ("hold".to_owned(), Value::Null)], "{who}");
        }
        let history = app.working("a.officer").await.all(&format!("{}/history", path(&held))).await;
        assert_eq!(history.iter().filter(|entry| entry["action"] == "award_nomination.read_notes").count(), 11);
    }
}
