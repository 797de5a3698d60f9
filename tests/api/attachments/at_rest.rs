//! What lies on the disk.

use std::fs;

use super::samples::{holds, pdf};
use super::*;
use crate::support::on_both_databases;
use crate::support::world::P;

on_both_databases! {
    async fn neither_content_nor_name_lies_anywhere_in_the_clear(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(300_000));
        let name = "Chẩn đoán riêng tư.pdf";
        send(&officer, name, ("task_item", &item), &bytes).await;
        let upload = begin(&officer, name, ("task_item", &item), bytes.len()).await;
        go_on(&officer, &upload, 0, &bytes[..150_000]).await.expect(204);
        let mut written = Vec::new();
        collect(app.database.directory(), &mut written);
        assert!(objects(&app).len() >= 2 && written.len() > 2);
        for path in written {
            let lies = fs::read(&path).unwrap();
            for clear in [name.as_bytes(), b"%PDF-", &bytes[1_000..1_020], b"%%EOF"] {
                assert!(!holds(&lies, clear), "{} holds {:?}", path.display(), String::from_utf8_lossy(clear));
            }
        }
        let told = app.database.count("SELECT count(*) AS n FROM journal WHERE CAST(changes AS text) LIKE '%pdf%' AND CAST(changes AS text) LIKE '%riêng%'");
        assert_eq!(told, 0);
    }

    async fn an_object_that_was_altered_or_exchanged_is_not_given_out(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        let first = send(&officer, "a.pdf", ("task_item", &item), &pdf(300)).await;
        let known = objects(&app);
        let second = send(&officer, "b.pdf", ("task_item", &item), &pdf(300)).await;
        let other = objects(&app).into_iter().find(|path| !known.contains(path)).unwrap();
        fs::copy(&known[0], &other).unwrap();
        officer.get(&content_of(&second)).await.problem("internal_error");
        let mut lies = fs::read(&known[0]).unwrap();
        lies[20] ^= 1;
        fs::write(&known[0], &lies).unwrap();
        officer.get(&content_of(&first)).await.problem("internal_error");
    }

    async fn nobody_else_on_the_machine_reads_the_folder(app: WorldApp) {
        use std::os::unix::fs::PermissionsExt;
        let folder = app.database.directory().join("files");
        assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
