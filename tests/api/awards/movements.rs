//! Emulation movements and who registers for them.

use serde_json::{Value, json};

use super::{MOVEMENTS, form, set_up};
use crate::reports::with;
use crate::support::app::at_once;
use crate::support::world::{A, B, C, D1, D2, P};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

const REGISTRATIONS: &str = "/api/v1/movement-registrations";

/// A movement that goes on all of 2025.
pub fn new_movement(organisation: &str, name: &str) -> Value {
    json!({
        "organisation_id": organisation, "name": name, "starts_on": "2025-01-01", "ends_on": "2025-12-31",
        "criteria": "Có sáng kiến được áp dụng.",
    })
}

/// A movement of the province.
pub async fn movement(app: &TestApp) -> Answer {
    app.working("p.clerk").await.post(MOVEMENTS, new_movement(P, "Lao động giỏi")).await.expect(201)
}

fn path(movement: &Answer) -> String {
    format!("{MOVEMENTS}/{}", movement.id())
}

pub async fn register(by: &Actor, movement: &Answer, union: &str) -> Answer {
    by.post(&format!("{}/registrations", path(movement)), json!({"organisation_id": union})).await
}

/// Takes a registration back.
async fn take_back(by: &Actor, registration: &Answer) -> Answer {
    by.delete(&format!("{REGISTRATIONS}/{}", registration.id()), &registration.etag()).await
}

async fn registered(by: &Actor, movement: &Answer) -> Vec<String> {
    let rows = by.all(&format!("{}/registrations", path(movement))).await;
    let mut unions: Vec<_> =
        rows.iter().map(|row| row["organisation_id"].as_str().unwrap().to_owned()).collect();
    // They were registered at one moment of the clock.
    unions.sort();
    unions
}

