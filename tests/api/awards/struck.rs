//! Striking what was entered in error, and two people of one name.

use serde_json::{Value, json};

use super::imports::{AWARDS, MERIT, OWN, file, imported, over, person, row, send};
use super::nominations::{new_nomination, nomination, open_round};
use super::register::{one, path, repay, repayment, revocation, revoke};
use super::{COUNCIL, appoint, awarded, form, round, standing};
use crate::support::database::Backend;
use crate::support::world::{A, P};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const REASON: &str = "Tệp nhập ghi nhầm số tiền thưởng.";

async fn strike(by: &Actor, award: &Value) -> Answer {
    let etag = by.get(&path(award)).await.expect(200).etag();
    by.act(&format!("{}/strike", path(award)), &etag, json!({"reason": REASON})).await
}

/// What becomes of a file of these rows: the status, and the codes of its faults.
async fn sent(app: &TestApp, text: String) -> (String, Vec<String>) {
    let clerk = app.working("p.clerk").await;
    let import = send(&clerk, P, false, text).await.expect(201).id();
    let whole = over(&clerk, &import).await;
    let faults = clerk.all(&format!("/api/v1/award-imports/{import}/faults")).await;
    let codes = faults.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect();
    (whole["status"].as_str().unwrap().to_owned(), codes)
}

async fn counted(app: &TestApp) -> [i64; 3] {
    let address = format!("/api/v1/statistics/awards?organisation_id={P}&year=2020");
    let total = app.working("p.officer").await.get(&address).await.expect(200)["total"].clone();
    ["awarded", "revoked", "reward_vnd"].map(|member| total[member].as_i64().unwrap())
}

