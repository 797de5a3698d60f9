use super::{ME, refresh};
use crate::support::world::PASSWORD;
use crate::support::{Actor, Answer, TestApp, at_once, on_both_databases};

fn with_tokens_of(app: &TestApp, answer: &Answer) -> Actor {
    app.anonymous().with_tokens(answer.text_of("access_token"), answer.text_of("refresh_token"))
}

on_both_databases! {
    async fn every_refresh_gives_a_new_pair(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let second = app.journalled(refresh(&officer, officer.refresh_token(), None)).await.expect(200);
        assert_eq!(second.header("cache-control"), "no-store");
        assert_ne!(second["refresh_token"], officer.refresh_token());
        assert_ne!(second["access_token"], officer.access_token());
        let third = refresh(&officer, second.text_of("refresh_token"), None).await.expect(200);
        with_tokens_of(&app, &third).get(ME).await.expect(200);
    }

    async fn a_refresh_token_used_twice_ends_its_session_and_no_other(app: WorldApp) {
        let (phone, laptop) = (app.as_user("a.officer").await, app.as_user("a.officer").await);
        let second = refresh(&phone, phone.refresh_token(), None).await.expect(200);
        let reused = app.journalled(refresh(&phone, phone.refresh_token(), None)).await;
        reused.problem("invalid_refresh_token");
        refresh(&phone, second.text_of("refresh_token"), None).await.problem("invalid_refresh_token");
        with_tokens_of(&app, &second).get(ME).await.problem("unauthenticated");
        laptop.get(ME).await.expect(200);
        refresh(&laptop, laptop.refresh_token(), None).await.expect(200);
    }

    async fn a_lost_answer_is_had_again_with_the_same_key(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let first = refresh(&officer, officer.refresh_token(), Some("once")).await.expect(200);
        let again = refresh(&officer, officer.refresh_token(), Some("once")).await.expect(200);
        assert_eq!(again["refresh_token"], first["refresh_token"]);
        assert_eq!(again["session_id"], first["session_id"]);
        // Used, it can no longer be the answer that was lost.
        refresh(&officer, first.text_of("refresh_token"), None).await.expect(200);
        refresh(&officer, officer.refresh_token(), Some("once")).await.problem("invalid_refresh_token");
        officer.get(ME).await.problem("unauthenticated");
    }

    async fn another_key_is_no_retry_and_ends_the_session(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let first = refresh(&officer, officer.refresh_token(), Some("once")).await.expect(200);
        refresh(&officer, officer.refresh_token(), Some("twice")).await.problem("invalid_refresh_token");
        refresh(&officer, first.text_of("refresh_token"), None).await.problem("invalid_refresh_token");
    }

    async fn refreshes_at_once_never_leave_two_live_tokens(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let token = officer.refresh_token().to_owned();
        let tries = (0..8).map(|_| {
            let (officer, token) = (officer.clone(), token.clone());
            async move { refresh(&officer, &token, None).await }
        });
        let answers = at_once(tries).await;
        let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1, "one of eight: {answers:?}");
        answers.iter().filter(|answer| answer.status != 200).for_each(|lost| {
            lost.problem("invalid_refresh_token");
        });
        // Seven others showed the same token, so the session is over for the winner too.
        refresh(&officer, won[0].text_of("refresh_token"), None).await.problem("invalid_refresh_token");
    }

    async fn the_same_request_sent_many_times_at_once_is_one_refresh(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let token = officer.refresh_token().to_owned();
        let tries = (0..8).map(|_| {
            let (officer, token) = (officer.clone(), token.clone());
            async move { refresh(&officer, &token, Some("one-request")).await.expect(200) }
        });
        let answers = at_once(tries).await;
        let new = answers[0].text_of("refresh_token");
        assert!(answers.iter().all(|answer| answer["refresh_token"] == new));
        refresh(&officer, new, None).await.expect(200);
    }

    async fn an_unused_token_ends_after_thirty_days_and_a_session_after_ninety(app: WorldApp) {
        let day = 24 * 3600;
        let officer = app.as_user("a.officer").await;
        let idle = app.as_user("a.officer").await;
        let mut token = officer.refresh_token().to_owned();
        for _ in 0..3 {
            app.wait(29 * day);
            let refreshed = refresh(&officer, &token, None).await.expect(200);
            refreshed.text_of("refresh_token").clone_into(&mut token);
        }
        refresh(&idle, idle.refresh_token(), None).await.problem("invalid_refresh_token");
        app.wait(4 * day);
        refresh(&officer, &token, None).await.problem("invalid_refresh_token");
    }

    async fn a_suspended_user_or_a_stranger_refreshes_nothing(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        app.database.execute("UPDATE users SET status = 'suspended' WHERE username = 'a.officer'");
        let refused = refresh(&officer, officer.refresh_token(), None).await;
        refused.problem("invalid_refresh_token");
        let made_up = format!("rt_{}", "A".repeat(43));
        for token in ["x", "rt_", made_up.as_str(), officer.access_token().split('.').next().unwrap()] {
            refresh(&officer, token, None).await.problem("invalid_refresh_token");
        }
        assert_eq!(app.try_login("a.officer", PASSWORD).await.status, 401);
    }
}
