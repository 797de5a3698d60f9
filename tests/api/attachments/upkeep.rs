//! What is left behind is removed, and nothing else.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::samples::pdf;
use super::*;
use crate::support::on_both_databases;
use crate::support::raw::RawConnection;
use crate::support::world::{P, PASSWORD};

/// Makes a file look as old as this.
#[expect(clippy::disallowed_methods, reason = "the file system has no clock but its own")]
fn age(path: &Path, by: Duration) {
    File::options().write(true).open(path).unwrap().set_modified(SystemTime::now() - by).unwrap();
}

const DAY: u64 = 24 * 3600;

on_both_databases! {
    async fn an_upload_past_its_time_is_removed_with_its_pieces(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(900_000));
        let record = ("task_item", item.as_str());
        send(&officer, "whole.pdf", record, &pdf(100)).await;
        let upload = begin(&officer, "a.pdf", record, bytes.len()).await;
        go_on(&officer, &upload, 0, &bytes[..600_000]).await.expect(204);
        app.wait(24 * 3600 - 1);
        app.tidy().await;
        let officer = app.as_user("p.officer").await;
        assert_eq!(offset(&officer, &upload).await, 600_000);
        app.wait(1);
        // Gone at once for who asks, and from the disk with the next upkeep.
        look(&officer, &upload).await.expect(404);
        go_on(&officer, &upload, 600_000, &bytes[600_000..]).await.problem("not_found");
        assert!(objects(&app).len() > 2);
        app.journalled(app.tidy()).await;
        assert_eq!(objects(&app).len(), 1);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM attachments"), 1);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM upload_parts"), 0);
    }

    async fn only_old_objects_without_a_row_are_swept_up(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(900_000));
        let record = ("task_item", item.as_str());
        let file = send(&officer, "a.pdf", record, &bytes).await;
        let upload = begin(&officer, "b.pdf", record, bytes.len()).await;
        go_on(&officer, &upload, 0, &bytes[..400_000]).await.expect(204);
        for known in objects(&app) {
            age(&known, Duration::from_secs(30 * DAY));
        }
        let folder = app.database.directory().join("files").join("aa");
        fs::create_dir_all(&folder).unwrap();
        let [old, young] = [1, 2].map(|number| folder.join(format!("01940000-0000-7000-8000-00000000{number}0aa")));
        fs::write(&old, "left by a crash").unwrap();
        fs::write(&young, "about to be named").unwrap();
        age(&old, Duration::from_secs(DAY + 60));
        age(&young, Duration::from_secs(DAY - 600));
        let unfinished = folder.join("01940000-0000-7000-8000-0000000030aa#1");
        fs::write(&unfinished, "half").unwrap();
        age(&unfinished, Duration::from_secs(DAY + 60));
        app.tidy().await;
        assert!(!old.exists() && young.exists() && !unfinished.exists());
        assert_eq!(officer.get(&content_of(&file)).await.expect(200).bytes, bytes);
        go_on(&officer, &upload, 400_000, &bytes[400_000..]).await.expect(204);
    }

    async fn what_a_killed_server_wrote_and_never_named_is_swept_up(app: WorldApp) {
        let server = app.as_process(&[]).await;
        let officer = Actor::anonymous(server.address).signed_in("p.officer", PASSWORD).await;
        let (item, bytes) = (task(&officer, P).await, pdf(1_200_000));
        let record = ("task_item", item.as_str());
        let whole = send(&officer, "whole.pdf", record, &pdf(100)).await;
        let upload = begin(&officer, "a.pdf", record, bytes.len()).await;
        go_on(&officer, &upload, 0, &bytes[..300_000]).await.expect(204);
        let before = objects(&app).len();
        // A checksum holds back the rows of the pieces until the last one is there.
        let mut connection = RawConnection::open(server.address).await;
        let head = format!(
            "PATCH {upload} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nTus-Resumable: 1.0.0\r\n\
             Upload-Offset: 300000\r\nUpload-Checksum: sha256 {}\r\n\
             Content-Type: application/offset+octet-stream\r\nContent-Length: {}\r\n\r\n",
            officer.access_token(), STANDARD.encode([0; 32]), bytes.len() - 300_000
        );
        assert!(connection.send(head).await && connection.send(&bytes[300_000..1_100_000]).await);
        for _ in 0..100 {
            if objects(&app).len() > before {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        server.kill();
        assert!(objects(&app).len() > before);
        for left in objects(&app) {
            age(&left, Duration::from_secs(2 * DAY));
        }
        // A server tidies up when it starts.
        let server = app.as_process(&[]).await;
        for _ in 0..100 {
            if objects(&app).len() == before {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(objects(&app).len(), before);
        let officer = Actor::anonymous(server.address).signed_in("p.officer", PASSWORD).await;
        assert_eq!(offset(&officer, &upload).await, 300_000);
        go_on(&officer, &upload, 300_000, &bytes[300_000..]).await.expect(204);
        assert_eq!(officer.get(&file_of(&upload)).await.expect(200)["sha256"], sha256(&bytes));
        officer.get(&content_of(&whole)).await.expect(200);
        assert!(server.stop().success());
    }
}
