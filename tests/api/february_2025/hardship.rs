//! Nine families of three unions: from their dossiers to one decision, which the report counts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Story;
use crate::hardship::filing::{Dossier, decided};
use crate::reports::{figure, figure_path};

/// Whose unions they are, what has happened, of which member it is the child where it is one, and what is given.
const NINE: [(&str, &str, Option<&str>, i64); 9] = [
    ("sm", "critical_illness", None, 4_000_000),
    ("sm", "critical_illness", Some("Đoàn Viên Mẫu Một"), 3_000_000),
    ("sm", "infertility_treatment", None, 2_000_000),
    ("bb", "critical_illness", None, 5_000_000),
    ("bb", "critical_illness", Some("Đoàn Viên Mẫu Hai"), 4_000_000),
    ("bb", "infertility_treatment", None, 2_000_000),
    ("bb", "infertility_treatment", None, 1_000_000),
    ("vc", "critical_illness", None, 5_000_000),
    ("vc", "infertility_treatment", None, 3_000_000),
];

/// The accountant sets the programme up; the unions file, the province's chair endorses, the appraiser appraises, and
/// the approver signs one decision of 29 million đồng.
pub async fn nine_dossiers_become_one_decision(story: &Story) {
    story.it_is("2025-02-14T09:00:00Z");
    let accountant = story.as_user("p.accountant").await;
    let new = json!({
        "organisation_id": story.union("p"), "year": 2025, "name": "Hỗ trợ khó khăn năm 2025",
        "ceiling_vnd": 100_000_000, "opens_on": "2025-01-01", "closes_on": "2025-12-31",
    });
    let programme = accountant.post("/api/v1/support-programmes", new).await.expect(201).id();
    for (category, maximum) in [("critical_illness", 5_000_000), ("infertility_treatment", 3_000_000)] {
        let norm = json!({
            "category": category, "maximum_vnd": maximum, "legal_basis": "Nghị quyết thử nghiệm",
            "valid_from": "2025-01-01",
        });
        accountant.post(&format!("/api/v1/support-programmes/{programme}/norms"), norm).await.expect(201);
    }
    let dossier = |(person, (key, category, member, amount)): (u32, (&'static str, &'static str, _, i64))| {
        Dossier { union: (key, story.union(key)), above: "p", top: "p", category, person, member, amount }
    };
    let nine: Vec<_> = (1..).zip(NINE).map(dossier).collect();
    assert_eq!(decided(&story.app, &programme, &nine).await.len(), 9);
}

/// Behind a figure of hardship support are no reports but the lines of the decision, and behind each its dossier.
pub async fn opens_to_dossiers(story: &Story, report: &Value, code: &str, expected: &[(&str, i64)]) {
    let officer = story.as_user("p.officer").await;
    let counted = figure(report, story.indicator(code));
    assert_eq!(officer.all(&format!("{}/sources", figure_path(&counted))).await.len(), 0);
    let mut told = BTreeMap::new();
    for record in officer.all(&format!("{}/records?limit=4", figure_path(&counted))).await {
        let path = format!("/api/v1/hardship-applications/{}", record["application_id"].as_str().unwrap());
        let dossier = officer.get(&path).await.expect(200);
        assert_eq!(dossier["approved_vnd"], record["amount_vnd"]);
        *told.entry(dossier.text_of("organisation_id").to_owned()).or_insert(0) +=
            record["value"].as_i64().unwrap();
    }
    let expected: BTreeMap<_, _> =
        expected.iter().map(|(key, value)| (story.union(key).to_owned(), *value)).collect();
    assert_eq!(told, expected);
    assert_eq!(counted["value"], expected.values().sum::<i64>());
}
