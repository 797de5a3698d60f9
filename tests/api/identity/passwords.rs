use serde_json::json;

use super::{ME, code_for, overtaken, refresh};
use crate::support::world::{P, PASSWORD};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const USERS: &str = "/api/v1/users";
const GRANTS: &str = "/api/v1/grants";
const NEW: &str = "một mật khẩu khác hẳn";

async fn change(actor: &Actor, current: &str, new: &str) -> Answer {
    actor.post("/api/v1/auth/password", json!({"current_password": current, "new_password": new})).await
}

async fn reset(app: &TestApp, username: &str, code: &str, new: &str) -> Answer {
    let body = json!({"username": username, "code": code, "new_password": new});
    app.anonymous().post("/api/v1/auth/reset", body).await
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
        // Nobody is hindered elsewhere: who is signed in guesses in the own session only.
        app.try_login("a.officer", PASSWORD).await.expect(200);
        change(&app.as_user("a.officer").await, PASSWORD, NEW).await.expect(204);
    }

    async fn of_two_who_change_a_password_the_first_wins(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let id = officer.get(ME).await.id();
        let other = "UPDATE users SET password_hash = '$argon2id$other' WHERE username = 'a.officer'";
        let late = overtaken(&app, &id, other, async move { change(&officer, PASSWORD, NEW).await }).await;
        late.problem("validation_failed");
        assert_eq!(late.violations(), [("/current_password".to_owned(), "wrong".to_owned())]);
        let kept = "SELECT count(*) AS n FROM users WHERE password_hash = '$argon2id$other'";
        assert_eq!(app.database.count(kept), 1);
    }

    async fn a_password_is_not_changed_from_a_session_that_ends_meanwhile(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let id = officer.get(ME).await.id();
        let end = "UPDATE sessions SET ended_at = created_at, end_reason = 'ended_by_user'";
        let late = overtaken(&app, &id, end, async move { change(&officer, PASSWORD, NEW).await }).await;
        late.problem("unauthenticated");
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

    async fn nobody_issues_a_code_for_themselves(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("{USERS}/{}", administrator.get(ME).await.id());
        administrator.act(&format!("{path}/reset-code"), "\"v1\"", json!({})).await.problem("own_work");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM reset_codes"), 0);
    }

    async fn a_code_is_void_once_its_user_gets_another_grant(app: WorldApp) {
        let above = app.as_user("p.administrator").await;
        let id = app.id_of("a.officer").await;
        let code = code_for(&app.as_user("d1.administrator").await, &id).await;
        let made = above.post(GRANTS, json!({"user_id": id, "organisation_id": P, "role": "chair"})).await;
        reset(&app, "a.officer", &code, NEW).await.problem("invalid_credentials");
        // A grant that ended and lives again is another one too.
        let grant = format!("{GRANTS}/{}", made.expect(201).id());
        let ended = above.act(&format!("{grant}/end"), "\"v1\"", json!({})).await.expect(200);
        let code = code_for(&app.as_user("d1.administrator").await, &id).await;
        above.patch(&grant, &ended.etag(), json!({"valid_to": null})).await.expect(200);
        reset(&app, "a.officer", &code, NEW).await.problem("invalid_credentials");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM reset_codes"), 0);
    }

    async fn a_code_is_as_good_as_the_reach_of_who_issued_it(app: WorldApp) {
        let above = app.as_user("p.administrator").await;
        let id = app.id_of("a.officer").await;
        let issuer = app.as_user("d1.administrator").await;
        let issuer_id = issuer.get(ME).await.id();
        let code = code_for(&issuer, &id).await;
        let grants = above.get(&format!("{GRANTS}?user_id={issuer_id}")).await;
        let grant = format!("{GRANTS}/{}", grants.items()[0]["id"].as_str().unwrap());
        let ended = above.act(&format!("{grant}/end"), "\"v1\"", json!({})).await.expect(200);
        reset(&app, "a.officer", &code, NEW).await.problem("invalid_credentials");
        above.patch(&grant, &ended.etag(), json!({"valid_to": null})).await.expect(200);
        app.database.execute("UPDATE users SET status = 'suspended' WHERE username = 'd1.administrator'");
        reset(&app, "a.officer", &code, NEW).await.problem("invalid_credentials");
        app.database.execute("UPDATE users SET status = 'active' WHERE username = 'd1.administrator'");
        reset(&app, "a.officer", &code, NEW).await.expect(204);
    }

    async fn a_code_takes_no_key(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("{USERS}/{}/reset-code", app.id_of("a.officer").await);
        let keyed = administrator.with_header("idempotency-key", "once");
        let refused = keyed.act(&path, "\"v1\"", json!({})).await;
        refused.problem("invalid_header");
        assert_eq!(refused.violations(), [("Idempotency-Key".to_owned(), "not_allowed".to_owned())]);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM reset_codes"), 0);
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
