//! What hardship support comes to: for those who work on it, for readers outside, and in reports.

use serde_json::{Value, json};

use super::filing::{Dossier, decided, decided_with, paid_and_reclaimed};
use super::programmes::programme;
use super::surveys::{SURVEYS, new_survey};
use crate::reports::{
    accept, accepted_for_round, consolidate, create, february, february_round, figure, figure_path, issue,
    path, step, submit,
};
use crate::support::app::instant;
use crate::support::world::{A, B, C, D1, D2, P};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const ILLNESS: &str = "critical_illness";
const INFERTILITY: &str = "infertility_treatment";

fn dossier(
    union: (&'static str, &'static str),
    category: &'static str,
    person: u32,
    amount: i64,
) -> Dossier<'static> {
    let above = if union.1 == C { "d2" } else { "d1" };
    Dossier { union, above, top: "p", category, person, member: None, amount }
}

const OF_A: (&str, &str) = ("a", A);
const OF_B: (&str, &str) = ("b", B);
const OF_C: (&str, &str) = ("c", C);

async fn ask(by: &Actor, organisation: &str, (from, to): (&str, &str), more: &str) -> Answer {
    let path =
        format!("/api/v1/statistics/hardship?organisation_id={organisation}&from={from}&to={to}{more}");
    by.get(&path).await
}

const YEAR: (&str, &str) = ("2025-01-01", "2025-12-31");

/// Persons, unions, lines, đồng and đồng that came back.
fn numbers(counts: &Value) -> [i64; 5] {
    assert_eq!(counts["hidden"], false);
    ["persons", "unions", "lines", "amount_vnd", "reclaimed_vnd"].map(|name| counts[name].as_i64().unwrap())
}

fn groups(answer: &Answer) -> Vec<(String, [i64; 5])> {
    let groups = answer["groups"].as_array().unwrap();
    groups
        .iter()
        .map(|group| (group["key"].as_str().unwrap().to_owned(), numbers(&group["counts"])))
        .collect()
}

/// February: four lines for three persons of three unions. March: one line; one of February taken back, one reclaimed.
async fn two_decisions(app: &TestApp) -> String {
    app.clock.set(instant("2025-02-10T02:00:00Z"));
    let programme = programme(app).await.id();
    let lines = decided(
        app,
        &programme,
        &[
            dossier(OF_A, ILLNESS, 1, 5_000_000),
            dossier(OF_A, INFERTILITY, 1, 3_000_000),
            dossier(OF_B, ILLNESS, 2, 4_000_000),
            dossier(OF_C, ILLNESS, 3, 2_000_000),
        ],
    )
    .await;
    // The last instant of 10 March in the province, and not in UTC.
    app.clock.set(instant("2025-03-10T16:59:59Z"));
    decided_with(app, &programme, &[dossier(OF_A, ILLNESS, 4, 1_000_000)], Some(&lines[3])).await;
    paid_and_reclaimed(&app.working("p.accountant").await, &lines[0], "2025-03-10", 2_000_000).await;
    programme
}

/// Ten persons: six in illness, four in infertility treatment.
async fn ten_persons(app: &TestApp) -> String {
    app.clock.set(instant("2025-02-10T02:00:00Z"));
    let programme = programme(app).await.id();
    let illness = (1..=6).map(|person| dossier(OF_A, ILLNESS, person, 1_000_000));
    let infertility = (7..=10).map(|person| dossier(OF_C, INFERTILITY, person, 2_000_000));
    let all: Vec<_> = illness.chain(infertility).collect();
    decided(app, &programme, &all).await;
    programme
}

