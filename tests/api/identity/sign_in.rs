use serde_json::json;

use super::{ME, headers, without_instance};
use crate::support::on_both_databases;
use crate::support::process::command;
use crate::support::world::{self, PASSWORD};

on_both_databases! {
    async fn a_person_signs_in_and_reads_who_they_are(app: WorldApp) {
        let tokens = app.journalled(app.try_login("a.officer", PASSWORD)).await.expect(200);
        assert_eq!(tokens.header("cache-control"), "no-store");
        assert_eq!(tokens["token_type"], "Bearer");
        assert_eq!(tokens["expires_in"], 600);
        assert_eq!(tokens["must_change_password"], false);
        let officer =
            app.anonymous().with_tokens(tokens.text_of("access_token"), tokens.text_of("refresh_token"));
        let me = officer.get(ME).await.expect(200);
        assert_eq!(me["username"], "a.officer");
        assert_eq!(me["grants"].as_array().unwrap().len(), 1);
        assert_eq!(me["grants"][0]["role"], "officer");
        assert_eq!(me["grants"][0]["organisation_id"], world::A);
        assert_eq!(me["grants"][0]["in_force"], true);
    }

    async fn a_wrong_password_an_unknown_user_and_a_suspended_account_read_alike(app: WorldApp) {
        app.database.execute("UPDATE users SET status = 'suspended' WHERE username = 'b.officer'");
        app.database.execute("UPDATE users SET password_hash = NULL WHERE username = 'c.officer'");
        let wrong = app.try_login("a.officer", "not the right password").await;
        wrong.problem("invalid_credentials");
        for (username, password) in [
            ("nobody.at.all", PASSWORD),
            ("b.officer", PASSWORD),
            ("b.officer", "not the right password"),
            ("c.officer", PASSWORD),
            ("A.officer", PASSWORD),
        ] {
            let other = app.try_login(username, password).await;
            other.problem("invalid_credentials");
            assert_eq!(without_instance(&other), without_instance(&wrong), "{username}");
            assert_eq!(headers(&other), headers(&wrong), "{username}");
        }
        assert_eq!(app.database.count("SELECT count(*) AS n FROM sessions"), 0);
    }

    async fn the_password_is_the_same_in_every_unicode_form(app: WorldApp) {
        let decomposed = "d\u{0323}".len(); // a reminder that forms differ in length
        assert_eq!(decomposed, 3);
        // The world's password with ư and ờ taken apart.
        let apart = PASSWORD.replace('ư', "u\u{031b}").replace('ờ', "o\u{031b}\u{0300}");
        assert_ne!(apart, PASSWORD);
        app.try_login("a.officer", &apart).await.expect(200);
    }

    async fn nothing_but_signing_in_works_without_a_token(app: WorldApp) {
        for path in [ME, "/api/v1/auth/sessions", "/api/v1/users", "/api/v1/grants", "/api/v1/journal"] {
            let refused = app.anonymous().get(path).await;
            refused.problem("unauthenticated");
            assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"congdoan\"");
        }
        let refused = app.anonymous().post("/api/v1/auth/logout", json!({})).await;
        refused.problem("unauthenticated");
    }

    async fn who_must_change_the_password_can_do_nothing_else(app: WorldApp) {
        let officer = app.as_user("d1.administrator").await;
        app.database
            .execute("UPDATE users SET must_change_password = TRUE WHERE username = 'd1.administrator'");
        officer.get(ME).await.expect(200);
        assert_eq!(officer.get(ME).await["must_change_password"], true);
        for path in ["/api/v1/auth/sessions", "/api/v1/users", "/api/v1/grants", "/api/v1/journal"] {
            officer.get(path).await.problem("password_change_required");
        }
        officer.post("/api/v1/auth/sessions/end", json!({})).await.problem("password_change_required");
        assert_eq!(
            app.try_login("d1.administrator", PASSWORD).await.expect(200)["must_change_password"],
            true
        );
        let change = json!({"current_password": PASSWORD, "new_password": "một mật khẩu khác hẳn"});
        app.journalled(officer.post("/api/v1/auth/password", change)).await.expect(204);
        officer.get("/api/v1/users").await.expect(200);
        app.database
            .execute("UPDATE users SET must_change_password = TRUE WHERE username = 'd1.administrator'");
        app.journalled(officer.post("/api/v1/auth/logout", json!({}))).await.expect(204);
        officer.get(ME).await.problem("unauthenticated");
    }

    async fn an_old_hash_is_made_anew_at_the_next_sign_in(app: WorldApp) {
        let old = congdoan::identity::Hasher::new(1).hash_blocking(&PASSWORD.into()).unwrap();
        app.database.execute(&format!("UPDATE users SET password_hash = '{old}' WHERE username = 'a.officer'"));
        let before = "SELECT count(*) AS n FROM users WHERE password_hash LIKE '%m=19456%'";
        assert_eq!(app.database.count(before), 1);
        app.try_login("a.officer", "not the right password").await.problem("invalid_credentials");
        assert_eq!(app.database.count(before), 1);
        app.try_login("a.officer", PASSWORD).await.expect(200);
        assert_eq!(app.database.count(before), 0);
        app.try_login("a.officer", PASSWORD).await.expect(200);
    }

    async fn who_is_not_known_yet_sends_little(app: WorldApp) {
        let long = "x".repeat(8 * 1024);
        for (path, member) in [("login", "password"), ("refresh", "refresh_token"), ("reset", "code")] {
            let sent = app.anonymous().post(&format!("/api/v1/auth/{path}"), json!({member: long})).await;
            sent.problem("payload_too_large");
        }
    }

    async fn who_gets_an_account_from_the_command_line_sets_a_password_of_their_own(app: WorldApp) {
        let create = |username: &str, more: &[&str]| {
            let environment = [("DATABASE_URL", app.database.url()), ("CONGDOAN_ADMIN_PASSWORD", PASSWORD)];
            command(env!("CARGO_BIN_EXE_congdoan"), app.database.directory(), &environment)
                .args(["admin", "create", "--display-name", "Người Mẫu", "--username", username])
                .args(more)
                .output()
                .unwrap()
        };
        let refused = create("Tên.Lạ", &[]);
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("/username"), "{refused:?}");
        for (username, more, must_change) in
            [("for.oneself", &[][..], false), ("for.another", &["--must-change-password"], true)]
        {
            let made = create(username, more);
            assert!(made.status.success(), "{made:?}");
            let tokens = app.try_login(username, PASSWORD).await.expect(200);
            assert_eq!(tokens["must_change_password"], must_change, "{username}");
        }
    }
}