on_both_databases! {
    async fn a_clerk_starts_a_movement_and_all_below_see_it(app: WorldApp) {
        let made = movement(&app).await;
        for below in ["a.officer", "d1.inspector", "c.clerk", "p.approver"] {
            let actor = app.as_user(below).await;
            assert_eq!(actor.get(&path(&made)).await.expect(200).json, made.json, "{below}");
            assert_eq!(actor.get(MOVEMENTS).await.expect(200).items().len(), 1, "{below}");
        }
        for other in ["p.officer", "p.chair", "p.administrator", "d1.clerk"] {
            app.as_user(other).await.post(MOVEMENTS, new_movement(P, "Khác")).await.problem("forbidden");
        }
        let own = app.as_user("d2.clerk").await.post(MOVEMENTS, new_movement(D2, "Của huyện Hai")).await.expect(201);
        app.as_user("c.officer").await.get(&path(&own)).await.expect(200);
        app.as_user("p.officer").await.get(&path(&own)).await.expect(200);
        let beside = app.as_user("a.officer").await;
        beside.get(&path(&own)).await.problem("not_found");
        assert_eq!(beside.get(MOVEMENTS).await.expect(200).items().len(), 1);
        register(&beside, &own, A).await.problem("not_found");
    }

    async fn a_movement_is_edited_and_its_days_fit(app: WorldApp) {
        let (made, clerk) = (movement(&app).await, app.as_user("p.clerk").await);
        let edit = json!({"name": "Tên mới", "criteria": "Tiêu chí mới.", "starts_on": "2025-02-01", "ends_on": "2025-03-01"});
        let edited = clerk.patch(&path(&made), &made.etag(), edit.clone()).await.expect(200);
        for (member, value) in edit.as_object().unwrap() {
            assert_eq!(edited[member.as_str()], *value);
        }
        let refused = clerk.patch(&path(&made), &edited.etag(), json!({"ends_on": "2025-01-31"})).await;
        assert_eq!(refused.violations(), [("/ends_on".to_owned(), "out_of_range".to_owned())]);
        clerk.patch(&path(&made), &made.etag(), json!({"name": "Khác"})).await.problem("precondition_failed");
        let names = async |query: &str| -> Vec<Value> {
            clerk.all(&format!("{MOVEMENTS}?{query}")).await.into_iter().map(|row| row["name"].clone()).collect()
        };
        assert_eq!(names("running_on=2025-02-01").await, ["Tên mới"]);
        assert_eq!(names("running_on=2025-03-01").await, ["Tên mới"]);
        for none in ["running_on=2025-01-31".to_owned(), "running_on=2025-03-02".to_owned(), format!("organisation_id={D1}")] {
            assert!(names(&none).await.is_empty(), "{none}");
        }
    }

    async fn a_union_registers_itself_once_and_takes_it_back(app: WorldApp) {
        let made = movement(&app).await;
        let (officer, chair) = (app.as_user("a.officer").await, app.as_user("b.chair").await);
        let own = register(&officer, &made, A).await.expect(201);
        assert_eq!(own["registered_on"], "2025-02-10");
        register(&chair, &made, B).await.expect(201);
        register(&officer, &made, A).await.problem("duplicate");
        let above = app.as_user("d1.officer").await;
        register(&above, &made, A).await.problem("forbidden");
        app.as_user("a.clerk").await.post(&format!("{}/registrations", path(&made)), json!({"organisation_id": A})).await.problem("forbidden");
        assert_eq!(register(&officer, &made, C).await.violations(), [("/organisation_id".to_owned(), "not_found".to_owned())]);
        assert_eq!(registered(&above, &made).await, [A, B]);
        take_back(&chair, &own).await.problem("forbidden");
        take_back(&above, &own).await.problem("forbidden");
        officer.delete(&format!("{REGISTRATIONS}/{}", own.id()), "\"v2\"").await.problem("precondition_failed");
        take_back(&officer, &own).await.expect(204);
        take_back(&officer, &own).await.problem("not_found");
        assert_eq!(registered(&above, &made).await, [B]);
        register(&officer, &made, A).await.expect(201);
        let history = officer.all(&format!("{}/history", path(&made))).await;
        let actions: Vec<_> = history.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        let (registered, taken_back) = ("emulation_movement.register", "emulation_movement.unregister");
        assert_eq!(actions, ["emulation_movement.create", registered, registered, taken_back, registered]);
    }

    async fn nobody_registers_or_takes_it_back_after_the_end(app: WorldApp) {
        let (made, clerk, officer) = (movement(&app).await, app.as_user("p.clerk").await, app.as_user("a.officer").await);
        let today = clerk.patch(&path(&made), &made.etag(), json!({"ends_on": "2025-02-10"})).await.expect(200);
        let own = register(&officer, &made, A).await.expect(201);
        clerk.patch(&path(&made), &today.etag(), json!({"ends_on": "2025-02-09"})).await.expect(200);
        register(&app.as_user("b.officer").await, &made, B).await.problem("wrong_state");
        take_back(&officer, &own).await.problem("wrong_state");
        assert_eq!(registered(&officer, &made).await, [A]);
    }

    async fn unions_from_elsewhere_do_not_register(app: WorldApp) {
        let made = app.as_user("d1.clerk").await.post(MOVEMENTS, new_movement(D1, "Của huyện Một")).await.expect(201);
        let above = register(&app.as_user("p.officer").await, &made, P).await;
        assert_eq!(above.violations(), [("/organisation_id".to_owned(), "not_found".to_owned())]);
        register(&app.as_user("d1.chair").await, &made, D1).await.expect(201);
    }

    async fn a_used_movement_stays_and_an_unused_one_goes(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let (joined, concluded, unused) = (movement(&app).await, movement(&app).await, movement(&app).await);
        register(&app.as_user("a.officer").await, &joined, A).await.expect(201);
        let form = form(&app, "any", json!({})).await.id();
        set_up(&app, &[&form], json!({"movement_id": concluded.id()})).await;
        for used in [&joined, &concluded] {
            clerk.delete(&path(used), &used.etag()).await.problem("in_use");
        }
        clerk.delete(&path(&unused), "\"v9\"").await.problem("precondition_failed");
        clerk.delete(&path(&unused), &unused.etag()).await.expect(204);
        clerk.get(&path(&unused)).await.problem("not_found");
    }

    async fn of_many_who_register_a_union_at_once_one_does(app: WorldApp) {
        let made = movement(&app).await;
        let (officer, at) = (app.working("a.officer").await, format!("{}/registrations", path(&made)));
        let answers = at_once((0..8).map(|_| {
            let (officer, at) = (officer.clone(), at.clone());
            async move { officer.post(&at, json!({"organisation_id": A})).await }
        })).await;
        let (done, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
        assert_eq!(done.len(), 1);
        for answer in refused {
            answer.problem("duplicate");
        }
    }

    async fn a_registration_sent_again_is_the_same(app: WorldApp) {
        let made = movement(&app).await;
        let officer = app.as_user("a.officer").await;
        let body = with(json!({"organisation_id": A}), json!({"id": "01950000-0000-7000-8000-000000000001"}));
        let at = format!("{}/registrations", path(&made));
        let first = officer.post(&at, body.clone()).await.expect(201);
        assert_eq!(officer.post(&at, body).await.expect(201).json, first.json);
        assert_eq!(first.header("location"), format!("{REGISTRATIONS}/{}", first.id()));
        officer.get(first.header("location")).await.expect(200);
    }
}
