//! tus 1.0.0.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;

use super::samples::{jpeg, pdf};
use super::*;
use crate::reports::{create, february, issued_in_house};
use crate::support::world::{D1, P};
use crate::support::{at_once, on_both_databases};

/// Cut points in rising order, all of them inside.
fn random_points(count: usize, size: usize) -> Vec<usize> {
    let seed = RandomState::new();
    let point = |number: usize| {
        let mut hasher = seed.build_hasher();
        hasher.write_usize(number);
        1 + usize::try_from(hasher.finish() % u64::try_from(size - 1).unwrap()).unwrap()
    };
    let mut points: Vec<_> = (0..count).map(point).collect();
    points.sort_unstable();
    points.dedup();
    points
}

/// Sends the bytes from `from` to `cut` of a body that promises all the rest, and hangs up a moment later: the framework
/// drops what it has not handed on yet when it sees the end.
async fn cut_off(app: &TestApp, actor: &Actor, upload: &str, bytes: &[u8], from: usize, cut: usize) {
    let mut connection = app.raw().await;
    let head = format!(
        "PATCH {upload} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nTus-Resumable: 1.0.0\r\n\
         Upload-Offset: {from}\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: {}\r\n\r\n",
        actor.access_token(),
        bytes.len() - from
    );
    assert!(connection.send(head).await && connection.send(&bytes[from..cut]).await);
    tokio::time::sleep(Duration::from_millis(300)).await;
}

