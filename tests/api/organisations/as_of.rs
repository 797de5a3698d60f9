//! What an organisation was called, and under whom it stood, on a day.

use congdoan::identity::Role;
use serde_json::{Value, json};

use super::{Province, at, names, one};
use crate::support::database::Backend;
use crate::support::{TestApp, on_both_databases};

/// Records unions under the district past the server, so many that 5,000 are not enough.
fn crowd(app: &TestApp, district: &str, number: usize) {
    let (id, above) = match app.database.backend() {
        Backend::Sqlite => ("randomblob(16)", format!("x'{}'", district.replace('-', ""))),
        Backend::Postgres => ("gen_random_uuid()", format!("'{district}'::uuid")),
    };
    app.database.execute(&format!(
        "INSERT INTO organisations (id, code, name, name_folded, kind, parent_id, status, version, created_at, updated_at) \
         SELECT {id}, 'X-' || n.i, 'A', 'a', 'grassroots_union', o.id, 'active', 1, o.created_at, o.updated_at \
         FROM organisations o, \
         (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number}) SELECT i FROM n) n \
         WHERE o.id = {above}; \
         INSERT INTO organisation_periods (organisation_id, valid_from, name, name_folded, kind, parent_id) \
         SELECT o.id, p.valid_from, o.name, o.name_folded, o.kind, o.parent_id \
         FROM organisations o, organisation_periods p WHERE o.code LIKE 'X-%' AND p.organisation_id = {above};"
    ));
}

/// How many organisations stand in this part of a tree.
fn size(nodes: &Value) -> usize {
    nodes.as_array().unwrap().iter().map(|node| 1 + size(&node["children"])).sum()
}

