//! What could outlive an erasure: files, kept answers, what is said at the same moment or afterwards.

use std::time::Duration;

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use super::{APPLICATIONS, act, asked, dossier, finished, kept_for_a_year, path};
use crate::attachments::samples::pdf;
use crate::attachments::{ATTACHMENTS, content_of, objects, send};
use crate::hardship::decisions::voucher;
use crate::hardship::dossiers::citizen;
use crate::hardship::filing::{decided, signed, step};
use crate::hardship::surveys::{SURVEYS, new_survey};
use crate::support::world::{A, D1};
use crate::support::{Answer, TestApp, on_both_databases};

const DAY: i64 = 86_400;
const LINES: &str = "/api/v1/support-decision-lines";

/// A paid and closed dossier of person 7 with a file, which is kept for a year; answers its path and the file.
async fn closed_with_a_file(app: &TestApp) -> (String, Answer) {
    let programme = kept_for_a_year(app).await;
    let id = dossier("a").drafted(app, &programme).await;
    let officer = app.working("a.officer").await;
    let file = send(&officer, "Bệnh án.pdf", ("hardship_application", &id), &pdf(300)).await;
    dossier("a").sent_on(app, &id).await;
    let line = json!({"application_id": id, "amount_vnd": 1_000_000});
    close(app, &signed(app, &programme, "p", &[line], None).await[0]).await;
    (format!("{APPLICATIONS}/{id}"), file)
}

/// Pays and closes a line; answers its path.
async fn close(app: &TestApp, line: &Value) -> String {
    let accountant = app.working("p.accountant").await;
    let line = format!("{LINES}/{}", line["id"].as_str().unwrap());
    step(&accountant, &line, "disburse", voucher("2025-02-10")).await;
    step(&accountant, &line, "close", json!({})).await;
    line
}

/// An old survey entry of person 7 in union A.
async fn old_survey(app: &TestApp) -> Answer {
    let mut body = new_survey(A, "Người Mẫu 7");
    body["citizen_id"] = json!(citizen(7));
    body["surveyed_on"] = json!("2015-02-10");
    app.working("a.officer").await.post(SURVEYS, body).await.expect(201)
}

on_both_databases! {
    async fn files_are_told_by_an_export_and_go_with_an_erasure(app: WorldApp) {
        let (dossier, file) = closed_with_a_file(&app).await;
        let survey = old_survey(&app).await;
        let photo = send(&app.working("a.officer").await, "Nhà.pdf", ("housing_survey", &survey.id()), &pdf(200)).await;
        let chair = app.working("d1.chair").await;
        let export = asked(&app, "d1", D1, "export").await;
        let held = chair.get(&format!("{}/export", path(&export))).await.expect(200);
        for (files, sent) in
            [(&held["applications"][0]["files"], &file), (&held["housing_surveys"][0]["files"], &photo)]
        {
            assert_eq!(files.as_array().unwrap().len(), 1, "{held}");
            for member in ["id", "name", "size"] {
                assert_eq!(files[0][member], sent[member], "{member}");
            }
        }
        assert_eq!(objects(&app).len(), 2);
        let made = asked(&app, "d1", D1, "erase").await;
        app.wait(366 * DAY);
        let chair = app.working("d1.chair").await;
        act(&chair, &made, "erase", json!({})).await.expect(200);
        for sent in [&file, &photo] {
            chair.get(&content_of(sent)).await.problem("not_found");
            let left = chair.get(&format!("{ATTACHMENTS}/{}", sent.id())).await.expect(200);
            assert_eq!((&left["state"], &left["name"]), (&json!("erased"), &Value::Null));
        }
        let keys = "SELECT count(*) AS n FROM attachments WHERE file_key IS NOT NULL OR name IS NOT NULL OR object_id IS NOT NULL";
        assert_eq!(app.database.count(keys), 0);
        app.tidy().await;
        assert_eq!(objects(&app).len(), 0);
        let id = dossier.rsplit('/').next().unwrap();
        let list = format!("{ATTACHMENTS}?record_type=hardship_application&record_id={id}");
        assert_eq!(chair.get(&list).await.expect(200).items().len(), 0);
    }

    async fn a_kept_answer_does_not_outlive_the_name_in_it(app: WorldApp) {
        let dossier = finished(&app).await;
        let survey = format!("{SURVEYS}/{}", old_survey(&app).await.id());
        let made = asked(&app, "d1", D1, "erase").await;
        app.wait(366 * DAY);
        app.tidy().await;
        let chair = app.working("d1.chair").await;
        let why = json!({"reason": "Đang được kiểm tra"});
        for (record, action, body) in [
            (&dossier, "hold", why.clone()), (&dossier, "release-hold", why), (&survey, "shortlist", json!({})),
        ] {
            step(&chair.with_header("idempotency-key", action), record, action, body).await;
        }
        // Somebody else's answer is kept on.
        let other = new_survey(A, "Người Khác");
        app.working("a.officer").await.post_once(SURVEYS, "khac", other).await.expect(201);
        let kept = |name: &str| {
            app.database.count(&format!("SELECT count(*) AS n FROM idempotency_keys WHERE body LIKE '%{name}%'"))
        };
        assert_eq!((kept("Người Mẫu 7"), kept("Người Khác")), (3, 1));
        act(&chair, &made, "erase", json!({})).await.expect(200);
        assert_eq!((kept("Người Mẫu 7"), kept("Người Khác")), (0, 1));
    }

    async fn what_is_said_at_the_moment_of_an_erasure_is_not_kept(app: WorldApp) {
        let dossier = finished(&app).await;
        let chair = app.working("d1.chair").await;
        let mut erasing = app.database.hold_writes();
        erasing.batch_execute("UPDATE hardship_applications SET erased_at = updated_at, version = version + 1").unwrap();
        let said = {
            let (chair, comments) = (chair.clone(), format!("{dossier}/comments"));
            tokio::spawn(async move { chair.post(&comments, json!({"text": "Là ai?"})).await })
        };
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(!said.is_finished(), "it waits until the erasure is done");
        erasing.batch_execute("COMMIT").unwrap();
        said.await.unwrap().problem("wrong_state");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM hardship_notes WHERE kind = 'comment'"), 0);
    }

    async fn nothing_is_reclaimed_of_who_was_erased(app: WorldApp) {
        let programme = kept_for_a_year(&app).await;
        let line = close(&app, &decided(&app, &programme, &[dossier("a")]).await[0]).await;
        let made = asked(&app, "d1", D1, "erase").await;
        app.wait(366 * DAY);
        act(&app.working("d1.chair").await, &made, "erase", json!({})).await.expect(200);
        let accountant = app.working("p.accountant").await;
        let mut back = voucher("2026-02-10");
        back["reason"] = json!("Gia đình đã chuyển đi nơi khác.");
        let etag = accountant.get(&line).await.expect(200).etag();
        let refused = accountant.act(&format!("{line}/reclaim"), &etag, back).await;
        assert!(refused.problem("wrong_state")["detail"].as_str().unwrap().contains("xóa"), "{refused}");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM support_payments WHERE kind = 'reclaim'"), 0);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM hardship_notes WHERE body IS NOT NULL"), 0);
    }
}
