use serde_json::json;

use super::{ME, refresh};
use crate::support::world::PASSWORD;
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const NEW: &str = "một mật khẩu khác hẳn";

async fn change(actor: &Actor, current: &str, new: &str) -> Answer {
    actor.post("/api/v1/auth/password", json!({"current_password": current, "new_password": new})).await
}

async fn reset(app: &TestApp, username: &str, code: &str, new: &str) -> Answer {
    let body = json!({"username": username, "code": code, "new_password": new});
    app.anonymous().post("/api/v1/auth/reset", body).await
}

/// A new code for the user, from the administrator.
async fn code_for(administrator: &Actor, id: &str) -> String {
    let path = format!("/api/v1/users/{id}");
    let etag = administrator.get(&path).await.etag();
    let made = administrator.act(&format!("{path}/reset-code"), &etag, json!({})).await.expect(200);
    assert_eq!(made.header("cache-control"), "no-store");
    made.text_of("code").to_owned()
}

on_both_databases! {
    async fn a_new_password_ends_the_other_sessions(app: WorldApp) {
        let (phone, laptop) = (app.as_user("a.officer").await, app.as_user("a.officer").await);
        app.journalled(change(&phone, PASSWORD, NEW)).await.expect(204);
        phone.get(ME).await.expect(200);
        refresh(&phone, phone.refresh_token(), None).await.expect(200);
        laptop.get(ME).await.problem("unauthenticated");
        refresh(&laptop, laptop.refresh_token(), None).await.problem("invalid_refresh_token");
        app.try_login("a.officer", PASSWORD).await.problem("invalid_credentials");
        app.try_login("a.officer", NEW).await.expect(200);
    }

    async fn a_wrong_current_password_changes_nothing_and_is_counted(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        for _ in 0..5 {
            let refused = change(&officer, "not the right one", NEW).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), [("/current_password".to_owned(), "wrong".to_owned())]);
        }
        change(&officer, PASSWORD, NEW).await.problem("too_many_requests");
        app.wait(2);
        app.try_login("a.officer", PASSWORD).await.expect(200);
    }

    async fn a_weak_password_is_refused(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        for (weak, code) in [
            ("ngắn quá", "too_short"),
            ("aaaaaaaaaaaaaa", "too_easy"),
            ("congdoan12345", "too_easy"),
            (PASSWORD, "not_allowed"),
        ] {
            let refused = change(&officer, PASSWORD, weak).await;
            refused.problem("validation_failed");
            let found = refused.violations();
            assert!(found.contains(&("/new_password".to_owned(), code.to_owned())), "{weak}: {found:?}");
        }
        app.try_login("a.officer", PASSWORD).await.expect(200);
    }

    async fn changing_needs_the_session_and_not_only_the_token(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        officer.post("/api/v1/auth/logout", json!({})).await.expect(204);
        change(&officer, PASSWORD, NEW).await.problem("unauthenticated");
        app.try_login("a.officer", PASSWORD).await.expect(200);
    }

    async fn a_code_from_the_administrator_sets_a_password_once(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let administrator = app.as_user("d1.administrator").await;
        let id = officer.get(ME).await.id();
        let code = app.journalled(code_for(&administrator, &id)).await;
        // As somebody types it who has heard it on the telephone.
        let heard = code.to_lowercase().replace('-', " ");
        app.journalled(reset(&app, "a.officer", &heard, NEW)).await.expect(204);
        officer.get(ME).await.problem("unauthenticated");
        app.try_login("a.officer", PASSWORD).await.problem("invalid_credentials");
        app.try_login("a.officer", NEW).await.expect(200);
        reset(&app, "a.officer", &code, "và một mật khẩu nữa").await.problem("invalid_credentials");
        app.try_login("a.officer", NEW).await.expect(200);
    }

    async fn a_code_ends_after_a_day_and_with_the_next_one(app: WorldApp) {
        let id = app.id_of("a.officer").await;
        let administrator = app.as_user("d1.administrator").await;
        let first = code_for(&administrator, &id).await;
        let second = code_for(&administrator, &id).await;
        reset(&app, "a.officer", &first, NEW).await.problem("invalid_credentials");
        app.wait(24 * 3600);
        reset(&app, "a.officer", &second, NEW).await.problem("invalid_credentials");
        let third = code_for(&app.as_user("d1.administrator").await, &id).await;
        app.wait(24 * 3600 - 1);
        reset(&app, "a.officer", &third, NEW).await.expect(204);
    }

    async fn a_code_is_good_for_its_own_user_only(app: WorldApp) {
        let id = app.id_of("a.officer").await;
        let code = code_for(&app.as_user("d1.administrator").await, &id).await;
        reset(&app, "a.chair", &code, NEW).await.problem("invalid_credentials");
        reset(&app, "nobody.at.all", &code, NEW).await.problem("invalid_credentials");
        app.try_login("a.chair", PASSWORD).await.expect(200);
        reset(&app, "a.officer", &code, NEW).await.expect(204);
    }

    async fn guessing_codes_is_slowed_down_like_guessing_passwords(app: WorldApp) {
        for _ in 0..5 {
            reset(&app, "a.officer", "00000-00000", NEW).await.problem("invalid_credentials");
        }
        reset(&app, "a.officer", "00000-00000", NEW).await.problem("too_many_requests");
        app.try_login("a.officer", PASSWORD).await.problem("too_many_requests");
    }

    async fn a_weak_password_does_not_use_the_code_up(app: WorldApp) {
        let id = app.id_of("a.officer").await;
        let code = code_for(&app.as_user("d1.administrator").await, &id).await;
        reset(&app, "a.officer", &code, "aaaaaaaaaaaaaa").await.problem("validation_failed");
        reset(&app, "a.officer", &code, NEW).await.expect(204);
    }

    async fn neither_password_nor_code_nor_token_is_kept_as_it_is(app: WorldApp) {
        let id = app.id_of("a.officer").await;
        let officer = app.as_user("a.officer").await;
        let code = code_for(&app.as_user("d1.administrator").await, &id).await;
        change(&officer, PASSWORD, NEW).await.expect(204);
        for secret in [NEW, &code, officer.refresh_token(), officer.access_token()] {
            for (table, column) in [("journal", "changes"), ("journal", "reason"), ("idempotency_keys", "body")] {
                let query = format!(
                    "SELECT count(*) AS n FROM {table} WHERE CAST({column} AS text) LIKE '%{secret}%'"
                );
                assert_eq!(app.database.count(&query), 0, "{table}.{column}");
            }
        }
        let plain = format!("SELECT count(*) AS n FROM users WHERE password_hash NOT LIKE '$argon2id$%' OR password_hash LIKE '%{NEW}%'");
        assert_eq!(app.database.count(&plain), 0);
    }
}
