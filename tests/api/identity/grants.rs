use serde_json::{Value, json};

use super::ME;
use crate::support::world::{A, B, D1, D2, P};
use crate::support::{Actor, app::instant, at_once, on_both_databases};

const GRANTS: &str = "/api/v1/grants";
const USERS: &str = "/api/v1/users";

fn new_grant(user: &str, organisation: &str, role: &str) -> Value {
    json!({"user_id": user, "organisation_id": organisation, "role": role})
}

/// The only grant of the user, as the administrator reads it: its path and its entity tag.
async fn grant_of(administrator: &Actor, user: &str) -> (String, String) {
    let list = administrator.get(&format!("{GRANTS}?user_id={user}")).await.expect(200);
    assert_eq!(list.items().len(), 1, "{list}");
    let path = format!("{GRANTS}/{}", list.items()[0]["id"].as_str().unwrap());
    let etag = administrator.get(&path).await.expect(200).etag();
    (path, etag)
}

on_both_databases! {
    async fn a_grant_counts_from_the_next_request_on_and_no_longer_when_ended(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let officer = app.as_user("b.officer").await;
        let id = officer.get(ME).await.id();
        officer.get(USERS).await.problem("forbidden");
        let made = administrator.post(GRANTS, new_grant(&id, A, "administrator"));
        let made = app.journalled(made).await.expect(201);
        assert_eq!(made["valid_from"], "2025-02-10");
        assert_eq!(made["valid_to"], Value::Null);
        assert_eq!(made.header("location"), format!("{GRANTS}/{}", made.id()));
        assert_eq!(officer.all(USERS).await.len(), 4, "a's three and themselves");
        let end = format!("{GRANTS}/{}/end", made.id());
        let ended = app.journalled(administrator.act(&end, &made.etag(), json!({}))).await.expect(200);
        assert_eq!(ended["valid_to"], "2025-02-10");
        officer.get(USERS).await.problem("forbidden");
        administrator.act(&end, &ended.etag(), json!({})).await.problem("wrong_state");
    }

    async fn a_grant_of_tomorrow_counts_tomorrow_as_the_province_counts_days(app: WorldApp) {
        let id = app.id_of("b.officer").await;
        let mut grant = new_grant(&id, A, "administrator");
        grant["valid_from"] = json!("2025-02-11");
        grant["valid_to"] = json!("2025-02-12");
        app.as_user("d1.administrator").await.post(GRANTS, grant).await.expect(201);
        app.clock.set(instant("2025-02-10T16:59:59Z"));
        let officer = app.as_user("b.officer").await;
        officer.get(USERS).await.problem("forbidden");
        assert_eq!(officer.get(ME).await["grants"][1]["in_force"], false);
        app.clock.set(instant("2025-02-10T17:00:00Z"));
        officer.get(USERS).await.expect(200);
        assert_eq!(officer.get(ME).await["grants"][1]["in_force"], true);
        app.clock.set(instant("2025-02-11T16:59:59Z"));
        let officer = app.as_user("b.officer").await;
        officer.get(USERS).await.expect(200);
        app.clock.set(instant("2025-02-11T17:00:00Z"));
        officer.get(USERS).await.problem("forbidden");
    }

    async fn me_is_never_told_unchanged_while_the_grants_changed(app: WorldApp) {
        let officer = app.as_user("b.officer").await;
        let me = officer.get(ME).await.expect(200);
        let administrator = app.as_user("d1.administrator").await;
        administrator.post(GRANTS, new_grant(&me.id(), A, "clerk")).await.expect(201);
        let again = officer.with_header("if-none-match", me.header("etag")).get(ME).await.expect(200);
        assert_eq!(again["grants"].as_array().unwrap().len(), 2);
    }

    async fn a_grant_lies_where_the_administrator_may_give_it(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let id = app.id_of("b.officer").await;
        let stranger = app.id_of("c.officer").await;
        let at = |answer: &crate::support::Answer| answer.violations();
        let beside = administrator.post(GRANTS, new_grant(&id, D2, "officer")).await;
        beside.problem("validation_failed");
        assert_eq!(at(&beside), [("/organisation_id".to_owned(), "not_found".to_owned())]);
        administrator.post(GRANTS, new_grant(&id, P, "administrator")).await.problem("forbidden");
        let both = administrator.post(GRANTS, new_grant(&stranger, D2, "officer")).await;
        assert_eq!(
            at(&both),
            [
                ("/organisation_id".to_owned(), "not_found".to_owned()),
                ("/user_id".to_owned(), "not_found".to_owned())
            ]
        );
        let unseen = administrator.post(GRANTS, new_grant(&stranger, A, "officer")).await;
        assert_eq!(at(&unseen), [("/user_id".to_owned(), "not_found".to_owned())]);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM grants"), 30);
        for other in ["p.inspector", "d1.chair", "a.officer"] {
            let actor = app.as_user(other).await;
            actor.get(GRANTS).await.problem("forbidden");
            actor.post(GRANTS, new_grant(&id, A, "officer")).await.problem("forbidden");
        }
    }

    async fn an_administrator_sees_and_changes_the_grants_below_and_no_others(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let all = administrator.all(&format!("{GRANTS}?limit=4")).await;
        assert_eq!(all.len(), 11);
        let of_b = administrator.all(&format!("{GRANTS}?organisation_id={B}")).await;
        assert_eq!(of_b.len(), 3);
        let above = app.as_user("p.administrator").await;
        let (path, etag) = grant_of(&above, &app.id_of("c.officer").await).await;
        administrator.get(&path).await.problem("not_found");
        administrator.get(&format!("{path}/history")).await.problem("not_found");
        administrator.act(&format!("{path}/end"), &etag, json!({})).await.problem("not_found");
        administrator.patch(&path, &etag, json!({"valid_to": "2026-01-01"})).await.problem("not_found");
        // A grant at the province of somebody who also holds one in the district stays out of reach.
        let clerk = app.id_of("p.clerk").await;
        above.post(GRANTS, new_grant(&clerk, A, "officer")).await.expect(201);
        assert_eq!(administrator.all(&format!("{GRANTS}?user_id={clerk}")).await.len(), 1);
    }

    async fn the_end_of_a_grant_can_be_set_moved_and_cleared(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let (path, etag) = grant_of(&administrator, &app.id_of("a.officer").await).await;
        let set = app.journalled(administrator.patch(&path, &etag, json!({"valid_to": "2026-01-01"}))).await;
        let set = set.expect(200);
        assert_eq!((&set["valid_to"], &set["version"]), (&json!("2026-01-01"), &json!(2)));
        let stale = administrator.patch(&path, &etag, json!({"valid_to": null})).await;
        assert_eq!(stale.problem("precondition_failed")["current_version"], 2);
        let untouched = administrator.patch(&path, &set.etag(), json!({})).await.expect(200);
        assert_eq!(untouched["valid_to"], "2026-01-01");
        let cleared = administrator.patch(&path, &untouched.etag(), json!({"valid_to": null})).await;
        assert_eq!(cleared.expect(200)["valid_to"], Value::Null);
        for early in ["2024-12-31", "1066-10-14", "2101-01-01"] {
            let refused = administrator.patch(&path, "\"v4\"", json!({"valid_to": early})).await;
            refused.problem("validation_failed");
            assert!(refused.violations().iter().all(|(place, _)| place == "/valid_to"), "{refused}");
        }
        let entries = administrator.all(&format!("{path}/history")).await;
        let actions: Vec<_> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["grant.create", "grant.edit", "grant.edit", "grant.edit"]);
        assert_eq!(entries[1]["changes"]["valid_to"], "2026-01-01");
        assert_eq!(entries[1]["organisation_id"], A);
    }

    async fn the_same_role_is_not_held_twice_on_a_day(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let id = app.id_of("a.officer").await;
        administrator.post(GRANTS, new_grant(&id, A, "officer")).await.problem("duplicate");
        administrator.post(GRANTS, new_grant(&id, A, "clerk")).await.expect(201);
        administrator.post(GRANTS, new_grant(&id, B, "officer")).await.expect(201);
        let (path, etag) = grant_of(&administrator, &app.id_of("b.officer").await).await;
        administrator.patch(&path, &etag, json!({"valid_to": "2025-03-01"})).await.expect(200);
        let mut next = new_grant(&app.id_of("b.officer").await, B, "officer");
        next["valid_from"] = json!("2025-02-28");
        administrator.post(GRANTS, next.clone()).await.problem("duplicate");
        next["valid_from"] = json!("2025-03-01");
        administrator.post(GRANTS, next).await.expect(201);
        // The first cannot grow over the second.
        administrator.patch(&path, "\"v2\"", json!({"valid_to": null})).await.problem("duplicate");
    }

    async fn a_grant_ended_before_it_began_is_in_nobodys_way(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let id = app.id_of("a.officer").await;
        let mut wrong = new_grant(&id, B, "clerk");
        wrong["valid_from"] = json!("2025-03-01");
        let made = administrator.post(GRANTS, wrong).await.expect(201);
        let end = format!("{GRANTS}/{}/end", made.id());
        let ended = administrator.act(&end, &made.etag(), json!({})).await.expect(200);
        assert_eq!(ended["valid_to"], "2025-03-01");
        administrator.act(&end, &ended.etag(), json!({})).await.problem("wrong_state");
        administrator.post(GRANTS, new_grant(&id, B, "clerk")).await.expect(201);
    }

    async fn of_many_equal_grants_at_once_one_is_made(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let id = app.id_of("a.officer").await;
        let tries = (0..8).map(|_| {
            let (administrator, grant) = (administrator.clone(), new_grant(&id, D1, "clerk"));
            async move { administrator.post(GRANTS, grant).await.status }
        });
        let mut answers = at_once(tries).await;
        answers.sort_unstable();
        assert_eq!(answers, [201, 409, 409, 409, 409, 409, 409, 409]);
    }
}
