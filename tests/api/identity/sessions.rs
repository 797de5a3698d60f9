use serde_json::json;

use super::{ME, code_for, overtaken, refresh};
use crate::support::database::Backend;
use crate::support::on_both_databases;
use crate::support::world::PASSWORD;

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
        let phone = phone.signed_in("a.officer", PASSWORD).await;
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

    async fn one_session_too_many_ends_the_oldest(app: WorldApp) {
        let oldest = app.as_user("a.officer").await;
        app.wait(1);
        let second = app.as_user("a.officer").await;
        for _ in 2..50 {
            app.wait(1);
            app.as_user("a.officer").await;
        }
        oldest.get(ME).await.expect(200);
        let newest = app.as_user("a.officer").await;
        oldest.get(ME).await.problem("unauthenticated");
        second.get(ME).await.expect(200);
        assert_eq!(newest.get(SESSIONS).await.items().len(), 50);
        let noted = "SELECT count(*) AS n FROM journal WHERE action = 'session.end' AND reason = 'too_many_sessions'";
        assert_eq!(app.database.count(noted), 1);
    }

    async fn a_session_whose_token_ran_out_has_ended(app: WorldApp) {
        app.as_user("a.officer").await;
        app.wait(30 * 24 * 3600);
        let officer = app.as_user("a.officer").await;
        assert_eq!(officer.get(SESSIONS).await.items().len(), 1);
        assert_eq!(officer.post(&format!("{SESSIONS}/end"), json!({})).await["ended"], 1);
    }

    async fn however_many_sessions_end_one_entry_tells_it(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) ";
        let id = match app.database.backend() {
            Backend::Sqlite => "randomblob(16)",
            Backend::Postgres => "gen_random_uuid()",
        };
        app.database.execute(&format!(
            "{numbers} INSERT INTO sessions SELECT {id}, user_id, created_at, last_used_at, expires_at, \
             ended_at, end_reason, user_agent, version FROM n, sessions"
        ));
        let before = app.journal_top();
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("/api/v1/users/{}", officer.get(ME).await.id());
        administrator.act(&format!("{path}/suspend"), "\"v1\"", json!({"reason": "vì sao"})).await.expect(200);
        // The administrator signed in, suspended, and ended the sessions.
        assert_eq!(app.journal_top(), before + 3);
        officer.get(ME).await.problem("unauthenticated");
        let open = "SELECT count(*) AS n FROM sessions WHERE ended_at IS NULL";
        assert_eq!(app.database.count(open), 1);
        let told = administrator.all(&format!("{path}/history")).await;
        assert_eq!(told.last().unwrap()["changes"]["sessions"], 40_001);
    }

    async fn who_is_suspended_while_signing_in_is_not_let_in(app: WorldApp) {
        let id = app.id_of("a.officer").await;
        let suspend = "UPDATE users SET status = 'suspended' WHERE username = 'a.officer'";
        let signing_in = {
            let app = app.clone();
            async move { app.try_login("a.officer", PASSWORD).await }
        };
        overtaken(&app, &id, suspend, signing_in).await.problem("invalid_credentials");
    }

    async fn who_above_suspended_is_not_let_in_from_below(app: WorldApp) {
        let (above, below) = (app.as_user("p.administrator").await, app.as_user("d1.administrator").await);
        let path = format!("/api/v1/users/{}", app.id_of("a.officer").await);
        let (suspend, reinstate) = (format!("{path}/suspend"), format!("{path}/reinstate"));
        let why = json!({"reason": "vì sao"});
        above.act(&suspend, "\"v1\"", why.clone()).await.expect(200);
        below.act(&reinstate, "\"v2\"", why.clone()).await.problem("forbidden");
        above.act(&reinstate, "\"v2\"", why.clone()).await.expect(200);
        below.act(&suspend, "\"v3\"", why.clone()).await.expect(200);
        below.act(&reinstate, "\"v4\"", why.clone()).await.expect(200);
        below.act(&suspend, "\"v5\"", why.clone()).await.expect(200);
        above.act(&reinstate, "\"v6\"", why).await.expect(200);
    }

    async fn what_is_past_its_time_is_forgotten(app: WorldApp) {
        let day = 24 * 3600;
        let kept = |table: &str| app.database.count(&format!("SELECT count(*) AS n FROM {table}"));
        let officer = app.as_user("a.officer").await;
        code_for(&app.as_user("d1.administrator").await, &officer.get(ME).await.id()).await;
        app.try_login("b.officer", "a wrong guess").await.problem("invalid_credentials");
        let end = officer.post_once(&format!("{SESSIONS}/end"), "once", json!({})).await;
        end.expect(200);
        app.wait(day - 1);
        app.tidy().await;
        let tables = ["throttles", "reset_codes", "refresh_tokens", "sessions", "idempotency_keys"];
        // The failed try is known by three keys.
        assert_eq!(tables.map(kept), [3, 1, 2, 2, 1]);
        app.wait(2);
        app.tidy().await;
        assert_eq!(tables.map(kept), [0, 0, 2, 2, 1]);
        app.wait(30 * day);
        app.tidy().await;
        assert_eq!(tables.map(kept), [0, 0, 0, 2, 0]);
        // One ended at once, the other at its end ninety days later.
        app.wait(60 * day);
        app.tidy().await;
        assert_eq!(kept("sessions"), 1);
        app.wait(90 * day);
        app.tidy().await;
        assert_eq!(kept("sessions"), 0);
        assert_eq!(kept("journal WHERE action = 'session.open'"), 2);
    }

    async fn more_than_one_batch_is_forgotten(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let mut token = officer.refresh_token().to_owned();
        for _ in 0..3 {
            let next = refresh(&officer, &token, None).await.expect(200);
            next.text_of("refresh_token").clone_into(&mut token);
        }
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) ";
        let hash = match app.database.backend() {
            Backend::Sqlite => "randomblob(32)",
            Backend::Postgres => "sha256(CAST(CAST(i AS text) AS bytea))",
        };
        app.database.execute(&format!(
            "{numbers} INSERT INTO refresh_tokens SELECT {hash}, id, created_at, expires_at, NULL, NULL FROM n, sessions"
        ));
        app.wait(181 * 24 * 3600);
        app.tidy().await;
        assert_eq!(app.database.count("SELECT count(*) AS n FROM refresh_tokens"), 0);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM sessions"), 0);
    }
}
