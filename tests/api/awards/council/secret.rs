//! Secret ballots: each member votes once, and nobody ever learns what.

use std::fs;

use diesel::prelude::*;
use serde_json::json;

use super::{
    all_vote, attended, ballot, conclude, conclusion, hands_at_a, path, results, session, vote, with_totals,
};
use crate::awards::seed::endorsed_by;
use crate::awards::{CERTIFICATE, COUNCIL, Round, endorsed, pairs, round, standing};
use crate::support::world::PASSWORD;
use crate::support::{Actor, Answer, TestApp, on_both_databases};

/// A secret session on two nominations; their ids, its id, and its round.
async fn opened(app: &TestApp) -> (Round, Vec<String>, String) {
    let round = round(app, &COUNCIL).await;
    let all = vec![endorsed(app, &round, CERTIFICATE).await, endorsed(app, &round, CERTIFICATE).await];
    let session = session(app, &round, &all, "secret").await;
    (round, all, session)
}

const VOTES: [(&str, [&str; 2]); 6] = [
    ("p.chair", ["for", "against"]),
    ("p.officer", ["for", "against"]),
    ("p.inspector", ["for", "abstain"]),
    ("p.clerk", ["for", "for"]),
    ("p.appraiser", ["for", "against"]),
    ("p.accountant", ["for", "for"]),
];

/// Every file of the server's directory: on SQLite the database and its log.
fn files(app: &TestApp) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(app.database.directory()).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    files.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect()
}

/// The sums that stand in the open for an open session.
fn sums_in_the_open(app: &TestApp) -> i64 {
    app.database.count(
        "SELECT CAST(coalesce(sum(votes_for + votes_against + abstained + in_writing), 0) AS BIGINT) AS n \
         FROM council_votes WHERE result IS NULL",
    )
}

/// The sums as they are kept sealed.
fn sealed(app: &TestApp) -> Vec<u8> {
    use congdoan::db::schema::council_sessions::dsl::{council_sessions, tally};
    let kept: Option<Vec<u8>> = council_sessions.select(tally).first(&mut app.database.connect()).unwrap();
    kept.unwrap()
}

/// What anybody is told of a session.
async fn told(app: &TestApp, session: &str) -> Vec<Answer> {
    let mut all = Vec::new();
    for user in COUNCIL.into_iter().chain(["p.approver"]) {
        let user = app.working(user).await;
        for at in [
            path(session),
            format!("{}/history", path(session)),
            format!("{}/minutes", path(session)),
            super::SESSIONS.to_owned(),
        ] {
            all.push(user.get(&at).await.expect(200));
        }
    }
    for user in ["p.inspector", "p.administrator"] {
        all.push(app.working(user).await.get("/api/v1/journal?limit=200").await.expect(200));
    }
    all
}

/// No file names a choice as a ballot does, nor holds sums as they are before they are sealed.
fn assert_no_choice(app: &TestApp) {
    let mut sums = Vec::new();
    for votes in 1..=6 {
        sums.push(format!("{votes:08}00000000"));
        sums.push(format!("00000000{votes:08}"));
    }
    let files = files(app);
    let log = files.iter().find(|(name, _)| name.ends_with("server.log")).unwrap();
    assert!(
        log.1.windows(9).any(|part| part == b"/ballots\"" || part == b"/ballots "),
        "nothing is found at all"
    );
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for word in
            ["\"for\"", "\"against\"", "\"abstain\""].into_iter().chain(sums.iter().map(String::as_str))
        {
            assert!(!text.contains(word), "{name} holds {word}");
        }
    }
}

