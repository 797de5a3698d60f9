//! The unions' part: who owes, who reports when, and what the province's clerk says to it.

use serde_json::{Value, json};

use super::founding::{self, TWO, Union};
use super::{DIRECT, FEBRUARY, Story, id_of};
use crate::reports::{
    accept, add_figure, consolidate, create, figure, figure_path, for_round, path, step, submit, with,
    write_item,
};

/// Attendances at propaganda.
pub const ATTENDANCES: &str = "propaganda_attendances";
/// Units that held the officials' conference, out of those that must.
pub const CONFERENCES: &str = "officials_conferences";
/// Persons given support in hardship.
pub const SUPPORTED: &str = "hardship_dossiers";
/// The đồng given to them.
pub const SUPPORT: &str = "hardship_amount";

/// What is counted of the decision beside these two.
pub const OF_SUPPORT: [&str; 5] = [
    "hardship_unions",
    "hardship_critical_illness_persons",
    "hardship_critical_illness_amount",
    "hardship_infertility_treatment_persons",
    "hardship_infertility_treatment_amount",
];

/// What a union counts: indicator, how many, out of how many.
type Counted = (&'static str, i64, Option<i64>);

/// Suối Mây's attendances are not here: it adds up what its grassroots unions count. What it says of hardship support
/// stays in its own report: the province counts the decision.
const SUOI_MAY: &[Counted] = &[(CONFERENCES, 41, Some(48)), (SUPPORTED, 3, None), (SUPPORT, 9_000_000, None)];
const DEO_GIO: &[Counted] = &[(ATTENDANCES, 5_304, None), (CONFERENCES, 73, Some(80))];
const BA_BEN: &[Counted] = &[(ATTENDANCES, 7_415, None), (CONFERENCES, 96, Some(96))];
const GIAO_DUC: &[Counted] = &[(ATTENDANCES, 5_960, None), (CONFERENCES, 120, Some(131))];
const VIEN_CHUC: &[Counted] = &[(ATTENDANCES, 1_885, None), (CONFERENCES, 53, Some(60))];

/// On 4 February the clerk opens the round; five unions owe it a report.
pub async fn the_clerk_opens_february(story: &Story) -> String {
    story.it_is("2025-02-04T01:00:00Z");
    let round = story.open_round("p", &FEBRUARY, "2025-02-14T10:00:00Z", &DIRECT).await;
    assert_eq!(owing(story, &round).await.len(), 5);
    let nobody = json!({ "owed": 5, "received": 0, "late": 0, "pending": 5, "missing": 0, "accepted": 0 });
    assert_eq!(story.summary(&round).await, nobody);
    round
}

async fn owing(story: &Story, round: &str) -> Vec<Value> {
    story.as_user("p.clerk").await.all(&format!("{round}/obligations")).await
}

/// The round stays as it was opened: a union made on the next day owes it nothing and does not see it.
pub async fn a_union_made_afterwards_owes_nothing(story: &mut Story, round: &str) {
    story.it_is("2025-02-05T01:00:00Z");
    let new = Union {
        key: "bm",
        kind: "direct_upper_union",
        name: "Công đoàn Khu công nghiệp Bản Mới",
        above: "p",
        short: "Bản Mới",
        people: TWO,
    };
    founding::record(story, &new).await;
    let owing = owing(story, round).await;
    assert_eq!(owing.len(), 5);
    assert!(owing.iter().all(|one| one["organisation_id"] != story.union("bm")));
    let officer = story.as_user("bm.officer").await;
    officer.get(round).await.problem("not_found");
    let report = for_round(story.union("bm"), id_of(round));
    let refused = officer.post("/api/v1/reports", report).await;
    assert_eq!(refused.violations(), [("/round_id".to_owned(), "not_found".to_owned())]);
}

/// The officer of a union drafts its report.
pub async fn draft(story: &Story, key: &str, round: &str, counted: &[Counted]) -> String {
    let report = create(&story.app, key, for_round(story.union(key), id_of(round))).await;
    let told = counted.iter().find(|counted| counted.0 == ATTENDANCES).map_or(0, |counted| counted.1);
    for item in [
        json!({ "section": "result", "topic": "propaganda", "body": propaganda(told) }),
        json!({ "section": "plan", "topic": "womens_activities", "body": "Gặp mặt nữ đoàn viên vào ngày 07/3/2025." }),
    ] {
        write_item(&story.app, key, &report, item).await;
    }
    for (code, value, of) in counted {
        let body = json!({ "indicator_id": story.indicator(code), "value": value });
        let body = of.map_or(body.clone(), |of| with(body, json!({ "denominator": of })));
        add_figure(&story.app, key, &report, body).await;
    }
    report
}

fn propaganda(attendances: i64) -> String {
    format!("Sinh hoạt chuyên đề đầu năm tại các tổ công đoàn, {attendances} lượt người dự.")
}

/// Suối Mây has a round of its own: its two grassroots unions report to it, and it adds them up in its report to
/// the province.
pub async fn a_district_gathers_from_its_grassroots_unions(story: &Story, round: &str) {
    let app = &story.app;
    let own = story.open_round("sm", &FEBRUARY, "2025-02-11T10:00:00Z", &["grassroots_union"]).await;
    story.it_is("2025-02-10T01:00:00Z");
    for (key, attendances) in [("sm1", 1_180), ("sm2", 870)] {
        let report = draft(story, key, &own, &[(ATTENDANCES, attendances, None)]).await;
        submit(app, key, &report).await;
        accept(app, "sm.clerk", &report).await;
    }
    let report = draft(story, "sm", round, SUOI_MAY).await;
    let gathered = consolidate(app, "sm", &report).await;
    let sum = figure(&gathered["report"], story.indicator(ATTENDANCES));
    assert_eq!((&sum["value"], &sum["computed_value"]), (&json!(2_050), &json!(2_050)));
    story.it_is("2025-02-12T01:00:00Z");
    submit(app, "sm", &report).await;
    accept(app, "p.clerk", &report).await;
}

/// Two days before the deadline three more unions send theirs. Ba Bến's has a digit too many; answers that report.
pub async fn four_unions_report_in_time(story: &Story, round: &str) -> String {
    let app = &story.app;
    for (key, counted) in [("gd", GIAO_DUC), ("vc", VIEN_CHUC)] {
        let report = draft(story, key, round, counted).await;
        submit(app, key, &report).await;
        accept(app, "p.clerk", &report).await;
    }
    let mut slip = BA_BEN.to_vec();
    slip[0].1 *= 10;
    let report = draft(story, "bb", round, &slip).await;
    let drafted = json!({ "owed": 5, "received": 3, "late": 0, "pending": 2, "missing": 0, "accepted": 3 });
    assert_eq!(story.summary(round).await, drafted, "a draft is not received");
    submit(app, "bb", &report).await;
    let sent = json!({ "owed": 5, "received": 4, "late": 0, "pending": 1, "missing": 0, "accepted": 3 });
    assert_eq!(story.summary(round).await, sent);
    report
}

/// The clerk sends Ba Bến's report back, its officer puts the figure right, its chair sends it again.
pub async fn one_report_is_returned_and_sent_again(story: &Story, round: &str, report: &str) {
    let app = &story.app;
    story.it_is("2025-02-13T01:00:00Z");
    let why = "74.150 lượt là quá số đoàn viên của thành phố, đề nghị đếm lại.";
    let clerk = story.as_user("p.clerk").await;
    step(&clerk, report, "return", json!({ "reason": why })).await.expect(200);
    step(&clerk, report, "accept", json!({})).await.problem("wrong_state");
    let officer = story.as_user("bb.officer").await;
    let read = officer.get(&path(report)).await.expect(200);
    assert_eq!((&read["status"], &read["return_reason"]), (&json!("returned"), &json!(why)));
    let wrong = figure(&read.json, story.indicator(ATTENDANCES));
    officer.patch(&figure_path(&wrong), "\"v1\"", json!({ "value": 7_415 })).await.expect(200);
    let item = format!("/api/v1/report-items/{}", read["items"][0]["id"].as_str().unwrap());
    officer.patch(&item, "\"v1\"", json!({ "body": propaganda(7_415) })).await.expect(200);
    story.it_is("2025-02-14T08:00:00Z");
    let again = submit(app, "bb", report).await;
    assert_eq!(again["first_submitted_at"], "2025-02-12T01:00:00Z");
    accept(app, "p.clerk", report).await;
    let sent = json!({ "owed": 5, "received": 4, "late": 0, "pending": 1, "missing": 0, "accepted": 4 });
    assert_eq!(story.summary(round).await, sent);
}

/// Đèo Gió reports on the day after the deadline: it is late, and it counts.
pub async fn the_missing_union_reports_late(story: &Story, round: &str) {
    story.it_is("2025-02-15T01:00:00Z");
    let report = draft(story, "dg", round, DEO_GIO).await;
    submit(&story.app, "dg", &report).await;
    let own = story.as_user("dg.officer").await.get(&format!("{round}/obligations")).await.expect(200);
    assert_eq!(own.items().len(), 1);
    assert_eq!(own.items()[0]["standing"], "late", "the union sees it too");
    accept(&story.app, "p.clerk", &report).await;
    let all = json!({ "owed": 5, "received": 4, "late": 1, "pending": 0, "missing": 0, "accepted": 5 });
    assert_eq!(story.summary(round).await, all);
}
