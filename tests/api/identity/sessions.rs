use serde_json::json;

use super::{ME, refresh};
use crate::support::on_both_databases;

const SESSIONS: &str = "/api/v1/auth/sessions";

on_both_databases! {
    async fn signing_out_ends_the_session_at_once(app: WorldApp) {
        let (officer, elsewhere) = (app.as_user("a.officer").await, app.as_user("a.officer").await);
        app.journalled(officer.post("/api/v1/auth/logout", json!({}))).await.expect(204);
        officer.get(ME).await.problem("unauthenticated");
        refresh(&officer, officer.refresh_token(), None).await.problem("invalid_refresh_token");
        officer.post("/api/v1/auth/logout", json!({})).await.problem("unauthenticated");
        elsewhere.get(ME).await.expect(200);
    }

    async fn a_user_sees_the_open_sessions_newest_first(app: WorldApp) {
        let phone = app.anonymous().with_header("user-agent", "Điện thoại".escape_default().to_string().as_str());
        let phone = phone.signed_in("a.officer", crate::support::world::PASSWORD).await;
        app.wait(60);
        let laptop = app.as_user("a.officer").await;
        app.as_user("b.officer").await;
        let list = laptop.get(SESSIONS).await.expect(200);
        assert_eq!(list.header("cache-control"), "no-store");
        let items = list.items();
        assert_eq!(items.len(), 2);
        assert_eq!((&items[0]["current"], &items[1]["current"]), (&json!(true), &json!(false)));
        assert!(items[1]["user_agent"].as_str().unwrap().contains("i\\u{1ec7}n"), "{list}");
        assert_eq!(items[1]["created_at"], "2025-02-10T01:00:00Z");
        assert_eq!(phone.get(SESSIONS).await.items()[1]["current"], true);
    }

    async fn one_session_can_be_ended_and_only_ones_own(app: WorldApp) {
        let (phone, laptop) = (app.as_user("a.officer").await, app.as_user("a.officer").await);
        let other = app.as_user("b.officer").await;
        let of_phone = phone.get(SESSIONS).await.items().clone();
        let own = of_phone.into_iter().find(|session| session["current"] == true).unwrap();
        let id = own["id"].as_str().unwrap();
        let end = format!("{SESSIONS}/{id}/end");
        other.post(&end, json!({})).await.problem("not_found");
        phone.get(ME).await.expect(200);
        let ended = app.journalled(laptop.post(&end, json!({}))).await.expect(200);
        assert_eq!(ended["ended"], 1);
        phone.get(ME).await.problem("unauthenticated");
        refresh(&phone, phone.refresh_token(), None).await.problem("invalid_refresh_token");
        laptop.get(ME).await.expect(200);
        laptop.post(&end, json!({})).await.problem("not_found");
    }

    async fn all_sessions_can_be_ended(app: WorldApp) {
        let (phone, laptop) = (app.as_user("a.officer").await, app.as_user("a.officer").await);
        let other = app.as_user("b.officer").await;
        let ended = app.journalled(phone.post(&format!("{SESSIONS}/end"), json!({}))).await.expect(200);
        assert_eq!(ended["ended"], 2);
        phone.get(ME).await.problem("unauthenticated");
        laptop.get(ME).await.problem("unauthenticated");
        other.get(ME).await.expect(200);
    }

    async fn suspension_counts_from_the_next_request_on(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let administrator = app.as_user("d1.administrator").await;
        let id = officer.get(ME).await.id();
        let path = format!("/api/v1/users/{id}");
        let etag = administrator.get(&path).await.etag();
        let why = json!({"reason": "Chuyển công tác"});
        let suspend = format!("{path}/suspend");
        let suspended = administrator.act(&suspend, &etag, why.clone());
        let suspended = app.journalled(suspended).await.expect(200);
        assert_eq!(suspended["status"], "suspended");
        officer.get(ME).await.problem("unauthenticated");
        refresh(&officer, officer.refresh_token(), None).await.problem("invalid_refresh_token");
        // Let in again, the person signs in anew: what was open stays ended.
        administrator.act(&format!("{path}/reinstate"), &suspended.etag(), why).await.expect(200);
        officer.get(ME).await.problem("unauthenticated");
        refresh(&officer, officer.refresh_token(), None).await.problem("invalid_refresh_token");
        app.as_user("a.officer").await.get(ME).await.expect(200);
    }
}
