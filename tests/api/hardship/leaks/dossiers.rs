//! Dossiers that are mistyped, asked about, sent back, let through, corrected, withdrawn and read.

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;

use super::{APPLICATIONS, BIRTH, NUMBERS, Story};
use crate::hardship::dossiers::{DIAGNOSIS, account, citizen, new_dossier, path, phone};
use crate::support::world::{A, B};
use crate::support::{Actor, Answer};

/// Everything that is said of them on the way.
pub(super) const SAID: [&str; 9] = [
    "Đã mổ lần hai chưa",
    "Mổ lần hai ngày mười",
    "Gia cảnh kiệt quệ vì hóa trị",
    "Thiếu giấy ra viện khoa ung bướu",
    "Đủ điều kiện vì suy thận mạn",
    "Xin rút vì đã chuyển viện",
    "Hai đợt xạ trị khác nhau",
    "Đã thăm gia đình ở buồng bệnh",
    "Xơ gan mất bù",
];

/// Bodies that hold something of a person and are refused.
pub(super) async fn mistype(story: &mut Story, officer: &Actor, programme: &str) {
    let good = new_dossier(A, programme, NUMBERS[0]);
    let wrong = [
        ("citizen_id", json!(format!("{}7", citizen(NUMBERS[0])))),
        ("citizen_id", json!([citizen(NUMBERS[0])])),
        ("birth_date", json!("1990-03-15T00:00:00")),
        ("phone", json!(format!("0{}", &phone(NUMBERS[0])[3..]))),
        ("relation", json!(DIAGNOSIS)),
        ("category", json!(DIAGNOSIS)),
        ("programme_id", json!(citizen(NUMBERS[0]))),
        ("requested_vnd", json!(account(NUMBERS[0]))),
        (
            "bank",
            json!({"bank_name": "Ngân hàng", "account_number": format!("{} ", account(NUMBERS[0])), "holder": "AI"}),
        ),
        ("circumstances", json!({"text": DIAGNOSIS})),
    ];
    for (member, value) in wrong {
        let mut body = good.clone();
        body[member] = value;
        story.post(officer, APPLICATIONS, body).await.problem("validation_failed");
    }
    let mut unfit = good.clone();
    unfit["birth_date"] = json!("1991-03-15");
    story.post(officer, APPLICATIONS, unfit).await.expect(422);
    let cut = officer.request(Method::POST, APPLICATIONS).header(CONTENT_TYPE, "application/json");
    let cut = officer.send(cut.body(good.to_string().trim_end_matches('}').to_owned())).await;
    story.keep(cut).problem("malformed_body");
    for query in ["q=", "filed_from=", "category=", "cursor=", "relation=", "nothing="] {
        for secret in [citizen(NUMBERS[0]), phone(NUMBERS[0])[1..].to_owned()] {
            story.get(officer, &format!("{APPLICATIONS}?{query}{secret}")).await;
        }
    }
}

/// From a draft through a question and a return to the appraisal and the refusal.
pub(super) async fn one_goes_all_the_way(story: &mut Story, programme: &str) -> Answer {
    let (officer, chair) = (story.who("a.officer").await, story.who("a.chair").await);
    let body = new_dossier(A, programme, NUMBERS[0]);
    let made = officer.post_once(APPLICATIONS, "khoa-mot", body.clone()).await.expect(201);
    let made = story.keep(made);
    let again = officer.post_once(APPLICATIONS, "khoa-mot", body).await.expect(201);
    assert_eq!(story.keep(again).header("idempotency-replayed"), "true");
    let other = officer.post_once(APPLICATIONS, "khoa-mot", new_dossier(A, programme, NUMBERS[1])).await;
    story.keep(other).problem("idempotency_key_reused");
    let sent = story.act(&chair, &made, "submit", json!({})).await.expect(200);
    let upper = story.who("d1.chair").await;
    let asked =
        story.act(&upper, &sent, "request-information", json!({"question": SAID[0]})).await.expect(200);
    let edit = json!({"circumstances": SAID[8], "phone": phone(NUMBERS[0]), "birth_date": BIRTH});
    let edited = officer.patch(&path(&asked), &asked.etag(), edit.clone()).await.expect(200);
    let edited = story.keep(edited);
    let stale = officer.patch(&path(&asked), &asked.etag(), edit).await;
    story.keep(stale).problem("precondition_failed");
    let answered = story.act(&officer, &edited, "answer", json!({"answer": SAID[1]})).await.expect(200);
    let back = story.act(&upper, &answered, "return", json!({"reason": SAID[3]})).await.expect(200);
    let sent = story.act(&chair, &back, "submit", json!({})).await.expect(200);
    let endorsed = story.act(&upper, &sent, "endorse", json!({"opinion": SAID[2]})).await.expect(200);
    let appraiser = story.who("p.appraiser").await;
    let above = json!({"opinion": SAID[4], "proposed_vnd": 6_000_000});
    story.act(&appraiser, &endorsed, "appraise", above).await.problem("validation_failed");
    let within = json!({"opinion": SAID[4], "proposed_vnd": 4_000_000});
    story.act(&appraiser, &endorsed, "appraise", within).await.expect(200)
}

