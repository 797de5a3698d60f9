//! What an organisation was called, and under whom it stood, on a day.

use serde_json::json;

use super::{Province, at, names, one};
use crate::support::on_both_databases;

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
}
