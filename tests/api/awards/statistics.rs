//! What awards come to, in numbers and in reports.

use std::collections::BTreeSet;

use congdoan::db::schema::award_nominations as nominations;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::imports::{FLAG, MERIT, OWN, imported, person, row};
use super::register::{revocation, revoke};
use super::seed::uuid;
use super::submissions::{SUBMISSIONS, answered, award, decline, draft, new_submission, sign, submitted};
use super::{CERTIFICATE, COMMENDATION, COUNCIL, Round, approved, decisions, round};
use crate::reports::{
    accept, consolidate, create, february, figure, figure_path, issue, path, step, submit, with,
};
use crate::support::app::instant;
use crate::support::world::{A, B, C, D1, D2, P};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

async fn ask(by: &Actor, organisation: &str, more: &str) -> Answer {
    by.get(&format!("/api/v1/statistics/awards?organisation_id={organisation}{more}")).await
}

/// Proposed, awarded, declined, revoked, đồng.
fn numbers(counts: &Value) -> [i64; 5] {
    ["proposed", "awarded", "declined", "revoked", "reward_vnd"].map(|name| counts[name].as_i64().unwrap())
}

fn groups(answer: &Answer) -> Vec<(String, [i64; 5])> {
    let groups = answer["groups"].as_array().unwrap();
    groups
        .iter()
        .map(|group| (group["key"].as_str().unwrap().to_owned(), numbers(&group["counts"])))
        .collect()
}

/// Nominations of A for the certificate, the first of them of a collective, that were submitted on 10 February.
async fn three_submitted(app: &TestApp) -> (String, Vec<String>) {
    let round = round(app, &COUNCIL).await;
    let approved = approved(app, &round, CERTIFICATE, 3).await;
    let one = nominations::table.find(uuid(&approved[0]));
    let mut db = app.database.connect();
    diesel::update(one).set(nominations::nominee_kind.eq("collective")).execute(&mut db).unwrap();
    (submitted(app, &round, &approved).await, approved)
}

async fn decide(app: &TestApp, round: &Round, nominations: &[String]) {
    let decision = decisions::draft(app, round, nominations).await;
    decisions::sign(&app.working("p.approver").await, &decision).await.expect(200);
}

