//! Requests of the persons concerned, put down, corrected, answered, exported and refused.

use serde_json::{Value, json};

use super::{BIRTH, CORRECTED_BIRTH, NUMBERS, Story};
use crate::hardship::dossiers::{citizen, phone};
use crate::hardship::requests::{REQUESTS, new_request, path};
use crate::support::world::A;
use crate::support::{Actor, Answer};

/// What the person said, where they can be reached, where they live, and what they are answered.
pub(super) const SAID: [&str; 5] = [
    "Tôi không muốn ai biết bệnh của tôi",
    "Gọi cho con gái sau giờ làm",
    "Bản Thử bên kia suối Mẫu",
    "Đã gửi bản sao bệnh án qua bưu điện",
    "Chưa xóa được vì viện còn đòi nợ",
];

async fn asked(story: &mut Story, chair: &Actor, kind: &str, number: u32) -> Answer {
    let mut body = new_request(A, kind, 7);
    body["citizen_id"] = json!(citizen(number));
    (body["details"], body["contact"]) = (json!(SAID[0]), json!(SAID[1]));
    story.post(chair, REQUESTS, body).await.expect(201)
}

async fn act(story: &mut Story, chair: &Actor, request: &Answer, action: &str, body: Value) -> Answer {
    story.step(chair, &path(request), action, body).await
}

async fn mistype(story: &mut Story, chair: &Actor) {
    for (member, wrong) in [
        ("citizen_id", json!(format!("{}7", citizen(NUMBERS[4])))),
        ("kind", json!(SAID[0])),
        ("contact", json!([SAID[1]])),
        ("details", json!({"text": SAID[0]})),
        ("received_on", json!(SAID[0])),
    ] {
        let mut body = new_request(A, "export", 7);
        body["citizen_id"] = json!(citizen(NUMBERS[4]));
        body[member] = wrong;
        story.post(chair, REQUESTS, body).await.problem("validation_failed");
    }
}

pub(super) async fn are_answered(story: &mut Story, dossier: &Answer, survey: &Answer) {
    let chair = story.who("d1.chair").await;
    mistype(story, &chair).await;
    let made = asked(story, &chair, "correct", NUMBERS[4]).await;
    let right = json!({
        "housing_survey_id": survey.id(), "citizen_id": citizen(NUMBERS[4]), "birth_date": CORRECTED_BIRTH,
        "phone": phone(NUMBERS[4]), "address": SAID[2],
    });
    act(story, &chair, &made, "correct", right).await.expect(200);
    let unfit =
        json!({"housing_survey_id": survey.id(), "birth_date": "1991-04-16", "phone": phone(NUMBERS[4])});
    act(story, &chair, &made, "correct", unfit).await.problem("validation_failed");
    let other = json!({"application_id": dossier.id(), "phone": phone(NUMBERS[4])});
    act(story, &chair, &made, "correct", other).await.problem("validation_failed");
    act(story, &chair, &made, "answer", json!({"answer": SAID[3]})).await.expect(200);
    let export = asked(story, &chair, "export", NUMBERS[0]).await;
    let held = chair.get(&format!("{}/export", path(&export))).await.expect(200);
    assert!(held.text.contains(BIRTH) && held.text.contains(&citizen(NUMBERS[0])), "{held}");
    act(story, &chair, &export, "answer", json!({"answer": SAID[3]})).await.expect(200);
    let erase = asked(story, &chair, "erase", NUMBERS[0]).await;
    act(story, &chair, &erase, "erase", json!({})).await.problem("retention_runs");
    act(story, &chair, &erase, "refuse", json!({"reason": SAID[4]})).await.expect(200);
    let read = chair.get(&format!("{}/personal?purpose=data_request", path(&erase))).await.expect(200);
    assert!(SAID[..2].iter().chain(&SAID[4..]).all(|said| read.text.contains(said)), "{read}");
    for tail in ["", "?limit=1", "?kind=erase"] {
        story.get(&chair, &format!("{REQUESTS}{tail}")).await.expect(200);
    }
    story.get(&chair, &format!("{REQUESTS}?kind={}", citizen(NUMBERS[4]))).await;
    story.get(&chair, &format!("{}/history", path(&erase))).await.expect(200);
}