/// Where the upload has come to, `most` at most, once nothing more is being written.
async fn settled(actor: &Actor, upload: &str, most: usize) -> usize {
    let mut seen = (0, 0);
    for _ in 0..200 {
        let now = offset(actor, upload).await;
        assert!(now <= most, "{now} of {most}");
        seen = if now == seen.0 { (now, seen.1 + 1) } else { (now, 0) };
        if now == most || seen.1 > 20 {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{upload} does not settle");
}

fn checked(actor: &Actor, upload: &str, bytes: &[u8], checksum: &str) -> RequestBuilder {
    piece(actor, upload, 0, bytes).header("upload-checksum", checksum)
}

on_both_databases! {
    async fn an_upload_that_was_cut_at_five_random_points_is_the_same_file(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(1_500_000));
        let upload = begin(&officer, "Biên bản.pdf", ("task_item", &item), bytes.len()).await;
        let (mut from, points) = (0, random_points(5, bytes.len()));
        for cut in &points {
            if *cut <= from {
                continue;
            }
            cut_off(&app, &officer, &upload, &bytes, from, *cut).await;
            let come = settled(&officer, &upload, *cut).await;
            assert!(come >= from, "{points:?}: {come} after {from}");
            from = come;
        }
        // A broken connection costs what was in the air, and not all that came.
        assert!(from + 400_000 > *points.last().unwrap(), "{points:?}: {from}");
        let done = go_on(&officer, &upload, from, &bytes[from..]).await.expect(204);
        assert_eq!(done.header("upload-offset"), bytes.len().to_string(), "{points:?}");
        assert_eq!(done.header("content-location"), file_of(&upload));
        let file = officer.get(&file_of(&upload)).await.expect(200);
        assert_eq!((&file["sha256"], &file["media_type"]), (&json!(sha256(&bytes)), &json!("application/pdf")));
        assert_eq!(officer.get(&content_of(&file)).await.expect(200).bytes, bytes);
        // The pieces are gone, the whole is there, and who lost the last answer is told so.
        assert_eq!(objects(&app).len(), 1);
        assert_eq!(offset(&officer, &upload).await, bytes.len());
        go_on(&officer, &upload, bytes.len(), b"").await.expect(204);
    }

    async fn a_piece_at_another_offset_is_refused(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(2_000));
        let upload = begin(&officer, "a.pdf", ("task_item", &item), bytes.len()).await;
        go_on(&officer, &upload, 0, &bytes[..700]).await.expect(204);
        for wrong in [0, 699, 701] {
            go_on(&officer, &upload, wrong, &bytes[700..800]).await.problem("wrong_offset");
        }
        assert_eq!(offset(&officer, &upload).await, 700);
        go_on(&officer, &upload, 700, &[&bytes[700..], b"more"].concat()).await.problem("payload_too_large");
        go_on(&officer, &upload, 700, &bytes[700..]).await.expect(204);
    }

    async fn a_piece_that_is_not_what_its_checksum_says_is_discarded(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(600_000));
        let upload = begin(&officer, "a.pdf", ("task_item", &item), bytes.len()).await;
        let wrong = format!("sha256 {}", STANDARD.encode([7; 32]));
        officer.send(checked(&officer, &upload, &bytes, &wrong)).await.problem("checksum_mismatch");
        assert_eq!((offset(&officer, &upload).await, objects(&app).len()), (0, 0));
        for malformed in ["md5 AAAA", "sha1", "sha1 AAAA", "sha256 =="] {
            officer.send(checked(&officer, &upload, &bytes, malformed)).await.problem("invalid_header");
        }
        let right = format!("sha1 {}", STANDARD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &bytes)));
        officer.send(checked(&officer, &upload, &bytes, &right)).await.expect(204);
        assert_eq!(officer.get(&file_of(&upload)).await.expect(200)["sha256"], sha256(&bytes));
    }

    async fn a_file_that_is_not_what_its_hash_says_is_discarded(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, photo) = (task(&officer, P).await, jpeg());
        let hashed = |hash: String| {
            let metadata = format!("{},sha256 {}", metadata("a.jpg", ("task_item", &item)), STANDARD.encode(hash));
            let request = officer.request(Method::POST, UPLOADS).header("tus-resumable", "1.0.0");
            request.header("upload-length", photo.len()).header("upload-metadata", metadata)
        };
        let begun = officer.send(hashed("ab".repeat(32))).await.expect(201);
        let upload = begun.header("location");
        go_on(&officer, upload, 0, &photo).await.problem("checksum_mismatch");
        look(&officer, upload).await.expect(404);
        assert_eq!(objects(&app).len(), 0);
        // The hash is of what is sent, that of the file of what is kept.
        let begun = officer.send(hashed(sha256(&photo))).await.expect(201);
        go_on(&officer, begun.header("location"), 0, &photo).await.expect(204);
        officer.send(hashed("no hash".to_owned())).await.problem("validation_failed");
    }

    async fn of_two_pieces_at_once_one_is_taken(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(900_000));
        for round in 0..5 {
            let upload = begin(&officer, "a.pdf", ("task_item", &item), bytes.len()).await;
            let half = 100_000 * (round + 1);
            let answers = at_once((0..4).map(|_| {
                let (officer, upload, first) = (officer.clone(), upload.clone(), bytes[..half].to_vec());
                async move { go_on(&officer, &upload, 0, &first).await }
            })).await;
            let taken = answers.iter().filter(|answer| answer.status == 204).count();
            for refused in answers.iter().filter(|answer| answer.status != 204) {
                refused.problem("wrong_offset");
            }
            assert!(taken <= 1, "{answers:?}");
            let from = offset(&officer, &upload).await;
            let answers = at_once((0..4).map(|_| {
                let (officer, upload, rest) = (officer.clone(), upload.clone(), bytes[from..].to_vec());
                async move { go_on(&officer, &upload, from, &rest).await }
            })).await;
            let mut from = offset(&officer, &upload).await;
            if from < bytes.len() {
                go_on(&officer, &upload, from, &bytes[from..]).await.expect(204);
                from = bytes.len();
            }
            assert_eq!(from, bytes.len(), "{answers:?}");
            let file = officer.get(&file_of(&upload)).await.expect(200);
            assert_eq!(file["sha256"], sha256(&bytes));
            assert_eq!(objects(&app).len(), round + 1);
        }
    }

    async fn who_began_an_upload_ends_it_and_nobody_else_finds_it(app: WorldApp) {
        let (officer, stranger) = (app.as_user("d1.officer").await, app.as_user("d1.chair").await);
        let item = task(&officer, D1).await;
        let upload = app.journalled(begin(&officer, "a.pdf", ("task_item", &item), 5_000)).await;
        go_on(&officer, &upload, 0, &pdf(5_000)[..1_000]).await.expect(204);
        for other in [&stranger, &app.as_user("d2.officer").await] {
            look(other, &upload).await.expect(404);
            go_on(other, &upload, 1_000, b"x").await.problem("not_found");
            end(other, &upload).await.problem("not_found");
        }
        // It is no file yet.
        officer.get(&file_of(&upload)).await.problem("not_found");
        app.journalled(end(&officer, &upload)).await.expect(204);
        look(&officer, &upload).await.expect(404);
        assert_eq!(objects(&app).len(), 0);
    }

    async fn every_answer_says_which_tus_it_speaks(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let told = officer.send(officer.request(Method::OPTIONS, UPLOADS)).await.expect(204);
        assert_eq!(told.header("tus-extension"), "creation,checksum,expiration,termination");
        assert_eq!((told.header("tus-checksum-algorithm"), told.header("tus-max-size")), ("sha1,sha256", "20971520"));
        let item = task(&officer, P).await;
        let begun = officer.send(creation(&officer, "a.pdf", ("task_item", &item), 100)).await.expect(201);
        assert_eq!(begun.header("upload-expires"), "Tue, 11 Feb 2025 01:00:00 GMT");
        let upload = begun.header("location");
        let silent = officer.request(Method::PATCH, upload).body("x");
        let refused = officer.send(silent).await;
        refused.problem("unsupported_tus_version");
        let unread = officer.request(Method::PATCH, upload).header("tus-resumable", "1.0.0").body("x");
        let typeless = officer.send(unread).await;
        typeless.problem("unsupported_media_type");
        let packed = piece(&officer, upload, 0, b"x").header("content-encoding", "gzip");
        let packed = officer.send(packed).await;
        packed.problem("unsupported_media_type");
        let lost = look(&officer, &format!("{UPLOADS}/{NOBODY}")).await.expect(404);
        let wrong = officer.send(officer.request(Method::PUT, upload)).await;
        wrong.problem("method_not_allowed");
        for answer in [&told, &begun, &refused, &typeless, &packed, &lost, &wrong] {
            assert_eq!((answer.header("tus-resumable"), answer.header("tus-version")), ("1.0.0", "1.0.0"), "{answer}");
        }
    }

    async fn a_file_is_not_larger_than_the_limit_and_not_empty(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        let sized = |length| creation(&officer, "a.pdf", ("task_item", &item), length);
        officer.send(sized(20_971_521)).await.problem("payload_too_large");
        officer.send(sized(0)).await.problem("validation_failed");
        officer.send(sized(20_971_520)).await.expect(201);
        officer.send(sized(5).body("%PDF-")).await.problem("malformed_body");
    }

    async fn a_record_has_so_many_files_and_no_more(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        let record = ("task_item", item.as_str());
        for _ in 0..18 {
            officer.send(form_for(&officer, "a.pdf", record, &pdf(100))).await.expect(201);
        }
        // Two places are left, for five at once.
        let begun = at_once((0..5).map(|_| {
            let (officer, item) = (officer.clone(), item.clone());
            async move { officer.send(creation(&officer, "a.pdf", ("task_item", &item), 100)).await }
        })).await;
        assert_eq!(begun.iter().filter(|answer| answer.status == 201).count(), 2);
        officer.send(form_for(&officer, "a.pdf", record, &pdf(100))).await.problem("too_many_files");
        let upload = begun.iter().find(|answer| answer.status == 201).unwrap().header("location").to_owned();
        end(&officer, &upload).await.expect(204);
        officer.send(form_for(&officer, "a.pdf", record, &pdf(100))).await.expect(201);
    }

    async fn what_is_issued_takes_no_file_and_loses_none(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let issued = issued_in_house(&app).await;
        officer.send(creation(&officer, "a.pdf", ("report", &issued), 100)).await.problem("frozen");
        officer.send(form_for(&officer, "a.pdf", ("report", &issued), &pdf(100))).await.problem("frozen");
        let draft = create(&app, "p", february(P)).await;
        let file = send(&officer, "a.pdf", ("report", &draft), &pdf(100)).await;
        let begun = begin(&officer, "b.pdf", ("report", &draft), 107).await;
        let chair = app.as_user("p.chair").await;
        let item = json!({"section": "result", "body": "Việc đã làm."});
        crate::reports::write_item(&app, "p", &draft, item).await;
        crate::reports::step(&chair, &draft, "submit", json!({})).await.expect(200);
        let address = format!("{ATTACHMENTS}/{}", file.id());
        officer.delete(&address, &file.etag()).await.problem("wrong_state");
        go_on(&officer, &begun, 0, &pdf(100)[..107]).await;
        officer.get(&file_of(&begun)).await.problem("not_found");
        officer.get(&address).await.expect(200);
    }
}
