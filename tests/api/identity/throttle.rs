use std::net::IpAddr;
use std::time::Duration;

use serde_json::json;

use super::code_for;
use crate::support::world::PASSWORD;
use crate::support::{Actor, Answer, TestApp, at_once, on_both_databases};

const LOGIN: &str = "/api/v1/auth/login";

async fn guess(app: &TestApp, username: &str) -> Answer {
    app.try_login(username, "a wrong guess").await
}

async fn at_another_address(app: &TestApp, username: &str, password: &str) -> Answer {
    at_address(app, 2, username, password).await
}

/// Signs in from 127.0.0.`number`.
async fn at_address(app: &TestApp, number: u8, username: &str, password: &str) -> Answer {
    let visitor = Actor::anonymous_from(app.address, IpAddr::from([127, 0, 0, number]));
    visitor.post(LOGIN, json!({"username": username, "password": password})).await
}

#[track_caller]
fn must_wait(answer: &Answer, seconds: u64) {
    answer.problem("too_many_requests");
    assert_eq!(answer.header("retry-after"), seconds.to_string(), "{answer}");
}

on_both_databases! {
    async fn wrong_passwords_cost_an_account_ever_longer(app: WorldApp) {
        for _ in 0..5 {
            guess(&app, "a.officer").await.problem("invalid_credentials");
        }
        must_wait(&guess(&app, "a.officer").await, 2);
        // The right password does not help.
        must_wait(&app.try_login("a.officer", PASSWORD).await, 2);
        app.try_login("b.officer", PASSWORD).await.expect(200);
        app.wait(2);
        guess(&app, "a.officer").await.problem("invalid_credentials");
        must_wait(&guess(&app, "a.officer").await, 4);
        app.wait(4);
        guess(&app, "a.officer").await.problem("invalid_credentials");
        must_wait(&guess(&app, "a.officer").await, 8);
        app.wait(8);
        app.try_login("a.officer", PASSWORD).await.expect(200);
        // A success forgets them.
        for _ in 0..5 {
            guess(&app, "a.officer").await.problem("invalid_credentials");
        }
        must_wait(&guess(&app, "a.officer").await, 2);
    }

    async fn a_stranger_does_not_keep_the_owner_out(app: WorldApp) {
        for _ in 0..16 {
            let mut answer = at_another_address(&app, "a.officer", "a wrong guess").await;
            if answer.status == 429 {
                app.wait(answer.header("retry-after").parse().unwrap());
                answer = at_another_address(&app, "a.officer", "a wrong guess").await;
            }
            answer.problem("invalid_credentials");
        }
        must_wait(&at_another_address(&app, "a.officer", PASSWORD).await, 900);
        app.wait(30);
        app.try_login("a.officer", PASSWORD).await.expect(200);
        must_wait(&at_another_address(&app, "a.officer", PASSWORD).await, 870);
    }

    async fn guessing_from_many_addresses_is_slowed_down_a_little(app: WorldApp) {
        for address in 10..21 {
            at_address(&app, address, "a.officer", "a wrong guess").await.problem("invalid_credentials");
        }
        for (address, seconds) in (30..).zip([2, 4, 8, 16, 30, 30]) {
            must_wait(&at_address(&app, address, "a.officer", PASSWORD).await, seconds);
            app.wait(i64::try_from(seconds).unwrap());
            at_address(&app, address, "a.officer", "a wrong guess").await.problem("invalid_credentials");
        }
        at_address(&app, 40, "b.officer", PASSWORD).await.expect(200);
    }

    async fn a_reset_code_ends_the_delay_of_its_account(app: WorldApp) {
        let id = app.id_of("a.officer").await;
        for _ in 0..5 {
            guess(&app, "a.officer").await.problem("invalid_credentials");
            guess(&app, "b.officer").await.problem("invalid_credentials");
        }
        code_for(&app.as_user("d1.administrator").await, &id).await;
        app.try_login("a.officer", PASSWORD).await.expect(200);
        must_wait(&guess(&app, "b.officer").await, 2);
    }

    async fn a_password_is_changed_whatever_strangers_try(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        for _ in 0..5 {
            guess(&app, "a.officer").await.problem("invalid_credentials");
        }
        must_wait(&app.try_login("a.officer", PASSWORD).await, 2);
        let body = json!({"current_password": PASSWORD, "new_password": "một mật khẩu khác hẳn"});
        officer.post("/api/v1/auth/password", body).await.expect(204);
    }

    async fn names_that_read_alike_are_different_accounts(app: WorldApp) {
        for alike in ["a.0fficer", "A.OFFICER", "a.off1cer", "a .officer", "a-.officer"] {
            for _ in 0..3 {
                guess(&app, alike).await.problem("invalid_credentials");
            }
        }
        guess(&app, "a.officer").await.problem("invalid_credentials");
        app.try_login("a.officer", PASSWORD).await.expect(200);
    }

    async fn a_fault_of_ours_is_no_wrong_password(app: WorldApp) {
        app.database.execute(
            "CREATE TABLE kept AS SELECT id, password_hash FROM users; \
             UPDATE users SET password_hash = '$argon2id$' WHERE username = 'a.officer'",
        );
        for _ in 0..25 {
            app.try_login("a.officer", PASSWORD).await.problem("internal_error");
        }
        app.database.execute(
            "UPDATE users SET password_hash = (SELECT k.password_hash FROM kept k WHERE k.id = users.id)",
        );
        assert_eq!(app.database.count("SELECT count(*) AS n FROM throttles"), 0);
        app.try_login("a.officer", PASSWORD).await.expect(200);
    }

    async fn a_try_that_has_to_wait_writes_nothing(app: WorldApp) {
        for _ in 0..5 {
            guess(&app, "a.officer").await.problem("invalid_credentials");
        }
        let _other = app.database.hold_writes();
        let refused = tokio::time::timeout(Duration::from_secs(5), guess(&app, "a.officer")).await;
        must_wait(&refused.expect("an answer although nobody can write"), 2);
    }

    async fn an_unknown_user_is_slowed_down_alike(app: WorldApp) {
        for _ in 0..5 {
            guess(&app, "nobody.at.all").await.problem("invalid_credentials");
        }
        must_wait(&guess(&app, "nobody.at.all").await, 2);
    }

    async fn many_guesses_at_once_get_no_more_tries(app: WorldApp) {
        // A first failure, so that what is counted up is there already.
        guess(&app, "a.officer").await.problem("invalid_credentials");
        let tries = (0..20).map(|_| {
            let app = app.clone();
            async move { guess(&app, "a.officer").await }
        });
        let answers = at_once(tries).await;
        let answered_401 = answers.iter().filter(|answer| answer.status == 401).count();
        assert_eq!(answered_401, 4, "four of five tries were left: {answers:?}");
        for answer in answers.iter().filter(|answer| answer.status != 401) {
            answer.problem("too_many_requests");
        }
    }

    async fn many_first_guesses_at_once_get_no_more_tries(app: WorldApp) {
        let tries = (0..20).map(|_| {
            let app = app.clone();
            async move { guess(&app, "a.officer").await }
        });
        let answers = at_once(tries).await;
        let answered_401 = answers.iter().filter(|answer| answer.status == 401).count();
        assert_eq!(answered_401, 5, "{answers:?}");
    }

    async fn an_address_that_tries_many_accounts_is_slowed_down(app: WorldApp) {
        for number in 0..21 {
            guess(&app, &format!("guess{number}")).await.problem("invalid_credentials");
            if number % 5 == 4 {
                // Signing in with an account of one's own in between wins nothing.
                app.try_login("c.officer", PASSWORD).await.expect(200);
            }
        }
        must_wait(&guess(&app, "one.more").await, 2);
        must_wait(&app.try_login("a.officer", PASSWORD).await, 2);
        at_another_address(&app, "a.officer", PASSWORD).await.expect(200);
        app.wait(2);
        app.try_login("a.officer", PASSWORD).await.expect(200);
        guess(&app, "yet.another").await.problem("invalid_credentials");
        must_wait(&guess(&app, "yet.another").await, 4);
    }

    async fn people_at_one_address_sign_in_at_once(app: WorldApp) {
        let names = ["p", "d1", "d2", "s", "a", "b"].map(|place| format!("{place}.officer"));
        let tries = names.map(|name| {
            let app = app.clone();
            async move { app.try_login(&name, PASSWORD).await.expect(200) }
        });
        at_once(tries).await;
        // None of them counts against the address.
        for number in 0..21 {
            guess(&app, &format!("guess{number}")).await.problem("invalid_credentials");
        }
        must_wait(&guess(&app, "one.more").await, 2);
    }

    async fn the_count_is_forgotten_after_an_hour(app: WorldApp) {
        for _ in 0..5 {
            guess(&app, "a.officer").await.problem("invalid_credentials");
        }
        app.wait(3600);
        for _ in 0..5 {
            guess(&app, "a.officer").await.problem("invalid_credentials");
        }
        must_wait(&guess(&app, "a.officer").await, 2);
    }
}