async fn indicator(app: &TestApp, code: &str) -> String {
    let indicators = app.working("p.officer").await.all("/api/v1/indicators?limit=200").await;
    let found = indicators.iter().find(|one| one["code"] == code).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

/// What the report says of an indicator: value, computed value, and what the records behind it add.
async fn told(app: &TestApp, report: &Value, code: &str) -> (i64, Option<i64>, Vec<i64>) {
    let figure = figure(report, &indicator(app, code).await);
    let officer = app.working("p.officer").await;
    let records = officer.all(&format!("{}/records?limit=2", figure_path(&figure))).await;
    let added = records.iter().map(|record| record["value"].as_i64().unwrap()).collect();
    (figure["value"].as_i64().unwrap(), figure["computed_value"].as_i64(), added)
}

on_both_databases! {
    async fn who_works_on_dossiers_gets_exact_numbers(app: WorldApp) {
        let programme = two_decisions(&app).await;
        let officer = app.working("p.officer").await;
        let all = ask(&officer, P, YEAR, "").await.expect(200);
        assert_eq!(all.header("cache-control"), "private, no-cache");
        assert_eq!((&all["exact"], all["groups"].as_array().unwrap().len()), (&json!(true), 0));
        let total = [3, 2, 4, 13_000_000, 2_000_000];
        assert_eq!(numbers(&all["total"]), total, "the line that was taken back does not count");
        for (by, expected) in [
            ("month", vec![("2025-02", [2, 2, 3, 12_000_000, 2_000_000]), ("2025-03", [1, 1, 1, 1_000_000, 0])]),
            ("organisation", vec![(A, [2, 1, 3, 9_000_000, 2_000_000]), (B, [1, 1, 1, 4_000_000, 0])]),
            ("category", vec![(ILLNESS, [3, 2, 3, 10_000_000, 2_000_000]), (INFERTILITY, [1, 1, 1, 3_000_000, 0])]),
            ("programme", vec![(programme.as_str(), total)]),
        ] {
            let answer = ask(&officer, P, YEAR, &format!("&group_by={by}")).await.expect(200);
            let expected: Vec<_> = expected.into_iter().map(|(key, counts)| (key.to_owned(), counts)).collect();
            assert_eq!(groups(&answer), expected, "{by}");
            assert_eq!(numbers(&answer["total"]), total, "{by}");
        }
        let of_march = ask(&officer, P, ("2025-03-10", "2025-03-10"), "").await.expect(200);
        assert_eq!(numbers(&of_march["total"]), [1, 1, 1, 1_000_000, 0]);
        let of_district = ask(&app.working("d1.chair").await, D1, YEAR, "").await.expect(200);
        assert_eq!(numbers(&of_district["total"]), total);
        let taken_back = ask(&app.working("d2.chair").await, D2, YEAR, "").await.expect(200);
        assert_eq!(numbers(&taken_back["total"]), [0; 5]);
        let other = crate::hardship::programmes::programme(&app).await.id();
        let of_other = ask(&officer, P, YEAR, &format!("&programme_id={other}")).await.expect(200);
        assert_eq!(numbers(&of_other["total"]), [0; 5]);
    }

    async fn what_cannot_be_counted_is_refused(app: WorldApp) {
        let officer = app.working("a.officer").await;
        ask(&officer, B, YEAR, "").await.problem("not_found");
        ask(&officer, D1, YEAR, "").await.problem("forbidden");
        let refused = ask(&officer, A, ("2025-02-02", "2025-02-01"), "").await;
        assert_eq!(refused.violations(), [("to".to_owned(), "out_of_range".to_owned())]);
        let unknown = ask(&officer, A, YEAR, &format!("&programme_id={A}")).await;
        assert_eq!(unknown.violations(), [("programme_id".to_owned(), "not_found".to_owned())]);
    }

    async fn a_reader_outside_sees_no_small_group_and_cannot_reckon_it(app: WorldApp) {
        let programme = ten_persons(&app).await;
        let clerk = app.working("p.clerk").await;
        let early = ask(&clerk, P, YEAR, "").await;
        assert_eq!(early.violations(), [("to".to_owned(), "not_allowed".to_owned())], "the year has not ended");
        app.clock.set(instant("2026-01-01T02:00:00Z"));
        for who in ["p.clerk", "a.officer", "d2.chair", "p.administrator"] {
            let by = app.working(who).await;
            let answer = ask(&by, P, YEAR, "&group_by=category").await.expect(200);
            assert_eq!(answer["exact"], false, "{who}");
            assert_eq!(answer["total"], json!({
                "hidden": false, "persons": 10, "unions": 2, "lines": 10, "amount_vnd": 14_000_000, "reclaimed_vnd": null,
            }), "{who}");
            let hidden = json!({
                "hidden": true, "persons": null, "unions": null, "lines": null, "amount_vnd": null, "reclaimed_vnd": null,
            });
            let told: Vec<&Value> = answer["groups"].as_array().unwrap().iter().map(|group| &group["counts"]).collect();
            assert_eq!(told, [&hidden, &hidden], "six are hidden too: the total would tell the four");
            let months = ask(&by, P, YEAR, "&group_by=month").await.expect(200);
            assert_eq!(months["groups"][0]["counts"]["persons"], 10);
        }
        let clerk = app.working("p.clerk").await;
        for (days, more, place) in [
            (("2025-02-01", "2025-02-28"), String::new(), "to"),
            (("2025-01-01", "2025-12-30"), String::new(), "to"),
            (YEAR, "&group_by=organisation".to_owned(), "group_by"),
            (YEAR, "&group_by=programme".to_owned(), "group_by"),
            (YEAR, format!("&programme_id={programme}"), "programme_id"),
        ] {
            let refused = ask(&clerk, P, days, &more).await;
            assert_eq!(refused.violations(), [(place.to_owned(), "not_allowed".to_owned())], "{days:?} {more}");
        }
        ask(&app.working("a.clerk").await, A, YEAR, "").await.problem("forbidden");
        let none = ask(&clerk, P, ("2024-01-01", "2024-12-31"), "&group_by=month").await.expect(200);
        assert_eq!(none["total"]["hidden"], true);
        let inspector = ask(&app.working("p.inspector").await, P, YEAR, "&group_by=category").await.expect(200);
        assert_eq!(groups(&inspector)[1].1, [4, 1, 4, 8_000_000, 0]);
    }

    async fn a_report_counts_the_records_and_opens_to_them(app: WorldApp) {
        app.clock.set(instant("2025-02-10T02:00:00Z"));
        let programme = programme(&app).await.id();
        let round = february_round(&app).await.id();
        let persons = indicator(&app, "hardship_dossiers").await;
        accepted_for_round(&app, "d1", D1, &round, &[(persons.as_str(), 7)]).await;
        let report = create(&app, "p", february(P)).await;
        let before = consolidate(&app, "p", &report).await;
        assert_eq!(told(&app, &before["report"], "hardship_dossiers").await, (7, Some(7), vec![]), "nothing is decided");
        decided(&app, &programme, &[
            dossier(OF_A, ILLNESS, 1, 5_000_000),
            dossier(OF_A, INFERTILITY, 1, 3_000_000),
            dossier(OF_C, ILLNESS, 2, 2_000_000),
        ]).await;
        let done = consolidate(&app, "p", &report).await;
        let whole = &done["report"];
        for (code, value, added) in [
            ("hardship_dossiers", 2, vec![0, 1, 1]),
            ("hardship_unions", 2, vec![0, 1, 1]),
            ("hardship_amount", 10_000_000, vec![2_000_000, 3_000_000, 5_000_000]),
            ("hardship_critical_illness_persons", 2, vec![1, 1]),
            ("hardship_infertility_treatment_amount", 3_000_000, vec![3_000_000]),
        ] {
            let (found, computed, mut behind) = told(&app, whole, code).await;
            behind.sort_unstable();
            assert_eq!((found, computed, behind), (value, Some(value), added), "{code}");
        }
        let counted = figure(whole, &persons);
        let officer = app.working("p.officer").await;
        assert_eq!(officer.all(&format!("{}/sources", figure_path(&counted))).await.len(), 0, "the seven are not in it");
        officer.delete(&figure_path(&counted), &officer.get(&figure_path(&counted)).await.etag()).await
            .problem("computed_figure");
        let records = officer.get(&format!("{}/records?include=total", figure_path(&counted))).await.expect(200);
        assert_eq!(records["total"], 3);
        for record in records.items() {
            let dossier = format!("/api/v1/hardship-applications/{}", record["application_id"].as_str().unwrap());
            assert_eq!(officer.get(&dossier).await.expect(200)["organisation_id"], record["organisation_id"]);
        }
        let clerk = app.working("p.clerk").await;
        let closed = clerk.get(&format!("{}/records?include=total", figure_path(&counted))).await.expect(200);
        assert_eq!((closed.items().len(), &closed["total"]), (0, &json!(0)), "a clerk sees no dossier");
    }

    async fn families_in_need_of_housing_are_counted_and_opened(app: WorldApp) {
        app.clock.set(instant("2025-02-10T02:00:00Z"));
        for (union, organisation, on) in
            [("a", A, "2025-02-05"), ("c", C, "2025-02-10"), ("a", A, "2025-01-31"), ("a", A, "2025-02-01")]
        {
            let mut found = new_survey(organisation, "Người Mẫu Nhà");
            found["surveyed_on"] = json!(on);
            app.working(&format!("{union}.officer")).await.post(SURVEYS, found).await.expect(201);
        }
        let report = create(&app, "p", february(P)).await;
        let done = consolidate(&app, "p", &report).await;
        assert_eq!(told(&app, &done["report"], "housing_cases").await, (3, Some(3), vec![1, 1, 1]));
        let counted = figure(&done["report"], &indicator(&app, "housing_cases").await);
        let officer = app.working("p.officer").await;
        let records = officer.all(&format!("{}/records?limit=1", figure_path(&counted))).await;
        for record in &records {
            assert_eq!(record["record_type"], "housing_survey");
            let entry = format!("{SURVEYS}/{}", record["record_id"].as_str().unwrap());
            assert_eq!(officer.get(&entry).await.expect(200)["organisation_id"], record["organisation_id"]);
        }
        // What its union removes is shown no more, and after the next consolidation not counted either.
        let owner = app.working("c.officer").await;
        let gone = records.iter().find(|record| record["organisation_id"] == C).unwrap();
        let entry = format!("{SURVEYS}/{}", gone["record_id"].as_str().unwrap());
        owner.delete(&entry, &owner.get(&entry).await.etag()).await.expect(204);
        assert_eq!(told(&app, &done["report"], "housing_cases").await, (3, Some(3), vec![1, 1]));
        let again = consolidate(&app, "p", &report).await;
        assert_eq!(told(&app, &again["report"], "housing_cases").await, (2, Some(2), vec![1, 1]));
    }

    async fn a_union_without_a_round_counts_its_own_and_what_is_issued_stays(app: WorldApp) {
        app.clock.set(instant("2025-02-10T02:00:00Z"));
        let programme = programme(&app).await.id();
        let report = create(&app, "p", february(P)).await;
        step(&app.working("p.officer").await, &report, "consolidate", json!({})).await.problem("wrong_state");
        decided(&app, &programme, &[dossier(OF_A, ILLNESS, 1, 5_000_000)]).await;
        let done = consolidate(&app, "p", &report).await;
        assert_eq!(told(&app, &done["report"], "hardship_dossiers").await, (1, Some(1), vec![1]));
        submit(&app, "p", &report).await;
        accept(&app, "p.clerk", &report).await;
        issue(&app, "p", &report).await;
        decided(&app, &programme, &[dossier(OF_C, ILLNESS, 2, 2_000_000)]).await;
        let officer = app.working("p.officer").await;
        let issued = officer.get(&path(&report)).await.expect(200);
        assert_eq!(told(&app, &issued.json, "hardship_dossiers").await, (1, Some(1), vec![1]));
        for change in ["DELETE FROM figure_records", "UPDATE figure_records SET value = 7"] {
            app.database.try_execute(change).unwrap_err();
        }
        let amendment = officer.post(&format!("{}/amend", path(&report)), json!({})).await.expect(201).id();
        let copied = officer.get(&path(&amendment)).await.expect(200);
        assert_eq!(told(&app, &copied.json, "hardship_dossiers").await, (1, Some(1), vec![1]));
        let again = consolidate(&app, "p", &amendment).await;
        assert_eq!(told(&app, &again["report"], "hardship_dossiers").await, (2, Some(2), vec![1, 1]));
    }
}
