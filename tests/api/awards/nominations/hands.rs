//! Through whose hands a nomination went: whatever is sent back and written anew, they do not decide on it.

use serde_json::{Value, json};

use super::{act, appraisal, endorsed, new_nomination, nomination, open_round, path, submitted, used, why};
use crate::awards::council::{conclude, session, with_totals};
use crate::awards::submissions::{draft, sign};
use crate::awards::{CERTIFICATE, COUNCIL, Round, round};
use crate::support::database::Backend;
use crate::support::world::{A, P};
use crate::support::{Answer, TestApp, on_both_databases};

/// Gives a user another role.
async fn grant(app: &TestApp, user: &str, organisation: &str, role: &str) {
    let grant = json!({"user_id": app.id_of(user).await, "organisation_id": organisation, "role": role});
    app.working("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
}

/// The nomination as it is now.
async fn now(app: &TestApp, nomination: &Answer) -> Answer {
    app.working("p.inspector").await.get(&path(nomination)).await.expect(200)
}

/// A nomination on which `p.appraiser` gave an opinion before it was sent back and written anew.
async fn appraised_before(app: &TestApp, round: &Round) -> Answer {
    let up = endorsed(app, &round.id, CERTIFICATE, "Nguyễn Văn Mẫu", 1).await;
    let seen = act(&app.working("p.appraiser").await, &up, "appraise", appraisal()).await.expect(200);
    let back = act(&app.working("d1.chair").await, &seen, "return", why()).await.expect(200);
    let sent = act(&app.working("a.chair").await, &back, "submit", json!({})).await.expect(200);
    act(&app.working("d1.chair").await, &sent, "endorse", json!({"rank": 1})).await.expect(200)
}

/// All that is noted of hands, in order.
fn noted(app: &TestApp) -> i64 {
    app.database.count("SELECT count(*) AS n FROM award_nomination_hands")
}

on_both_databases! {
    async fn who_submitted_or_changed_it_before_does_not_endorse_it(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        for role in ["chair", "officer"] {
            grant(&app, "d1.chair", A, role).await;
        }
        let (hands, chair) = (app.working("d1.chair").await, app.working("a.chair").await);
        let draft = nomination(&app, "a", new_nomination(A, &round.id, CERTIFICATE, "Người Một")).await;
        let sent = act(&hands, &draft, "submit", json!({})).await.expect(200);
        let back = act(&app.working("p.chair").await, &sent, "return", why()).await.expect(200);
        let sent = act(&chair, &back, "submit", json!({})).await.expect(200);
        act(&hands, &sent, "endorse", json!({"rank": 1})).await.problem("own_work");
        let draft = nomination(&app, "a", new_nomination(A, &round.id, CERTIFICATE, "Người Hai")).await;
        let draft = hands.patch(&path(&draft), &draft.etag(), json!({"workplace": "Tổ Khác"})).await.expect(200);
        let sent = act(&chair, &draft, "submit", json!({})).await.expect(200);
        act(&hands, &sent, "endorse", json!({"rank": 1})).await.problem("own_work");
        act(&app.working("p.chair").await, &sent, "endorse", json!({"rank": 1})).await.expect(200);
    }

    async fn who_endorsed_it_before_does_not_appraise_it_nor_the_other_way_round(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        grant(&app, "d1.chair", P, "appraiser").await;
        grant(&app, "p.appraiser", P, "chair").await;
        let up = appraised_before(&app, &round).await;
        let appraiser = app.working("p.appraiser").await;
        act(&appraiser, &up, "endorse", json!({"rank": 2})).await.problem("own_work");
        let back = act(&appraiser, &up, "return", why()).await.expect(200);
        let sent = act(&app.working("a.chair").await, &back, "submit", json!({})).await.expect(200);
        let up = act(&app.working("p.chair").await, &sent, "endorse", json!({"rank": 1})).await.expect(200);
        act(&app.working("d1.chair").await, &up, "appraise", appraisal()).await.problem("own_work");
        let seen = act(&appraiser, &up, "appraise", appraisal()).await.expect(200);
        act(&appraiser, &seen, "appraise", appraisal()).await.expect(200);
    }

    async fn who_gave_an_opinion_before_neither_concludes_nor_signs(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        grant(&app, "p.appraiser", P, "approver").await;
        let nominee = appraised_before(&app, &round).await;
        assert_eq!(nominee["appraised_by"], Value::Null);
        let session = session(&app, &round, &[nominee.id()], "totals").await;
        let (hands, approver) = (app.working("p.appraiser").await, app.working("p.approver").await);
        let sums = with_totals(&hands, &session, &[[9, 0, 0]]).await;
        conclude(&hands, &session, sums.clone()).await.problem("own_work");
        conclude(&approver, &session, sums).await.expect(200);
        let paper = draft(&app, &round, &[nominee.id()]).await;
        sign(&hands, &paper).await.problem("own_work");
        sign(&approver, &paper).await.expect(200);
    }

    async fn a_rank_is_changed_by_endorsing_again(app: WorldApp) {
        let quota = json!({"quotas": [{"form_id": CERTIFICATE, "maximum": 2}]});
        let round = open_round(&app, &[CERTIFICATE], quota).await;
        let (chair, above) = (app.working("d1.chair").await, app.working("p.chair").await);
        let one = endorsed(&app, &round, CERTIFICATE, "Người Một", 1).await;
        let other = endorsed(&app, &round, CERTIFICATE, "Người Hai", 2).await;
        act(&above, &one, "endorse", json!({"rank": 2})).await.problem("rank_taken");
        let moved = act(&above, &one, "endorse", json!({"rank": 7, "remark": "Xếp lại."})).await.expect(200);
        assert_eq!((&moved["rank"], &moved["status"], &moved["endorsed_by"]), (&json!(7), &json!("endorsed"), &one["endorsed_by"]));
        act(&chair, &other, "endorse", json!({"rank": 1})).await.expect(200);
        assert_eq!(used(&app), 2, "no second place is taken");
        for who in ["a.chair", "d1.officer", "p.appraiser"] {
            act(&app.working(who).await, &moved, "endorse", json!({"rank": 3})).await.problem("forbidden");
        }
        grant(&app, "a.chair", P, "chair").await;
        act(&app.working("a.chair").await, &moved, "endorse", json!({"rank": 3})).await.problem("own_work");
        // Who gave it another rank had it in their hands.
        grant(&app, "p.chair", P, "appraiser").await;
        act(&above, &moved, "appraise", appraisal()).await.problem("own_work");
        assert_eq!(now(&app, &moved).await["rank"], 7);
    }

    async fn a_draft_that_is_removed_leaves_no_hand(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let draft = nomination(&app, "a", new_nomination(A, &round.id, CERTIFICATE, "Người Một")).await;
        assert_eq!(noted(&app), 1);
        app.working("a.officer").await.delete(&path(&draft), &draft.etag()).await.expect(204);
        assert_eq!(noted(&app), 0);
    }

    async fn hands_of_before_are_found_in_the_journal(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        appraised_before(&app, &round).await;
        let sent = submitted(&app, "a", new_nomination(A, &round.id, CERTIFICATE, "Người Hai")).await;
        let taken = act(&app.working("d1.chair").await, &sent, "return", why()).await.expect(200);
        app.working("a.officer").await.patch(&path(&taken), &taken.etag(), json!({"workplace": null})).await.expect(200);
        let all = "SELECT n.nominee_folded || u.username || h.deed AS hand FROM award_nomination_hands h \
             JOIN award_nominations n ON n.id = h.nomination_id JOIN users u ON u.id = h.user_id";
        app.database.execute(&format!("CREATE TABLE noted AS {all}"));
        let before = noted(&app);
        assert_eq!(before, 6, "four of the first, two of the second");
        app.database.execute("DROP TABLE award_nomination_hands");
        let anew = match app.database.backend() {
            Backend::Sqlite => include_str!("../../../../migrations/sqlite/0013_award_hands/up.sql"),
            Backend::Postgres => include_str!("../../../../migrations/postgres/0013_award_hands/up.sql"),
        };
        app.database.execute(anew);
        assert_eq!(noted(&app), before);
        let same = format!("SELECT count(*) AS n FROM ({all}) AS found JOIN noted ON noted.hand = found.hand");
        assert_eq!(app.database.count(&same), before);
    }
}
