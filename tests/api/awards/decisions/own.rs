//! What the union awards itself, right after its council.

use std::collections::BTreeSet;

use congdoan::db::schema::award_nominations as nominations;
use diesel::prelude::*;
use serde_json::json;

use super::{DECISIONS, draft, lines, new_decision, path, preview, previewed, sign};
use crate::awards::seed::{hold, uuid};
use crate::awards::{
    CERTIFICATE, COMMENDATION, COUNCIL, approved, check_whole, endorsed, pairs, round, standing,
};
use crate::support::app::at_once;
use crate::support::on_both_databases;
use crate::support::world::P;

on_both_databases! {
    async fn the_approver_awards_all_at_once_and_they_stand_in_the_register(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, COMMENDATION, 2).await;
        app.database.execute("UPDATE award_forms SET reward_individual_vnd = 1500000 WHERE code = 'commendation_provincial_federation'");
        let decision = draft(&app, &round, &all).await;
        let told = preview(&app, "p.approver", &decision).await;
        assert_eq!((&told["ready"], &told["reward_vnd"], previewed(&told)), (&json!(true), &json!(3_000_000), Vec::new()));
        let approver = app.working("p.approver").await;
        let done = sign(&approver, &decision).await.expect(200);
        assert_eq!((&done["number"], &done["symbol"], &done["status"]), (&json!(1), &json!("01/QĐ-LĐLĐ"), &json!("signed")));
        assert_eq!((&done["line_count"], &done["awarded_count"], &done["authority"]), (&json!(2), &json!(2), &json!("provincial_federation")));
        assert_eq!(done["authority_label"], "Liên đoàn Lao động tỉnh");
        let lines = lines(&approver, &decision).await;
        assert!(lines.iter().all(|line| line["outcome"] == "awarded" && line["nomination_status"] == "awarded"));
        let entered = "symbol = '01/QĐ-LĐLĐ' AND reward_vnd = 1500000 AND year = 2024 AND kind = 'commendation' \
             AND authority = 'provincial_federation' AND signer_name = 'Nguyễn Văn Mẫu' AND state = 'valid'";
        assert_eq!(app.database.count(&format!("SELECT count(*) AS n FROM awards WHERE {entered}")), 2);
        check_whole(&app);
        let labels = ["organisation_name", "form_name"].map(|member| lines[0][member].clone());
        assert_eq!(labels, [json!("Công đoàn cơ sở A"), json!("Giấy khen của Liên đoàn Lao động tỉnh")]);
        let award = format!("/api/v1/awards/{}", lines[0]["award_id"].as_str().unwrap());
        assert_eq!(approver.get(&award).await.expect(200)["nomination_id"], json!(all[0]));
        approver.get(&format!("{}/preview", path(&decision))).await.problem("frozen");
        let history = approver.get(&format!("{}/history", path(&decision))).await.expect(200);
        let actions: Vec<_> = history.items().iter().map(|entry| entry["action"].clone()).collect();
        assert_eq!(actions, ["award_decision.create", "award_decision.sign"]);
    }

    async fn an_award_is_entered_as_its_nominee_is(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, COMMENDATION, 2).await;
        app.database.execute("UPDATE award_forms SET reward_individual_vnd = 1500000, reward_collective_vnd = 4000000 WHERE code = 'commendation_provincial_federation'");
        let mut db = app.database.connect();
        let one = |index: usize| nominations::table.find(uuid(&all[index]));
        diesel::update(one(0)).set(nominations::nominee_kind.eq("collective")).execute(&mut db).unwrap();
        diesel::update(one(1)).set(nominations::namesake.eq(true)).execute(&mut db).unwrap();
        let decision = draft(&app, &round, &all).await;
        let approver = app.working("p.approver").await;
        assert!(lines(&approver, &decision).await.iter().all(|line| line["outcome"].is_null()), "nothing is decided yet");
        assert_eq!(preview(&app, "p.approver", &decision).await["reward_vnd"], 5_500_000);
        sign(&approver, &decision).await.expect(200);
        for entered in [
            "recipient_kind = 'collective' AND reward_vnd = 4000000 AND NOT namesake",
            "recipient_kind = 'individual' AND reward_vnd = 1500000 AND namesake",
        ] {
            assert_eq!(app.database.count(&format!("SELECT count(*) AS n FROM awards WHERE {entered}")), 1, "{entered}");
        }
    }

    async fn only_what_is_of_the_own_level_is_decided_here(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let mut named = approved(&app, &round, COMMENDATION, 1).await;
        draft(&app, &round, &named).await;
        named.extend(approved(&app, &round, CERTIFICATE, 1).await);
        named.push(endorsed(&app, &round, COMMENDATION).await);
        let refused = app.working("p.clerk").await.post(DECISIONS, new_decision(&round, &named)).await;
        let expected = [
            ("/nomination_ids/0", "in_other_paper"), ("/nomination_ids/1", "other_authority"),
            ("/nomination_ids/2", "wrong_state"),
        ];
        assert_eq!(refused.violations(), pairs(&expected));
    }

    async fn what_hinders_one_stops_all_and_the_preview_tells_it(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, COMMENDATION, 2).await;
        let decision = draft(&app, &round, &all).await;
        let administrator = app.as_user("p.administrator").await;
        let grant = json!({"user_id": app.id_of("a.chair").await, "organisation_id": P, "role": "approver"});
        administrator.post("/api/v1/grants", grant).await.expect(201);
        let told = preview(&app, "a.chair", &decision).await;
        let own = [("/nomination_ids/0", "own_work"), ("/nomination_ids/1", "own_work")];
        assert_eq!((&told["ready"], previewed(&told)), (&json!(false), pairs(&own)));
        sign(&app.as_user("a.chair").await, &decision).await.problem("own_work");
        hold(&app, &all[1]).await;
        let told = preview(&app, "p.approver", &decision).await;
        assert_eq!((&told["ready"], previewed(&told)), (&json!(false), pairs(&[("/nomination_ids/1", "discipline_hold")])));
        let top = app.journal_top();
        sign(&app.working("p.approver").await, &decision).await.problem("discipline_hold");
        assert_eq!((app.journal_top(), standing(&app, "council_approved")), (top, 2));
        check_whole(&app);
    }

    async fn a_draft_is_edited_and_dropped_at_its_version(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, COMMENDATION, 2).await;
        let clerk = app.working("p.clerk").await;
        let made = clerk.post(DECISIONS, new_decision(&round, &all)).await.expect(201);
        let edited = clerk.patch(&path(&made.id()), &made.etag(), json!({"nomination_ids": [all[1]]})).await.expect(200);
        assert_eq!(edited["line_count"], 1);
        clerk.patch(&path(&made.id()), &made.etag(), json!({"title": "Khác"})).await.problem("precondition_failed");
        let at = format!("{}/sign", path(&made.id()));
        app.working("p.approver").await.act(&at, &made.etag(), json!({})).await.problem("precondition_failed");
        clerk.delete(&path(&made.id()), &edited.etag()).await.expect(204);
        clerk.get(&path(&made.id())).await.problem("not_found");
        draft(&app, &round, &all).await;
    }

    async fn nothing_of_a_signed_decision_changes(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let all = approved(&app, &round, COMMENDATION, 2).await;
        let decision = draft(&app, &round, &all[..1]).await;
        let (approver, clerk) = (app.working("p.approver").await, app.working("p.clerk").await);
        sign(&approver, &decision).await.expect(200);
        let before = clerk.get(&path(&decision)).await.expect(200);
        clerk.patch(&path(&decision), &before.etag(), json!({"title": "Khác"})).await.problem("frozen");
        clerk.delete(&path(&decision), &before.etag()).await.problem("frozen");
        sign(&approver, &decision).await.problem("frozen");
        for statement in [
            "UPDATE award_decisions SET title = 'x'",
            "UPDATE award_decisions SET status = 'draft', symbol = NULL",
            "DELETE FROM award_decisions",
            "UPDATE award_decision_lines SET outcome = 'declined'",
            "DELETE FROM award_decision_lines",
            "INSERT INTO award_decision_lines SELECT d.id, 2, n.id, 'awarded' FROM award_decisions d, award_nominations n \
                WHERE n.status = 'council_approved'",
        ] {
            let refusal = app.database.try_execute(statement).unwrap_err().to_string();
            assert!(refusal.contains("is frozen") || refusal.contains("frozen"), "{statement}: {refusal}");
        }
        assert_eq!(clerk.get(&path(&decision)).await.json, before.json);
    }

    async fn ten_signed_at_once_get_consecutive_numbers(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let approver = app.working("p.approver").await;
        let mut ready = Vec::new();
        for one in approved(&app, &round, COMMENDATION, 10).await {
            let decision = draft(&app, &round, &[one]).await;
            let etag = approver.get(&path(&decision)).await.expect(200).etag();
            // Each is signed twice.
            for _ in 0..2 {
                ready.push((approver.clone(), format!("{}/sign", path(&decision)), etag.clone()));
            }
        }
        let answers =
            at_once(ready.into_iter().map(|(by, at, etag)| async move { by.act(&at, &etag, json!({})).await })).await;
        let signed = answers.iter().filter(|answer| answer.status == 200);
        let numbers: BTreeSet<_> = signed.map(|answer| answer["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (1..=10).collect());
        for refused in answers.iter().filter(|answer| answer.status != 200) {
            assert!([409, 412].contains(&refused.status), "{refused}");
        }
        check_whole(&app);
    }
}