/// The same person in another union: refused, let through and submitted, which is answered; and somebody who is corrected, commented on and withdrawn.
pub(super) async fn others_follow(story: &mut Story, programme: &str) -> Answer {
    let (officer, chair) = (story.who("b.officer").await, story.who("b.chair").await);
    let again = story.post(&officer, APPLICATIONS, new_dossier(B, programme, NUMBERS[0])).await.expect(201);
    story.act(&chair, &again, "submit", json!({})).await.problem("duplicate_application");
    let approver = story.who("p.approver").await;
    story.get(&approver, &format!("{APPLICATIONS}/duplicates")).await.expect(200);
    let passed =
        story.act(&approver, &again, "override-duplicate", json!({"reason": SAID[6]})).await.expect(200);
    let passed = story.act(&chair, &passed, "submit", json!({})).await.expect(200);
    let third = story.post(&officer, APPLICATIONS, new_dossier(B, programme, NUMBERS[1])).await.expect(201);
    let bank =
        json!({"bank_name": "Ngân hàng Thử", "account_number": account(NUMBERS[2]), "holder": "NGUOI MAU"});
    let corrected = json!({
        "citizen_id": citizen(NUMBERS[2]), "phone": phone(NUMBERS[2]), "address": format!("Bản Thử {}", NUMBERS[2]), "bank": bank,
    });
    let third = officer.patch(&path(&third), &third.etag(), corrected).await.expect(200);
    let third = story.keep(third);
    story.post(&chair, &format!("{}/comments", path(&third)), json!({"text": SAID[7]})).await.expect(201);
    let gone = story.act(&officer, &third, "withdraw", json!({"reason": SAID[5]})).await.expect(200);
    story.act(&officer, &gone, "withdraw", json!({"reason": SAID[5]})).await.problem("wrong_state");
    let fourth = story.post(&officer, APPLICATIONS, new_dossier(B, programme, NUMBERS[2])).await.expect(201);
    let deleted = officer.delete(&path(&fourth), &fourth.etag()).await;
    story.keep(deleted).expect(204);
    passed
}

/// Reads everything there is to read: in full first, which is no secret's leak, and then all the rest.
pub(super) async fn look_around(story: &mut Story, dossier: &Answer) {
    let approver = story.who("p.approver").await;
    let personal = approver.get(&format!("{}/personal?purpose=processing", path(dossier))).await.expect(200);
    for known in [citizen(NUMBERS[0]), BIRTH.to_owned(), account(NUMBERS[0]), SAID[8].to_owned()] {
        assert!(personal.text.contains(&known), "{personal}");
    }
    let notes = approver.get(&format!("{}/notes", path(dossier))).await.expect(200);
    for said in [&SAID[..5], &[super::money::SAID[0], super::money::SAID[3]]].concat() {
        assert!(notes.text.contains(said), "{notes}");
    }
    let paths = [
        "",
        "?limit=1",
        "?waiting_for_me=true",
        "?sort=-created_at&limit=2",
        "?q=nguoi+mau",
        "/duplicates?limit=1",
    ];
    for tail in paths {
        story.get(&approver, &format!("{APPLICATIONS}{tail}")).await.expect(200);
    }
    story.get(&approver, &path(dossier)).await.expect(200);
    story.get(&approver, &format!("{}/history", path(dossier))).await.expect(200);
    let inspector = story.who("p.inspector").await;
    let journal = inspector.all("/api/v1/journal?limit=200").await;
    assert!(journal.iter().any(|entry| entry["action"] == "hardship_application.personal"));
    story.told.push(serde_json::to_string(&journal).unwrap());
}
