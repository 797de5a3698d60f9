//! A request from the day it comes in to its answer.

use serde_json::{Value, json};

use super::{REQUESTS, act, actions, asked, new_request, path, told};
use crate::hardship::dossiers::{citizen, phone};
use crate::support::on_both_databases;
use crate::support::world::{A, D1};

on_both_databases! {
    async fn an_answer_is_due_after_two_working_days(app: WorldApp) {
        let chair = app.working("d1.chair").await;
        // A Friday, the Friday before the Lunar New Year, its Sunday, and today, a Monday.
        for (received, due, overdue) in [
            ("2025-02-07", "2025-02-11", false), ("2025-01-24", "2025-02-04", true),
            ("2025-01-26", "2025-02-04", true), ("2025-02-10", "2025-02-12", false),
        ] {
            let mut body = new_request(A, "export", 7);
            body["received_on"] = json!(received);
            let made = chair.post(REQUESTS, body).await.expect(201);
            assert_eq!((&made["due_on"], &made["overdue"]), (&json!(due), &json!(overdue)), "{received}");
        }
        let mut tomorrow = new_request(A, "export", 7);
        tomorrow["received_on"] = json!("2025-02-11");
        let refused = chair.post(REQUESTS, tomorrow).await;
        assert_eq!(refused.violations(), [("/received_on".to_owned(), "out_of_range".to_owned())]);
        for (filter, count) in [("overdue=true", 2), ("overdue=false", 2), ("kind=erase", 0), ("status=open", 4)] {
            assert_eq!(chair.all(&format!("{REQUESTS}?{filter}")).await.len(), count, "{filter}");
        }
        let days = |list: &[Value]| list.iter().map(|row| row["received_on"].to_string()).collect::<Vec<_>>();
        let up = days(&chair.all(&format!("{REQUESTS}?sort=created_at&limit=1")).await);
        let mut down = days(&chair.all(&format!("{REQUESTS}?organisation_id={A}&limit=1")).await);
        down.reverse();
        assert_eq!((up.len(), up), (4, down));
    }

    async fn a_request_is_masked_and_read_in_full_for_a_purpose(app: WorldApp) {
        let made = asked(&app, "a", A, "export").await;
        assert_eq!(made["citizen_id_masked"], "0*** *** ***07");
        assert!(!made.text.contains(&citizen(7)) && !made.text.contains("trả lời sớm"), "{made}");
        let chair = app.working("d1.chair").await;
        chair.get(&format!("{}/personal", path(&made))).await.problem("invalid_query");
        let read = chair.get(&format!("{}/personal?purpose=data_request", path(&made))).await.expect(200);
        assert_eq!(read.header("cache-control"), "no-store");
        assert_eq!((&read["citizen_id"], &read["contact"]), (&json!(citizen(7)), &json!(phone(7))));
        assert_eq!((&read["details"], &read["answer"]), (&json!("Mong được trả lời sớm"), &Value::Null));
        let history = told(&chair, &path(&made)).await;
        assert_eq!(actions(&history), ["data_subject_request.create", "data_subject_request.personal"]);
        assert_eq!(history[1]["changes"], json!({"purpose": "data_request"}));
    }

    async fn only_the_chairs_of_the_line_know_of_a_request(app: WorldApp) {
        let made = asked(&app, "a", A, "export").await;
        for chair in ["a.chair", "d1.chair", "p.chair"] {
            app.working(chair).await.get(&path(&made)).await.expect(200);
        }
        for stranger in ["b.chair", "d2.chair", "a.officer", "d1.officer", "p.administrator", "p.inspector"] {
            let actor = app.working(stranger).await;
            for part in ["", "/personal?purpose=data_request", "/export", "/history"] {
                actor.get(&format!("{}{part}", path(&made))).await.problem("not_found");
            }
            act(&actor, &made, "answer", json!({"answer": "Xong."})).await.problem("not_found");
            assert!(actor.all(REQUESTS).await.is_empty(), "{stranger}");
        }
        let officer = app.working("a.officer").await;
        officer.post(REQUESTS, new_request(A, "export", 7)).await.problem("forbidden");
        // A chair below writes for the own union, not for the one above.
        let below = app.working("a.chair").await;
        below.post(REQUESTS, new_request(D1, "export", 7)).await.problem("forbidden");
    }

    async fn a_request_is_answered_or_refused_once(app: WorldApp) {
        let chair = app.working("d1.chair").await;
        let made = asked(&app, "a", A, "export").await;
        let text = json!({"answer": "Đã gửi bản sao"});
        let answered = act(&chair, &made, "answer", text.clone()).await.expect(200);
        assert_eq!(answered["status"], "answered");
        assert_eq!(answered["answered_by"], json!(app.id_of("d1.chair").await));
        assert!(!answered.text.contains("bản sao"), "{answered}");
        let read = chair.get(&format!("{}/personal?purpose=data_request", path(&made))).await.expect(200);
        assert_eq!(read["answer"], "Đã gửi bản sao");
        act(&chair, &made, "answer", text.clone()).await.problem("precondition_failed");
        act(&chair, &answered, "answer", text.clone()).await.problem("wrong_state");
        act(&chair, &answered, "refuse", json!({"reason": "Không đúng người"})).await.problem("wrong_state");
        let history = told(&chair, &path(&made)).await;
        let entry = &history[1];
        assert_eq!((&entry["from_state"], &entry["to_state"]), (&json!("open"), &json!("answered")));
        assert!(!Value::from(history).to_string().contains("bản sao"));
        // A request to erase is answered by erasing.
        let erase = asked(&app, "a", A, "erase").await;
        act(&chair, &erase, "answer", text).await.problem("wrong_state");
        let refused = act(&chair, &erase, "refuse", json!({"reason": "Không đúng người"})).await.expect(200);
        assert_eq!(refused["status"], "refused");
        act(&chair, &refused, "erase", json!({})).await.problem("wrong_state");
    }
}
