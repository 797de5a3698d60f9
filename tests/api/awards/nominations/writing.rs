//! Drafts: what they must be, how they are changed, found and removed.

use serde_json::{Value, json};

use super::{NOMINATIONS, act, endorsed, new_nomination, nomination, open_round, path, whole_union};
use crate::attachments::samples::pdf;
use crate::attachments::{self, creation};
use crate::awards::{CERTIFICATE, COMMENDATION, MEDAL, pairs};
use crate::reports::with;
use crate::support::world::{A, C, D1, P};
use crate::support::{TestApp, on_both_databases};

async fn refused(app: &TestApp, body: Value) -> Vec<(String, String)> {
    app.working("a.officer").await.post(NOMINATIONS, body).await.violations()
}

on_both_databases! {
    async fn what_does_not_fit_is_refused_at_its_place(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION, MEDAL], json!({})).await;
        let good = || new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu");
        let nobody = "01940000-0000-7000-8000-0000000000ff";
        for (change, expected) in [
            (json!({"round_id": nobody}), [("/round_id", "not_found")]),
            (json!({"form_id": CERTIFICATE}), [("/form_id", "not_in_round")]),
            (json!({"earlier_award_id": nobody}), [("/earlier_award_id", "not_found")]),
            (json!({"nominee_name": null}), [("/nominee_name", "missing")]),
            (json!({"organisation_id": C}), [("/organisation_id", "not_found")]),
        ] {
            assert_eq!(refused(&app, with(good(), change.clone())).await, pairs(&expected), "{change}");
        }
        let person = with(good(), json!({"whole_organisation": true}));
        assert_eq!(refused(&app, person).await, pairs(&[("/nominee_name", "not_allowed"), ("/whole_organisation", "not_allowed")]));
        let unit = with(good(), json!({"nominee_kind": "collective", "namesake": true}));
        assert_eq!(refused(&app, unit).await, pairs(&[("/namesake", "not_allowed"), ("/nominee_title", "not_allowed"), ("/workplace", "not_allowed")]));
        assert_eq!(refused(&app, whole_union(A, &round, MEDAL)).await, pairs(&[("/nominee_kind", "not_allowed")]));
        let top = app.working("p.officer").await.post(NOMINATIONS, new_nomination(P, &round, COMMENDATION, "Người Trên")).await;
        assert_eq!(top.violations(), pairs(&[("/round_id", "not_below")]));
        app.working("p.officer").await.post(NOMINATIONS, good()).await.problem("forbidden");
        app.working("a.clerk").await.post(NOMINATIONS, good()).await.problem("forbidden");
    }

    async fn a_draft_is_changed_and_removed(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION, CERTIFICATE], json!({})).await;
        let officer = app.working("a.officer").await;
        let draft = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        let edit = json!({"nominee_name": "Trần Thị Mẫu", "form_id": CERTIFICATE, "nominee_title": null, "achievements": "Có sáng kiến."});
        let edited = app.journalled(officer.patch(&path(&draft), &draft.etag(), edit)).await.expect(200);
        assert_eq!((&edited["nominee_name"], &edited["form_id"], &edited["nominee_title"], &edited["version"]), (&json!("Trần Thị Mẫu"), &json!(CERTIFICATE), &Value::Null, &json!(2)));
        let wrong = officer.patch(&path(&edited), &edited.etag(), json!({"form_id": MEDAL})).await;
        assert_eq!(wrong.violations(), pairs(&[("/form_id", "not_in_round")]));
        let history = officer.all(&format!("{}/history", path(&draft))).await;
        assert_eq!(history[1]["changes"]["set"], json!(["form_id", "nominee_name", "nominee_title", "achievements"]));
        app.journalled(officer.delete(&path(&edited), &edited.etag())).await.expect(204);
        officer.get(&path(&draft)).await.problem("not_found");
        let whole = nomination(&app, "a", whole_union(A, &round, COMMENDATION)).await;
        let named = officer.patch(&path(&whole), &whole.etag(), json!({"nominee_name": "Tên Khác"})).await;
        assert_eq!(named.violations(), pairs(&[("/nominee_name", "not_allowed")]));
    }

    async fn the_list_is_filtered_and_searched_without_accents(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION, CERTIFICATE], json!({})).await;
        endorsed(&app, &round, COMMENDATION, "Nguyễn Thị Mẫu", 1).await;
        app.wait(1);
        nomination(&app, "a", whole_union(A, &round, CERTIFICATE)).await;
        app.wait(1);
        nomination(&app, "c", new_nomination(C, &round, CERTIFICATE, "Trần Văn Thử")).await;
        let reader = app.working("p.officer").await;
        let names = |rows: Vec<Value>| rows.iter().map(|row| row["nominee_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        for (query, expected) in [
            (String::new(), vec!["Nguyễn Thị Mẫu", "Công đoàn cơ sở A", "Trần Văn Thử"]),
            ("q=thi%20mau".to_owned(), vec!["Nguyễn Thị Mẫu"]),
            ("status=endorsed".to_owned(), vec!["Nguyễn Thị Mẫu"]),
            ("nominee_kind=collective".to_owned(), vec!["Công đoàn cơ sở A"]),
            (format!("form_id={CERTIFICATE}"), vec!["Công đoàn cơ sở A", "Trần Văn Thử"]),
            (format!("organisation_id={C}"), vec!["Trần Văn Thử"]),
            (format!("organisation_id={D1}"), vec![]),
            (format!("round_id={round}"), vec!["Nguyễn Thị Mẫu", "Công đoàn cơ sở A", "Trần Văn Thử"]),
            ("on_hold=true".to_owned(), vec![]),
        ] {
            assert_eq!(names(reader.all(&format!("{NOMINATIONS}?sort=created_at&{query}")).await), expected, "{query}");
        }
    }

    async fn files_stand_beside_a_draft_and_stay_as_they_were_sent(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION], json!({})).await;
        let draft = nomination(&app, "a", new_nomination(A, &round, COMMENDATION, "Nguyễn Văn Mẫu")).await;
        let officer = app.working("a.officer").await;
        attachments::send(&officer, "bao-cao.pdf", ("award_nomination", &draft.id()), &pdf(100)).await.expect(200);
        let files = format!("/api/v1/attachments?record_type=award_nomination&record_id={}", draft.id());
        assert_eq!(app.working("d1.chair").await.all(&files).await.len(), 1);
        app.working("c.chair").await.get(&files).await.problem("not_found");
        let chair = app.working("d1.chair").await;
        chair.send(creation(&chair, "a.pdf", ("award_nomination", &draft.id()), 100)).await.problem("forbidden");
        act(&app.working("a.chair").await, &draft, "submit", json!({})).await.expect(200);
        officer.send(creation(&officer, "a.pdf", ("award_nomination", &draft.id()), 100)).await.problem("wrong_state");
    }
}