on_both_databases! {
    async fn what_was_entered_in_error_is_struck_by_another_and_the_right_one_entered(app: WorldApp) {
        let award = one(&app).await;
        let right = row("CDCS-A", ("individual", "Nguyễn Thị Mẫu"), MERIT, 2020, 100_000);
        assert_eq!(sent(&app, file(std::slice::from_ref(&right))).await, ("refused".to_owned(), vec!["in_register".to_owned()]));
        for who in ["p.clerk", "p.chair", "p.accountant", "a.chair", "d1.clerk"] {
            strike(&app.working(who).await, &award).await.problem("forbidden");
        }
        appoint(&app, "p.clerk", P, "approver").await;
        strike(&app.working("p.clerk").await, &award).await.problem("own_work");
        let approver = app.working("p.approver").await;
        approver.act(&format!("{}/strike", path(&award)), "\"v7\"", json!({"reason": REASON})).await.problem("precondition_failed");
        assert_eq!(counted(&app).await, [1, 0, 1_000_000]);
        let struck = app.journalled(strike(&approver, &award)).await.expect(200);
        assert_eq!((&struck["state"], &struck["due_back_vnd"], &struck["revoked_on"]), (&json!("struck"), &json!(0), &Value::Null));
        assert_eq!(counted(&app).await, [0, 0, 0]);
        strike(&approver, &award).await.problem("wrong_state");
        revoke(&approver, &award, revocation(0)).await.problem("wrong_state");
        repay(&app.working("p.accountant").await, &award, repayment(1)).await.problem("wrong_state");
        for change in ["UPDATE awards SET state = 'valid'", "DELETE FROM awards"] {
            app.database.try_execute(change).unwrap_err();
        }
        // So that it is entered later than the other.
        app.wait(1);
        assert_eq!(sent(&app, file(&[right])).await.0, "done");
        assert_eq!(counted(&app).await, [1, 0, 100_000]);
        for (state, reward) in [("struck", 1_000_000), ("valid", 100_000)] {
            let found = approver.all(&format!("{AWARDS}?state={state}")).await;
            assert_eq!((found.len(), &found[0]["reward_vnd"]), (1, &json!(reward)));
        }
        let written = approver.get(&format!("{AWARDS}/export?format=csv&sort=created_at")).await.expect(200);
        let states: Vec<bool> = written.text.lines().skip(1).map(|line| line.contains(",struck,")).collect();
        assert_eq!(states, [true, false]);
        let history = approver.all(&format!("{}/history", path(&award))).await;
        assert_eq!((&history[1]["action"], &history[1]["from_state"], &history[1]["to_state"]), (&json!("award.strike"), &json!("valid"), &json!("struck")));
    }

    async fn why_it_was_struck_is_told_to_few(app: WorldApp) {
        let award = one(&app).await;
        let address = format!("{}/strike", path(&award));
        let approver = app.working("p.approver").await;
        approver.get(&address).await.problem("not_found");
        let struck = strike(&approver, &award).await.expect(200);
        assert!(!struck.text.contains(REASON), "{struck}");
        for who in ["p.approver", "p.clerk", "p.inspector", "d1.inspector"] {
            let told = app.working(who).await.get(&address).await.expect(200);
            assert_eq!((&told["reason"], told.header("cache-control")), (&json!(REASON), "no-store"), "{who}");
        }
        for who in ["a.chair", "d1.clerk", "p.officer"] {
            app.working(who).await.get(&address).await.problem("forbidden");
        }
        app.working("d2.chair").await.get(&address).await.problem("not_found");
        approver.get(&format!("{}/revocation", path(&award))).await.problem("not_found");
        let cast = if app.database.backend() == Backend::Postgres { "changes::text" } else { "changes" };
        let leaks = format!("SELECT count(*) AS n FROM journal WHERE {cast} LIKE '%ghi nhầm%' OR reason LIKE '%ghi nhầm%'");
        assert_eq!(app.database.count(&leaks), 0);
    }

    async fn what_was_taken_back_is_not_given_again_by_the_same_decision(app: WorldApp) {
        let award = one(&app).await;
        revoke(&app.working("p.approver").await, &award, revocation(0)).await.expect(200);
        let again = sent(&app, file(&[person("CDCS-A", "Nguyễn Thị Mẫu")])).await;
        assert_eq!(again, ("refused".to_owned(), vec!["in_register".to_owned()]));
    }

    async fn what_a_decision_gave_is_not_struck(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        awarded(&app, &round, 1).await;
        let approver = app.working("p.approver").await;
        let award = approver.all(AWARDS).await.remove(0);
        strike(&approver, &award).await.problem("wrong_state");
        assert_eq!(standing(&app, "awarded"), 1);
    }

    async fn what_was_struck_makes_nobody_eligible(app: WorldApp) {
        let condition = json!({"condition": "prerequisite", "kind": "commendation", "within_years": 3});
        let form = form(&app, "needs_commendation", json!({"kind": "certificate_of_merit", "conditions": [condition]})).await;
        let round = open_round(&app, &[&form.id()], json!({})).await;
        let award = imported(&app, &[row("CDCS-A", ("individual", "Nguyễn Thị Mẫu"), OWN, 2022, 0)]).await.remove(0);
        let draft = nomination(&app, "a", new_nomination(A, &round, &form.id(), "Nguyễn Thị Mẫu")).await;
        let address = format!("/api/v1/award-nominations/{}/eligibility", draft.id());
        let officer = app.working("a.officer").await;
        assert_eq!(officer.get(&address).await.expect(200)["eligible"], true);
        strike(&app.working("p.approver").await, &award).await.expect(200);
        let told = officer.get(&address).await.expect(200);
        assert_eq!((&told["eligible"], &told["conditions"][0]["award"], &told["other_awards"]), (&json!(false), &Value::Null, &json!([])));
    }

    async fn two_people_of_one_name_stand_in_one_file(app: WorldApp) {
        let text = |flags: [&str; 2]| {
            let rows = flags.map(|flag| format!("{},{flag}", person("CDCS-A", "Nguyễn Thị Mẫu")));
            file(&rows).replacen("reward_vnd\n", "reward_vnd,namesake\n", 1)
        };
        assert_eq!(sent(&app, text(["", ""])).await.1, ["repeated_row"]);
        assert_eq!(sent(&app, text(["", "maybe"])).await.1, ["malformed"]);
        assert_eq!(sent(&app, text(["false", "true"])).await.0, "done");
        let clerk = app.working("p.clerk").await;
        let entered = clerk.all(&format!("{AWARDS}?sort=created_at")).await;
        assert_eq!(entered.iter().map(|one| one["namesake"].as_bool().unwrap()).collect::<Vec<_>>(), [false, true]);
        let written = clerk.get(&format!("{AWARDS}/export?format=csv&sort=created_at")).await.expect(200);
        let mut reader = csv::Reader::from_reader(written.text.trim_start_matches('\u{FEFF}').as_bytes());
        let place = reader.headers().unwrap().iter().position(|name| name == "namesake").unwrap();
        let flags: Vec<String> = reader.records().map(|record| record.unwrap()[place].to_owned()).collect();
        assert_eq!(flags, ["false", "true"]);
        // One who stands there already does not keep the other out.
        assert_eq!(sent(&app, text(["true", "false"])).await.1, ["in_register", "in_register"]);
        imported(&app, &[person("CDCS-B", "Nguyễn Thị Mẫu")]).await;
        let other = format!("{},true", person("CDCS-B", "Nguyễn Thị Mẫu"));
        assert_eq!(sent(&app, file(&[other]).replacen("reward_vnd\n", "reward_vnd,namesake\n", 1)).await.0, "done");
    }
}
