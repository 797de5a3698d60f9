//! A file in one form.

use super::samples::{jpeg, pdf};
use super::*;
use crate::support::on_both_databases;
use crate::support::world::P;

fn one(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), code.to_owned())]
}

on_both_databases! {
    async fn a_whole_file_comes_in_one_form(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(700_000));
        let parts = [
            Part::Text("record_type", "task_item"),
            Part::Text("record_id", &item),
            Part::Text("sha256", &sha256(&bytes)),
            Part::File("Đơn xin hỗ trợ.pdf", &bytes),
        ];
        let made = app.journalled(officer.send(form(&officer, &parts))).await.expect(201);
        assert_eq!((&made["name"], &made["media_type"]), (&json!("Đơn xin hỗ trợ.pdf"), &json!("application/pdf")));
        assert_eq!(made.header("location"), format!("{ATTACHMENTS}/{}", made.id()));
        assert_eq!(officer.get(&content_of(&made)).await.expect(200).bytes, bytes);
        assert_eq!(objects(&app).len(), 1);
    }

    async fn a_form_is_refused_with_what_is_wrong_in_it(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let (item, bytes) = (task(&officer, P).await, pdf(100));
        let (kind, id, file) =
            (Part::Text("record_type", "task_item"), Part::Text("record_id", &item), Part::File("a.pdf", &bytes));
        let whole = || [Part::Text("record_type", "task_item"), Part::Text("record_id", &item)];
        let ask = async |parts: &[Part<'_>]| officer.send(form(&officer, parts)).await;
        assert_eq!(ask(&[kind, id]).await.violations(), one("/file", "missing"));
        let early = ask(&[file]).await;
        assert_eq!(early.violations(), [one("/record_id", "missing"), one("/record_type", "missing")].concat());
        let [kind, id] = whole();
        assert_eq!(ask(&[kind, id, Part::File("../a.pdf", &bytes)]).await.violations(), one("/file", "not_allowed"));
        let [kind, id] = whole();
        assert_eq!(ask(&[kind, id, Part::Text("note", "x")]).await.violations(), one("/note", "unknown_member"));
        let [kind, id] = whole();
        let hashed = [kind, id, Part::Text("sha256", &"ab".repeat(32)), Part::File("a.pdf", &bytes)];
        ask(&hashed).await.problem("checksum_mismatch");
        officer.post(ATTACHMENTS, json!({})).await.problem("unsupported_media_type");
        let broken = form_for(&officer, "a.pdf", ("task_item", &item), &bytes).body("--limit\r\nnonsense");
        officer.send(broken).await.problem("malformed_body");
        let large = form_for(&officer, "a.pdf", ("task_item", &item), &vec![b'x'; 21_000_000]);
        officer.send(large).await.problem("payload_too_large");
        assert_eq!((objects(&app).len(), app.database.count("SELECT count(*) AS n FROM attachments")), (0, 0));
    }

    async fn a_form_that_is_sent_twice_is_taken_once(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        let record = ("task_item", item.as_str());
        let keyed = |bytes: &[u8]| form_for(&officer, "a.jpg", record, bytes).header("idempotency-key", "one");
        let first = officer.send(keyed(&jpeg())).await.expect(201);
        let again = officer.send(keyed(&jpeg())).await.expect(201);
        assert_eq!((&again.json, again.header("idempotency-replayed")), (&first.json, "true"));
        officer.send(keyed(&pdf(100))).await.problem("idempotency_key_reused");
        assert_eq!(objects(&app).len(), 1);
        // The same of an upload that begins.
        let begun = creation(&officer, "a.pdf", record, 100).header("idempotency-key", "two");
        let begun = officer.send(begun).await.expect(201);
        let again = officer.send(creation(&officer, "a.pdf", record, 100).header("idempotency-key", "two")).await;
        assert_eq!(again.header("location"), begun.header("location"));
        assert_eq!(again.header("upload-expires"), begun.header("upload-expires"));
    }
}