on_both_databases! {
    async fn a_new_name_counts_from_its_day(app: TestApp) {
        let world = Province::found(&app).await;
        let renamed = world.change(&world.school, json!({
            "name": "Công đoàn Trường Liên cấp", "effective_on": "2025-01-01",
            "decision_number": "7/QĐ-LĐLĐ", "decision_date": "2024-12-20",
        })).await.expect(200);
        assert_eq!((renamed["name"].as_str(), &renamed["version"]), (Some("Công đoàn Trường Liên cấp"), &json!(2)));
        let name_on = async |day: &str| {
            let read = world.admin.get(&format!("{}?as_of={day}", at(&world.school))).await.expect(200);
            assert_eq!(read["as_of"], day);
            read.text_of("name").to_owned()
        };
        assert_eq!(name_on("2024-12-31").await, "Công đoàn Trường Tiểu học");
        assert_eq!(name_on("2025-01-01").await, "Công đoàn Trường Liên cấp");
        let search = async |query: &str| {
            world.admin.get(&format!("/api/v1/organisations?q=lien+cap{query}")).await.expect(200).items().len()
        };
        assert_eq!((search("").await, search("&as_of=2024-12-31").await), (1, 0));

        let periods = world.admin.get(&format!("{}/periods", at(&world.school))).await.expect(200);
        let [first, second] = periods.items().as_slice() else { panic!("{periods}") };
        assert_eq!((&first["valid_from"], &first["valid_to"]), (&json!("2010-01-01"), &json!("2025-01-01")));
        assert_eq!((&second["valid_from"], &second["valid_to"]), (&json!("2025-01-01"), &json!(null)));
        assert_eq!((&first["decision_number"], &second["decision_number"]), (&json!(null), &json!("7/QĐ-LĐLĐ")));
        let paged = world.admin.all(&format!("{}/periods?limit=1", at(&world.school))).await;
        assert_eq!(&paged, periods.items());
    }

    async fn what_did_not_exist_yet_is_not_there(app: TestApp) {
        let world = Province::found(&app).await;
        let before = format!("{}?as_of=2009-12-31", at(&world.school));
        world.admin.get(&before).await.problem("not_found");
        let list = world.admin.get("/api/v1/organisations?as_of=2009-12-31").await.expect(200);
        assert!(list.items().is_empty());
        let tree = world.admin.get("/api/v1/organisations/tree?as_of=2009-12-31").await.expect(200);
        assert_eq!(tree["roots"], json!([]));
    }

    async fn a_move_leaves_the_past_as_it_was(app: TestApp) {
        let world = Province::found(&app).await;
        let moved = json!({ "parent_id": world.sector, "effective_on": "2025-02-01" });
        world.change(&world.school, moved).await.expect(200);
        let under = async |parent: &str, path: &str| {
            let answer = world.admin.get(&format!("{}/{path}", at(parent))).await.expect(200);
            names(answer.items()).into_iter().map(ToOwned::to_owned).collect::<Vec<_>>()
        };
        let (school, hospital) = ("Công đoàn Trường Tiểu học", "Công đoàn Bệnh viện");
        assert_eq!(under(&world.district, "children").await, Vec::<String>::new());
        assert_eq!(under(&world.sector, "children").await, [hospital, school]);
        assert_eq!(under(&world.district, "children?as_of=2025-01-31").await, [school]);
        assert_eq!(under(&world.sector, "subtree?as_of=2025-01-31").await, ["Công đoàn ngành Y tế", hospital]);
        assert_eq!(under(&world.school, "ancestors").await[0], "Công đoàn ngành Y tế");
        assert_eq!(under(&world.school, "ancestors?as_of=2025-01-31").await[0], "LĐLĐ huyện Mẫu");
        let tree = world.admin.get("/api/v1/organisations/tree?as_of=2025-01-31").await.expect(200);
        assert_eq!(tree["roots"][0]["children"][1]["children"][0]["name"], school);
    }

    async fn the_present_period_is_put_right_by_its_own_first_day(app: TestApp) {
        let world = Province::found(&app).await;
        let right = json!({ "name": "Công đoàn Trường Mẫu giáo", "effective_on": "2010-01-01" });
        world.change(&world.school, right).await.expect(200);
        world.change(&world.school, json!({ "decision_number": "1/QĐ" })).await.expect(200);
        let periods = world.admin.get(&format!("{}/periods", at(&world.school))).await.expect(200);
        let [only] = periods.items().as_slice() else { panic!("{periods}") };
        assert_eq!((&only["name"], &only["decision_number"]), (&json!("Công đoàn Trường Mẫu giáo"), &json!("1/QĐ")));
    }

    async fn a_change_has_its_day_within_the_present_period(app: TestApp) {
        let world = Province::found(&app).await;
        world.change(&world.school, json!({ "name": "Một", "effective_on": "2025-01-01" })).await.expect(200);
        for (edit, code) in [
            (json!({ "name": "Hai", "effective_on": "2024-12-31" }), "period_overlaps"),
            (json!({ "name": "Hai", "effective_on": "2025-02-11" }), "out_of_range"),
            (json!({ "effective_on": "2025-02-01", "decision_number": "2/QĐ" }), "not_allowed"),
        ] {
            let refused = world.change(&world.school, edit).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), one("/effective_on", code));
        }
        let read = world.read(&world.school).await;
        assert_eq!((&read["name"], &read["version"]), (&json!("Một"), &json!(2)));
    }

    async fn symbol_and_place_change_without_a_period(app: TestApp) {
        let world = Province::found(&app).await;
        let changed = world.change(&world.school, json!({ "symbol": "CĐCS", "place": "Mẫu" })).await.expect(200);
        assert_eq!((&changed["symbol"], &changed["place"]), (&json!("CĐCS"), &json!("Mẫu")));
        let cleared = world.change(&world.school, json!({ "symbol": null })).await.expect(200);
        assert_eq!((&cleared["symbol"], &cleared["place"]), (&json!(null), &json!("Mẫu")));
        let periods = world.admin.get(&format!("{}/periods", at(&world.school))).await.expect(200);
        assert_eq!(periods.items().len(), 1);
    }

    async fn a_new_kind_counts_from_its_day(app: TestApp) {
        let world = Province::found(&app).await;
        let becomes = json!({
            "kind": "direct_upper_union", "effective_on": "2025-02-01",
            "decision_number": "9/QĐ-LĐLĐ", "decision_date": "2025-01-20",
        });
        world.change(&world.district, becomes).await.expect(200);
        let kind_on = async |day: &str| {
            let read = world.admin.get(&format!("{}?as_of={day}", at(&world.district))).await.expect(200);
            (read.text_of("kind").to_owned(), read.text_of("kind_label").to_owned())
        };
        let (then, now) = (kind_on("2025-01-31").await, kind_on("2025-02-01").await);
        assert_eq!((then.0.as_str(), then.1.as_str()), ("district_federation", "Liên đoàn Lao động cấp huyện"));
        assert_eq!(now.0, "direct_upper_union");
        let count = async |query: &str| {
            let path = format!("/api/v1/organisations?include=total&{query}");
            world.admin.get(&path).await.expect(200)["total"].as_i64().unwrap()
        };
        assert_eq!(count("kind=district_federation").await, 0);
        assert_eq!(count("kind=district_federation&as_of=2025-01-31").await, 1);
        let periods = world.admin.all(&format!("{}/periods", at(&world.district))).await;
        assert_eq!((&periods[0]["kind"], &periods[0]["valid_to"]), (&json!("district_federation"), &json!("2025-02-01")));
        assert_eq!((&periods[1]["kind"], &periods[1]["decision_number"]), (&json!("direct_upper_union"), &json!("9/QĐ-LĐLĐ")));
    }

    async fn a_past_tree_that_is_too_large_leaves_out_the_lowest(app: TestApp) {
        let world = Province::found(&app).await;
        crowd(&app, &world.district, 5_000);
        let tree = world.admin.get("/api/v1/organisations/tree?as_of=2015-01-01").await.expect(200);
        assert_eq!(tree["truncated"], true);
        assert_eq!(size(&tree["roots"]), 5_000);
        assert_eq!(names(tree["roots"].as_array().unwrap()), ["Liên đoàn Lao động tỉnh"]);
        let below = &tree["roots"][0]["children"];
        assert_eq!(names(below.as_array().unwrap()), ["Công đoàn ngành Y tế", "LĐLĐ huyện Mẫu"]);
        assert_eq!(size(&below[1]["children"]), 4_997);
    }

    async fn of_a_former_line_above_no_more_than_its_names_is_told(app: TestApp) {
        let world = Province::found(&app).await;
        let moved = json!({ "parent_id": world.sector, "effective_on": "2025-02-01" });
        world.change(&world.school, moved).await.expect(200);
        world.change(&world.district, json!({ "name": "LĐLĐ huyện Khác", "symbol": "BÍ MẬT" })).await.expect(200);
        let officer = world.person("officer", Role::Officer, &world.school).await;
        officer.get(&at(&world.district)).await.problem("not_found");
        officer.get(&format!("{}?as_of=2025-01-31", at(&world.district))).await.problem("not_found");
        let above = officer.get(&format!("{}/ancestors?as_of=2025-01-31", at(&world.school))).await.expect(200);
        let former = json!({
            "id": world.district, "name": "LĐLĐ huyện Mẫu", "kind": "district_federation",
            "kind_label": "Liên đoàn Lao động cấp huyện",
        });
        assert_eq!(above.items()[0], former);
        assert_eq!(above.items()[1]["name"], "Liên đoàn Lao động tỉnh");
        let periods = officer.all(&format!("{}/periods", at(&world.school))).await;
        assert_eq!(periods[0]["parent_id"], json!(world.district));
        // The subtree and the tree of that day leave it out, and keep what stood below it.
        let line = ["Liên đoàn Lao động tỉnh", "Công đoàn ngành Y tế", "Công đoàn Trường Tiểu học"];
        let subtree = officer.all(&format!("{}/subtree?as_of=2025-01-31&limit=1", at(&world.top))).await;
        assert_eq!(names(&subtree), line);
        let depths: Vec<_> = subtree.iter().map(|one| one["depth"].as_i64().unwrap()).collect();
        assert_eq!(depths, [0, 1, 2]);
        let tree = officer.get("/api/v1/organisations/tree?as_of=2025-01-31").await.expect(200);
        assert_eq!(names(tree["roots"].as_array().unwrap()), ["Công đoàn Trường Tiểu học", "Liên đoàn Lao động tỉnh"]);
    }
}
