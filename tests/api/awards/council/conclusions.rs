//! What may be said at the end of a session, by whom, and what it counts for no more.

use serde_json::json;

use super::{conclude, concluded, session, with_totals};
use crate::awards::nominations::{NOMINATIONS, appraisal};
use crate::awards::submissions::{draft, sign};
use crate::awards::{CERTIFICATE, COUNCIL, endorsed, pairs, round, step};
use crate::support::on_both_databases;
use crate::support::world::P;

on_both_databases! {
    async fn no_more_come_in_writing_than_have_voted(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "totals").await;
        let approver = app.working("p.approver").await;
        // Four are absent, and of three votes four are said to have come in writing.
        let mut body = with_totals(&approver, &session, &[[3, 0, 0]]).await;
        body["present"] = json!(5);
        body["votes"][0]["in_writing"] = json!(4);
        let refused = conclude(&approver, &session, body.clone()).await;
        assert_eq!(refused.violations(), pairs(&[("/votes/0/in_writing", "out_of_range")]));
        body["votes"][0]["in_writing"] = json!(3);
        conclude(&approver, &session, body).await.expect(200);
    }

    async fn who_appraised_neither_ends_the_session_nor_signs(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await];
        let at = format!("{NOMINATIONS}/{}", all[0]);
        step(&app.working("p.appraiser").await, &at, "appraise", appraisal()).await.expect(200);
        let grant = json!({"user_id": app.id_of("p.appraiser").await, "organisation_id": P, "role": "approver"});
        app.as_user("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
        let both = app.as_user("p.appraiser").await;
        let session = session(&app, &round, &all, "totals").await;
        let body = with_totals(&both, &session, &[[9, 0, 0]]).await;
        conclude(&both, &session, body).await.problem("own_work");
        concluded(&app, &session, &[[9, 0, 0]]).await;
        let submission = draft(&app, &round, &all).await;
        sign(&both, &submission).await.problem("own_work");
        sign(&app.working("p.approver").await, &submission).await.expect(200);
    }
}
