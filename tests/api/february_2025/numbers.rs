//! The number register: 209, what it freezes, and what comes after it.

use serde_json::{Value, json};

use super::Story;
use super::texts::{MEANT, SLIP, TITLE};
use crate::reports::{accept, february, is_frozen, issue, path, step, submit, twenty_issued_at_once, with};

/// The paper register ended at 208, so the clerk begins this one at 209 and says why. Answers its path.
pub async fn the_clerk_continues_the_paper_register_at_209(story: &Story) -> String {
    story.it_is("2025-02-17T00:30:00Z");
    let new = json!({
        "organisation_id": story.union("p"), "series": "BC", "year": 2025, "first_number": 209,
        "reason": "Sổ giấy đã dùng đến số 208",
    });
    let clerk = story.as_user("p.clerk").await;
    let register = clerk.post("/api/v1/number-registers", new).await.expect(201);
    assert_eq!((&register["first_number"], &register["next_number"]), (&json!(209), &json!(209)));
    register.header("location").to_owned()
}

/// On 17 February the chair sends the report to the clerk, who takes it, and the chair signs.
pub async fn the_chair_signs_number_209(story: &Story, report: &str) {
    let app = &story.app;
    submit(app, "p", report).await;
    let chair = story.as_user("p.chair").await;
    step(&chair, report, "issue", json!({})).await.problem("wrong_state");
    step(&chair, report, "accept", json!({})).await.problem("forbidden");
    accept(app, "p.clerk", report).await;
    let issued = issue(app, "p", report).await;
    assert_eq!((&issued["status"], &issued["number"]), (&json!("issued"), &json!(209)));
    assert_eq!((&issued["symbol"], &issued["place"]), (&json!("209/BC-LĐLĐ"), &json!("Lai Châu")));
    assert_eq!(issued["document_date"], "2025-02-17");
    assert_eq!(issued["warnings"].as_array().unwrap().len(), 1, "the slip stopped nobody");
}

/// Everybody who could change the draft tries, and the report stays as it was signed.
pub async fn nothing_of_it_changes_any_more(story: &Story, report: &str) {
    is_frozen(&story.app, "p", report, story.indicator("dialogues")).await;
}

/// On the next day the two chairs sign twenty reports on single questions at the same time.
pub async fn twenty_signed_at_once_follow_without_a_gap(story: &Story) {
    story.it_is("2025-02-18T01:00:00Z");
    let question = json!({ "period_kind": "ad_hoc", "period_end": "2025-02-18", "title": "Việc được hỏi" });
    let numbers = twenty_issued_at_once(&story.app, &with(february(story.union("p")), question)).await;
    assert_eq!(numbers, (210..=229).collect::<Vec<_>>());
}

/// The slip is put right by a report of its own, which points at 209; 209 stays as it was signed.
pub async fn an_amendment_has_a_number_of_its_own(story: &Story, report: &str) -> String {
    story.it_is("2025-02-19T01:00:00Z");
    let officer = story.as_user("p.officer").await;
    let before = officer.get(&path(report)).await.expect(200);
    let title = format!("{TITLE} (thay Báo cáo số 209/BC-LĐLĐ)");
    let draft = officer.post(&format!("{}/amend", path(report)), json!({ "title": title })).await.expect(201);
    assert_eq!((&draft["amends_id"], &draft["number"]), (&json!(report), &json!(null)));
    let slip = &draft["items"][11];
    let right = slip["body"].as_str().unwrap().replace(SLIP, MEANT);
    let item = format!("/api/v1/report-items/{}", slip["id"].as_str().unwrap());
    officer.patch(&item, "\"v1\"", json!({ "body": right })).await.expect(200);
    let amendment = draft.id();
    submit(&story.app, "p", &amendment).await;
    accept(&story.app, "p.clerk", &amendment).await;
    let issued = issue(&story.app, "p", &amendment).await;
    assert_eq!((&issued["number"], &issued["symbol"]), (&json!(230), &json!("230/BC-LĐLĐ")));
    assert_eq!((&issued["amends_id"], &issued["document_date"]), (&json!(report), &json!("2025-02-19")));
    assert_eq!(issued["warnings"], json!([]));
    let after = officer.get(&path(report)).await.expect(200);
    assert_eq!((&after.json, after.etag()), (&before.json, before.etag()));
    amendment
}

/// 209 to 230, each once, in order, each with its report; the first and the last are these.
pub async fn the_register_tells_every_number_once(story: &Story, register: &str, ends: &[&String; 2]) {
    let clerk = story.as_user("p.clerk").await;
    let entries = clerk.all(&format!("{register}/entries?limit=5")).await;
    let numbers: Vec<_> = entries.iter().map(|entry| entry["number"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (209..=230).collect::<Vec<_>>());
    assert!(entries.iter().all(|entry| entry["status"] == "given" && entry["report_id"].is_string()));
    let reports: Vec<&Value> =
        [entries.first(), entries.last()].map(|entry| &entry.unwrap()["report_id"]).into();
    assert_eq!(reports, ends);
    assert_eq!(clerk.get(register).await.expect(200)["next_number"], 231);
}
