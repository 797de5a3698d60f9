//! Opening, ending and dropping sessions.

use serde_json::{Value, json};

use super::{
    SESSIONS, ballot, conclude, concluded, conclusion, new_session, path, results, session, vote, with_totals,
};
use crate::attachments::{creation, samples::pdf, send};
use crate::awards::seed::{hold, withdraw};
use crate::awards::{CERTIFICATE, COUNCIL, Round, approved, endorsed, pairs, round, standing};
use crate::keys::keys;
use crate::support::world::{P, PASSWORD};
use crate::support::{Actor, TestApp, on_both_databases};

/// A round with so many endorsed nominations.
async fn prepared(app: &TestApp, count: usize) -> (Round, Vec<String>) {
    let round = round(app, &COUNCIL).await;
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(endorsed(app, &round, CERTIFICATE).await);
    }
    (round, all)
}

on_both_databases! {
    async fn the_clerk_opens_a_session_and_the_approver_ends_it(app: WorldApp) {
        let (round, all) = prepared(&app, 2).await;
        let clerk = app.working("p.clerk").await;
        let opened = clerk.post(SESSIONS, new_session(&round, &all, "totals")).await.expect(201);
        let told = ["status", "council_size", "ballot_count", "held_on", "present", "concluded_by"];
        let expected = [json!("open"), json!(9), json!(0), Value::Null, Value::Null, Value::Null];
        assert_eq!(told.map(|member| opened[member].clone()), expected);
        let votes = opened["votes"].as_array().unwrap();
        assert!(votes.iter().all(|vote| vote["sums"].is_null() && vote["result"].is_null()), "{opened}");
        let order: Vec<_> = votes.iter().map(|vote| vote["nomination_id"].as_str().unwrap()).collect();
        assert_eq!(order, all);
        let approver = app.working("p.approver").await;
        let mut body = with_totals(&approver, &opened.id(), &[[6, 1, 1], [2, 5, 1]]).await;
        body["present"] = json!(7);
        body["votes"][0]["in_writing"] = json!(1);
        body["votes"][1]["in_writing"] = json!(2);
        let done = conclude(&approver, &opened.id(), body).await.expect(200);
        let expected = [([6, 1, 1, 1, 1], "approved"), ([2, 5, 1, 1, 2], "rejected")];
        assert_eq!(results(&done), expected.map(|(sums, result)| (sums, result.to_owned())));
        assert_eq!((&done["held_on"], &done["present"], &done["status"]), (&json!("2025-02-10"), &json!(7), &json!("concluded")));
        assert!(!done.text.contains("chín thành viên"), "{done}");
        let minutes = approver.get(&format!("{}/minutes", path(&done.id()))).await.expect(200);
        assert_eq!(minutes["minutes"], conclusion()["minutes"]);
        let history = approver.get(&format!("{}/history", path(&done.id()))).await.expect(200);
        let actions: Vec<_> = history.items().iter().map(|entry| entry["action"].clone()).collect();
        assert_eq!(actions, ["council_session.create", "council_session.conclude", "council_session.read_minutes"]);
        assert!(!history.text.contains("chín thành viên"), "{history}");
    }

    async fn what_cannot_be_voted_on_is_named_at_its_place(app: WorldApp) {
        let (round, all) = prepared(&app, 3).await;
        let other = self::round(&app, &COUNCIL[..3]).await;
        let elsewhere = endorsed(&app, &other, CERTIFICATE).await;
        session(&app, &round, &all[..1], "totals").await;
        withdraw(&app, &all[1]).await;
        let nothing = "01940000-0000-7000-8000-0000000000ff".to_owned();
        let named = [all[0].clone(), all[1].clone(), all[2].clone(), nothing, elsewhere, all[2].clone()];
        let clerk = app.working("p.clerk").await;
        let refused = clerk.post(SESSIONS, new_session(&round, &named, "totals")).await;
        let expected = [
            ("/nomination_ids/0", "in_open_session"), ("/nomination_ids/1", "wrong_state"),
            ("/nomination_ids/3", "not_found"), ("/nomination_ids/4", "not_found"), ("/nomination_ids/5", "duplicate"),
        ];
        assert_eq!(refused.violations(), pairs(&expected));
        hold(&app, &all[2]).await;
        clerk.post(SESSIONS, new_session(&round, &all[2..], "totals")).await.problem("discipline_hold");
        let unknown = Round { id: "01940000-0000-7000-8000-0000000000ff".to_owned() };
        let refused = clerk.post(SESSIONS, new_session(&unknown, &all[2..], "totals")).await;
        assert_eq!(refused.violations(), pairs(&[("/round_id", "not_found")]));
    }

    async fn a_round_without_a_council_has_no_session_and_a_small_one_no_secret_ballot(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let none = round(&app, &[]).await;
        let nomination = endorsed(&app, &none, CERTIFICATE).await;
        clerk.post(SESSIONS, new_session(&none, &[nomination], "totals")).await.problem("wrong_state");
        let two = round(&app, &COUNCIL[..2]).await;
        let nomination = endorsed(&app, &two, CERTIFICATE).await;
        let refused = clerk.post(SESSIONS, new_session(&two, &[nomination], "secret")).await;
        assert_eq!(refused.violations(), pairs(&[("/ballot", "council_too_small")]));
    }

    async fn sums_that_cannot_be_are_refused_and_nothing_changes(app: WorldApp) {
        let (round, all) = prepared(&app, 3).await;
        let session = session(&app, &round, &all, "totals").await;
        let approver = app.working("p.approver").await;
        let good = with_totals(&approver, &session, &[[6, 0, 0]; 3]).await;
        let top = app.journal_top();
        let mut wrong = good.clone();
        wrong["held_on"] = json!("2025-02-11");
        wrong["present"] = json!(5);
        // More than the council; more than were there; in writing by who is there; in writing without a vote.
        for (index, sums) in [[8, 1, 1, 0], [6, 0, 0, 0], [6, 0, 0, 5]].into_iter().enumerate() {
            let [votes_for, against, abstained, in_writing] = sums;
            wrong["votes"][index]["votes_for"] = json!(votes_for);
            wrong["votes"][index]["votes_against"] = json!(against);
            wrong["votes"][index]["abstained"] = json!(abstained);
            wrong["votes"][index]["in_writing"] = json!(in_writing);
        }
        let expected = [
            ("/held_on", "out_of_range"), ("/votes/0", "above_council"), ("/votes/1", "above_present"),
            ("/votes/2/in_writing", "out_of_range"),
        ];
        assert_eq!(conclude(&approver, &session, wrong).await.violations(), pairs(&expected));
        let mut wrong = good.clone();
        wrong["held_on"] = json!("2024-12-31");
        wrong["present"] = json!(10);
        wrong["votes"][1]["nomination_id"] = wrong["votes"][0]["nomination_id"].clone();
        wrong["votes"][2]["nomination_id"] = json!(round.id);
        let expected = [
            ("/held_on", "out_of_range"), ("/present", "out_of_range"), ("/votes/1/nomination_id", "duplicate"),
            ("/votes/2/nomination_id", "not_found"),
        ];
        assert_eq!(conclude(&approver, &session, wrong).await.violations(), pairs(&expected));
        for votes in [None, Some(json!([good["votes"][0]]))] {
            let mut wrong = good.clone();
            match votes {
                Some(votes) => wrong["votes"] = votes,
                None => drop(wrong.as_object_mut().unwrap().remove("votes")),
            }
            assert_eq!(conclude(&approver, &session, wrong).await.violations(), pairs(&[("/votes", "missing")]));
        }
        assert_eq!((app.journal_top(), standing(&app, "endorsed")), (top, 3));
        conclude(&approver, &session, good).await.expect(200);
    }

    async fn what_is_on_hold_or_was_taken_back_lapses_and_may_come_again(app: WorldApp) {
        let (round, all) = prepared(&app, 3).await;
        let session = session(&app, &round, &all, "totals").await;
        hold(&app, &all[0]).await;
        withdraw(&app, &all[1]).await;
        let done = concluded(&app, &session, &[[9, 0, 0], [9, 0, 0], [9, 0, 0]]).await;
        let told: Vec<_> = results(&done).into_iter().map(|(_, result)| result).collect();
        assert_eq!(told, ["lapsed", "lapsed", "approved"]);
        assert_eq!(["endorsed", "withdrawn", "council_approved"].map(|state| standing(&app, state)), [1, 1, 1]);
        app.database.execute("UPDATE award_nominations SET on_hold = (1 = 0)");
        super::session(&app, &round, &all[..1], "totals").await;
    }

    async fn a_session_nobody_has_voted_in_is_dropped(app: WorldApp) {
        let (round, all) = prepared(&app, 1).await;
        let clerk = app.working("p.clerk").await;
        let dropped = session(&app, &round, &all, "totals").await;
        let etag = clerk.get(&path(&dropped)).await.expect(200).etag();
        clerk.delete(&path(&dropped), &etag).await.expect(204);
        clerk.get(&path(&dropped)).await.problem("not_found");
        let running = session(&app, &round, &all, "secret").await;
        let before = clerk.get(&path(&running)).await.expect(200).etag();
        vote(&clerk, &running, ballot(&all, &["for"])).await.expect(200);
        clerk.delete(&path(&running), &before).await.problem("precondition_failed");
        let etag = clerk.get(&path(&running)).await.expect(200).etag();
        clerk.delete(&path(&running), &etag).await.problem("wrong_state");
    }

    async fn a_session_ends_once_and_a_stale_version_is_told_first(app: WorldApp) {
        let (round, all) = prepared(&app, 1).await;
        let session = session(&app, &round, &all, "totals").await;
        let (approver, clerk) = (app.working("p.approver").await, app.working("p.clerk").await);
        let body = with_totals(&approver, &session, &[[6, 0, 0]]).await;
        let old = approver.get(&path(&session)).await.expect(200).etag();
        conclude(&approver, &session, body.clone()).await.expect(200);
        conclude(&approver, &session, body.clone()).await.problem("wrong_state");
        let at = format!("{}/conclude", path(&session));
        approver.act(&at, &old, body).await.problem("precondition_failed");
        clerk.delete(&path(&session), &old).await.problem("precondition_failed");
        let now = clerk.get(&path(&session)).await.expect(200).etag();
        clerk.delete(&path(&session), &now).await.problem("wrong_state");
        vote(&clerk, &session, ballot(&all, &["for"])).await.problem("wrong_state");
        let refused = clerk.post(SESSIONS, new_session(&round, &all, "totals")).await;
        assert_eq!(refused.violations(), pairs(&[("/nomination_ids/0", "wrong_state")]));
    }

    async fn nobody_ends_a_session_on_what_they_had_a_hand_in(app: WorldApp) {
        let (round, all) = prepared(&app, 2).await;
        let session = session(&app, &round, &all, "totals").await;
        let administrator = app.as_user("p.administrator").await;
        for had_a_hand in ["a.officer", "a.chair", "d1.chair"] {
            let grant = json!({"user_id": app.id_of(had_a_hand).await, "organisation_id": P, "role": "approver"});
            administrator.post("/api/v1/grants", grant).await.expect(201);
            let by = app.as_user(had_a_hand).await;
            let body = with_totals(&by, &session, &[[9, 0, 0], [9, 0, 0]]).await;
            conclude(&by, &session, body).await.problem("own_work");
        }
        assert_eq!(standing(&app, "endorsed"), 2);
        concluded(&app, &session, &[[9, 0, 0], [9, 0, 0]]).await;
    }

    async fn a_council_that_changes_later_changes_no_session(app: WorldApp) {
        let (round, all) = prepared(&app, 2).await;
        let session = session(&app, &round, &all, "totals").await;
        let clerk = app.working("p.clerk").await;
        let at = format!("/api/v1/award-rounds/{}", round.id);
        let seen = clerk.get(&at).await.expect(200);
        let few: Vec<Value> = seen["council"].as_array().unwrap().iter().take(6)
            .map(|member| json!({"user_id": member["user_id"], "function": member["function"]})).collect();
        clerk.patch(&at, &seen.etag(), json!({"council": few})).await.problem("wrong_state");
        // Past the program.
        app.database.execute("DELETE FROM award_council_members WHERE position > 6");
        let done = concluded(&app, &session, &[[5, 0, 0], [6, 0, 0]]).await;
        assert_eq!(done["council_size"], 9);
        let expected = [([5, 0, 0, 4, 0], "rejected"), ([6, 0, 0, 3, 0], "approved")];
        assert_eq!(results(&done), expected.map(|(sums, result)| (sums, result.to_owned())));
    }

    async fn nothing_of_a_concluded_session_changes(app: WorldApp) {
        let (round, all) = prepared(&app, 2).await;
        approved(&app, &round, CERTIFICATE, 1).await;
        let running = session(&app, &round, &all, "secret").await;
        let clerk = app.working("p.clerk").await;
        vote(&clerk, &running, ballot(&all, &["for", "for"])).await.expect(200);
        for statement in [
            "UPDATE council_sessions SET held_on = '2025-01-02' WHERE status = 'concluded'",
            "UPDATE council_sessions SET status = 'open', held_on = NULL WHERE status = 'concluded'",
            "UPDATE council_sessions SET council_size = 3 WHERE status = 'concluded'",
            "DELETE FROM council_sessions WHERE status = 'concluded'",
            "UPDATE council_votes SET votes_for = 0 WHERE result IS NOT NULL",
            "UPDATE council_votes SET result = 'rejected' WHERE result IS NOT NULL",
            "DELETE FROM council_votes WHERE result IS NOT NULL",
            "INSERT INTO council_ballots SELECT s.id, u.id, (1 = 0) FROM council_sessions s, users u \
                WHERE s.status = 'concluded' AND u.username = 'p.officer'",
        ] {
            let refusal = app.database.try_execute(statement).unwrap_err().to_string();
            assert!(refusal.contains("a session that has ended is frozen"), "{statement}: {refusal}");
        }
        for statement in ["UPDATE council_ballots SET in_writing = (1 = 1)", "DELETE FROM council_ballots"] {
            let refusal = app.database.try_execute(statement).unwrap_err().to_string();
            assert!(refusal.contains("a ballot is never changed"), "{statement}: {refusal}");
        }
    }

    async fn the_clerk_puts_files_beside_an_open_session(app: WorldApp) {
        let (round, all) = prepared(&app, 1).await;
        let session = session(&app, &round, &all, "totals").await;
        let record = ("council_session", session.as_str());
        let clerk = app.working("p.clerk").await;
        let kept = send(&clerk, "bien-ban.pdf", record, &pdf(100)).await;
        for (user, refusal) in [("p.approver", "forbidden"), ("a.chair", "not_found")] {
            let other = app.as_user(user).await;
            other.send(creation(&other, "bien-ban.pdf", record, 100)).await.problem(refusal);
        }
        concluded(&app, &session, &[[9, 0, 0]]).await;
        clerk.send(creation(&clerk, "bien-ban.pdf", record, 100)).await.problem("frozen");
        let file = format!("/api/v1/attachments/{}", kept.id());
        let etag = clerk.get(&file).await.expect(200).etag();
        clerk.delete(&file, &etag).await.problem("frozen");
    }

    async fn minutes_are_sealed_anew_when_keys_change(app: WorldApp) {
        let (round, all) = prepared(&app, 2).await;
        let ended = session(&app, &round, &all[..1], "totals").await;
        concluded(&app, &ended, &[[9, 0, 0]]).await;
        let running = session(&app, &round, &all[1..], "secret").await;
        for member in ["p.chair", "p.clerk"] {
            vote(&app.working(member).await, &running, ballot(&all[1..], &["for"])).await.expect(200);
        }
        app.stop().await;
        // Sealing anew leaves no entry in the journal, so this story does not end with a look for one.
        drop(app.database.connect());
        for what in ["add", "rotate"] {
            keys(&app, what);
        }
        let server = app.as_process(&[]).await;
        let by = |user: &'static str| {
            let anonymous = Actor::anonymous(server.address);
            async move { anonymous.signed_in(user, PASSWORD).await }
        };
        let minutes = by("p.inspector").await.get(&format!("{}/minutes", path(&ended))).await.expect(200);
        assert_eq!(minutes["minutes"], conclusion()["minutes"]);
        vote(&by("p.officer").await, &running, ballot(&all[1..], &["against"])).await.expect(200);
        let body = json!({"held_on": "2025-02-10", "present": 3, "minutes": "Họp."});
        let done = conclude(&by("p.approver").await, &running, body).await.expect(200);
        assert_eq!(results(&done)[0].0, [2, 1, 0, 6, 0]);
        assert!(server.stop().success());
    }
}
