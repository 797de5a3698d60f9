//! What reaches the share of the full council, to the vote.

use super::{conclude, concluded, results, session, with_totals};
use crate::awards::{CERTIFICATE, COMMENDATION, COUNCIL, MEDAL, endorsed, round, standing};
use crate::support::on_both_databases;

on_both_databases! {
    async fn six_of_nine_are_enough_and_five_are_not_whoever_is_absent(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let mut all = Vec::new();
        for _ in 0..5 {
            all.push(endorsed(&app, &round, CERTIFICATE).await);
        }
        let session = session(&app, &round, &all, "totals").await;
        // Nobody votes against the second, and still it has five of nine only.
        let done = concluded(&app, &session, &[[6, 0, 0], [5, 0, 0], [6, 3, 0], [5, 0, 4], [0, 0, 0]]).await;
        let expected = [
            ([6, 0, 0, 3, 0], "approved"), ([5, 0, 0, 4, 0], "rejected"), ([6, 3, 0, 0, 0], "approved"),
            ([5, 0, 4, 0, 0], "rejected"), ([0, 0, 0, 9, 0], "rejected"),
        ];
        assert_eq!(results(&done), expected.map(|(sums, result)| (sums, result.to_owned())));
        assert_eq!((standing(&app, "council_approved"), standing(&app, "council_rejected")), (2, 3));
    }

    async fn of_eight_five_are_less_than_two_thirds(app: WorldApp) {
        let round = round(&app, &COUNCIL[1..]).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await, endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "totals").await;
        let approver = app.working("p.approver").await;
        let mut body = with_totals(&approver, &session, &[[6, 0, 0], [5, 0, 0]]).await;
        body["present"] = serde_json::json!(6);
        let done = conclude(&approver, &session, body).await.expect(200);
        let expected = [([6, 0, 0, 2, 0], "approved"), ([5, 0, 0, 3, 0], "rejected")];
        assert_eq!(results(&done), expected.map(|(sums, result)| (sums, result.to_owned())));
    }

    async fn each_form_has_a_threshold_of_its_own_as_it_was_when_the_session_opened(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let set = |code: &str, share: &str| {
            app.database.execute(&format!("UPDATE award_forms SET {share} WHERE code = '{code}'"));
        };
        set("commendation_provincial_federation", "threshold_numerator = 1, threshold_denominator = 2");
        set("commemorative_medal_confederation", "threshold_numerator = 1, threshold_denominator = 1");
        let mut all = Vec::new();
        for form in [COMMENDATION, COMMENDATION, MEDAL, MEDAL] {
            all.push(endorsed(&app, &round, form).await);
        }
        let session = session(&app, &round, &all, "totals").await;
        set("commendation_provincial_federation", "threshold_numerator = 1, threshold_denominator = 1");
        let done = concluded(&app, &session, &[[5, 4, 0], [4, 0, 0], [9, 0, 0], [8, 0, 1]]).await;
        let told: Vec<_> = results(&done).into_iter().map(|(_, result)| result).collect();
        assert_eq!(told, ["approved", "rejected", "approved", "rejected"]);
    }
}
