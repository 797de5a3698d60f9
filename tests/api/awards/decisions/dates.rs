//! What the date of a paper decides: the money, and whether it may bear that date at all.

use serde_json::{Value, json};

use super::{draft, path, preview, refused, sign};
use crate::awards::submissions::{answer, award, path as submission_path, submitted};
use crate::awards::{COMMENDATION, COUNCIL, FORMS, Round, approved, form, round, round_for, step};
use crate::support::{TestApp, on_both_databases};

const DAY: i64 = 86_400;

/// A round for a form that gives half a million until 10 February, and eight hundred thousand from the 11th on, with
/// two nominations that were begun under the first version.
async fn of_two_versions(app: &TestApp, authority: &str) -> (Round, String, Vec<String>) {
    let first = json!({"authority": authority, "reward_individual_vnd": 500_000});
    let old = form(app, "twice", first).await.id();
    let round = round_for(app, &COUNCIL, &[&old]).await;
    let all = approved(app, &round, &old, 2).await;
    let second =
        json!({"authority": authority, "reward_individual_vnd": 800_000, "valid_from": "2025-02-11"});
    form(app, "twice", second).await;
    (round, old, all)
}

/// The rewards in the register, each of the form it was nominated for.
async fn rewards(app: &TestApp, form: &str) -> Vec<Value> {
    let awards = app.working("p.clerk").await.all("/api/v1/awards?sort=created_at").await;
    assert!(awards.iter().all(|award| award["form_id"] == form), "{awards:?}");
    awards.iter().map(|award| award["reward_vnd"].clone()).collect()
}

/// The clerk dates a draft.
async fn dated(app: &TestApp, decision: &str, day: &str) {
    let clerk = app.working("p.clerk").await;
    let etag = clerk.get(&path(decision)).await.expect(200).etag();
    clerk.patch(&path(decision), &etag, json!({"document_date": day})).await.expect(200);
}

on_both_databases! {
    async fn the_money_is_that_of_the_day_of_the_decision(app: WorldApp) {
        let (round, form, all) = of_two_versions(&app, "provincial_federation").await;
        let (early, late) = (draft(&app, &round, &all[..1]).await, draft(&app, &round, &all[1..]).await);
        assert_eq!(preview(&app, "p.approver", &early).await["reward_vnd"], 500_000);
        sign(&app.working("p.approver").await, &early).await.expect(200);
        app.wait(DAY);
        assert_eq!(preview(&app, "p.approver", &late).await["lines"][0]["reward_vnd"], 800_000);
        sign(&app.working("p.approver").await, &late).await.expect(200);
        assert_eq!(rewards(&app, &form).await, [json!(500_000), json!(800_000)]);
    }

    async fn the_money_is_that_of_the_day_on_which_the_authority_decided(app: WorldApp) {
        let (round, form, all) = of_two_versions(&app, "peoples_committee").await;
        let submission = submitted(&app, &round, &all).await;
        app.wait(DAY);
        for (nomination, day) in all.iter().zip(["2025-02-10", "2025-02-11"]) {
            let mut body = answer(&[award(nomination)]);
            body["decided_on"] = json!(day);
            step(&app.working("p.clerk").await, &submission_path(&submission), "answers", body).await.expect(200);
            app.wait(1);
        }
        assert_eq!(rewards(&app, &form).await, [json!(500_000), json!(800_000)]);
    }

    async fn a_form_that_has_ended_is_not_given(app: WorldApp) {
        let made = form(&app, "ended", json!({})).await;
        let round = round_for(&app, &COUNCIL, &[&made.id()]).await;
        let decision = draft(&app, &round, &approved(&app, &round, &made.id(), 1).await).await;
        let administrator = app.working("p.administrator").await;
        let at = format!("{FORMS}/{}", made.id());
        let etag = administrator.get(&at).await.expect(200).etag();
        let ended = administrator.patch(&at, &etag, json!({"valid_to": "2025-02-10"})).await.expect(200);
        refused(&app, &decision, &[("/nomination_ids/0", "form_not_in_force")]).await;
        administrator.patch(&at, &ended.etag(), json!({"valid_to": "2025-02-11"})).await.expect(200);
        sign(&app.working("p.approver").await, &decision).await.expect(200);
    }

    async fn nothing_is_dated_before_the_council_met(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let decision = draft(&app, &round, &approved(&app, &round, COMMENDATION, 2).await).await;
        dated(&app, &decision, "2025-02-09").await;
        refused(&app, &decision, &[("/document_date", "before_council")]).await;
        dated(&app, &decision, "2025-02-10").await;
        sign(&app.working("p.approver").await, &decision).await.expect(200);
    }

    async fn what_the_register_will_refuse_is_told_before(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, COMMENDATION, 2).await;
        let (first, second) = (draft(&app, &round, &all[..1]).await, draft(&app, &round, &all[1..]).await);
        app.database.execute("UPDATE organisations SET symbol = NULL WHERE code = 'LDLD-TINH'");
        refused(&app, &first, &[("", "no_symbol")]).await;
        app.database.execute("UPDATE organisations SET symbol = 'LĐLĐ' WHERE code = 'LDLD-TINH'");
        app.wait(DAY);
        sign(&app.working("p.approver").await, &first).await.expect(200);
        dated(&app, &second, "2025-02-10").await;
        refused(&app, &second, &[("/document_date", "before_last_number")]).await;
        dated(&app, &second, "2025-02-11").await;
        assert_eq!(sign(&app.working("p.approver").await, &second).await.expect(200)["number"], 2);
    }
}
