//! Decisions that are signed, cancelled and paid, and a dossier that is rejected.

use congdoan::kernel::clock::{Clock, local_day};
use serde_json::{Value, json};

use super::Story;
use crate::hardship::decisions::{DECISIONS, line_path, new_decision, path as decision_path, voucher};
use crate::hardship::dossiers::path;
use crate::support::{Actor, Answer};

/// Why money came back, a line was taken back (first and as it was put right), and a dossier was rejected and held.
pub(super) const SAID: [&str; 5] = [
    "Bệnh nhân đã mất tuần trước",
    "Gia đình giấu bệnh lao",
    "Gia đình giấu bệnh phong",
    "Giữ vì đang tranh chấp viện phí",
    "Không có giấy chẩn đoán u não",
];

/// A decision of these lines, as the approver has it.
async fn decision(story: &mut Story, approver: &Actor, programme: &str) -> String {
    story.post(approver, DECISIONS, new_decision(programme)).await.expect(201).id()
}

/// Two dossiers are approved; one line is paid and reclaimed, the other is taken back and its dossier rejected.
pub(super) async fn goes_out_and_comes_back(
    story: &mut Story,
    programme: &str,
    (dossier, again): (&Answer, &Answer),
) {
    let (upper, appraiser) = (story.who("d1.chair").await, story.who("p.appraiser").await);
    story.step(&upper, &path(again), "endorse", json!({})).await.expect(200);
    let found = json!({"opinion": "Đủ điều kiện.", "proposed_vnd": 3_000_000});
    story.step(&appraiser, &path(again), "appraise", found).await.expect(200);
    let approver = story.who("p.approver").await;
    let first = decision(story, &approver, programme).await;
    let lines: Vec<Value> =
        [dossier, again].map(|one| json!({"application_id": one.id(), "amount_vnd": 3_000_000})).to_vec();
    let added = format!("{}/lines", decision_path(&first));
    let added = story.post(&approver, &added, json!({ "lines": lines })).await.expect(200);
    story.step(&approver, &decision_path(&first), "sign", json!({})).await.expect(200);
    let line = |place: usize| added.items()[place]["id"].as_str().unwrap().to_owned();
    take_back(story, &approver, programme, &line(1)).await;
    story.step(&approver, &path(again), "reject", json!({"reason": SAID[4]})).await.expect(200);
    pay(story, &line_path(&line(0))).await;
    for action in ["hold", "release-hold"] {
        story.step(&upper, &path(dossier), action, json!({"reason": SAID[3]})).await.expect(200);
    }
}

async fn take_back(story: &mut Story, approver: &Actor, programme: &str, line: &str) {
    let second = decision(story, approver, programme).await;
    let address = format!("{}/cancellations", decision_path(&second));
    let back = json!({"line_id": line, "reason": SAID[1]});
    let cancelling = story.post(approver, &address, back.clone()).await.expect(201);
    story.post(approver, &address, back).await;
    let edit = json!({"reason": SAID[2]});
    let edited = approver.patch(&line_path(&cancelling.id()), &cancelling.etag(), edit).await.expect(200);
    story.keep(edited);
    let preview = format!("{}/preview", decision_path(&second));
    story.get(approver, &preview).await.expect(200);
    story.step(approver, &decision_path(&second), "sign", json!({})).await.expect(200);
    story.get(approver, &format!("{}/lines", decision_path(&second))).await.expect(200);
    story.get(approver, &format!("{}/history", decision_path(&second))).await.expect(200);
}

async fn pay(story: &mut Story, line: &str) {
    let accountant = story.who("p.accountant").await;
    let today = local_day(Clock::System.now()).to_string();
    story.step(&accountant, line, "disburse", voucher(&today)).await.expect(200);
    let mut back = voucher(&today);
    back["reason"] = json!(SAID[0]);
    back["amount_vnd"] = json!(9_000_000);
    story.step(&accountant, line, "reclaim", back.clone()).await.problem("validation_failed");
    back["amount_vnd"] = json!(1_000_000);
    story.step(&accountant, line, "reclaim", back).await.expect(200);
    story.get(&accountant, &format!("{line}/payments")).await.expect(200);
}
