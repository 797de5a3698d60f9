//! What a member of the council, and who concludes, is told to do.

use serde_json::{Value, json};

use super::{SESSIONS, ballot, conclude, path, session, vote, with_totals};
use crate::awards::{CERTIFICATE, COUNCIL, endorsed, round, step};
use crate::support::world::{A, P};
use crate::support::{TestApp, on_both_databases};

/// The sessions that wait for this user, or all others.
async fn waiting(app: &TestApp, user: &str, wanted: bool) -> Vec<Value> {
    let listed =
        app.working(user).await.get(&format!("{SESSIONS}?waiting_for_me={wanted}&include=total")).await;
    let items = listed.expect(200).items().clone();
    items.into_iter().map(|item| item["id"].clone()).collect()
}

/// What a session says of this user, and how it is tagged.
async fn told(app: &TestApp, user: &str, session: &str) -> ([Value; 2], String) {
    let seen = app.working(user).await.get(&path(session)).await.expect(200);
    (["on_council", "has_voted"].map(|member| seen[member].clone()), seen.etag())
}

on_both_databases! {
    async fn members_are_told_where_they_have_not_voted_and_the_approver_what_is_ready(app: WorldApp) {
        let round = round(&app, &COUNCIL[..3]).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await];
        let secret = session(&app, &round, &all, "secret").await;
        let more = [endorsed(&app, &round, CERTIFICATE).await];
        let totals = session(&app, &round, &more, "totals").await;
        for member in &COUNCIL[..3] {
            assert_eq!(waiting(&app, member, true).await, [json!(secret)]);
            assert_eq!(told(&app, member, &secret).await.0, [json!(true), json!(false)]);
            assert_eq!(waiting(&app, "p.approver", true).await, [json!(totals)]);
            vote(&app.working(member).await, &secret, ballot(&all, &["for"])).await.expect(200);
            assert_eq!(told(&app, member, &secret).await.0, [json!(true), json!(true)]);
            assert_eq!(waiting(&app, member, true).await, [] as [Value; 0]);
            assert_eq!(waiting(&app, member, false).await.len(), 2);
        }
        assert_eq!(waiting(&app, "p.approver", true).await.len(), 2);
        assert_eq!(told(&app, "p.approver", &secret).await.0, [json!(false), json!(false)]);
        assert_eq!(waiting(&app, "p.clerk2", true).await, [] as [Value; 0]);
        let listed = app.working(COUNCIL[0]).await.get(&format!("{SESSIONS}?ballot=secret")).await.expect(200);
        let item = &listed.items()[0];
        assert_eq!((&item["on_council"], &item["has_voted"]), (&json!(true), &json!(true)));
        // Who had a hand in it is not waited for.
        let grant = json!({"user_id": app.id_of("a.chair").await, "organisation_id": P, "role": "approver"});
        app.as_user("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
        assert_eq!(waiting(&app, "a.chair", true).await, [] as [Value; 0]);
        let approver = app.working("p.approver").await;
        let mut body = with_totals(&approver, &totals, &[[3, 0, 0]]).await;
        body["present"] = json!(3);
        conclude(&approver, &totals, body).await.expect(200);
        assert_eq!(waiting(&app, "p.approver", true).await, [json!(secret)]);
    }

    async fn a_session_is_tagged_anew_for_each_who_reads_it_and_when_what_it_shows_changes(app: WorldApp) {
        let round = round(&app, &COUNCIL[..3]).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "secret").await;
        let member = app.working("p.chair").await;
        let seen = member.get(&path(&session)).await.expect(200);
        let line = &seen["votes"][0];
        let nomination = format!("/api/v1/award-nominations/{}", all[0]);
        let nominated = member.get(&nomination).await.expect(200);
        for name in ["nominee_name", "nominee_title", "workplace", "rank", "appraisal"] {
            assert_eq!(line[name], nominated[name], "{name}");
        }
        assert_eq!(line["organisation_name"], "Công đoàn cơ sở A");
        assert_eq!(line["form_name"], "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh");
        member.with_header("if-none-match", &seen.etag()).get(&path(&session)).await.expect(304);
        let mut tags = vec![seen.etag(), told(&app, "p.approver", &session).await.1];
        let opinion = json!({"appraisal": "favourable", "opinion": "Đủ tiêu chuẩn."});
        step(&app.working("p.appraiser").await, &nomination, "appraise", opinion).await.expect(200);
        let appraised = member.with_header("if-none-match", &seen.etag()).get(&path(&session)).await.expect(200);
        assert_eq!((&appraised["votes"][0]["appraisal"], &appraised["version"]), (&json!("favourable"), &seen["version"]));
        tags.push(appraised.etag());
        let administrator = app.as_user("p.administrator").await;
        let union = format!("/api/v1/organisations/{A}");
        let etag = administrator.get(&union).await.expect(200).etag();
        administrator.patch(&union, &etag, json!({"name": "Công đoàn cơ sở Á"})).await.expect(200);
        let renamed = member.get(&path(&session)).await.expect(200);
        assert_eq!(renamed["votes"][0]["organisation_name"], "Công đoàn cơ sở Á");
        tags.push(renamed.etag());
        let count = tags.len();
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), count, "{tags:?}");
        // A tag of any of them is a version to change at.
        let clerk = app.working("p.clerk").await;
        clerk.delete(&path(&session), &renamed.etag()).await.expect(204);
    }
}
