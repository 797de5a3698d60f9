//! A document and a photo beside a survey entry, and an upload that never ends.

use super::Story;
use crate::attachments::samples::{holds, jpeg, pdf};
use crate::attachments::{ATTACHMENTS, begin, creation, form_for, go_on};
use crate::support::Answer;

/// What a file is called, and what stands in it.
pub(super) const SAID: [&str; 2] = ["Giấy ra viện khoa tâm thần", "Kết quả sinh thiết dương tính"];
pub(super) const NAME: &str = "Giấy ra viện khoa tâm thần.pdf";

fn document() -> Vec<u8> {
    let text = format!("% {}\n", SAID[1]);
    [b"%PDF-1.7\n", text.as_bytes(), &pdf(9_000)[9..]].concat()
}

pub(super) async fn are_attached(story: &mut Story, survey: &Answer) {
    let officer = story.who("a.officer").await;
    let (id, bytes) = (survey.id(), document());
    let record = ("housing_survey", id.as_str());
    let wrong = officer.send(creation(&officer, &format!("../{NAME}"), record, 10)).await;
    story.keep(wrong).problem("validation_failed");
    let wrong = officer.send(form_for(&officer, NAME, record, SAID[1].as_bytes())).await;
    story.keep(wrong).expect(422);
    // What shows its name is for who may see the record. The kept answer may not hold it.
    for _ in 0..2 {
        let form = form_for(&officer, NAME, record, &bytes).header("idempotency-key", "giay-ra-vien");
        let made = officer.send(form).await.expect(201);
        assert_eq!(made["name"], NAME);
    }
    let upload = begin(&officer, "anh.jpg", record, jpeg().len()).await;
    let sent = go_on(&officer, &upload, 0, &jpeg()).await.expect(204);
    story.keep(sent);
    let begun = officer.send(creation(&officer, NAME, record, bytes.len())).await.expect(201);
    let begun = story.keep(begun).header("location").to_owned();
    let sent = go_on(&officer, &begun, 0, &bytes[..4_000]).await.expect(204);
    story.keep(sent);
    let files = officer.all(&format!("{ATTACHMENTS}?record_type={}&record_id={}", record.0, record.1)).await;
    assert_eq!(files.len(), 2, "{files:?}");
    for file in files {
        let address = format!("{ATTACHMENTS}/{}", file["id"].as_str().unwrap());
        let content = officer.get(&format!("{address}/content")).await.expect(200);
        if file["name"] == NAME {
            assert!(holds(&content.bytes, SAID[1].as_bytes()));
        } else {
            story.keep(content);
        }
        story.get(&officer, &format!("{address}/history")).await.expect(200);
        let stale = officer.delete(&address, "\"v9\"").await;
        story.keep(stale).problem("precondition_failed");
    }
}
