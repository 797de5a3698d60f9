//! Signing: what it does, and what it refuses with nothing changed.

use serde_json::{Value, json};

use super::{
    DECISIONS, add, application_step, appraised, balance, check_whole, draft, endorsed, line_path, lines,
    many_appraised, new_decision, path, sign, signed, status,
};
use crate::hardship::programmes::{add_norm, new_norm, programme};
use crate::support::world::P;
use crate::support::{Answer, TestApp, on_both_databases};

const APPROVER: &str = "p.approver";

fn pairs<'t>(expected: &[(&'t str, &'t str)]) -> Vec<(String, String)> {
    expected.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect()
}

/// The problems of a preview, line by line, as signing would tell them.
fn previewed(preview: &Answer) -> Vec<(String, String)> {
    let lines = preview["lines"].as_array().unwrap().iter();
    let all = lines.flat_map(|line| line["problems"].as_array().unwrap());
    all.map(|one| (one["pointer"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned()))
        .collect()
}

/// The preview names these problems, signing is refused with them, and nothing has changed.
async fn refuses_both(app: &TestApp, decision: &str, expected: &[(&str, &str)]) {
    let approver = app.working(APPROVER).await;
    let preview = approver.get(&format!("{}/preview", path(decision))).await.expect(200);
    assert_eq!((&preview["ready"], previewed(&preview)), (&json!(false), pairs(expected)));
    let top = app.journal_top();
    assert_eq!(sign(&approver, decision).await.violations(), pairs(expected));
    assert_eq!(app.journal_top(), top);
    check_whole(app);
}

on_both_databases! {
    async fn the_approver_signs_all_lines_at_once(app: WorldApp) {
        let programme = programme(&app).await.id();
        let applications = many_appraised(&app, &programme, 3).await;
        let named: Vec<_> = applications.iter().map(|id| (id.as_str(), 3_000_000)).collect();
        let decision = draft(&app, &programme, &named).await;
        let approver = app.working(APPROVER).await;
        let preview = approver.get(&format!("{}/preview", path(&decision))).await.expect(200);
        let told = ["ready", "approves_vnd", "left_before_vnd", "left_after_vnd", "within_ceiling"];
        let expected = [json!(true), json!(9_000_000), json!(100_000_000), json!(91_000_000), json!(true)];
        assert_eq!(told.map(|member| preview[member].clone()), expected);
        let done = sign(&approver, &decision).await.expect(200);
        assert_eq!((&done["number"], &done["symbol"]), (&json!(1), &json!("01/QĐ-LĐLĐ")));
        assert_eq!((&done["status"], &done["document_date"]), (&json!("signed"), &json!("2025-02-10")));
        assert_eq!((&done["line_count"], &done["total_vnd"]), (&json!(3), &json!(9_000_000)));
        for id in &applications {
            assert_eq!(status(&app, id).await, "approved");
        }
        assert!(lines(&approver, &decision).await.iter().all(|line| line["state"] == "in_force"));
        assert_eq!(balance(&app, &programme).await, [9_000_000, 0, 0, 91_000_000]);
        check_whole(&app);
        let history = approver.get(&format!("{}/history", path(&decision))).await.expect(200);
        let actions: Vec<_> = history.items().iter().map(|entry| entry["action"].clone()).collect();
        assert_eq!(actions, ["support_decision.create", "support_decision.add_lines", "support_decision.sign"]);
    }

    async fn a_line_above_its_norm_stops_the_whole_decision(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (good, high) = (
            appraised(&app, &programme, "critical_illness", 5_000_000).await,
            appraised(&app, &programme, "infertility_treatment", 3_000_000).await,
        );
        let decision = draft(&app, &programme, &[(&good, 5_000_000), (&high, 3_000_001)]).await;
        refuses_both(&app, &decision, &[("/lines/1/amount_vnd", "above_norm")]).await;
        assert_eq!(status(&app, &good).await, "appraised");
    }

    async fn the_norm_of_the_day_of_filing_counts(app: WorldApp) {
        let made = programme(&app).await;
        let old = appraised(&app, &made.id(), "critical_illness", 5_000_000).await;
        let accountant = app.working("p.accountant").await;
        add_norm(&accountant, &made, new_norm("critical_illness", 2_000_000, "2025-02-11")).await.expect(201);
        app.wait(86_400);
        let decision = draft(&app, &made.id(), &[(&old, 5_000_000)]).await;
        sign(&app.working(APPROVER).await, &decision).await.expect(200);
        let new = appraised(&app, &made.id(), "critical_illness", 2_000_000).await;
        let decision = draft(&app, &made.id(), &[(&new, 2_000_001)]).await;
        refuses_both(&app, &decision, &[("/lines/0/amount_vnd", "above_norm")]).await;
    }

    async fn an_application_is_approved_by_one_decision(app: WorldApp) {
        let programme = programme(&app).await.id();
        let application = appraised(&app, &programme, "critical_illness", 3_000_000).await;
        let first = draft(&app, &programme, &[(&application, 3_000_000)]).await;
        let second = draft(&app, &programme, &[(&application, 2_000_000)]).await;
        sign(&app.working(APPROVER).await, &first).await.expect(200);
        refuses_both(&app, &second, &[("/lines/0/application_id", "in_other_decision")]).await;
        let third = draft(&app, &programme, &[]).await;
        let refused = add(&app.working(APPROVER).await, &third, &[(&application, 1)]).await;
        assert_eq!(refused.violations(), pairs(&[("/lines/0/application_id", "wrong_state")]));
    }

    async fn what_was_withdrawn_meanwhile_is_not_approved(app: WorldApp) {
        let programme = programme(&app).await.id();
        let applications = many_appraised(&app, &programme, 2).await;
        let decision = draft(&app, &programme, &[(&applications[0], 1), (&applications[1], 1)]).await;
        let reason = json!({"reason": "Gia đình xin thôi."});
        let chair = app.working("a.chair").await;
        application_step(&chair, &applications[1], "withdraw", reason).await.expect(200);
        refuses_both(&app, &decision, &[("/lines/1/application_id", "wrong_state")]).await;
        assert_eq!(status(&app, &applications[0]).await, "appraised");
    }

    async fn nobody_signs_for_an_application_they_had_a_hand_in(app: WorldApp) {
        let programme = programme(&app).await.id();
        let application = appraised(&app, &programme, "critical_illness", 3_000_000).await;
        let decision = draft(&app, &programme, &[(&application, 3_000_000)]).await;
        let administrator = app.as_user("p.administrator").await;
        for had_a_hand in ["a.officer", "a.chair", "d1.chair", "p.appraiser"] {
            let id = app.id_of(had_a_hand).await;
            let grant = json!({"user_id": id, "organisation_id": P, "role": "approver"});
            administrator.post("/api/v1/grants", grant).await.expect(201);
            let signer = app.as_user(had_a_hand).await;
            let preview = signer.get(&format!("{}/preview", path(&decision))).await.expect(200);
            assert_eq!(previewed(&preview), pairs(&[("/lines/0/application_id", "own_work")]), "{had_a_hand}");
            sign(&signer, &decision).await.problem("own_work");
            check_whole(&app);
        }
        sign(&app.working(APPROVER).await, &decision).await.expect(200);
    }

    async fn what_the_register_will_refuse_is_told_before(app: WorldApp) {
        let programme = programme(&app).await.id();
        let applications = many_appraised(&app, &programme, 2).await;
        let first = draft(&app, &programme, &[(&applications[0], 3_000_000)]).await;
        let second = draft(&app, &programme, &[(&applications[1], 3_000_000)]).await;
        let told = async |decision: &str| {
            let preview = app.working(APPROVER).await.get(&format!("{}/preview", path(decision))).await.expect(200);
            assert_eq!(preview["ready"], false);
            preview["problems"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect::<Vec<_>>()
        };
        app.database.execute("UPDATE organisations SET symbol = NULL WHERE code = 'LDLD-TINH'");
        assert_eq!(told(&first).await, [json!("no_symbol")]);
        assert_eq!(sign(&app.working(APPROVER).await, &first).await.violations(), pairs(&[("", "no_symbol")]));
        app.database.execute("UPDATE organisations SET symbol = 'LĐLĐ' WHERE code = 'LDLD-TINH'");
        sign(&app.working(APPROVER).await, &first).await.expect(200);
        let etag = app.working(APPROVER).await.get(&path(&second)).await.expect(200).etag();
        let at = format!("{}/sign", path(&second));
        let early = app.working(APPROVER).await.act(&at, &etag, json!({"document_date": "2025-02-09"})).await;
        assert_eq!(early.violations(), pairs(&[("/document_date", "before_last_number")]));
        check_whole(&app);
    }

    async fn the_ceiling_is_not_passed(app: WorldApp) {
        let made = programme(&app).await;
        let accountant = app.working("p.accountant").await;
        let at = format!("/api/v1/support-programmes/{}", made.id());
        accountant.patch(&at, &made.etag(), json!({"ceiling_vnd": 5_999_999})).await.expect(200);
        let applications = many_appraised(&app, &made.id(), 2).await;
        let decision = draft(&app, &made.id(), &[(&applications[0], 3_000_000), (&applications[1], 3_000_000)]).await;
        let approver = app.working(APPROVER).await;
        let preview = approver.get(&format!("{}/preview", path(&decision))).await.expect(200);
        let told = ["ready", "within_ceiling", "left_after_vnd"].map(|member| preview[member].clone());
        assert_eq!(told, [json!(false), json!(false), json!(-1)]);
        sign(&approver, &decision).await.problem("ceiling_exceeded");
        check_whole(&app);
    }

    async fn a_document_that_is_not_complete_is_not_signed(app: WorldApp) {
        let programme = programme(&app).await.id();
        let approver = app.working(APPROVER).await;
        let bare = json!({"programme_id": programme, "title": "Hỗ trợ", "legal_bases": "Căn cứ;", "document_date": "2025-02-11"});
        let decision = approver.post(DECISIONS, bare).await.expect(201).id();
        let expected = [
            ("/document_date", "out_of_range"), ("/lines", "missing"), ("/signer_name", "missing"),
            ("/signer_position", "missing"), ("/signing_body", "missing"), ("/signing_capacity", "missing"),
        ];
        assert_eq!(sign(&approver, &decision).await.violations(), pairs(&expected));
    }

    async fn only_the_approver_of_the_programme_decides(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (_, decision, line) = signed(&app, &programme).await;
        for other in ["p.chair", "p.appraiser", "p.accountant", "p.inspector"] {
            let actor = app.as_user(other).await;
            actor.post(DECISIONS, new_decision(&programme)).await.problem("forbidden");
            let seen = actor.get(&path(&decision)).await.expect(200);
            actor.act(&format!("{}/sign", path(&decision)), &seen.etag(), json!({})).await.problem("forbidden");
        }
        app.as_user("a.chair").await.get(&path(&decision)).await.problem("not_found");
        app.as_user("a.chair").await.get(&line_path(&line)).await.expect(200);
        app.as_user("b.chair").await.get(&line_path(&line)).await.problem("not_found");
    }

    async fn a_stale_version_is_not_signed(app: WorldApp) {
        let programme = programme(&app).await.id();
        let applications = many_appraised(&app, &programme, 2).await;
        let decision = draft(&app, &programme, &[(&applications[0], 1)]).await;
        let approver = app.working(APPROVER).await;
        let seen = approver.get(&path(&decision)).await.expect(200).etag();
        add(&approver, &decision, &[(&applications[1], 1)]).await.expect(200);
        let stale = approver.act(&format!("{}/sign", path(&decision)), &seen, json!({})).await;
        stale.problem("precondition_failed");
        assert_eq!(stale["current_version"], 3);
    }

    async fn a_number_that_is_made_void_stays_with_its_decision(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (_, first, _) = signed(&app, &programme).await;
        let approver = app.working(APPROVER).await;
        let before = approver.get(&path(&first)).await.expect(200);
        let entry = format!("/api/v1/register-entries/{}", before["register_entry_id"].as_str().unwrap());
        let clerk = app.as_user("p.clerk").await;
        let etag = clerk.get(&entry).await.expect(200).etag();
        clerk.act(&format!("{entry}/void"), &etag, json!({"reason": "Cấp nhầm"})).await.expect(200);
        let after = approver.get(&path(&first)).await.expect(200);
        assert_eq!((&before["number_void"], &after["number_void"]), (&json!(false), &json!(true)));
        let told = ["number", "symbol", "status", "total_vnd"];
        assert_eq!(told.map(|member| &after[member]), told.map(|member| &before[member]));
        assert_eq!(balance(&app, &programme).await[0], 3_000_000);
        let (_, second, _) = signed(&app, &programme).await;
        assert_eq!(approver.get(&path(&second)).await.expect(200)["number"], 2);
        check_whole(&app);
    }

    async fn a_decision_has_a_thousand_lines_at_most(app: WorldApp) {
        let programme = programme(&app).await.id();
        let applications = many_appraised(&app, &programme, 2).await;
        let decision = draft(&app, &programme, &[]).await;
        let approver = app.working(APPROVER).await;
        let nothing = "01940000-0000-7000-8000-0000000000ff";
        let at_once = add(&approver, &decision, &[(nothing, 1); 501]).await;
        assert_eq!(at_once.violations(), pairs(&[("/lines", "too_many")]));
        app.database.execute("UPDATE support_decisions SET line_count = 999");
        let both = [(applications[0].as_str(), 1), (applications[1].as_str(), 1)];
        let refused = add(&approver, &decision, &both).await;
        assert_eq!(refused.violations(), pairs(&[("/lines", "too_many")]));
        assert_eq!(lines(&approver, &decision).await, Vec::<Value>::new());
        add(&approver, &decision, &both[..1]).await.expect(200);
    }

    async fn what_is_not_appraised_is_not_added(app: WorldApp) {
        let programme = programme(&app).await.id();
        let waiting = endorsed(&app, &programme, "critical_illness", 3_000_000).await;
        let good = appraised(&app, &programme, "critical_illness", 3_000_000).await;
        let decision = draft(&app, &programme, &[]).await;
        let approver = app.working(APPROVER).await;
        let nothing = "01940000-0000-7000-8000-0000000000ff";
        let refused = add(&approver, &decision, &[(&good, 1), (&waiting, 1), (nothing, 1), (&good, 1)]).await;
        let expected = [
            ("/lines/1/application_id", "wrong_state"), ("/lines/2/application_id", "not_found"),
            ("/lines/3/application_id", "duplicate"),
        ];
        assert_eq!(refused.violations(), pairs(&expected));
        assert_eq!(lines(&approver, &decision).await, Vec::<Value>::new());
    }
}