on_both_databases! {
    async fn members_vote_each_once_and_the_sums_decide(app: WorldApp) {
        let (_, all, session) = opened(&app).await;
        all_vote(&app, &session, &all, &VOTES[..5]).await;
        let mut written = ballot(&all, &["for", "for"]);
        written["in_writing"] = json!(true);
        let last = app.working("p.accountant").await;
        let cast = vote(&last, &session, written.clone()).await.expect(200);
        assert_eq!(cast.json, json!({"session_id": session, "ballot_count": 6}));
        assert_eq!(cast.header("cache-control"), "no-store");
        let count = app.journal_top();
        vote(&last, &session, written).await.problem("already_voted");
        vote(&last, &session, ballot(&all, &["against", "against"])).await.problem("already_voted");
        assert_eq!(app.journal_top(), count);
        let approver = app.working("p.approver").await;
        let mut body = conclusion();
        // Who is there votes: the sixth was not, and nobody ends it before a seventh who is there has voted.
        for other in [4, 6, 7, 9, 10] {
            body["present"] = json!(other);
            let refused = conclude(&approver, &session, body.clone()).await;
            assert_eq!(refused.violations(), pairs(&[("/present", "out_of_range")]), "{other}");
        }
        body["present"] = json!(5);
        let done = conclude(&approver, &session, body).await.expect(200);
        let expected = [([6, 0, 0, 3, 1], "approved"), ([2, 3, 1, 3, 1], "rejected")];
        assert_eq!(results(&done), expected.map(|(sums, result)| (sums, result.to_owned())));
        assert_eq!((standing(&app, "council_approved"), standing(&app, "council_rejected")), (1, 1));
    }

    async fn who_is_not_on_the_council_does_not_vote(app: WorldApp) {
        let round = round(&app, &COUNCIL[..4]).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "secret").await;
        for (stranger, refusal) in [
            ("p.approver", "not_on_council"), ("p.administrator", "not_on_council"), ("p.inspector", "not_on_council"),
            ("a.chair", "not_found"), ("d1.chair", "not_found"),
        ] {
            let stranger = app.as_user(stranger).await;
            vote(&stranger, &session, ballot(&all, &["for"])).await.problem(refusal);
        }
        assert_eq!(app.database.count("SELECT count(*) AS n FROM council_ballots"), 0);
    }

    async fn a_ballot_has_every_nomination_once(app: WorldApp) {
        let (round, all, session) = opened(&app).await;
        let other = endorsed(&app, &round, CERTIFICATE).await;
        let member = app.working("p.chair").await;
        let one = vote(&member, &session, ballot(&all, &["for"])).await;
        assert_eq!(one.violations(), pairs(&[("/choices", "missing")]));
        let wrong = [all[0].clone(), all[0].clone(), other];
        let wrong = vote(&member, &session, ballot(&wrong, &["for", "for", "for"])).await;
        let expected = [("/choices/1/nomination_id", "duplicate"), ("/choices/2/nomination_id", "not_found")];
        assert_eq!(wrong.violations(), pairs(&expected));
        let turned = [all[1].clone(), all[0].clone()];
        vote(&member, &session, ballot(&turned, &["against", "for"])).await.expect(200);
    }

    async fn members_abstain_on_what_they_wrote_or_submitted(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        hands_at_a(&app).await;
        let all = vec![
            endorsed_by(&app, &round, CERTIFICATE, ["p.officer", "a.chair", "d1.chair"]).await,
            endorsed_by(&app, &round, CERTIFICATE, ["a.officer", "p.chair", "d1.chair"]).await,
        ];
        let session = session(&app, &round, &all, "secret").await;
        for (member, refused, good) in [
            ("p.officer", [["for", "for"], ["against", "for"]], ["abstain", "for"]),
            ("p.chair", [["for", "for"], ["for", "against"]], ["for", "abstain"]),
        ] {
            let member = app.working(member).await;
            for choices in refused {
                vote(&member, &session, ballot(&all, &choices)).await.problem("own_work");
            }
            vote(&member, &session, ballot(&all, &good)).await.expect(200);
        }
    }

    async fn a_session_with_totals_takes_no_ballots_and_a_secret_one_no_totals(app: WorldApp) {
        let (round, all, secret) = opened(&app).await;
        let more = [endorsed(&app, &round, CERTIFICATE).await];
        let totals = session(&app, &round, &more, "totals").await;
        let member = app.working("p.chair").await;
        vote(&member, &totals, ballot(&more, &["for"])).await.problem("wrong_state");
        all_vote(&app, &secret, &all, &VOTES[..3]).await;
        let approver = app.working("p.approver").await;
        let body = with_totals(&approver, &secret, &[[9, 0, 0], [9, 0, 0]]).await;
        let mut errors = conclude(&approver, &secret, body).await.violations();
        errors.retain(|(at, _)| at == "/votes");
        assert_eq!(errors, pairs(&[("/votes", "not_allowed")]));
        conclude(&approver, &secret, attended(3)).await.expect(200);
        vote(&app.working("p.clerk").await, &secret, ballot(&all, &["for", "for"])).await.problem("wrong_state");
    }

    async fn nobody_ends_a_session_to_learn_a_single_vote(app: WorldApp) {
        let (_, all, session) = opened(&app).await;
        let approver = app.working("p.approver").await;
        for (number, one) in (0..3).zip(VOTES) {
            conclude(&approver, &session, attended(number)).await.problem("wrong_state");
            all_vote(&app, &session, &all, &[one]).await;
        }
        conclude(&approver, &session, attended(3)).await.expect(200);
    }

    async fn no_answer_to_a_ballot_is_kept(app: WorldApp) {
        let (_, all, session) = opened(&app).await;
        let at = format!("{}/ballots", path(&session));
        let member = app.working("p.chair").await;
        member.post_once(&at, &"x".repeat(129), ballot(&all, &["for", "against"])).await.problem("invalid_header");
        member.post_once(&at, "key", ballot(&all, &["for", "against"])).await.expect(200);
        // The same again and another one are answered alike: which it is would tell the vote.
        for again in [["for", "against"], ["against", "against"]] {
            member.post_once(&at, "key", ballot(&all, &again)).await.problem("already_voted");
        }
        assert_eq!(app.working("p.chair").await.get(&path(&session)).await.expect(200)["ballot_count"], 1);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM idempotency_keys"), 0);
    }

    async fn no_role_reads_what_is_cast_while_it_runs_nor_who_cast_it_afterwards(app: WorldApp) {
        let (_, all, session) = opened(&app).await;
        let empty = sealed(&app);
        let mut before = vec![empty];
        for one in VOTES {
            all_vote(&app, &session, &all, &[one]).await;
            // Neither read twice nor read in the file do the sums tell what was added.
            assert_eq!(sums_in_the_open(&app), 0);
            before.push(sealed(&app));
        }
        assert!(before.iter().all(|kept| kept.len() == before[0].len()), "its length tells something");
        for answer in told(&app, &session).await {
            for word in ["votes_for", "\"for\"", "\"against\"", "\"abstain\""] {
                assert!(!answer.text.contains(word), "{answer}");
            }
        }
        let cast = "SELECT count(*) AS n FROM journal WHERE action = 'council_session.vote'";
        assert_eq!(app.database.count(cast), 6);
        let more = "action = 'council_session.vote' AND (changes IS NOT NULL OR reason IS NOT NULL OR from_state IS NOT NULL)";
        assert_eq!(app.database.count(&format!("SELECT count(*) AS n FROM journal WHERE {more}")), 0);
        conclude(&app.working("p.approver").await, &session, attended(6)).await.expect(200);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM council_sessions WHERE tally IS NOT NULL"), 0);
        let history = app.working("p.inspector").await.get(&format!("{}/history", path(&session))).await.expect(200);
        for entry in history.items().iter().filter(|entry| entry["action"] == "council_session.vote") {
            assert!(entry["changes"].is_null() && entry["reason"].is_null(), "{entry}");
        }
    }

    async fn the_files_of_the_server_hold_no_choice(app: WorldApp) {
        let (_, all, session) = opened(&app).await;
        // The program itself, which logs all that it can log.
        let server = app.as_process(&[("CONGDOAN_LOG", "trace")]).await;
        for (member, choices) in VOTES {
            let member = Actor::anonymous(server.address).signed_in(member, PASSWORD).await;
            vote(&member, &session, ballot(&all, &choices)).await.expect(200);
            assert_no_choice(&app);
        }
        assert!(server.stop().success());
        assert_no_choice(&app);
    }
}
