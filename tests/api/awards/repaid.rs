//! Taking an award back and its money, to the day and to the đồng.

use serde_json::json;

use super::register::{one, path, repay, repayment, revocation, revoke};
use crate::support::on_both_databases;

on_both_databases! {
    async fn an_award_is_taken_back_from_the_day_it_was_given(app: WorldApp) {
        let award = one(&app).await;
        let mut body = revocation(0);
        body["revoked_on"] = award["decided_on"].clone();
        let done = revoke(&app.working("p.approver").await, &award, body).await.expect(200);
        assert_eq!(done["revoked_on"], award["decided_on"]);
    }

    async fn all_that_is_due_comes_back_to_the_last_dong(app: WorldApp) {
        let award = one(&app).await;
        revoke(&app.working("p.approver").await, &award, revocation(1_000_000)).await.expect(200);
        let accountant = app.working("p.accountant").await;
        for (amount, good) in [(1_000_001, false), (999_999, true), (2, false), (1, true), (1, false)] {
            let answer = repay(&accountant, &award, repayment(amount)).await;
            if good {
                answer.expect(201);
            } else {
                assert_eq!(answer.violations(), [("/amount_vnd".to_owned(), "above_due".to_owned())], "{amount}");
            }
        }
        assert_eq!(accountant.get(&path(&award)).await.expect(200)["paid_back_vnd"], json!(1_000_000));
    }
}
