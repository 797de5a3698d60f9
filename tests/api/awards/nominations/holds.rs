//! The discipline hold: nothing goes on with a nomination until it is released.

use congdoan::db::schema::award_notes as notes;
use congdoan::kernel::id;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    NOMINATIONS, act, appraisal, endorsed, new_nomination, nomination, open_round, path, submitted, why,
};
use crate::attachments::creation;
use crate::awards::council::{SESSIONS, concluded, new_session, session};
use crate::awards::submissions::{draft, sign};
use crate::awards::{CERTIFICATE, COMMENDATION, COUNCIL, MEDAL, round};
use crate::support::world::{A, uuid};
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

/// So many notes that nobody reads.
async fn said(app: &TestApp, nomination: &Answer, count: usize) {
    let (now, author) = (app.clock.now(), uuid(&app.id_of("d1.chair").await));
    let note = || {
        (
            notes::id.eq(id::new(now)),
            notes::nomination_id.eq(uuid(&nomination.id())),
            notes::kind.eq("opinion"),
            notes::body.eq(vec![0_u8]),
            notes::author_id.eq(author),
            notes::created_at.eq(now),
        )
    };
    let mut db = app.database.connect();
    for _ in 0..count {
        diesel::insert_into(notes::table).values(note()).execute(&mut db).unwrap();
    }
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

    async fn a_hold_stops_every_nomination_of_its_nominee(app: WorldApp) {
        let round = open_round(&app, &[CERTIFICATE, MEDAL], json!({})).await;
        let (chair, above) = (app.working("a.chair").await, app.working("d1.chair").await);
        let first = nomination(&app, "a", new_nomination(A, &round, CERTIFICATE, "Nguyễn Văn Mẫu")).await;
        let medal = submitted(&app, "a", new_nomination(A, &round, MEDAL, "Nguyễn Văn Mẫu")).await;
        let first = held(&app, "p.appraiser", &first).await;
        let second = nomination(&app, "a", new_nomination(A, &round, CERTIFICATE, "nguyen van  MAU")).await;
        let refused = act(&chair, &second, "submit", json!({})).await;
        assert!(refused.problem("discipline_hold")["detail"].as_str().unwrap().contains(&first.id()), "{refused}");
        act(&above, &medal, "endorse", json!({"rank": 1})).await.problem("discipline_hold");
        let told = above.get(&format!("{}/eligibility", path(&medal))).await.expect(200);
        let others = told["other_nominations"].as_array().unwrap();
        let held: Vec<_> = others.iter().filter(|one| one["on_hold"] == json!(true)).map(|one| &one["id"]).collect();
        assert_eq!((others.len(), held), (2, vec![&first["id"]]));

        // Another person, and what does not go further.
        let mut namesake = new_nomination(A, &round, CERTIFICATE, "Nguyễn Văn Mẫu");
        namesake["namesake"] = json!(true);
        submitted(&app, "a", namesake).await;
        let officer = app.working("a.officer").await;
        let second = officer.patch(&path(&second), &second.etag(), json!({"workplace": "Tổ Khác"})).await.expect(200);
        let free = act(&above, &first, "release", why()).await.expect(200);
        let sent = act(&chair, &second, "submit", json!({})).await.expect(200);
        act(&above, &sent, "endorse", json!({"rank": 1})).await.expect(200);
        act(&above, &medal, "endorse", json!({"rank": 1})).await.expect(200);
        // One that has come to its end stops nothing.
        let back = act(&officer, &free, "withdraw", why()).await.expect(200);
        act(&above, &back, "hold", why()).await.problem("wrong_state");
    }

    async fn a_hold_stops_the_nominee_in_council_and_on_paper(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let one = endorsed(&app, &round.id, CERTIFICATE, "Người Một", 1).await;
        let other = endorsed(&app, &round.id, CERTIFICATE, "Người Hai", 2).await;
        let third = endorsed(&app, &round.id, CERTIFICATE, "Người Ba", 3).await;
        let first = session(&app, &round, &[one.id()], "totals").await;
        concluded(&app, &first, &[[9, 0, 0]]).await;
        let paper = draft(&app, &round, &[one.id()]).await;
        let open = session(&app, &round, &[third.id()], "totals").await;
        let mut medals = Vec::new();
        for name in ["Người Một", "Người Hai", "Người Ba"] {
            let medal = nomination(&app, "a", new_nomination(A, &round.id, MEDAL, name)).await;
            medals.push(held(&app, "p.appraiser", &medal).await);
        }
        sign(&app.working("p.approver").await, &paper).await.problem("discipline_hold");
        let clerk = app.working("p.clerk").await;
        clerk.post(SESSIONS, new_session(&round, &[other.id()], "totals")).await.problem("discipline_hold");
        let done = concluded(&app, &open, &[[9, 0, 0]]).await;
        assert_eq!(done["votes"][0]["result"], "lapsed");
        for medal in medals {
            act(&app.working("d1.chair").await, &medal, "release", why()).await.expect(200);
        }
        sign(&app.working("p.approver").await, &paper).await.expect(200);
        clerk.post(SESSIONS, new_session(&round, &[other.id(), third.id()], "totals")).await.expect(201);
    }

    async fn the_most_that_is_said_locks_no_hold(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let chair = app.working("d1.chair").await;
        let sent = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        said(&app, &sent, 499).await;
        let held = held(&app, "d1.chair", &sent).await;
        let free = act(&chair, &held, "release", why()).await.expect(200);
        let full = |answer: Answer| assert_eq!(answer.violations(), [(String::new(), "too_many".to_owned())]);
        full(act(&chair, &free, "hold", why()).await);
        full(act(&chair, &free, "endorse", json!({"rank": 1, "remark": "Đạt."})).await);
        let up = act(&chair, &free, "endorse", json!({"rank": 1})).await.expect(200);
        full(act(&app.working("p.appraiser").await, &up, "appraise", appraisal()).await);
        let back = act(&chair, &up, "return", why()).await.expect(200);
        full(act(&app.working("a.chair").await, &back, "submit", json!({})).await);
        act(&app.working("a.officer").await, &back, "withdraw", why()).await.expect(200);
    }
}
