//! Who takes an award back where unions move and stand above one another, and who is told why.

use serde_json::{Value, json};

use super::council::{concluded, session};
use super::imports::{AWARDS, FLAG, MERIT, OWN, file, over, person, row, send};
use super::register::{path, repay, repayment, revocation, revoke};
use super::submissions::{answered, award, submitted};
use super::{CERTIFICATE, COUNCIL, appoint, endorsed, form, round, step};
use crate::support::world::{A, D1, D2, P};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const REASON: &str = "Kê khai thành tích không đúng.";
const OLD: &str = "Đủ tiêu chuẩn theo quy chế.";

/// Those at and above D1 who work on awards, inspect, or may take back what was decided at P.
const FEW: [&str; 7] = [
    "p.approver",
    "p.clerk",
    "p.accountant",
    "p.appraiser",
    "p.inspector",
    "p.administrator",
    "d1.inspector",
];
const MANY: [&str; 6] = ["a.chair", "a.officer", "a.clerk", "d1.clerk", "d1.chair", "p.officer"];

/// A nomination of A with an opinion among its notes, which the People's Committee has awarded.
async fn nominated(app: &TestApp) -> String {
    let round = round(app, &COUNCIL).await;
    let id = endorsed(app, &round, CERTIFICATE).await;
    let opinion = json!({"appraisal": "favourable", "opinion": OLD});
    let at = format!("/api/v1/award-nominations/{id}");
    step(&app.working("p.appraiser").await, &at, "appraise", opinion).await.expect(200);
    let all = [id.clone()];
    let session = session(app, &round, &all, "totals").await;
    concluded(app, &session, &[[9, 0, 0]]).await;
    let submission = submitted(app, &round, &all).await;
    answered(app, &submission, &[award(&id)]).await.expect(200);
    at
}

/// An award that D1 read in from a file, of this form.
async fn of_d1(app: &TestApp, form: &str) -> Value {
    let clerk = app.working("d1.clerk").await;
    let text = file(&[row("CDCS-A", ("individual", "Nguyễn Thị Mẫu"), form, 2020, 1_000_000)]);
    let import = send(&clerk, D1, false, text).await.expect(201).id();
    assert_eq!(over(&clerk, &import).await["status"], "done");
    clerk.all(AWARDS).await.remove(0)
}

async fn moved_to_d2(app: &TestApp) {
    let administrator = app.working("p.administrator").await;
    let union = format!("/api/v1/organisations/{A}");
    let etag = administrator.get(&union).await.expect(200).etag();
    administrator.patch(&union, &etag, json!({"parent_id": D2})).await.expect(200);
}

async fn numberless(by: &Actor, award: &Value) -> Answer {
    let mut body = revocation(0);
    body.as_object_mut().unwrap().remove("symbol");
    revoke(by, award, body).await
}

