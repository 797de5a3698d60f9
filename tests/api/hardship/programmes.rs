//! Programmes, their funds, norms and ceilings.

use serde_json::{Value, json};

use crate::support::world::P;
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const PROGRAMMES: &str = "/api/v1/support-programmes";

/// A programme that is open all of 2025 and may give 100 million đồng.
pub fn new_programme(organisation: &str, name: &str) -> Value {
    json!({
        "organisation_id": organisation, "year": 2025, "name": name, "ceiling_vnd": 100_000_000,
        "opens_on": "2025-01-01", "closes_on": "2025-12-31",
    })
}

pub fn new_norm(category: &str, maximum: i64, from: &str) -> Value {
    json!({
        "category": category, "maximum_vnd": maximum, "legal_basis": "Nghị quyết thử nghiệm", "valid_from": from,
    })
}

/// A programme of the province with norms for critical illness (5,000,000) and infertility treatment (3,000,000).
pub async fn programme(app: &TestApp) -> Answer {
    let accountant = app.working("p.accountant").await;
    let made = accountant.post(PROGRAMMES, new_programme(P, "Hỗ trợ khó khăn 2025")).await.expect(201);
    for (category, maximum) in [("critical_illness", 5_000_000), ("infertility_treatment", 3_000_000)] {
        add_norm(&accountant, &made, new_norm(category, maximum, "2025-01-01")).await.expect(201);
    }
    made
}

fn path(programme: &Answer) -> String {
    format!("{PROGRAMMES}/{}", programme.id())
}

pub async fn add_norm(by: &Actor, programme: &Answer, norm: Value) -> Answer {
    by.post(&format!("{}/norms", path(programme)), norm).await
}

/// Every version of a category's norm as (amount, from, to).
async fn versions(by: &Actor, programme: &Answer, category: &str) -> Vec<(Value, Value, Value)> {
    let norms = by.all(&format!("{}/norms", path(programme))).await;
    let of_category = norms.into_iter().filter(|norm| norm["category"] == category);
    of_category
        .map(|norm| (norm["maximum_vnd"].clone(), norm["valid_from"].clone(), norm["valid_to"].clone()))
        .collect()
}

