//! Nominations that come again, whose union or form is another by then, or that go through other hands.

use serde_json::json;

use super::{
    NOMINATIONS, act, appraisal, endorsed, new_nomination, nomination, open_round, path, submitted,
    whole_union, why,
};
use crate::awards::{COMMENDATION, ROUNDS, form, new_round, pairs};
use crate::support::world::{A, D1, D2, P};
use crate::support::{Answer, TestApp, on_both_databases};

async fn change_a(app: &TestApp, change: serde_json::Value) {
    let administrator = app.working("p.administrator").await;
    let union = format!("/api/v1/organisations/{A}");
    let etag = administrator.get(&union).await.expect(200).etag();
    administrator.patch(&union, &etag, change).await.expect(200);
}

async fn submit(app: &TestApp, draft: &Answer) -> Answer {
    act(&app.working("a.chair").await, draft, "submit", json!({})).await
}

on_both_databases! {
    async fn a_form_is_nominated_for_while_it_is_valid(app: WorldApp) {
        let days = json!({"valid_from": "2025-02-11", "valid_to": "2025-02-13"});
        let form = form(&app, "of_two_days", days).await.id();
        let round = open_round(&app, &[&form], json!({})).await;
        let mut draft = nomination(&app, "a", new_nomination(A, &round, &form, "Nguyễn Văn Mẫu")).await;
        let invalid = |answer: Answer| assert_eq!(answer.violations(), pairs(&[("/form_id", "not_valid")]));
        invalid(submit(&app, &draft).await);
        for _ in 0..2 {
            app.wait(86_400);
            let sent = submit(&app, &draft).await.expect(200);
            draft = act(&app.working("d1.chair").await, &sent, "return", why()).await.expect(200);
        }
        app.wait(86_400);
        let late = nomination(&app, "a", new_nomination(A, &round, &form, "Trần Thị Mẫu")).await;
        invalid(submit(&app, &late).await);
        // What was submitted in time and sent back is written anew after the last day, too.
        submit(&app, &draft).await.expect(200);
    }

    async fn what_was_voted_on_or_answered_does_not_come_again_in_its_round(app: WorldApp) {
        let (round, next) = (open_round(&app, &[COMMENDATION], json!({})).await, open_round(&app, &[COMMENDATION], json!({})).await);
        let body = |round: &str| new_nomination(A, round, COMMENDATION, "Nguyễn Văn Mẫu");
        submitted(&app, "a", body(&round)).await;
        let again = nomination(&app, "a", body(&round)).await;
        for state in ["submitted", "endorsed", "council_approved", "council_rejected", "forwarded", "awarded", "declined", "revoked"] {
            // Past the program: many steps lead there.
            app.database.execute(&format!("UPDATE award_nominations SET status = '{state}' WHERE status <> 'draft'"));
            submit(&app, &again).await.problem("duplicate_nomination");
        }
        submitted(&app, "a", body(&next)).await;
    }

    async fn what_was_returned_is_endorsed_and_appraised_anew(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let up = endorsed(&app, &round, COMMENDATION, "Nguyễn Văn Mẫu", 1).await;
        let appraiser = app.working("p.appraiser").await;
        let seen = act(&appraiser, &up, "appraise", appraisal()).await.expect(200);
        let back = act(&appraiser, &seen, "return", why()).await.expect(200);
        for member in ["rank", "endorsed_by", "appraisal", "appraised_by"] {
            assert!(back[member].is_null(), "{member}");
        }
    }

    async fn a_union_is_submitted_under_its_name_of_that_day(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let draft = nomination(&app, "a", whole_union(A, &round, COMMENDATION)).await;
        change_a(&app, json!({"name": "Công đoàn cơ sở Bình Minh"})).await;
        let sent = submit(&app, &draft).await.expect(200);
        assert_eq!(sent["nominee_name"], "Công đoàn cơ sở Bình Minh");
        let found = app.working("p.officer").await.all(&format!("{NOMINATIONS}?q=binh%20minh")).await;
        assert_eq!(found.len(), 1);
    }

    async fn a_union_that_moved_away_goes_no_further_in_the_round(app: WorldApp) {
        let body = new_round(D1, "Khen thưởng của huyện Một", &[COMMENDATION]);
        let round = app.working("d1.clerk").await.post(ROUNDS, body).await.expect(201).id();
        let sent = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "Người Một")).await;
        let draft = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Người Hai")).await;
        change_a(&app, json!({"parent_id": D2})).await;
        let elsewhere = pairs(&[("/round_id", "not_below")]);
        assert_eq!(submit(&app, &draft).await.violations(), elsewhere);
        let refused = act(&app.working("d2.chair").await, &sent, "endorse", json!({"rank": 1})).await;
        assert_eq!(refused.violations(), elsewhere);
    }

    async fn neither_who_wrote_nor_who_submitted_appraises(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let administrator = app.working("p.administrator").await;
        for who in ["a.officer", "a.chair"] {
            let grant = json!({"user_id": app.id_of(who).await, "organisation_id": P, "role": "appraiser"});
            administrator.post("/api/v1/grants", grant).await.expect(201);
        }
        let up = endorsed(&app, &round, COMMENDATION, "Nguyễn Văn Mẫu", 1).await;
        for who in ["a.officer", "a.chair"] {
            act(&app.working(who).await, &up, "appraise", appraisal()).await.problem("own_work");
        }
        assert!(app.working("d1.chair").await.get(&path(&up)).await.expect(200)["appraised_by"].is_null());
    }
}
