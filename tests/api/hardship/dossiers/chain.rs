//! The chain from a family's words to the appraisal, step by step and by whom.

use serde_json::{Value, json};

use super::{APPLICATIONS, act, appraised, draft, endorsed, new_dossier, path, submit, submitted};
use crate::hardship::programmes::{add_norm, new_norm, programme};
use crate::support::app::at_once;
use crate::support::world::{A, B, C, P};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

fn why() -> Value {
    json!({"reason": "Thiếu giấy tờ."})
}

/// The codes of what waits for somebody.
async fn waiting_for(app: &TestApp, username: &str) -> Vec<String> {
    let actor = app.working(username).await;
    let mine = actor.get(&format!("{APPLICATIONS}?waiting_for_me=true")).await.expect(200);
    mine.items().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn notes_of(by: &Actor, dossier: &Answer) -> Vec<(String, String)> {
    let notes = by.get(&format!("{}/notes", path(dossier))).await.expect(200);
    let told =
        |note: &Value| (note["kind"].as_str().unwrap().to_owned(), note["text"].as_str().unwrap().to_owned());
    notes["notes"].as_array().unwrap().iter().map(told).collect()
}

on_both_databases! {
    async fn a_dossier_goes_up_with_questions_and_answers_and_waits_for_one_after_the_other(app: WorldApp) {
        let programme = programme(&app).await;
        let dossier = draft(&app, "a", new_dossier(A, &programme.id(), 1)).await;
        assert_eq!((&dossier["status"], &dossier["code"], &dossier["norm_vnd"]), (&json!("draft"), &Value::Null, &json!(5_000_000)));
        assert_eq!(waiting_for(&app, "a.officer").await, [dossier.id()]);

        let dossier = submit(&app, "a", &dossier).await.expect(200);
        assert_eq!((&dossier["status"], &dossier["code"]), (&json!("submitted"), &json!("HS-0001/2025/CDCS-A")));
        assert_eq!((&dossier["filed_on"], &dossier["step_due"]), (&json!("2025-02-10"), &json!("2025-02-13")));
        assert_eq!(waiting_for(&app, "a.officer").await, [""; 0]);
        assert_eq!(waiting_for(&app, "d1.chair").await, [dossier.id()]);
        assert_eq!(waiting_for(&app, "d2.chair").await, [""; 0]);
        assert_eq!(waiting_for(&app, "p.chair").await, [""; 0]);

        let upper = app.working("d1.chair").await;
        let asked = json!({"question": "Có giấy ra viện chưa?"});
        let dossier = act(&upper, &dossier, "request-information", asked).await.expect(200);
        assert_eq!(dossier["waiting_for"], json!({"role": "officer", "organisation_id": A}));
        assert_eq!(waiting_for(&app, "a.officer").await, [dossier.id()]);
        let officer = app.working("a.officer").await;
        app.wait(1);
        let edited = officer.patch(&path(&dossier), &dossier.etag(), json!({"requested_vnd": 4_000_000})).await.expect(200);
        let answered = act(&officer, &edited, "answer", json!({"answer": "Đã có, ngày 3/2."})).await.expect(200);
        assert_eq!(answered["status"], "submitted");

        app.wait(1);
        let dossier = act(&upper, &answered, "endorse", json!({"opinion": "Đúng hoàn cảnh."})).await.expect(200);
        assert_eq!(dossier["waiting_for"], json!({"role": "appraiser", "organisation_id": P}));
        assert_eq!(waiting_for(&app, "p.appraiser").await, [dossier.id()]);
        app.wait(1);
        let appraiser = app.working("p.appraiser").await;
        let dossier = act(&appraiser, &dossier, "request-information", json!({"question": "Điều trị từ khi nào?"})).await.expect(200);
        app.wait(1);
        let dossier = act(&officer, &dossier, "answer", json!({"answer": "Từ tháng 11."})).await.expect(200);
        assert_eq!(dossier["status"], "endorsed", "the answer goes to who asked");
        app.wait(1);
        let opinion = json!({"opinion": "Đủ điều kiện.", "proposed_vnd": 3_500_000});
        let dossier = act(&appraiser, &dossier, "appraise", opinion).await.expect(200);
        assert_eq!((&dossier["status"], &dossier["proposed_vnd"]), (&json!("appraised"), &json!(3_500_000)));
        assert_eq!(waiting_for(&app, "p.approver").await, [dossier.id()]);
        assert_eq!(waiting_for(&app, "p.inspector").await, [""; 0]);
        let told = notes_of(&app.working("p.approver").await, &dossier).await;
        let kinds: Vec<_> = told.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["question", "answer", "endorsement", "question", "answer", "opinion"]);
        assert_eq!(told[4].1, "Từ tháng 11.");
    }

    async fn days_of_waiting_are_counted_and_a_late_step_shows(app: WorldApp) {
        let dossier = submitted(&app, 1).await;
        app.wait(4 * 86_400);
        let upper = app.working("d1.chair").await;
        let late = upper.get(&path(&dossier)).await.expect(200);
        assert_eq!((&late["days_waiting"], &late["overdue"]), (&json!(4), &json!(true)));
        assert_eq!(upper.get(&format!("{APPLICATIONS}?overdue=true")).await.expect(200).items().len(), 1);
        assert_eq!(upper.get(&format!("{APPLICATIONS}?overdue=false")).await.expect(200).items().len(), 0);
    }

    async fn numbers_of_a_union_have_no_gap_and_each_union_counts_its_own(app: WorldApp) {
        let programme = programme(&app).await;
        let mut drafts = Vec::new();
        for number in 1..=8 {
            drafts.push(draft(&app, "a", new_dossier(A, &programme.id(), number)).await);
        }
        let chair = app.working("a.chair").await;
        let submitting = |(chair, dossier): (Actor, Answer)| async move {
            act(&chair, &dossier, "submit", json!({})).await.expect(200).text_of("code").to_owned()
        };
        let mut codes = at_once(drafts.into_iter().map(|dossier| submitting((chair.clone(), dossier)))).await;
        codes.sort();
        assert_eq!(codes, (1..=8).map(|number| format!("HS-000{number}/2025/CDCS-A")).collect::<Vec<_>>());
        let other = draft(&app, "c", new_dossier(C, &programme.id(), 20)).await;
        assert_eq!(submit(&app, "c", &other).await.expect(200)["code"], "HS-0001/2025/CDCS-C");
        for (words, count) in [("hs-0003/2025", 1), ("cdcs-a", 8), ("hs-0009", 0), ("HS-0001", 2)] {
            let found = app.working("p.approver").await.get(&format!("{APPLICATIONS}?q={words}")).await.expect(200);
            assert_eq!(found.items().len(), count, "{words}");
        }
    }

    async fn a_returned_dossier_is_written_anew_and_keeps_its_number(app: WorldApp) {
        let dossier = submitted(&app, 1).await;
        let back = act(&app.working("d1.chair").await, &dossier, "return", why()).await.expect(200);
        assert_eq!((&back["status"], &back["code"]), (&json!("draft"), &json!("HS-0001/2025/CDCS-A")));
        let officer = app.working("a.officer").await;
        officer.delete(&path(&back), &back.etag()).await.problem("wrong_state");
        let again = submit(&app, "a", &back).await.expect(200);
        assert_eq!((&again["code"], &again["filed_on"]), (&json!("HS-0001/2025/CDCS-A"), &json!("2025-02-10")));
    }

    async fn nobody_decides_on_what_passed_through_their_hands(app: WorldApp) {
        let programme = programme(&app).await;
        let administrator = app.working("p.administrator").await;
        for (who, role, organisation) in [("a.chair", "chair", "01940000-0000-7000-8000-000000000011"), ("d1.chair", "appraiser", P), ("p.appraiser", "approver", P)] {
            let grant = json!({"user_id": app.id_of(who).await, "organisation_id": organisation, "role": role});
            administrator.post("/api/v1/grants", grant).await.expect(201);
        }
        let dossier = draft(&app, "a", new_dossier(A, &programme.id(), 1)).await;
        let dossier = submit(&app, "a", &dossier).await.expect(200);
        act(&app.working("a.chair").await, &dossier, "endorse", json!({})).await.problem("own_work");
        let dossier = act(&app.working("d1.chair").await, &dossier, "endorse", json!({})).await.expect(200);
        let opinion = json!({"opinion": "Đủ.", "proposed_vnd": 1_000_000});
        act(&app.working("d1.chair").await, &dossier, "appraise", opinion.clone()).await.problem("own_work");
        let dossier = act(&app.working("p.appraiser").await, &dossier, "appraise", opinion).await.expect(200);
        act(&app.working("p.appraiser").await, &dossier, "reject", why()).await.problem("own_work");
        let refused = act(&app.working("p.approver").await, &dossier, "reject", why()).await.expect(200);
        assert_eq!((&refused["status"], &refused["waiting_for"]), (&json!("rejected"), &Value::Null));
    }

    async fn nothing_above_the_norm_of_the_day_of_filing_is_proposed(app: WorldApp) {
        let programme = programme(&app).await;
        let dossier = endorsed(&app, &programme, 1).await;
        app.wait(2 * 86_400);
        let accountant = app.working("p.accountant").await;
        add_norm(&accountant, &programme, new_norm("critical_illness", 9_000_000, "2025-02-11")).await.expect(201);
        let appraiser = app.working("p.appraiser").await;
        let opinion = |vnd: i64| json!({"opinion": "Đủ điều kiện.", "proposed_vnd": vnd});
        let refused = act(&appraiser, &dossier, "appraise", opinion(5_000_001)).await;
        assert_eq!(refused.violations(), [("/proposed_vnd".to_owned(), "above_norm".to_owned())]);
        let proposed = act(&appraiser, &dossier, "appraise", opinion(5_000_000)).await.expect(200);
        assert_eq!(proposed["norm_vnd"], 5_000_000);
        let later = draft(&app, "a", new_dossier(A, &programme.id(), 2)).await;
        assert_eq!(submit(&app, "a", &later).await.expect(200)["norm_vnd"], 9_000_000);
    }

    async fn who_submits_again_keeps_the_norm_of_the_first_filing(app: WorldApp) {
        let programme = programme(&app).await;
        let dossier = draft(&app, "a", new_dossier(A, &programme.id(), 1)).await;
        let submitted = submit(&app, "a", &dossier).await.expect(200);
        app.wait(2 * 86_400);
        let accountant = app.working("p.accountant").await;
        add_norm(&accountant, &programme, new_norm("critical_illness", 9_000_000, "2025-02-11")).await.expect(201);
        let returned = act(&app.working("d1.chair").await, &submitted, "return", why()).await.expect(200);
        let again = submit(&app, "a", &returned).await.expect(200);
        assert_eq!((&again["norm_vnd"], &again["filed_on"]), (&json!(5_000_000), &submitted["filed_on"]));
    }

    async fn every_illegal_step_is_refused_and_a_stale_version_before_it(app: WorldApp) {
        let programme = programme(&app).await;
        let dossier = appraised(&app, &programme, 1, 2_000_000).await;
        let steps = [
            ("a.chair", "submit", json!({})),
            ("d1.chair", "endorse", json!({})),
            ("d1.chair", "return", why()),
            ("d1.chair", "request-information", json!({"question": "?"})),
            ("a.officer", "answer", json!({"answer": "."})),
            ("p.appraiser", "appraise", json!({"opinion": "Lại.", "proposed_vnd": 1})),
            ("p.approver", "override-duplicate", why()),
        ];
        for (who, step, body) in steps {
            let actor = app.working(who).await;
            act(&actor, &dossier, step, body.clone()).await.problem("wrong_state");
            actor.act(&format!("{}/{step}", path(&dossier)), "\"v1\"", body).await.problem("precondition_failed");
        }
        let officer = app.working("a.officer").await;
        officer.patch(&path(&dossier), &dossier.etag(), json!({"requested_vnd": 1})).await.problem("wrong_state");
        let over = act(&officer, &dossier, "withdraw", why()).await.expect(200);
        act(&app.working("p.approver").await, &over, "reject", why()).await.problem("wrong_state");
        act(&officer, &over, "withdraw", why()).await.problem("wrong_state");
    }

    async fn of_two_who_endorse_and_return_at_once_one_wins(app: WorldApp) {
        let dossier = submitted(&app, 1).await;
        let chair = app.working("d1.chair").await;
        let doing = |action: &'static str, body: Value| {
            let (chair, path, etag) = (chair.clone(), path(&dossier), dossier.etag());
            async move { chair.act(&format!("{path}/{action}"), &etag, body).await.status }
        };
        let mut statuses = at_once([doing("endorse", json!({})), doing("return", why())]).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    }

    async fn what_does_not_fit_is_refused_together(app: WorldApp) {
        let programme = programme(&app).await;
        let mut body = new_dossier(A, &programme.id(), 1);
        body["relation"] = json!("spouse");
        body["birth_date"] = json!("1991-03-15");
        body["category"] = json!("visit");
        let officer = app.working("a.officer").await;
        let refused = officer.post(APPLICATIONS, body).await;
        let expected = [("/birth_date", "does_not_fit"), ("/category", "no_norm"), ("/member_name", "missing")];
        assert_eq!(refused.violations(), expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
        let mut body = new_dossier(A, &programme.id(), 1);
        body.as_object_mut().unwrap().remove("citizen_id");
        let refused = officer.post(APPLICATIONS, body.clone()).await;
        assert_eq!(refused.violations(), [("/citizen_id".to_owned(), "missing".to_owned())]);
        body["relation"] = json!("child");
        body["member_name"] = json!("Người Mẫu Cha");
        officer.post(APPLICATIONS, body).await.expect(201);
        let root = app.working("p.officer").await.post(APPLICATIONS, new_dossier(P, &programme.id(), 2)).await;
        assert_eq!(root.violations(), [("/organisation_id".to_owned(), "no_union_above".to_owned())]);
    }

    async fn a_programme_takes_dossiers_only_in_its_time(app: WorldApp) {
        let programme = programme(&app).await;
        let dossier = draft(&app, "a", new_dossier(A, &programme.id(), 1)).await;
        let accountant = app.working("p.accountant").await;
        let address = format!("/api/v1/support-programmes/{}", programme.id());
        let etag = accountant.get(&address).await.expect(200).etag();
        let changed = accountant.patch(&address, &etag, json!({"opens_on": "2025-02-11"})).await.expect(200);
        let refused = submit(&app, "a", &dossier).await;
        assert_eq!(refused.violations(), [("/programme_id".to_owned(), "closed".to_owned())]);
        accountant.patch(&address, &changed.etag(), json!({"opens_on": "2025-02-10"})).await.expect(200);
        submit(&app, "a", &dossier).await.expect(200);
    }

    async fn another_union_learns_nothing(app: WorldApp) {
        let dossier = submitted(&app, 1).await;
        let paths = ["", "/personal?purpose=processing", "/notes", "/history"];
        for who in ["b.chair", "c.officer", "d2.chair", "s.chair", "p.clerk", "p.administrator"] {
            let actor = app.working(who).await;
            for tail in paths {
                actor.get(&format!("{}{tail}", path(&dossier))).await.problem("not_found");
            }
            assert_eq!(actor.get(APPLICATIONS).await.expect(200).items().len(), 0, "{who}");
        }
        let of_b = app.working("b.officer").await.post(APPLICATIONS, new_dossier(B, dossier.text_of("programme_id"), 2)).await.expect(201);
        app.working("a.officer").await.get(&path(&of_b)).await.problem("not_found");
    }
}