async fn indicator(app: &TestApp, code: &str) -> String {
    let indicators = app.working("p.officer").await.all("/api/v1/indicators?limit=200").await;
    let found = indicators.iter().find(|one| one["code"] == code).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

/// What the report says of an indicator: value, computed value, and the nominations behind it.
async fn told(app: &TestApp, report: &Value, code: &str) -> (i64, Option<i64>, Vec<Value>) {
    let figure = figure(report, &indicator(app, code).await);
    let clerk = app.working("p.clerk").await;
    let records = clerk.all(&format!("{}/records?limit=1", figure_path(&figure))).await;
    (figure["value"].as_i64().unwrap(), figure["computed_value"].as_i64(), records)
}

/// A certificate and a flag of A's, a certificate of C's that was taken back, a commendation of the province's.
async fn four(app: &TestApp) {
    let awards = imported(
        app,
        &[
            person("CDCS-A", "Nguyễn Thị Mẫu"),
            row("CDCS-A", ("collective", "Đội Ví Dụ"), FLAG, 2021, 5_000_000),
            row("CDCS-C", ("individual", "Trần Văn Thử"), MERIT, 2022, 2_000_000),
            row("LDLD-TINH", ("collective", "Văn phòng"), OWN, 2022, 300_000),
        ],
    )
    .await;
    let approver = app.working("p.approver").await;
    let path = format!("/api/v1/awards/{}/revoke", awards[2]["id"].as_str().unwrap());
    let body = json!({
        "symbol": "9/QĐ", "revoked_on": "2025-01-20", "signer_name": "Người Ký Mẫu", "reason": "Không đúng.",
        "due_back_vnd": 0,
    });
    approver.act(&path, "\"v1\"", body).await.expect(200);
}

/// The days of all decisions of these tests.
const EVER: &str = "&from=2000-01-01&to=2025-12-31";

on_both_databases! {
    async fn what_was_given_and_taken_back_is_counted_by_everything(app: WorldApp) {
        four(&app).await;
        let officer = app.working("p.officer").await;
        let total = [0, 4, 0, 1, 8_300_000];
        let all = ask(&officer, P, EVER).await.expect(200);
        assert_eq!((numbers(&all["total"]), all["groups"].as_array().unwrap().len()), (total, 0));
        assert_eq!(all.header("cache-control"), "private, no-cache");
        let (one, flag, back, own) = ([0, 1, 0, 0, 1_000_000], [0, 1, 0, 0, 5_000_000], [0, 1, 0, 1, 2_000_000], [0, 1, 0, 0, 300_000]);
        for (by, expected) in [
            ("nominee_kind", vec![("collective", [0, 2, 0, 0, 5_300_000]), ("individual", [0, 2, 0, 1, 3_000_000])]),
            ("form", vec![(MERIT, [0, 2, 0, 1, 3_000_000]), (OWN, own), (FLAG, flag)]),
            ("authority", vec![("confederation", [0, 2, 0, 1, 3_000_000]), ("peoples_committee", flag), ("provincial_federation", own)]),
            ("organisation", vec![(A, [0, 2, 0, 0, 6_000_000]), (C, back), (P, own)]),
            ("year", vec![("2020", one), ("2021", flag), ("2022", [0, 2, 0, 1, 2_300_000])]),
        ] {
            let answer = ask(&officer, P, &format!("{EVER}&group_by={by}")).await.expect(200);
            let expected: Vec<_> = expected.into_iter().map(|(key, counts)| (key.to_owned(), counts)).collect();
            assert_eq!(groups(&answer), expected, "{by}");
            assert_eq!(numbers(&answer["total"]), total, "{by}");
        }
        let named = ask(&officer, P, &format!("{EVER}&group_by=authority")).await.expect(200);
        assert_eq!(named["groups"][0]["name"], "Tổng Liên đoàn Lao động Việt Nam");
    }

    async fn each_thing_counts_on_its_own_day_or_for_its_year(app: WorldApp) {
        four(&app).await;
        let officer = app.working("p.officer").await;
        for (organisation, span, expected) in [
            (P, "&from=2021-02-03&to=2021-02-03", [0, 1, 0, 0, 1_000_000]),
            (P, "&from=2021-02-04&to=2021-12-31", [0; 5]),
            (P, "&from=2025-01-20&to=2025-01-20", [0, 0, 0, 1, 0]),
            (P, "&year=2022", [0, 2, 0, 1, 2_300_000]),
            (D1, "&year=2021", [0, 1, 0, 0, 5_000_000]),
            (D2, "&year=2021", [0; 5]),
        ] {
            assert_eq!(numbers(&ask(&officer, organisation, span).await.expect(200)["total"]), expected, "{span}");
        }
        assert_eq!(numbers(&ask(&app.working("a.clerk").await, A, "&year=2021").await.expect(200)["total"])[1], 1);
    }

    async fn what_was_proposed_is_counted_with_what_became_of_it(app: WorldApp) {
        let (submission, nominations) = three_submitted(&app).await;
        let clerk = app.working("p.clerk").await;
        for span in ["&from=2025-02-10&to=2025-02-10", "&year=2024"] {
            assert_eq!(numbers(&ask(&clerk, P, span).await.expect(200)["total"]), [3, 0, 0, 0, 0], "{span}");
        }
        answered(&app, &submission, &[
            json!({"nomination_id": nominations[0], "outcome": "awarded"}),
            json!({"nomination_id": nominations[1], "outcome": "declined", "reason": "Chưa đủ điều kiện."}),
        ]).await.expect(200);
        for (span, expected) in [
            ("&from=2025-02-10&to=2025-02-10", [3, 1, 1, 0, 0]),
            ("&year=2024", [3, 1, 1, 0, 0]),
            ("&from=2025-02-11&to=2025-02-11", [0; 5]),
            ("&year=2025", [0; 5]),
        ] {
            assert_eq!(numbers(&ask(&clerk, P, span).await.expect(200)["total"]), expected, "{span}");
        }
        let kinds = ask(&clerk, P, "&year=2024&group_by=nominee_kind").await.expect(200);
        assert_eq!(groups(&kinds), [("collective".to_owned(), [1, 1, 0, 0, 0]), ("individual".to_owned(), [2, 0, 1, 0, 0])]);
        assert_eq!(numbers(&ask(&app.working("d2.clerk").await, D2, "&year=2024").await.expect(200)["total"]), [0; 5]);
    }

    async fn a_report_counts_what_was_proposed_and_opens_to_it(app: WorldApp) {
        let report = create(&app, "p", february(P)).await;
        step(&app.working("p.officer").await, &report, "consolidate", json!({})).await.problem("wrong_state");
        let (submission, nominations) = three_submitted(&app).await;
        let done = consolidate(&app, "p", &report).await;
        for (code, value) in [
            ("award_collectives", 1),
            ("award_individuals", 2),
            ("award_certificate_of_merit_peoples_committee_collectives", 1),
            ("award_certificate_of_merit_peoples_committee_individuals", 2),
        ] {
            let (found, computed, records) = told(&app, &done["report"], code).await;
            assert_eq!((found, computed, records.len()), (value, Some(value), usize::try_from(value).unwrap()), "{code}");
            for record in records {
                assert_eq!((&record["record_type"], &record["submission_id"]), (&json!("award_nomination"), &json!(submission)));
                assert_eq!((&record["organisation_id"], &record["value"]), (&json!(A), &json!(1)));
                assert!(nominations.iter().any(|one| record["record_id"] == *one), "{record}");
            }
        }
        submit(&app, "p", &report).await;
        accept(&app, "p.clerk", &report).await;
        issue(&app, "p", &report).await;
        let officer = app.working("p.officer").await;
        let issued = officer.get(&path(&report)).await.expect(200);
        assert_eq!(told(&app, &issued.json, "award_individuals").await.2.len(), 2);
    }

    async fn a_report_counts_what_was_awarded_and_taken_back_and_opens_to_it(app: WorldApp) {
        let by_authority = crate::reports::indicator(&app, "awarded_by_peoples_committee_individuals", "person").await;
        let (submission, nominations) = three_submitted(&app).await;
        answered(&app, &submission, &[award(&nominations[0]), award(&nominations[1]), decline(&nominations[2])]).await.expect(200);
        let round = round(&app, &COUNCIL).await;
        let own = approved(&app, &round, COMMENDATION, 1).await;
        decide(&app, &round, &own).await;
        // Of past years, and so of no decision of these days.
        four(&app).await;
        let approver = app.working("p.approver").await;
        let given = approver.all(&format!("/api/v1/awards?nomination_id={}", nominations[1])).await.remove(0);
        revoke(&approver, &given, revocation(0)).await.expect(200);
        let report = create(&app, "p", february(P)).await;
        let done = consolidate(&app, "p", &report).await;
        for (code, value) in [
            ("award_individuals", 2),
            ("awarded_collectives", 1),
            ("awarded_individuals", 2),
            ("awarded_certificate_of_merit_peoples_committee_collectives", 1),
            ("awarded_certificate_of_merit_peoples_committee_individuals", 1),
            ("awarded_commendation_provincial_federation_individuals", 1),
            ("awards_revoked_individuals", 1),
            ("awards_revoked_collectives", 0),
        ] {
            let (found, computed, records) = told(&app, &done["report"], code).await;
            assert_eq!((found, computed, records.len()), (value, Some(value), usize::try_from(value).unwrap()), "{code}");
        }
        assert_eq!(figure(&done["report"], &by_authority)["value"], 1);
        let (_, _, records) = told(&app, &done["report"], "awards_revoked_individuals").await;
        assert_eq!((&records[0]["record_type"], &records[0]["record_id"], &records[0]["decision_id"]), (&json!("award"), &given["id"], &given["decision_id"]));
        assert_eq!((&records[0]["organisation_id"], &records[0]["organisation_name"]), (&json!(A), &json!("Công đoàn cơ sở A")));
    }

    async fn a_draft_of_a_submission_and_another_month_do_not_count(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let approved = approved(&app, &round, CERTIFICATE, 1).await;
        let draft = draft(&app, &round, &approved).await;
        let report = create(&app, "p", february(P)).await;
        let officer = app.working("p.officer").await;
        step(&officer, &report, "consolidate", json!({})).await.problem("wrong_state");
        assert_eq!(numbers(&ask(&officer, P, "&year=2024").await.expect(200)["total"]), [0; 5]);
        app.clock.set(instant("2025-03-01T02:00:00Z"));
        sign(&app.working("p.approver").await, &draft).await.expect(200);
        step(&app.working("p.officer").await, &report, "consolidate", json!({})).await.problem("wrong_state");
        assert_eq!(numbers(&ask(&app.working("p.officer").await, P, "&year=2024").await.expect(200)["total"])[0], 1);
    }

    async fn a_report_counts_from_its_first_day_to_its_last(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, CERTIFICATE, 5).await;
        app.clock.set(instant("2025-04-01T02:00:00Z"));
        let approver = app.working("p.approver").await;
        for (nomination, day) in all.iter().zip(["2025-02-28", "2025-03-01", "2025-03-31", "2025-04-01"]) {
            let draft = draft(&app, &round, std::slice::from_ref(nomination)).await;
            let at = format!("{SUBMISSIONS}/{draft}");
            crate::awards::step(&approver, &at, "sign", json!({"document_date": day})).await.expect(200);
        }
        // One that is dated and not signed is not proposed.
        let mut unsigned = new_submission(&round, &all[4..]);
        unsigned["document_date"] = json!("2025-03-10");
        app.working("p.clerk").await.post(SUBMISSIONS, unsigned).await.expect(201);
        let march = json!({"title": "Công tác tháng 3", "period_start": "2025-03-01", "period_end": "2025-03-31"});
        let report = create(&app, "p", with(february(P), march)).await;
        let done = consolidate(&app, "p", &report).await;
        let (found, _, records) = told(&app, &done["report"], "award_individuals").await;
        let behind: BTreeSet<_> = records.iter().map(|record| record["record_id"].as_str().unwrap()).collect();
        assert_eq!((found, behind), (2, BTreeSet::from([all[1].as_str(), all[2].as_str()])));
    }

    async fn what_cannot_be_counted_is_refused(app: WorldApp) {
        let officer = app.working("a.officer").await;
        ask(&officer, B, "&year=2021").await.problem("not_found");
        ask(&officer, D1, "&year=2021").await.problem("forbidden");
        for (more, parameter, code) in [
            ("", "year", "missing"),
            ("&from=2021-01-01", "to", "missing"),
            ("&to=2021-01-01", "from", "missing"),
            ("&year=2021&to=2021-01-01", "year", "not_allowed"),
            ("&from=2021-01-02&to=2021-01-01", "to", "out_of_range"),
            ("&from=1021-01-02&to=2021-01-01", "from", "out_of_range"),
        ] {
            let refused = ask(&officer, A, more).await;
            assert_eq!(refused.violations(), [(parameter.to_owned(), code.to_owned())], "{more}");
        }
    }
}