on_both_databases! {
    async fn the_accountant_sets_up_a_programme_and_all_below_see_it(app: WorldApp) {
        let mut body = new_programme(P, "Hỗ trợ khó khăn 2025");
        body["funds"] = json!([
            {"name": "Quỹ một", "amount_vnd": 60_000_000}, {"name": "Quỹ hai", "amount_vnd": 40_000_000},
        ]);
        let made = app.as_user("p.accountant").await.post(PROGRAMMES, body.clone()).await.expect(201);
        assert_eq!(made["funds"], body["funds"]);
        assert_eq!((&made["duplicate_months"], &made["retention_years"]), (&json!(12), &json!(10)));
        assert_eq!(made["step_days"]["endorse"], 3);
        for below in ["a.officer", "c.officer", "d1.chair", "p.inspector"] {
            let actor = app.as_user(below).await;
            actor.get(&path(&made)).await.expect(200);
            assert_eq!(actor.get(PROGRAMMES).await.expect(200).items().len(), 1, "{below}");
        }
        for other in ["p.officer", "p.approver", "p.administrator"] {
            app.as_user(other).await.post(PROGRAMMES, new_programme(P, "Khác")).await.problem("forbidden");
        }
        let balance = app.as_user("a.officer").await.get(&format!("{}/balance", path(&made))).await.expect(200);
        let sums = ["ceiling_vnd", "approved_vnd", "disbursed_vnd", "reclaimed_vnd", "left_vnd"];
        assert_eq!(sums.map(|sum| balance[sum].as_i64().unwrap()), [100_000_000, 0, 0, 0, 100_000_000]);
    }

    async fn a_district_does_not_see_the_programme_of_another(app: WorldApp) {
        let district = crate::organisations::person(
            &app, "d2.accountant", congdoan::identity::Role::Accountant, crate::support::world::D2,
        ).await;
        let own = new_programme(crate::support::world::D2, "Quỹ của huyện Hai");
        let made = district.post(PROGRAMMES, own).await.expect(201);
        app.as_user("c.officer").await.get(&path(&made)).await.expect(200);
        app.as_user("p.officer").await.get(&path(&made)).await.expect(200);
        for beside in ["d1.chair", "a.officer", "s.officer"] {
            let actor = app.as_user(beside).await;
            actor.get(&path(&made)).await.problem("not_found");
            assert_eq!(actor.get(PROGRAMMES).await.expect(200).items().len(), 0, "{beside}");
        }
    }

    async fn days_and_funds_that_do_not_fit_are_refused_together(app: WorldApp) {
        let mut body = new_programme(P, "Hỗ trợ");
        body["closes_on"] = json!("2024-12-31");
        body["funds"] = json!([{"name": "Quỹ", "amount_vnd": 99_999_999}]);
        let refused = app.as_user("p.accountant").await.post(PROGRAMMES, body).await;
        let expected = [("/closes_on", "out_of_range"), ("/funds", "out_of_range")];
        assert_eq!(refused.violations(), expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
    }

    async fn a_ceiling_does_not_fall_below_what_is_drawn(app: WorldApp) {
        let made = programme(&app).await;
        let accountant = app.working("p.accountant").await;
        app.database.execute("UPDATE support_programmes SET approved_vnd = 30000000, disbursed_vnd = 20000000, reclaimed_vnd = 1000000");
        let edit = |ceiling: i64| json!({"ceiling_vnd": ceiling});
        let refused = accountant.patch(&path(&made), &made.etag(), edit(28_999_999)).await;
        assert_eq!(refused.violations(), [("/ceiling_vnd".to_owned(), "below_drawn".to_owned())]);
        let lowered = accountant.patch(&path(&made), &made.etag(), edit(29_000_000)).await.expect(200);
        let balance = accountant.get(&format!("{}/balance", path(&made))).await.expect(200);
        assert_eq!((&balance["left_vnd"], balance.etag()), (&json!(0), lowered.etag()));
        accountant.patch(&path(&made), &made.etag(), edit(50_000_000)).await.problem("precondition_failed");
    }

    async fn a_new_version_ends_the_one_before_and_none_overlaps(app: WorldApp) {
        let made = programme(&app).await;
        let accountant = app.working("p.accountant").await;
        add_norm(&accountant, &made, new_norm("critical_illness", 6_000_000, "2025-07-01")).await.expect(201);
        assert_eq!(
            versions(&accountant, &made, "critical_illness").await,
            [
                (json!(5_000_000), json!("2025-01-01"), json!("2025-07-01")),
                (json!(6_000_000), json!("2025-07-01"), Value::Null),
            ]
        );
        for (from, code) in [("2025-07-01", "period_overlaps"), ("2025-03-01", "period_overlaps")] {
            let refused = add_norm(&accountant, &made, new_norm("critical_illness", 7_000_000, from)).await;
            assert_eq!(refused.violations(), [("/valid_from".to_owned(), code.to_owned())], "{from}");
        }
        let unknown = add_norm(&accountant, &made, new_norm("no_such_thing", 1, "2025-01-01")).await;
        assert_eq!(unknown.violations(), [("/category".to_owned(), "not_found".to_owned())]);
        let norms = accountant.get(&format!("{}/norms?as_of=2025-06-30", path(&made))).await.expect(200);
        let amounts: Vec<i64> = norms.items().iter().map(|norm| norm["maximum_vnd"].as_i64().unwrap()).collect();
        assert_eq!(amounts, [5_000_000, 3_000_000]);
    }

    async fn of_two_versions_added_at_once_one_is_refused(app: WorldApp) {
        let made = programme(&app).await;
        let accountant = app.working("p.accountant").await;
        let norms = format!("{}/norms", path(&made));
        let adding = |amount: i64| {
            let (accountant, norms) = (accountant.clone(), norms.clone());
            async move { accountant.post(&norms, new_norm("visit", amount, "2025-02-01")).await.status }
        };
        let mut statuses = crate::support::app::at_once([adding(1), adding(2), adding(3)]).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422, 422]);
    }

    async fn an_unused_programme_goes_and_a_used_one_stays(app: WorldApp) {
        let made = programme(&app).await;
        let accountant = app.working("p.accountant").await;
        accountant.delete(&path(&made), &made.etag()).await.expect(204);
        accountant.get(&path(&made)).await.problem("not_found");
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM support_norms"), 0);
    }
}
