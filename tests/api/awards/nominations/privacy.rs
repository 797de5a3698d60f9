//! What is said about people is sealed: not in the database, its WAL, the journal, the log or a kept answer.

use serde_json::json;

use super::{NOMINATIONS, new_nomination, open_round};
use crate::awards::COMMENDATION;
use crate::hardship::leaks::{assert_not_in_files, assert_not_in_tables};
use crate::support::database::Backend;
use crate::support::world::{A, PASSWORD};
use crate::support::{Actor, Answer, on_both_databases};

const NAME: &str = "Nguyễn Văn Mẫu";

const SAID: [&str; 6] = [
    "Báo cáo viết quá sơ sài",
    "Nêu gương trong phong trào",
    "Tiêu chuẩn đạt vững vàng",
    "Có đơn phản ánh lối sống",
    "Xác minh không có sai phạm",
    "Nhường cho người xứng hơn",
];

/// Takes each step that says something; answers what was answered.
async fn told(who: &impl AsyncFn(&str) -> Actor, made: Answer) -> Vec<Answer> {
    let mut all = vec![made];
    for (number, (step, by, body)) in [
        ("submit", "a.chair", json!({})),
        ("return", "d1.chair", json!({"reason": SAID[0]})),
        ("submit", "a.chair", json!({})),
        ("endorse", "d1.chair", json!({"rank": 1, "remark": SAID[1]})),
        ("appraise", "p.appraiser", json!({"appraisal": "favourable", "opinion": SAID[2]})),
        ("hold", "p.appraiser", json!({"reason": SAID[3]})),
        ("release", "p.appraiser", json!({"reason": SAID[4]})),
        ("withdraw", "a.officer", json!({"reason": SAID[5]})),
    ]
    .into_iter()
    .enumerate()
    {
        let last = all.last().unwrap();
        let (at, etag) = (format!("{NOMINATIONS}/{}/{step}", last.id()), last.etag());
        let keyed = who(by).await.with_header("idempotency-key", &format!("step-{number}"));
        let first = keyed.act(&at, &etag, body.clone()).await.expect(200);
        let again = keyed.act(&at, &etag, body).await.expect(200);
        assert_eq!(again.header("idempotency-replayed"), "true");
        all.push(first);
    }
    all
}

on_both_databases! {
    async fn what_was_said_is_found_in_the_notes_alone(app: WorldApp) {
        // A server with the day of today.
        let days = json!({"opens_on": "2020-01-01", "closes_on": "2099-12-31"});
        let round = open_round(&app, &[COMMENDATION], days).await;
        let server = app.as_process(&[("CONGDOAN_LOG", "trace")]).await;
        let address = server.address;
        let who = async |name: &str| Actor::anonymous(address).signed_in(name, PASSWORD).await;
        let made = who("a.officer").await.post(NOMINATIONS, new_nomination(A, &round, COMMENDATION, NAME)).await.expect(201);
        let mut all = told(&who, made).await;
        let nomination = format!("{NOMINATIONS}/{}", all[0].id());
        let inspector = who("p.inspector").await;
        let notes = inspector.get(&format!("{nomination}/notes")).await.expect(200);
        assert_eq!(notes.header("cache-control"), "no-store");
        assert!(SAID.iter().all(|said| notes.text.contains(said)), "{notes}");
        for at in [format!("{nomination}/history"), NOMINATIONS.to_owned(), format!("{nomination}/eligibility"), "/api/v1/journal?limit=200".to_owned()] {
            all.push(inspector.get(&at).await.expect(200));
        }
        for answer in &all {
            assert!(SAID.iter().all(|said| !answer.text.contains(said)), "{answer}");
        }
        let secrets = SAID.map(str::to_owned);
        if app.database.backend() == Backend::Postgres {
            assert_not_in_tables(&app, ("award_nominations", NAME), &secrets);
        }
        assert_not_in_files(&app, 0, NAME, &secrets);
        assert!(server.stop().success());
        assert_not_in_files(&app, 0, NAME, &secrets);
    }
}