on_both_databases! {
    async fn the_notes_of_a_nomination_do_not_tell_why_its_award_was_taken_back(app: WorldApp) {
        let nomination = nominated(&app).await;
        let award = app.working("p.approver").await.all(AWARDS).await.remove(0);
        revoke(&app.working("p.approver").await, &award, revocation(0)).await.expect(200);
        // Before, a copy of the reason was kept among the notes.
        app.database.execute("UPDATE award_notes SET kind = 'revocation' WHERE kind = 'opinion'");
        for (people, told) in [(&FEW[..], json!(OLD)), (&MANY[..], Value::Null)] {
            for who in people {
                let reader = app.working(who).await;
                let notes = reader.get(&format!("{nomination}/notes")).await.expect(200);
                assert!(!notes.text.contains(REASON), "{who}: {notes}");
                let texts: Vec<_> = notes["notes"].as_array().unwrap().iter().map(|note| note["text"].clone()).collect();
                assert_eq!(texts, std::slice::from_ref(&told), "{who}");
                let reason = reader.get(&format!("{}/revocation", path(&award))).await;
                assert_eq!(reason.status == 200, told != Value::Null, "{who}: {reason}");
            }
        }
        let history = app.working("a.officer").await.all(&format!("{nomination}/history")).await;
        let taken = history.iter().find(|entry| entry["action"] == "award_nomination.revoke").unwrap();
        assert_eq!(taken["changes"], json!({"award_id": award["id"]}));
    }

    async fn the_approver_above_takes_back_what_was_read_in_below(app: WorldApp) {
        let own = form(&app, "praise_of_the_district", json!({"authority": "district_federation"})).await;
        let award = of_d1(&app, own["code"].as_str().unwrap()).await;
        appoint(&app, "d2.officer", D2, "approver").await;
        appoint(&app, "a.officer", A, "approver").await;
        app.working("d2.officer").await.get(&path(&award)).await.problem("not_found");
        revoke(&app.working("a.officer").await, &award, revocation(0)).await.problem("forbidden");
        // The numbers of D1's register are D1's own.
        let above = app.working("p.approver").await;
        assert_eq!(numberless(&above, &award).await.violations(), [("/symbol".to_owned(), "missing".to_owned())]);
        let done = revoke(&above, &award, revocation(0)).await.expect(200);
        assert_eq!((&done["state"], &done["revocation_symbol"]), (&json!("revoked"), &json!("99/QĐ-TH")));
        assert_eq!(app.database.count("SELECT count(*) AS n FROM register_entries"), 0);
        above.get(&format!("{}/revocation", path(&award))).await.expect(200);
    }

    async fn a_union_takes_back_what_it_awarded_itself_under_its_own_number(app: WorldApp) {
        let own = form(&app, "praise_of_the_district", json!({"authority": "district_federation"})).await;
        let award = of_d1(&app, own["code"].as_str().unwrap()).await;
        appoint(&app, "d1.officer", D1, "approver").await;
        let done = numberless(&app.working("d1.officer").await, &award).await.expect(200);
        assert_eq!(done["revocation_symbol"], "01/QĐ-LĐLĐ");
    }

    async fn who_awarded_a_union_that_moved_away_takes_it_back_and_gets_the_money(app: WorldApp) {
        let award = of_d1(&app, MERIT).await;
        appoint(&app, "d1.officer", D1, "approver").await;
        appoint(&app, "d1.chair", D1, "accountant").await;
        moved_to_d2(&app).await;
        let approver = app.working("d1.officer").await;
        revoke(&approver, &award, revocation(1_000_000)).await.expect(200);
        let accountant = app.working("d1.chair").await;
        let paid = repay(&accountant, &award, repayment(400_000)).await.expect(201);
        accountant.get(paid.header("location")).await.expect(200);
        assert_eq!(accountant.all(&format!("{}/repayments", path(&award))).await.len(), 1);
        assert_eq!(approver.get(&format!("{}/revocation", path(&award))).await.expect(200)["reason"], REASON);
        // Where the union stands now it is seen, and not taken back.
        appoint(&app, "d2.officer", D2, "approver").await;
        let there = app.working("d2.officer").await;
        assert_eq!(there.get(&path(&award)).await.expect(200)["paid_back_vnd"], 400_000);
        there.get(&format!("{}/revocation", path(&award))).await.problem("forbidden");
        app.working("b.chair").await.get(&path(&award)).await.problem("not_found");
    }

    async fn a_clerk_alone_makes_nobody_eligible_this_year(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let today = |union: &str, form: &str| format!("{union},individual,Nguyễn Thị Mẫu,{form},2024,1/QĐ,2025-01-01,Người Ký Mẫu,0");
        let last = person("CDCS-A", "Trần Văn Thử");
        for (by, organisation, form) in [(&clerk, P, OWN), (&app.working("a.clerk").await, A, FLAG), (&app.working("a.clerk").await, A, MERIT)] {
            let import = send(by, organisation, false, file(&[today("CDCS-A", form), last.clone()])).await.expect(201).id();
            let refused = over(by, &import).await;
            assert_eq!(refused["status"], "refused", "{form}");
            let faults = by.all(&format!("/api/v1/award-imports/{import}/faults")).await;
            assert!(faults.iter().any(|one| (&one["column"], &one["code"]) == (&json!("decided_on"), &json!("out_of_range"))), "{faults:?}");
        }
        assert_eq!(app.database.count("SELECT count(*) AS n FROM awards"), 0);
    }
}
