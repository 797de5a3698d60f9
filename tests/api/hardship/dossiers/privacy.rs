//! What is sealed: masked for all, read in full by who needs it, and every reading told.

use std::time::Duration;

use diesel::connection::SimpleConnection;
use serde_json::json;

use super::{DIAGNOSIS, account, citizen, draft, new_dossier, path, phone, submitted};
use crate::hardship::programmes::programme;
use crate::support::on_both_databases;
use crate::support::world::A;

on_both_databases! {
    async fn the_person_is_masked_and_read_in_full_for_a_purpose(app: WorldApp) {
        let dossier = submitted(&app, 89).await;
        assert_eq!(dossier["citizen_id_masked"], "0*** *** ***89");
        assert_eq!(dossier["phone_masked"], "+84 *** *** *89");
        let accountant = app.working("p.accountant").await;
        let personal = accountant.get(&format!("{}/personal?purpose=payment", path(&dossier))).await.expect(200);
        assert_eq!(personal.header("cache-control"), "no-store");
        assert_eq!((&personal["citizen_id"], &personal["phone"]), (&json!(citizen(89)), &json!(phone(89))));
        assert_eq!((&personal["birth_date"], &personal["circumstances"]), (&json!("1990-03-15"), &json!(DIAGNOSIS)));
        assert_eq!(personal["bank"]["account_number"], account(89));
        let history = app.working("p.inspector").await.all(&format!("{}/history", path(&dossier))).await;
        let read = history.iter().find(|entry| entry["action"] == "hardship_application.personal").unwrap();
        assert_eq!((&read["changes"]["purpose"], &read["actor_id"]), (&json!("payment"), &json!(app.id_of("p.accountant").await)));
    }

    async fn who_does_not_need_it_does_not_get_it(app: WorldApp) {
        let dossier = submitted(&app, 1).await;
        let personal = format!("{}/personal?purpose=processing", path(&dossier));
        for may in ["a.officer", "a.chair", "d1.chair", "p.appraiser", "p.approver", "p.inspector"] {
            app.working(may).await.get(&personal).await.expect(200);
        }
        for sees in ["d1.officer", "p.officer"] {
            app.working(sees).await.get(&path(&dossier)).await.expect(200);
            app.working(sees).await.get(&personal).await.problem("forbidden");
            app.working(sees).await.get(&format!("{}/notes", path(&dossier))).await.problem("forbidden");
        }
        app.working("a.officer").await.get(&format!("{}/personal", path(&dossier))).await.problem("invalid_query");
        app.working("a.officer").await.get(&format!("{}/personal?purpose=curiosity", path(&dossier))).await.problem("invalid_query");
    }

    async fn an_edit_seals_anew_and_the_journal_tells_only_which_members(app: WorldApp) {
        let programme = programme(&app).await;
        let dossier = draft(&app, "a", new_dossier(A, &programme.id(), 1)).await;
        let officer = app.working("a.officer").await;
        let edit = json!({"phone": phone(77), "circumstances": "Đã chuyển tuyến.", "bank": null});
        let edited = officer.patch(&path(&dossier), &dossier.etag(), edit).await.expect(200);
        assert_eq!(edited["phone_masked"], "+84 *** *** *77");
        let personal = officer.get(&format!("{}/personal?purpose=processing", path(&dossier))).await.expect(200);
        assert_eq!((&personal["circumstances"], &personal["bank"]), (&json!("Đã chuyển tuyến."), &json!(null)));
        let history = officer.all(&format!("{}/history", path(&dossier))).await;
        let entry = history.iter().find(|entry| entry["action"] == "hardship_application.edit").unwrap();
        assert_eq!(entry["changes"]["sealed"], json!(["phone", "circumstances", "bank"]));
    }

    async fn an_edit_leaves_what_was_sealed_anew_meanwhile(app: WorldApp) {
        let programme = programme(&app).await;
        let dossier = draft(&app, "a", new_dossier(A, &programme.id(), 1)).await;
        let officer = app.working("a.officer").await;
        let mut other = app.database.hold_writes();
        other.batch_execute("UPDATE hardship_persons SET address = circumstances").unwrap();
        let (address, etag) = (path(&dossier), dossier.etag());
        let editing = tokio::spawn(async move { officer.patch(&address, &etag, json!({"phone": phone(2)})).await });
        tokio::time::sleep(Duration::from_millis(500)).await;
        other.batch_execute("COMMIT").unwrap();
        assert_eq!(editing.await.unwrap().expect(200)["phone_masked"], "+84 *** *** *02");
        let kept = "SELECT count(*) AS n FROM hardship_persons WHERE address = circumstances";
        assert_eq!(app.database.count(kept), 1);
    }

    async fn a_ciphertext_moved_to_another_row_or_column_does_not_open(app: WorldApp) {
        let programme = programme(&app).await;
        let one = draft(&app, "a", new_dossier(A, &programme.id(), 1)).await;
        let other = draft(&app, "a", new_dossier(A, &programme.id(), 2)).await;
        let officer = app.working("a.officer").await;
        let personal = |dossier: &crate::support::Answer| format!("{}/personal?purpose=processing", path(dossier));
        app.database.execute("UPDATE hardship_persons SET address = circumstances");
        officer.get(&personal(&one)).await.expect(500);
        officer.get(&personal(&other)).await.expect(500);
        app.database.execute(
            "UPDATE hardship_persons SET address = NULL, circumstances = (SELECT p.circumstances FROM hardship_persons p ORDER BY p.application_id LIMIT 1)",
        );
        let statuses = [officer.get(&personal(&one)).await.status, officer.get(&personal(&other)).await.status];
        assert!(statuses.contains(&200) && statuses.contains(&500), "{statuses:?}: it opens in its own row only");
    }

    async fn comments_stay_with_who_works_on_the_dossier(app: WorldApp) {
        let dossier = submitted(&app, 1).await;
        let comments = format!("{}/comments", path(&dossier));
        let text = json!({"text": "Đã gọi điện cho gia đình."});
        let written = app.working("p.appraiser").await.post(&comments, text.clone()).await.expect(201);
        assert!(!written.text.contains("gia đình"), "{written}");
        let read = app.working("a.officer").await.get(written.header("location")).await.expect(200);
        assert_eq!(read["text"], "Đã gọi điện cho gia đình.");
        app.working("p.inspector").await.post(&comments, text.clone()).await.problem("forbidden");
        app.working("d1.officer").await.post(&comments, text.clone()).await.problem("forbidden");
        app.working("c.chair").await.post(&comments, text).await.problem("not_found");
        app.working("c.chair").await.get(written.header("location")).await.problem("not_found");
    }
}
