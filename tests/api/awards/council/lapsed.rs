//! Votes that do not count: on an older text, or of too few who were free to choose in secret.

use serde_json::json;

use super::{
    SESSIONS, all_vote, attended, conclude, concluded, hands_at_a, new_session, outcomes, results, session,
    with_totals,
};
use crate::awards::seed::{endorsed_by, hold, release, rewritten};
use crate::awards::{CERTIFICATE, COUNCIL, endorsed, pairs, round, standing};
use crate::support::{TestApp, on_both_databases};

const LAPSED: &str = "lapsed";

/// A nomination that an officer and a chair of the province have written and submitted.
async fn own(app: &TestApp, round: &crate::awards::Round) -> String {
    endorsed_by(app, round, CERTIFICATE, ["p.officer", "p.chair", "d1.chair"]).await
}

on_both_databases! {
    async fn what_was_written_anew_lapses_though_it_is_endorsed_again(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await, endorsed(&app, &round, CERTIFICATE).await];
        let entered = session(&app, &round, &all, "totals").await;
        rewritten(&app, &all[0]).await;
        let done = concluded(&app, &entered, &[[9, 0, 0], [9, 0, 0]]).await;
        assert_eq!(outcomes(&done), [(json!(LAPSED), false), (json!("approved"), false)]);
        assert_eq!((standing(&app, "endorsed"), standing(&app, "council_approved")), (1, 1));
        // The next session votes on the new text, in secret, and it is written anew once more.
        let all = [all[0].clone(), endorsed(&app, &round, CERTIFICATE).await];
        let voted = session(&app, &round, &all, "secret").await;
        let ballots = [("p.chair", ["for"; 2]), ("p.clerk", ["for"; 2]), ("p.officer", ["for"; 2])];
        all_vote(&app, &voted, &all, &ballots).await;
        rewritten(&app, &all[0]).await;
        let done = conclude(&app.working("p.approver").await, &voted, attended(3)).await.expect(200);
        assert_eq!(outcomes(&done), [(json!(LAPSED), true), (json!("rejected"), false)]);
        assert_eq!(standing(&app, "endorsed"), 1);
        let last = session(&app, &round, &all[..1], "totals").await;
        assert_eq!(results(&concluded(&app, &last, &[[9, 0, 0]]).await)[0].1, "approved");
    }

    async fn what_was_on_hold_for_a_while_does_not_lapse(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "totals").await;
        hold(&app, &all[0]).await;
        release(&app, &all[0]).await;
        assert_eq!(results(&concluded(&app, &session, &[[9, 0, 0]]).await)[0].1, "approved");
    }

    async fn no_secret_ballot_is_opened_where_fewer_than_three_are_free_to_choose(app: WorldApp) {
        hands_at_a(&app).await;
        let members = ["p.chair", "p.officer", "p.inspector", "p.clerk", "p.appraiser"];
        let clerk = app.working("p.clerk").await;
        let four = round(&app, &members[..4]).await;
        let all = [endorsed(&app, &four, CERTIFICATE).await, own(&app, &four).await];
        let refused = clerk.post(SESSIONS, new_session(&four, &all, "secret")).await;
        assert_eq!(refused.violations(), pairs(&[("/nomination_ids/1", "too_few_voters")]));
        clerk.post(SESSIONS, new_session(&four, &all, "totals")).await.expect(201);
        let five = round(&app, &members).await;
        let all = [own(&app, &five).await];
        clerk.post(SESSIONS, new_session(&five, &all, "secret")).await.expect(201);
    }

    async fn what_fewer_than_three_chose_freely_on_lapses_and_its_sums_are_told_to_nobody(app: WorldApp) {
        hands_at_a(&app).await;
        let members = ["p.chair", "p.officer", "p.inspector", "p.clerk", "p.appraiser"];
        let round = round(&app, &members).await;
        let all = [own(&app, &round).await, endorsed(&app, &round, CERTIFICATE).await];
        let few = session(&app, &round, &all, "secret").await;
        let votes = [
            ("p.chair", ["abstain", "for"]), ("p.officer", ["abstain", "for"]), ("p.inspector", ["against", "for"]),
            ("p.clerk", ["for", "for"]), ("p.appraiser", ["for", "for"]),
        ];
        // The two who must abstain on the first, and one whose vote its sums would tell.
        all_vote(&app, &few, &all, &votes[..3]).await;
        let approver = app.working("p.approver").await;
        let done = conclude(&approver, &few, attended(3)).await.expect(200);
        assert_eq!(outcomes(&done), [(json!(LAPSED), true), (json!("rejected"), false)]);
        let kept = "SELECT CAST(sum(votes_for + votes_against + abstained) AS BIGINT) AS n FROM council_votes";
        assert_eq!(app.database.count(&format!("{kept} WHERE result = 'lapsed'")), 0);
        assert_eq!(app.database.count(&format!("{kept} WHERE result = 'rejected'")), 3);
        // All five vote, and three of them are free.
        let again = session(&app, &round, &all[..1], "secret").await;
        all_vote(&app, &again, &all[..1], &votes).await;
        let done = conclude(&approver, &again, attended(5)).await.expect(200);
        assert_eq!(results(&done), [([2, 1, 2, 0, 0], "rejected".to_owned())]);
    }

    async fn a_session_was_not_held_before_what_it_decides_was_there(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let approver = app.working("p.approver").await;
        let first = [endorsed(&app, &round, CERTIFICATE).await];
        let entered = session(&app, &round, &first, "totals").await;
        let mut body = with_totals(&approver, &entered, &[[9, 0, 0]]).await;
        body["held_on"] = json!("2025-02-09");
        let early = pairs(&[("/held_on", "out_of_range")]);
        assert_eq!(conclude(&approver, &entered, body.clone()).await.violations(), early);
        body["held_on"] = json!("2025-02-10");
        conclude(&approver, &entered, body).await.expect(200);
        // A secret ballot is not held before it is opened; what lapses does not count.
        let second = [endorsed(&app, &round, CERTIFICATE).await, endorsed(&app, &round, CERTIFICATE).await];
        app.wait(86_400);
        let voted = session(&app, &round, &second, "secret").await;
        let ballots = [("p.chair", ["for"; 2]), ("p.clerk", ["for"; 2]), ("p.officer", ["for"; 2])];
        all_vote(&app, &voted, &second, &ballots).await;
        app.wait(86_400);
        rewritten(&app, &second[0]).await;
        let approver = app.working("p.approver").await;
        assert_eq!(conclude(&approver, &voted, attended(3)).await.violations(), early);
        let mut body = attended(3);
        body["held_on"] = json!("2025-02-11");
        conclude(&approver, &voted, body).await.expect(200);
    }
}
