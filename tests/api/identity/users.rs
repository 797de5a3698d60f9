use serde_json::{Value, json};

use super::ME;
use crate::support::world::{self, A, D1, D2, P};
use crate::support::{Actor, on_both_databases};

const USERS: &str = "/api/v1/users";

fn new_user(username: &str, organisation: &str) -> Value {
    json!({"username": username, "display_name": "Nguyễn Văn Mẫu", "organisation_id": organisation, "role": "officer"})
}

async fn names(actor: &Actor, path: &str) -> Vec<String> {
    let users = actor.all(path).await;
    let mut names: Vec<_> = users.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

on_both_databases! {
    async fn an_administrator_makes_a_user_who_then_signs_in(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let made = app.journalled(administrator.post(USERS, new_user("an.moi", A))).await.expect(201);
        assert_eq!(made.header("location"), format!("{USERS}/{}", made.id()));
        assert_eq!(made.etag(), "\"v1\"");
        assert_eq!((&made["status"], &made["has_password"]), (&json!("active"), &json!(false)));
        let read = administrator.get(made.header("location")).await.expect(200);
        assert_eq!(read.json, made.json);
        let code = administrator.act(&format!("{USERS}/{}/reset-code", made.id()), "\"v1\"", json!({})).await;
        let body = json!({"username": "an.moi", "code": code["code"], "new_password": world::PASSWORD});
        app.anonymous().post("/api/v1/auth/reset", body).await.expect(204);
        let me = app.as_user("an.moi").await.get(ME).await.expect(200);
        assert_eq!(me["grants"][0]["organisation_id"], A);
        assert_eq!(me["grants"][0]["valid_from"], "2025-02-10");
    }

    async fn an_administrator_sees_the_users_below_and_no_others(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let seen = names(&administrator, &format!("{USERS}?limit=3")).await;
        assert_eq!(seen.len(), 5 + 3 + 3, "{seen:?}");
        assert!(seen.iter().all(|name| ["d1.", "a.", "b."].iter().any(|start| name.starts_with(start))));
        for hidden in ["p.administrator", "c.officer", "s.chair"] {
            let id = app.id_of(hidden).await;
            let path = format!("{USERS}/{id}");
            administrator.get(&path).await.problem("not_found");
            administrator.patch(&path, "\"v1\"", json!({"display_name": "X"})).await.problem("not_found");
            let why = json!({"reason": "vì sao"});
            administrator.act(&format!("{path}/suspend"), "\"v1\"", why).await.problem("not_found");
            administrator.act(&format!("{path}/reset-code"), "\"v1\"", json!({})).await.problem("not_found");
            administrator.get(&format!("{path}/history")).await.problem("not_found");
        }
        let everyone = names(&app.as_user("p.administrator").await, USERS).await;
        assert_eq!(everyone.len(), 30);
        let total = administrator.get(&format!("{USERS}?include=total&limit=1")).await;
        assert_eq!(total["total"], 11);
    }

    async fn a_list_can_be_narrowed_and_searched_without_accents(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let of_a = names(&administrator, &format!("{USERS}?organisation_id={A}")).await;
        assert_eq!(of_a, ["a.chair", "a.clerk", "a.officer"]);
        let found = names(&administrator, &format!("{USERS}?q=CHU+TICH&organisation_id={A}")).await;
        assert_eq!(found, ["a.chair"]);
        assert_eq!(names(&administrator, &format!("{USERS}?q=B.CH")).await, ["b.chair"]);
        assert_eq!(names(&administrator, &format!("{USERS}?q=%25")).await, Vec::<String>::new());
        assert_eq!(names(&administrator, &format!("{USERS}?organisation_id={D2}")).await, Vec::<String>::new());
        app.database.execute("UPDATE users SET status = 'suspended' WHERE username = 'b.chair'");
        assert_eq!(names(&administrator, &format!("{USERS}?status=suspended")).await, ["b.chair"]);
    }

    async fn only_administrators_manage_users(app: WorldApp) {
        let id = app.id_of("a.officer").await;
        for other in ["p.chair", "p.clerk", "p.inspector", "d1.inspector", "a.chair", "a.officer"] {
            let actor = app.as_user(other).await;
            actor.get(USERS).await.problem("forbidden");
            actor.post(USERS, new_user("an.moi", A)).await.problem("forbidden");
            let path = format!("{USERS}/{id}");
            let why = json!({"reason": "vì sao"});
            let refused = if other == "a.officer" { "forbidden" } else { "not_found" };
            actor.act(&format!("{path}/suspend"), "\"v1\"", why).await.problem(refused);
            actor.patch(&path, "\"v1\"", json!({"display_name": "X"})).await.problem(refused);
            actor.act(&format!("{path}/reset-code"), "\"v1\"", json!({})).await.problem(refused);
        }
        // Everybody reads the own record.
        let officer = app.as_user("a.officer").await;
        assert_eq!(officer.get(&format!("{USERS}/{id}")).await.expect(200)["username"], "a.officer");
        officer.get(&format!("{USERS}/{id}/history")).await.expect(200);
    }

    async fn a_district_has_no_power_over_somebody_of_the_province(app: WorldApp) {
        let above = app.as_user("p.administrator").await;
        let id = app.id_of("p.clerk").await;
        let grant = json!({"user_id": id, "organisation_id": A, "role": "officer"});
        app.journalled(above.post("/api/v1/grants", grant)).await.expect(201);
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("{USERS}/{id}");
        let etag = administrator.get(&path).await.expect(200).etag();
        let why = json!({"reason": "vì sao"});
        administrator.act(&format!("{path}/suspend"), &etag, why).await.problem("forbidden");
        administrator.act(&format!("{path}/reset-code"), &etag, json!({})).await.problem("forbidden");
        administrator.patch(&path, &etag, json!({"display_name": "X"})).await.problem("forbidden");
        above.patch(&path, &etag, json!({"display_name": "Văn thư Một"})).await.expect(200);
    }

    async fn who_has_left_stays_with_those_who_reach_all_they_held(app: WorldApp) {
        let above = app.as_user("p.administrator").await;
        let id = app.id_of("p.clerk").await;
        let grant = json!({"user_id": id, "organisation_id": A, "role": "officer"});
        above.post("/api/v1/grants", grant).await.expect(201);
        for grant in above.all(&format!("/api/v1/grants?user_id={id}")).await {
            let end = format!("/api/v1/grants/{}/end", grant["id"].as_str().unwrap());
            above.act(&end, "\"v1\"", json!({})).await.expect(200);
        }
        let path = format!("{USERS}/{id}");
        let administrator = app.as_user("d1.administrator").await;
        administrator.get(&path).await.expect(200);
        administrator.act(&format!("{path}/reset-code"), "\"v1\"", json!({})).await.problem("forbidden");
        let why = json!({"reason": "vì sao"});
        administrator.act(&format!("{path}/suspend"), "\"v1\"", why).await.problem("forbidden");
        above.act(&format!("{path}/reset-code"), "\"v1\"", json!({})).await.expect(200);
    }

    async fn nobody_is_found_at_a_place_that_cannot_be_seen(app: WorldApp) {
        let above = app.as_user("p.administrator").await;
        let id = app.id_of("b.officer").await;
        above.post("/api/v1/grants", json!({"user_id": id, "organisation_id": D2, "role": "clerk"})).await.expect(201);
        let at_d2 = format!("{USERS}?organisation_id={D2}&include=total");
        let seen = app.as_user("d1.administrator").await.get(&at_d2).await.expect(200);
        assert_eq!((seen.items().len(), &seen["total"]), (0, &json!(0)), "{seen}");
        assert_eq!(above.get(&at_d2).await["total"], 4);
    }

    async fn users_are_listed_by_name_or_by_age(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        administrator.post(USERS, new_user("a.aaa", A)).await.expect(201);
        let listed = async |sort: &str| -> Vec<String> {
            let users = administrator.all(&format!("{USERS}?limit=5&sort={sort}")).await;
            users.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect()
        };
        let (up, down) = (listed("username").await, listed("-username").await);
        assert_eq!(up.len(), 12);
        assert!(up.is_sorted(), "{up:?}");
        assert_eq!(up.iter().rev().collect::<Vec<_>>(), down.iter().collect::<Vec<_>>());
        let (old, new) = (listed("created_at").await, listed("-created_at").await);
        assert_eq!((new.len(), &new[0]), (12, &"a.aaa".to_owned()));
        assert_eq!(old.iter().rev().collect::<Vec<_>>(), new.iter().collect::<Vec<_>>());
        let next = administrator.get(&format!("{USERS}?limit=5&sort=username")).await;
        let cursor = next["next_cursor"].as_str().unwrap();
        administrator.get(&format!("{USERS}?limit=5&cursor={cursor}")).await.problem("invalid_cursor");
    }

    async fn lists_are_counted_on_request(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let id = app.id_of("a.officer").await;
        let total = async |path: &str| administrator.get(path).await.expect(200)["total"].clone();
        assert_eq!(total("/api/v1/grants?include=total&limit=1").await, 11);
        assert_eq!(total(&format!("/api/v1/grants?include=total&user_id={id}")).await, 1);
        assert_eq!(total(&format!("{USERS}/{id}/history?include=total&limit=1")).await, 1);
        assert_eq!(total("/api/v1/journal?include=total&limit=1&action=grant.create").await, 11);
        let all = administrator.all("/api/v1/journal?limit=200").await.len();
        assert_eq!(total("/api/v1/journal?include=total&limit=1").await, all);
    }

    async fn a_command_keeps_to_the_rules_for_names(app: WorldApp) {
        let made = |username: &str, display_name: &str| {
            let account = congdoan::identity::service::NewAccount {
                username: username.to_owned(),
                display_name: display_name.to_owned(),
                password_hash: String::new(),
                is_demo: false,
                role: congdoan::identity::Role::Administrator,
                organisation_id: world::uuid(P),
            };
            congdoan::identity::service::create_account(&mut app.database.connect(), account, app.clock.now())
        };
        let too_long = "x".repeat(201);
        for (username, display_name) in [("Admin", "Tên"), ("ab", "Tên"), ("an.moi", " "), ("an.moi", too_long.as_str())] {
            let refused = made(username, display_name).unwrap_err();
            assert_eq!(refused.code.as_str(), "validation_failed", "{username}: {refused}");
        }
        made("an.moi", "  Người Mẫu ").unwrap();
        let kept = "SELECT count(*) AS n FROM users WHERE display_name = 'Người Mẫu'";
        assert_eq!(app.database.count(kept), 1);
    }

    async fn a_first_grant_lies_where_the_administrator_may_give_it(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let nowhere = "01940000-0000-7000-8000-0000000000ff";
        for hidden in [D2, nowhere] {
            let refused = administrator.post(USERS, new_user("an.moi", hidden)).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), [("/organisation_id".to_owned(), "not_found".to_owned())]);
        }
        administrator.post(USERS, new_user("an.moi", P)).await.problem("forbidden");
        administrator.post(USERS, new_user("an.moi", D1)).await.expect(201);
        let taken = administrator.post(USERS, new_user("an.moi", D1)).await;
        taken.problem("duplicate");
        // Taken by somebody who cannot be seen.
        administrator.post(USERS, new_user("c.officer", D1)).await.problem("duplicate");
    }

    async fn every_rule_a_new_user_breaks_is_told_at_once(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let mut body = new_user("an.moi", D2);
        body["valid_from"] = json!("2025-03-01");
        body["valid_to"] = json!("2025-02-01");
        let refused = administrator.post(USERS, body).await;
        refused.problem("validation_failed");
        assert_eq!(
            refused.violations(),
            [
                ("/organisation_id".to_owned(), "not_found".to_owned()),
                ("/valid_to".to_owned(), "out_of_range".to_owned())
            ]
        );
        assert_eq!(app.database.count("SELECT count(*) AS n FROM users WHERE username = 'an.moi'"), 0);
    }

    async fn a_change_needs_the_version_that_was_read(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("{USERS}/{}", app.id_of("a.officer").await);
        let read = administrator.get(&path).await.expect(200);
        assert_eq!(read.header("cache-control"), "private, no-cache");
        let none = administrator.request(reqwest::Method::PATCH, &path);
        let none = none.header("content-type", "application/merge-patch+json").body("{}");
        administrator.send(none).await.problem("precondition_required");
        let name = json!({"display_name": "Tên Mới"});
        let changed = app.journalled(administrator.patch(&path, &read.etag(), name.clone())).await.expect(200);
        assert_eq!((&changed["version"], &changed["display_name"]), (&json!(2), &json!("Tên Mới")));
        assert_eq!(changed.etag(), "\"v2\"");
        let stale = administrator.patch(&path, &read.etag(), name.clone()).await;
        assert_eq!(stale.problem("precondition_failed")["current_version"], 2);
        for malformed in ["v2", "W/\"v2\"", "*", "\"v2\", \"v1\"", "\"v02\"", "\"x\""] {
            administrator.patch(&path, malformed, name.clone()).await.problem("invalid_header");
        }
        let cleared = administrator.patch(&path, "\"v2\"", json!({"display_name": null})).await;
        assert_eq!(cleared.problem("validation_failed")["errors"][0]["pointer"], "/display_name");
        assert_eq!(administrator.get(&path).await["display_name"], "Tên Mới");
    }

    async fn what_has_not_changed_is_not_sent_again(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("{USERS}/{}", app.id_of("a.officer").await);
        let etag = administrator.get(&path).await.etag();
        for tags in [etag.as_str(), "*", "\"x\", W/\"v1\""] {
            let again = administrator.with_header("if-none-match", tags).get(&path).await.expect(304);
            assert_eq!((again.etag(), again.bytes.len()), (etag.clone(), 0));
        }
        administrator.with_header("if-none-match", "\"v7\"").get(&path).await.expect(200);
    }

    async fn nobody_suspends_themselves(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let id = administrator.get(ME).await.id();
        let why = json!({"reason": "thử"});
        administrator.act(&format!("{USERS}/{id}/suspend"), "\"v1\"", why).await.problem("own_work");
        administrator.get(ME).await.expect(200);
    }

    async fn a_state_changes_only_along_its_arrows_and_for_one_of_two(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("{USERS}/{}", app.id_of("a.officer").await);
        let why = json!({"reason": "vì sao"});
        let refused = administrator.act(&format!("{path}/reinstate"), "\"v1\"", why.clone()).await;
        refused.problem("wrong_state");
        let tries = (0..6).map(|_| {
            let (administrator, path, why) = (administrator.clone(), path.clone(), why.clone());
            async move { administrator.act(&format!("{path}/suspend"), "\"v1\"", why).await }
        });
        let answers = crate::support::at_once(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
        for lost in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(lost.problem("precondition_failed")["current_version"], 2);
        }
        administrator.act(&format!("{path}/suspend"), "\"v2\"", why).await.problem("wrong_state");
        administrator.act(&format!("{path}/suspend"), "\"v2\"", json!({})).await.problem("validation_failed");
    }

    async fn a_users_history_tells_what_was_done(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("{USERS}/{}", app.id_of("a.officer").await);
        administrator.patch(&path, "\"v1\"", json!({"display_name": "Tên Mới"})).await.expect(200);
        let why = json!({"reason": "Chuyển công tác"});
        let done = administrator.with_header("x-request-id", "01951111-0000-7000-8000-00000000abcd");
        done.act(&format!("{path}/suspend"), "\"v2\"", why).await.expect(200);
        let entries = administrator.all(&format!("{path}/history?limit=1")).await;
        let actions: Vec<_> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["user.create", "user.edit", "user.suspend", "user.end_sessions"]);
        assert_eq!(entries[1]["changes"], json!({"display_name": "Tên Mới"}));
        assert_eq!(entries[2]["from_state"], "active");
        assert_eq!(entries[2]["to_state"], "suspended");
        assert_eq!(entries[2]["reason"], "Chuyển công tác");
        assert_eq!(entries[2]["actor_name"], "Quản trị viên D1");
        assert_eq!(entries[2]["request_id"], "01951111-0000-7000-8000-00000000abcd");
        assert_eq!(entries[2]["at"], "2025-02-10T01:00:00Z");
    }
}
