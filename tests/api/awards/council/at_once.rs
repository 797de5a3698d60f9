//! Ballots and conclusions at the same moment.

use serde_json::{Value, json};

use super::{SESSIONS, ballot, conclude, conclusion, new_session, path, results, session, vote, with_totals};
use crate::awards::{CERTIFICATE, COUNCIL, endorsed, round, standing};
use crate::support::app::at_once;
use crate::support::{Answer, TestApp, on_both_databases};

/// These users vote at once, each with a ballot.
async fn vote_all(app: &TestApp, session: &str, ballots: Vec<(&str, Value)>) -> Vec<Answer> {
    let mut ready = Vec::new();
    for (user, ballot) in ballots {
        ready.push((app.working(user).await, session.to_owned(), ballot));
    }
    at_once(ready.into_iter().map(|(by, session, ballot)| async move { vote(&by, &session, ballot).await }))
        .await
}

fn done(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status < 300).count()
}

on_both_databases! {
    async fn of_twenty_ballots_of_one_member_one_counts(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "secret").await;
        for member in ["p.chair", "p.clerk", "p.officer"] {
            let ballots = (0..20).map(|_| (member, ballot(&all, &["for"]))).collect();
            let answers = vote_all(&app, &session, ballots).await;
            for refused in answers.iter().filter(|answer| answer.status != 200) {
                refused.problem("already_voted");
            }
            assert_eq!(done(&answers), 1);
        }
        let cast = "SELECT count(*) AS n FROM journal WHERE action = 'council_session.vote'";
        assert_eq!(app.database.count(cast), 3);
        let body = json!({"held_on": "2025-02-10", "present": 3, "minutes": "Họp."});
        let ended = conclude(&app.working("p.approver").await, &session, body).await.expect(200);
        assert_eq!(results(&ended), [([3, 0, 0, 6, 0], "rejected".to_owned())]);
    }

    async fn no_ballot_is_lost_when_all_vote_at_once(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await, endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "secret").await;
        let choices = [["for", "against"], ["for", "abstain"], ["for", "for"]];
        let ballots =
            COUNCIL.iter().enumerate().map(|(index, member)| (*member, ballot(&all, &choices[index % 3]))).collect();
        assert_eq!(done(&vote_all(&app, &session, ballots).await), 9);
        let ended = conclude(&app.working("p.approver").await, &session, conclusion()).await.expect(200);
        let expected = [([9, 0, 0, 0, 0], "approved"), ([3, 3, 3, 0, 0], "rejected")];
        assert_eq!(results(&ended), expected.map(|(sums, result)| (sums, result.to_owned())));
    }

    async fn of_two_sessions_opened_at_once_on_one_nomination_one_is(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        for _ in 0..3 {
            let body = new_session(&round, &[endorsed(&app, &round, CERTIFICATE).await], "totals");
            let clerk = app.working("p.clerk").await;
            let both = (0..2).map(|_| (clerk.clone(), body.clone()));
            let answers = at_once(both.map(|(clerk, body)| async move { clerk.post(SESSIONS, body).await })).await;
            assert_eq!(done(&answers), 1);
            let refused = answers.iter().find(|answer| answer.status >= 400).unwrap();
            assert_eq!(refused.violations(), [("/nomination_ids/0".to_owned(), "in_open_session".to_owned())]);
        }
    }

    async fn of_two_who_end_a_session_at_once_one_does(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let approver = app.working("p.approver").await;
        for round_number in 1..=3 {
            let all = [endorsed(&app, &round, CERTIFICATE).await];
            let session = session(&app, &round, &all, "totals").await;
            let etag = approver.get(&path(&session)).await.expect(200).etag();
            let mut both = Vec::new();
            for sums in [[9, 0, 0], [0, 9, 0]] {
                let body = with_totals(&approver, &session, &[sums]).await;
                both.push((approver.clone(), format!("{}/conclude", path(&session)), etag.clone(), body));
            }
            let answers =
                at_once(both.into_iter().map(|(by, at, etag, body)| async move { by.act(&at, &etag, body).await })).await;
            assert_eq!(done(&answers), 1);
            assert_eq!(standing(&app, "council_approved") + standing(&app, "council_rejected"), round_number);
        }
    }
}
