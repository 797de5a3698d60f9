//! Shown, listed, downloaded, deleted, and by whom.

use reqwest::Method;

use super::samples::{holds, jpeg, pdf};
use super::*;
use crate::awards::council::session;
use crate::awards::nominations::new_nomination;
use crate::awards::{CERTIFICATE, COUNCIL, endorsed, round};
use crate::hardship::dossiers::{draft, new_dossier, submit};
use crate::support::on_both_databases;
use crate::support::world::{A, D1, P};

/// Somebody puts files beside a record, one of them still on its way, and removes the record: nothing is left.
async fn gone_with(app: &TestApp, by: &Actor, kind: &str, at: &str) {
    let id = at.rsplit('/').next().unwrap();
    send(by, "a.jpg", (kind, id), &jpeg()).await;
    begin(by, "b.jpg", (kind, id), 100).await;
    assert_eq!(objects(app).len(), 1);
    let etag = by.get(at).await.expect(200).etag();
    app.journalled(by.delete(at, &etag)).await.expect(204);
    app.tidy().await;
    assert_eq!(objects(app).len(), 0);
    assert_eq!(app.database.count("SELECT count(*) AS n FROM attachments WHERE state <> 'erased'"), 0);
}

on_both_databases! {
    async fn a_file_is_seen_by_exactly_those_who_see_its_record(app: WorldApp) {
        let officer = app.as_user("d1.officer").await;
        let item = task(&officer, D1).await;
        let file = send(&officer, "Đơn.pdf", ("task_item", &item), &pdf(300)).await;
        let address = format!("{ATTACHMENTS}/{}", file.id());
        let list = format!("{ATTACHMENTS}?record_type=task_item&record_id={item}");
        for reader in ["p.inspector", "d1.chair", "d1.inspector"] {
            let reader = app.as_user(reader).await;
            assert_eq!(reader.get(&address).await.expect(200)["name"], "Đơn.pdf");
            assert_eq!(reader.get(&list).await.expect(200).items().len(), 1);
            reader.get(&content_of(&file)).await.expect(200);
        }
        let sees = app.as_user("d1.inspector").await;
        sees.delete(&address, &file.etag()).await.problem("forbidden");
        sees.send(creation(&sees, "a.pdf", ("task_item", &item), 10)).await.problem("forbidden");
        sees.send(form_for(&sees, "a.pdf", ("task_item", &item), &pdf(100))).await.problem("forbidden");
        let stranger = app.as_user("d2.officer").await;
        for path in [&address, &list, &content_of(&file), &format!("{address}/history")] {
            stranger.get(path).await.problem("not_found");
        }
        stranger.delete(&address, &file.etag()).await.problem("not_found");
    }

    async fn nobody_puts_a_file_beside_a_record_they_do_not_see(app: WorldApp) {
        let (officer, stranger) = (app.as_user("d1.officer").await, app.as_user("d2.officer").await);
        let item = task(&officer, D1).await;
        for id in [item.as_str(), NOBODY] {
            for kind in ["task_item", "task_assignment", "report", "organisation"] {
                let begun = stranger.send(creation(&stranger, "a.pdf", (kind, id), 10)).await;
                begun.problem("not_found");
                stranger.send(form_for(&stranger, "a.pdf", (kind, id), &pdf(100))).await.problem("not_found");
            }
        }
        assert_eq!((objects(&app).len(), app.database.count("SELECT count(*) AS n FROM attachments")), (0, 0));
    }

    async fn a_name_is_no_path(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        for bad in ["../../etc/passwd", "a/b.pdf", "C:\\a.pdf", "..", "a\0.pdf", "nul.pdf", ""] {
            let refused = officer.send(creation(&officer, bad, ("task_item", &item), 10)).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations()[0].0, "Upload-Metadata", "{bad}");
        }
        let file = send(&officer, "Gia\u{302}́y/".trim_end_matches('/'), ("task_item", &item), &pdf(100)).await;
        assert_eq!(file["name"], "Giấy");
        let malformed = officer.request(Method::POST, UPLOADS).header("tus-resumable", "1.0.0");
        for metadata in ["filename", "filename !!", "colour cmVk", "filename YQ==,filename YQ=="] {
            let request = malformed.try_clone().unwrap().header("upload-length", 5).header("upload-metadata", metadata);
            let refused = officer.send(request).await;
            assert!([400, 422].contains(&refused.status), "{refused}");
        }
    }

    async fn a_download_is_whole_or_one_range_and_never_opened_by_a_browser(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(200_000));
        let file = send(&officer, "Biên bản \"họp\".html".replace('"', "").as_str(), ("task_item", &item), &bytes).await;
        let at = content_of(&file);
        let whole = officer.get(&at).await.expect(200);
        assert_eq!((&whole.bytes, whole.header("content-type")), (&bytes, "application/pdf"));
        assert_eq!(
            whole.header("content-disposition"),
            "attachment; filename=\"Bi_n b_n h_p.html.pdf\"; filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n%20h%E1%BB%8Dp.html.pdf"
        );
        assert_eq!((whole.header("cache-control"), whole.header("x-content-type-options")), ("no-store", "nosniff"));
        assert!(whole.header("content-security-policy").starts_with("sandbox"), "{whole}");
        assert_eq!(whole.header("content-length"), bytes.len().to_string());
        let tag = whole.etag();
        assert_eq!(tag, format!("\"{}\"", sha256(&bytes)));
        let ask = async |name: &str, value: &str| officer.with_header(name, value).get(&at).await;
        for (first, last) in [(0, 0), (65_535, 65_536), (10, 150_000), (131_072, bytes.len() - 1)] {
            let part = ask("range", &format!("bytes={first}-{last}")).await.expect(206);
            assert_eq!(part.bytes, bytes[first..=last]);
            assert_eq!(part.header("content-range"), format!("bytes {first}-{last}/{}", bytes.len()));
        }
        assert_eq!(ask("range", "bytes=-7").await.expect(206).bytes, bytes[bytes.len() - 7..]);
        let beyond = ask("range", "bytes=999999-").await;
        beyond.problem("range_not_satisfiable");
        assert_eq!(beyond.header("content-range"), format!("bytes */{}", bytes.len()));
        assert_eq!(ask("range", "bytes=0-1,4-5").await.expect(200).bytes, bytes);
        assert_eq!(ask("if-none-match", &tag).await.expect(304).bytes, b"");
        let other = officer.with_header("range", "bytes=0-9").with_header("if-range", "\"other\"");
        assert_eq!(other.get(&at).await.expect(200).bytes, bytes);
        let same = officer.with_header("range", "bytes=0-9").with_header("if-range", &tag);
        assert_eq!(same.get(&at).await.expect(206).bytes, bytes[..10]);
        // No coding hides how many bytes come.
        assert_eq!(ask("accept-encoding", "gzip").await.expect(200).header("content-encoding"), "");
    }

    async fn each_download_is_on_record_without_the_name(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        let file = send(&officer, "Bệnh án.pdf", ("task_item", &item), &pdf(100)).await;
        app.journalled(officer.get(&content_of(&file))).await.expect(200);
        let history = officer.all(&format!("{ATTACHMENTS}/{}/history", file.id())).await;
        let actions: Vec<_> = history.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["attachment.begin", "attachment.store", "attachment.read"]);
        assert!(!json!(history).to_string().contains("Bệnh"), "{history:?}");
    }

    async fn what_is_deleted_cannot_be_had_again(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        let file = send(&officer, "a.jpg", ("task_item", &item), &jpeg()).await;
        let address = format!("{ATTACHMENTS}/{}", file.id());
        officer.delete(&address, "\"v9\"").await.problem("precondition_failed");
        app.journalled(officer.delete(&address, &file.etag())).await.expect(204);
        let left = officer.get(&address).await.expect(200);
        assert_eq!((&left["state"], &left["name"]), (&json!("erased"), &json!(null)));
        officer.get(&content_of(&file)).await.problem("not_found");
        officer.delete(&address, &left.etag()).await.problem("not_found");
        let list = format!("{ATTACHMENTS}?record_type=task_item&record_id={item}");
        assert_eq!(officer.get(&list).await.expect(200).items().len(), 0);
        assert_eq!(objects(&app).len(), 0);
        let keys = "SELECT count(*) AS n FROM attachments WHERE file_key IS NOT NULL OR name IS NOT NULL";
        assert_eq!(app.database.count(keys), 0);
    }

    async fn a_stale_version_is_told_before_the_state_of_the_record(app: WorldApp) {
        let programme = crate::hardship::programmes::programme(&app).await.id();
        let dossier = draft(&app, "a", new_dossier(A, &programme, 1)).await;
        let officer = app.working("a.officer").await;
        let file = send(&officer, "a.pdf", ("hardship_application", &dossier.id()), &pdf(100)).await;
        submit(&app, "a", &dossier).await.expect(200);
        let address = format!("{ATTACHMENTS}/{}", file.id());
        officer.delete(&address, "\"v9\"").await.problem("precondition_failed");
        officer.delete(&address, &file.etag()).await.problem("wrong_state");
        app.working("p.inspector").await.delete(&address, "\"v9\"").await.problem("forbidden");
    }

    async fn the_files_of_a_draft_go_with_it(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        send(&officer, "a.jpg", ("task_item", &item), &jpeg()).await;
        begin(&officer, "b.jpg", ("task_item", &item), 100).await;
        let report = crate::reports::create(&app, "p", crate::reports::february(P)).await;
        send(&officer, "c.jpg", ("report", &report), &jpeg()).await;
        officer.delete(&format!("/api/v1/task-items/{item}"), "\"v1\"").await.expect(204);
        officer.delete(&format!("/api/v1/reports/{report}"), "\"v1\"").await.expect(204);
        app.tidy().await;
        assert_eq!(objects(&app).len(), 0);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM attachments WHERE state <> 'erased'"), 0);
    }

    async fn the_files_of_a_nomination_that_was_never_submitted_go_with_it(app: WorldApp) {
        let round = round(&app, &[]).await;
        let officer = app.working("a.officer").await;
        let body = new_nomination(A, &round.id, CERTIFICATE, "Nguyễn Văn Mẫu");
        let made = officer.post("/api/v1/award-nominations", body).await.expect(201);
        gone_with(&app, &officer, "award_nomination", made.header("location")).await;
    }

    async fn the_files_of_a_session_that_is_dropped_go_with_it(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let session = session(&app, &round, &[endorsed(&app, &round, CERTIFICATE).await], "totals").await;
        let clerk = app.working("p.clerk").await;
        gone_with(&app, &clerk, "council_session", &format!("/api/v1/council-sessions/{session}")).await;
    }

    async fn the_files_of_a_dossier_that_was_never_submitted_go_with_it(app: WorldApp) {
        let programme = crate::hardship::programmes::programme(&app).await.id();
        let dossier = draft(&app, "a", new_dossier(A, &programme, 1)).await;
        let officer = app.working("a.officer").await;
        let at = format!("/api/v1/hardship-applications/{}", dossier.id());
        gone_with(&app, &officer, "hardship_application", &at).await;
    }

    async fn every_kind_of_record_takes_files_of_who_may_change_it(app: WorldApp) {
        let administrator = app.as_user("p.administrator").await;
        send(&administrator, "a.pdf", ("organisation", D1), &pdf(100)).await;
        let officer = app.as_user("p.officer").await;
        officer.send(creation(&officer, "a.pdf", ("organisation", D1), 10)).await.problem("forbidden");
        let item = task(&officer, P).await;
        let assignments = format!("/api/v1/task-items/{item}/assignments");
        officer.post(&assignments, json!({"organisation_ids": [D1]})).await.expect(200);
        let assigned = app.as_user("d1.officer").await;
        let answers = assigned.get(&assignments).await.expect(200);
        let assignment = answers.items()[0]["id"].as_str().unwrap().to_owned();
        let file = send(&assigned, "a.pdf", ("task_assignment", &assignment), &pdf(100)).await;
        officer.get(&content_of(&file)).await.expect(200);
        officer.delete(&format!("{ATTACHMENTS}/{}", file.id()), &file.etag()).await.problem("forbidden");
        assigned.send(creation(&assigned, "a.pdf", ("task_item", &item), 10)).await.problem("forbidden");
        assert!(holds(&officer.get(&content_of(&file)).await.bytes, b"%%EOF"));
    }
}
