//! The same form for the same year is given once, in whatever version, by whatever round.

use serde_json::{Value, json};

use super::{NOMINATIONS, act, new_nomination, nomination, open_round, submitted, why};
use crate::awards::imports::{OWN, imported, row};
use crate::awards::{CERTIFICATE, COMMENDATION, FORMS, form, new_form, round_path};
use crate::reports::with;
use crate::support::world::A;
use crate::support::{Answer, TestApp, on_both_databases};

const NAME: &str = "Nguyễn Thị Mẫu";

/// A's chair submits a new nomination of the same person, as a phone without a Vietnamese keyboard writes it.
async fn again(app: &TestApp, round: &str, form: &str) -> Answer {
    let draft = nomination(app, "a", new_nomination(A, round, form, "nguyen thi  MAU")).await;
    act(&app.working("a.chair").await, &draft, "submit", json!({})).await
}

fn names(refused: &Answer, other: &str) {
    let detail = refused.problem("duplicate_nomination")["detail"].clone();
    assert!(detail.as_str().unwrap().contains(other), "{refused}");
}

on_both_databases! {
    async fn two_rounds_of_a_year_do_not_take_the_same_person_for_the_same_form(app: WorldApp) {
        let one = open_round(&app, &[COMMENDATION, CERTIFICATE], json!({})).await;
        let other = open_round(&app, &[COMMENDATION], json!({})).await;
        let first = submitted(&app, "a", new_nomination(A, &one, COMMENDATION, NAME)).await;
        names(&again(&app, &other, COMMENDATION).await, &first.id());
        again(&app, &one, CERTIFICATE).await.expect(200);
        let year_before = open_round(&app, &[COMMENDATION], json!({"year": 2023})).await;
        again(&app, &year_before, COMMENDATION).await.expect(200);
        // What another round has refused may be tried again; what this one has may not.
        app.database.execute(&format!("UPDATE award_nominations SET status = 'council_rejected' WHERE nominee_name = '{NAME}'"));
        names(&again(&app, &one, COMMENDATION).await, &first.id());
        again(&app, &other, COMMENDATION).await.expect(200);
    }

    async fn two_versions_of_a_form_are_one_form(app: WorldApp) {
        let old = form(&app, "renewed", json!({})).await.id();
        let round = open_round(&app, &[&old], json!({})).await;
        let first = submitted(&app, "a", new_nomination(A, &round, &old, NAME)).await;
        let version = with(new_form("renewed"), json!({"valid_from": "2025-02-12"}));
        let new = app.working("p.administrator").await.post(FORMS, version).await.expect(201).id();
        let clerk = app.working("p.clerk").await;
        let etag = clerk.get(&round_path(&round)).await.expect(200).etag();
        clerk.patch(&round_path(&round), &etag, json!({"forms": [old, new]})).await.expect(200);
        app.wait(2 * 86_400);
        names(&again(&app, &round, &new).await, &first.id());
        act(&app.working("a.officer").await, &first, "withdraw", why()).await.expect(200);
        again(&app, &round, &new).await.expect(200);
    }

    async fn who_stands_in_the_register_with_the_form_is_not_nominated_for_it(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let before = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "Người Khác")).await;
        let other = imported(&app, &[row("CDCS-A", ("individual", "Nguoi Khac"), OWN, 2024, 0)]).await.remove(0);
        let endorse = act(&app.working("d1.chair").await, &before, "endorse", json!({"rank": 1})).await;
        names(&endorse, other["id"].as_str().unwrap());
        imported(&app, &[row("CDCS-A", ("individual", NAME), OWN, 2023, 0)]).await;
        let first = again(&app, &round, COMMENDATION).await.expect(200);
        act(&app.working("a.officer").await, &first, "withdraw", why()).await.expect(200);
        let given = imported(&app, &[row("CDCS-A", ("individual", NAME), OWN, 2024, 0)]).await.remove(0);
        names(&again(&app, &round, COMMENDATION).await, given["id"].as_str().unwrap());
    }

    async fn of_two_that_are_submitted_for_the_same_the_one_endorsed_first_goes_on(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let one = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, NAME)).await;
        let mut body = new_nomination(A, &round, COMMENDATION, NAME);
        body["namesake"] = json!(true);
        let other = submitted(&app, "a", body).await;
        app.database.execute("UPDATE award_nominations SET namesake = FALSE");
        let chair = app.working("d1.chair").await;
        act(&chair, &other, "endorse", json!({"rank": 1})).await.expect(200);
        names(&act(&chair, &one, "endorse", json!({"rank": 2})).await, &other.id());
        let rows = chair.all(&format!("{NOMINATIONS}?status=endorsed")).await;
        assert_eq!(rows.iter().map(|row| &row["id"]).collect::<Vec<_>>(), [&Value::from(other.id())]);
    }
}
