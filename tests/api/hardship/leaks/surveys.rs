//! A family in housing difficulty, mistyped, put down, edited, listed and read in full.

use serde_json::json;

use super::{BIRTH, NUMBERS, Story};
use crate::hardship::dossiers::{citizen, phone};
use crate::hardship::surveys::{SURVEYS, new_survey, path};
use crate::support::Answer;
use crate::support::world::A;

/// Where and how the family lives, and how once it was put right.
pub(super) const SAID: [&str; 3] =
    ["Bản Thử dưới chân núi Mẫu", "Mẹ liệt giường, mái dột", "Mẹ liệt giường, cột mục"];

pub(super) async fn a_family_is_surveyed(story: &mut Story) -> Answer {
    let officer = story.who("a.officer").await;
    let mut good = new_survey(A, "Chủ Hộ Mẫu");
    for (member, value) in [
        ("citizen_id", citizen(NUMBERS[3])),
        ("birth_date", BIRTH.to_owned()),
        ("phone", phone(NUMBERS[3])),
        ("address", SAID[0].to_owned()),
        ("circumstances", SAID[1].to_owned()),
    ] {
        good[member] = json!(value);
    }
    for (member, wrong) in [
        ("citizen_id", json!(format!("{}7", citizen(NUMBERS[3])))),
        ("phone", json!(phone(NUMBERS[3])[3..])),
        ("birth_date", json!("1991-03-15")),
        ("condition", json!(SAID[1])),
        ("work", json!(SAID[1])),
        ("estimate_vnd", json!(citizen(NUMBERS[3]))),
        ("address", json!([SAID[0]])),
    ] {
        let mut body = good.clone();
        body[member] = wrong;
        story.post(&officer, SURVEYS, body).await.problem("validation_failed");
    }
    let made = officer.post_once(SURVEYS, "khao-sat", good.clone()).await.expect(201);
    let made = story.keep(made);
    let replayed = officer.post_once(SURVEYS, "khao-sat", good).await.expect(201);
    story.keep(replayed);
    let edit = json!({"circumstances": SAID[2], "phone": phone(NUMBERS[3])});
    let edited = officer.patch(&path(&made), &made.etag(), edit.clone()).await.expect(200);
    let edited = story.keep(edited);
    let stale = officer.patch(&path(&made), &made.etag(), edit).await;
    story.keep(stale).problem("precondition_failed");
    let read = officer.get(&format!("{}/personal?purpose=processing", path(&made))).await.expect(200);
    for known in [&citizen(NUMBERS[3]), BIRTH, SAID[0], SAID[2]] {
        assert!(read.text.contains(known), "{read}");
    }
    for tail in ["", "?q=chu+ho", "?limit=1", "?q=0120908261"] {
        story.get(&officer, &format!("{SURVEYS}{tail}")).await.expect(200);
    }
    story.get(&officer, &format!("{SURVEYS}?condition={}", citizen(NUMBERS[3]))).await;
    story.get(&officer, &format!("{}/history", path(&made))).await.expect(200);
    edited
}
