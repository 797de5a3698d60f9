//! The same person twice.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{APPLICATIONS, act, citizen, draft, new_dossier, path, submit};
use crate::hardship::programmes::{add_norm, new_norm, new_programme, programme};
use crate::support::app::at_once;
use crate::support::world::{A, B, C, P};
use crate::support::{Answer, TestApp, on_both_databases};

const DAY: i64 = 86_400;

fn with(mut body: Value, member: &str, value: &str) -> Value {
    body[member] = json!(value);
    body
}

/// A submitted dossier of A, and a draft for the same person of another union.
async fn twins(app: &TestApp, prefix: &str, union: &str, body: Value) -> (Answer, Answer) {
    let programme = programme(app).await;
    let first = draft(app, "a", new_dossier(A, &programme.id(), 1)).await;
    let first = submit(app, "a", &first).await.expect(200);
    app.wait(1);
    let mut second = new_dossier(union, &programme.id(), 1);
    second.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    let second = draft(app, prefix, second).await;
    (first, second)
}

on_both_databases! {
    async fn the_same_citizen_id_in_another_union_is_refused_without_a_word_of_it(app: WorldApp) {
        let (first, second) = twins(&app, "c", C, json!({"beneficiary_name": "Tên Khác Hẳn"})).await;
        let refused = submit(&app, "c", &second).await;
        refused.problem("duplicate_application");
        let told = refused.text.clone();
        for secret in [first.id(), first.text_of("code").to_owned(), "CDCS-A".to_owned()] {
            assert!(!told.contains(&secret), "{told}");
        }
    }

    async fn who_may_see_the_other_is_told_which_it_is(app: WorldApp) {
        let (first, second) = twins(&app, "a", A, json!({})).await;
        let refused = submit(&app, "a", &second).await;
        assert!(refused.problem("duplicate_application")["detail"].as_str().unwrap().contains(&first.id()));
    }

    async fn the_same_name_without_accents_and_day_of_birth_is_the_same_person(app: WorldApp) {
        let changed = json!({"beneficiary_name": "NGUOI MAU  so 1", "citizen_id": "012090777777"});
        let (_, second) = twins(&app, "b", B, changed).await;
        submit(&app, "b", &second).await.problem("duplicate_application");
    }

    async fn another_category_or_another_day_of_birth_is_none(app: WorldApp) {
        let (_, second) = twins(&app, "b", B, json!({"category": "infertility_treatment"})).await;
        submit(&app, "b", &second).await.expect(200);
        let programme = second.text_of("programme_id").to_owned();
        let mut third = new_dossier(B, &programme, 1);
        third["citizen_id"] = json!("012090777777");
        third["birth_date"] = json!("1990-03-16");
        let third = draft(&app, "b", third).await;
        submit(&app, "b", &third).await.expect(200);
    }

    async fn a_union_renamed_since_is_no_way_round(app: WorldApp) {
        let (_, second) = twins(&app, "c", C, json!({})).await;
        let administrator = app.working("p.administrator").await;
        for (union, name) in [(A, "Công đoàn Tên Mới"), (C, "Công đoàn Tên Khác")] {
            let address = format!("/api/v1/organisations/{union}");
            let etag = administrator.get(&address).await.expect(200).etag();
            let renamed = json!({"name": name, "effective_on": "2025-02-10"});
            administrator.patch(&address, &etag, renamed).await.expect(200);
        }
        submit(&app, "c", &second).await.problem("duplicate_application");
    }

    async fn an_earlier_programme_counts_within_its_months_and_what_was_refused_does_not(app: WorldApp) {
        let (first, _) = twins(&app, "b", B, json!({})).await;
        let accountant = app.working("p.accountant").await;
        let other = accountant.post("/api/v1/support-programmes", new_programme(P, "Chương trình khác")).await.expect(201);
        add_norm(&accountant, &other, new_norm("critical_illness", 5_000_000, "2025-01-01")).await.expect(201);
        let again = draft(&app, "b", new_dossier(B, &other.id(), 1)).await;
        submit(&app, "b", &again).await.problem("duplicate_application");
        let gone = act(&app.working("a.officer").await, &first, "withdraw", json!({"reason": "Nhầm."})).await;
        gone.expect(200);
        submit(&app, "b", &again).await.expect(200);
    }

    async fn a_dossier_of_months_ago_counts_to_the_last_day_of_the_window(app: WorldApp) {
        // The first is filed on 10 February 2025.
        let (_, second) = twins(&app, "b", B, json!({})).await;
        let accountant = app.working("p.accountant").await;
        let mut body = new_programme(P, "Chương trình khác");
        body["duplicate_months"] = json!(2);
        let other = accountant.post("/api/v1/support-programmes", body).await.expect(201);
        add_norm(&accountant, &other, new_norm("critical_illness", 5_000_000, "2025-01-01")).await.expect(201);
        let again = draft(&app, "b", new_dossier(B, &other.id(), 1)).await;
        let last_day = NaiveDate::from_ymd_opt(2025, 4, 10).unwrap() - NaiveDate::from_ymd_opt(2025, 2, 10).unwrap();
        app.wait(last_day.num_days() * DAY);
        submit(&app, "b", &again).await.problem("duplicate_application");
        app.wait(DAY);
        submit(&app, "b", &again).await.expect(200);
        submit(&app, "b", &second).await.problem("duplicate_application");
    }

    async fn an_approver_lets_one_through_with_a_reason(app: WorldApp) {
        let (_, second) = twins(&app, "b", B, json!({})).await;
        let why = json!({"reason": "Hai đợt điều trị khác nhau."});
        act(&app.working("p.appraiser").await, &second, "override-duplicate", why.clone()).await.problem("forbidden");
        act(&app.working("b.chair").await, &second, "override-duplicate", why.clone()).await.problem("forbidden");
        let approver = app.working("p.approver").await;
        let allowed = act(&approver, &second, "override-duplicate", why.clone()).await.expect(200);
        assert_eq!(allowed["duplicate_overridden"], true);
        submit(&app, "b", &allowed).await.expect(200);
        let history = approver.all(&format!("{}/history", path(&second))).await;
        assert!(history.iter().any(|entry| entry["action"] == "hardship_application.override_duplicate"));
        assert!(!serde_json::to_string(&history).unwrap().contains("đợt điều trị"));
        let alone = draft(&app, "b", new_dossier(B, second.text_of("programme_id"), 9)).await;
        act(&approver, &alone, "override-duplicate", why).await.problem("wrong_state");
    }

    async fn who_was_let_through_is_not_swapped_for_another(app: WorldApp) {
        let (first, second) = twins(&app, "b", B, json!({})).await;
        let programme = first.text_of("programme_id").to_owned();
        let third = draft(&app, "a", new_dossier(A, &programme, 2)).await;
        submit(&app, "a", &third).await.expect(200);
        let why = json!({"reason": "Hai đợt điều trị khác nhau."});
        let allowed = act(&app.working("p.approver").await, &second, "override-duplicate", why).await.expect(200);
        let officer = app.working("b.officer").await;
        let same = officer.patch(&path(&allowed), &allowed.etag(), json!({"requested_vnd": 1_000_000})).await.expect(200);
        assert_eq!(same["duplicate_overridden"], true);
        let swapped = json!({"citizen_id": citizen(2), "beneficiary_name": "Người Mẫu Số 2"});
        let swapped = officer.patch(&path(&same), &same.etag(), swapped).await.expect(200);
        assert_eq!(swapped["duplicate_overridden"], false);
        submit(&app, "b", &swapped).await.problem("duplicate_application");
    }

    async fn of_two_unions_that_submit_the_same_person_at_once_one_passes(app: WorldApp) {
        let programme = programme(&app).await;
        let mut submitting = Vec::new();
        for (prefix, union) in [("a", A), ("b", B), ("c", C)] {
            let dossier = draft(&app, prefix, new_dossier(union, &programme.id(), 1)).await;
            let chair = app.working(&format!("{prefix}.chair")).await;
            submitting.push(async move { act(&chair, &dossier, "submit", json!({})).await.status });
        }
        let mut statuses = at_once(submitting).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409]);
    }

    async fn a_change_while_a_question_is_open_is_looked_at_again(app: WorldApp) {
        let (first, second) = twins(&app, "b", B, json!({"citizen_id": "012090777777", "beneficiary_name": "Người Khác"})).await;
        let second = submit(&app, "b", &second).await.expect(200);
        let question = json!({"question": "Số căn cước đúng chưa?"});
        let second = act(&app.working("d1.chair").await, &second, "request-information", question).await.expect(200);
        let officer = app.working("b.officer").await;
        let changed = json!({"citizen_id": citizen(1)});
        let second = officer.patch(&path(&second), &second.etag(), changed).await.expect(200);
        act(&officer, &second, "answer", json!({"answer": "Đã sửa."})).await.problem("duplicate_application");
        drop(first);
    }

    async fn likely_ones_are_those_of_one_window(app: WorldApp) {
        let (first, second) = twins(&app, "c", C, json!({})).await;
        let accountant = app.working("p.accountant").await;
        let mut body = new_programme(P, "Chương trình khác");
        (body["opens_on"], body["closes_on"]) = (json!("2025-01-01"), json!("2027-12-31"));
        body["duplicate_months"] = json!(6);
        let other = accountant.post("/api/v1/support-programmes", body).await.expect(201);
        add_norm(&accountant, &other, new_norm("critical_illness", 5_000_000, "2025-01-01")).await.expect(201);
        // The first was filed on 10 February. A draft is looked at as if it were filed today: on the last day of its
        // programme's six months, and then on the day after.
        app.wait(181 * DAY);
        let third = new_dossier(B, &other.id(), 1);
        let third = draft(&app, "b", with(third, "beneficiary_name", "NGUOI MAU SO 1")).await;
        let with_third = async || {
            let appraiser = app.working("p.appraiser").await;
            let pairs = appraiser.all(&format!("{APPLICATIONS}/duplicates?limit=1")).await;
            let pairs = pairs.iter().filter(|pair| pair["application"]["id"] == third.id());
            pairs.map(|pair| pair["other"]["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(with_third().await, [second.id(), first.id()]);
        app.wait(DAY);
        assert_eq!(with_third().await, [second.id()], "what was not filed yet would be filed today as well");
        // What submitting says is the same.
        submit(&app, "b", &third).await.expect(200);
        assert_eq!(with_third().await, [second.id()]);
        // Under one programme there is no end to it, and a longer window reaches back further.
        let again = draft(&app, "a", new_dossier(A, first.text_of("programme_id"), 1)).await;
        let pairs = app.working("p.appraiser").await.all(&format!("{APPLICATIONS}/duplicates")).await;
        let of_again = pairs.iter().filter(|pair| pair["application"]["id"] == again.id()).count();
        assert_eq!(of_again, 3);
    }

    async fn the_province_sees_the_likely_pairs_and_a_union_only_its_own(app: WorldApp) {
        let (first, second) = twins(&app, "c", C, json!({"beneficiary_name": "Người mẫu số 1"})).await;
        let pairs = app.working("p.appraiser").await.get(&format!("{APPLICATIONS}/duplicates")).await.expect(200);
        let pair = &pairs.items()[0];
        assert_eq!((&pair["application"]["id"], &pair["other"]["id"]), (&json!(second.id()), &json!(first.id())));
        assert_eq!((&pair["same_citizen_id"], &pair["same_name_and_birth"]), (&json!(true), &json!(true)));
        for alone in ["a.chair", "c.officer", "d1.chair"] {
            let own = app.working(alone).await.get(&format!("{APPLICATIONS}/duplicates")).await.expect(200);
            assert_eq!(own.items().len(), 0, "{alone}");
        }
    }
}
