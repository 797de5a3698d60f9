//! Lists of task items and assignments: order, pages, filters.

use super::{TOPIC, act, assign, path, seed_codes, task};
use crate::support::on_both_databases;
use crate::support::world::{A, B, D1, P};
use serde_json::{Value, json};

fn titles(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["title"].as_str().unwrap()).collect()
}

on_both_databases! {
    async fn pages_follow_one_another_in_either_order(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        // Two are made at the same instant: the id decides between them.
        for title in ["a", "b", "c", "d", "e"] {
            task(&officer, P, json!({"title": title})).await;
            if title != "b" {
                app.wait(1);
            }
        }
        let up = officer.all("/api/v1/task-items?limit=2&sort=created_at").await;
        let mut down = officer.all("/api/v1/task-items?limit=2").await;
        assert_eq!(up.len(), 5);
        assert_eq!(titles(&down)[..2], ["e", "d"]);
        down.reverse();
        assert_eq!(up, down);
        let first = officer.get("/api/v1/task-items?limit=2&include=total").await.expect(200);
        assert_eq!(first["total"], 5);
        assert!(first.header("link").contains("rel=\"next\""), "{first}");
        // A cursor belongs to its list and its order.
        let cursor = first.text_of("next_cursor");
        officer.get(&format!("/api/v1/task-items?sort=created_at&cursor={cursor}")).await.problem("invalid_cursor");
        officer.get(&format!("/api/v1/task-assignments?cursor={cursor}")).await.problem("invalid_cursor");
        // What is added while somebody reads does not shift the pages.
        task(&officer, P, json!({"title": "f"})).await;
        let second = officer.get(&format!("/api/v1/task-items?limit=2&include=total&cursor={cursor}")).await.expect(200);
        assert_eq!(second.items().len(), 2);
        assert!(!titles(second.items()).contains(&"f"));
        assert!(titles(second.items()).contains(&"c"));
    }

    async fn filters_narrow_the_list(app: WorldApp) {
        seed_codes(&app);
        let (officer, district) = (app.as_user("p.officer").await, app.as_user("d1.officer").await);
        let topic = json!({"title": "Tháng Công nhân", "topic": TOPIC, "due_date": "2025-03-01"});
        task(&officer, P, topic).await;
        app.wait(1);
        let started = task(&officer, P, json!({"title": "Đối thoại tại nơi làm việc", "due_date": "2025-03-31"})).await;
        app.wait(1);
        act(&officer, &path(&started), "start", json!({})).await.expect(200);
        task(&district, D1, json!({"title": "100% đoàn viên"})).await;
        for (query, expected) in [
            (format!("organisation_id={D1}"), vec!["100% đoàn viên"]),
            ("status=in_progress".to_owned(), vec!["Đối thoại tại nơi làm việc"]),
            (format!("topic={TOPIC}"), vec!["Tháng Công nhân"]),
            ("due_from=2025-03-02".to_owned(), vec!["Đối thoại tại nơi làm việc"]),
            ("due_to=2025-03-01".to_owned(), vec!["Tháng Công nhân"]),
            ("due_from=2025-03-01&due_to=2025-03-31".to_owned(), vec!["Đối thoại tại nơi làm việc", "Tháng Công nhân"]),
            ("q=doi+THOAI".to_owned(), vec!["Đối thoại tại nơi làm việc"]),
            ("q=100%25".to_owned(), vec!["100% đoàn viên"]),
            ("q=0%25+d".to_owned(), vec!["100% đoàn viên"]),
            ("q=%25".to_owned(), vec!["100% đoàn viên"]),
            ("status=planned&q=cong".to_owned(), vec!["Tháng Công nhân"]),
        ] {
            let found = officer.get(&format!("/api/v1/task-items?include=total&{query}")).await.expect(200);
            assert_eq!(titles(found.items()), expected, "{query}");
            assert_eq!(found["total"], expected.len(), "{query}");
        }
        assert_eq!(titles(&district.all("/api/v1/task-items").await), ["100% đoàn viên"]);
        for bad in ["status=lost", "limit=0", "color=red", "sort=title", "due_from=2025-02-30", "overdue=maybe"] {
            officer.get(&format!("/api/v1/task-items?{bad}")).await.problem("invalid_query");
        }
    }

    async fn a_union_finds_what_it_has_to_do(app: WorldApp) {
        let (officer, district) = (app.as_user("p.officer").await, app.as_user("d1.officer").await);
        let first = task(&officer, P, json!({"title": "Một", "due_date": "2025-02-28"})).await;
        assign(&officer, &first, A).await;
        app.wait(1);
        let second = task(&district, D1, json!({"title": "Hai"})).await;
        let of_a = assign(&district, &second, A).await;
        assign(&district, &second, B).await;
        let a = app.as_user("a.officer").await;
        let mine = a.get("/api/v1/task-assignments?include=total").await.expect(200);
        assert_eq!(mine["total"], 2);
        let shown: Vec<_> = mine.items().iter().map(|line| (&line["task_title"], &line["due_date"])).collect();
        assert_eq!(shown, [(&json!("Hai"), &json!(null)), (&json!("Một"), &json!("2025-02-28"))]);
        let oldest = a.all("/api/v1/task-assignments?sort=created_at&limit=1").await;
        assert_eq!(oldest[0]["task_title"], "Một");
        act(&a, &of_a, "accept", json!({})).await.expect(200);
        let accepted = a.all("/api/v1/task-assignments?status=accepted").await;
        assert_eq!(accepted.len(), 1);
        assert_eq!(accepted[0]["organisation_name"], "Công đoàn cơ sở A");
        assert_eq!(district.all("/api/v1/task-assignments?limit=1").await.len(), 3);
        assert_eq!(district.all(&format!("/api/v1/task-assignments?organisation_id={B}")).await.len(), 1);
        let of_second = format!("{}/assignments", path(&second));
        assert_eq!(district.all(&format!("{of_second}?status=accepted")).await.len(), 1);
        assert_eq!(district.all(&format!("{of_second}?limit=1")).await.len(), 2);
        let total = district.get(&format!("{of_second}?include=total&limit=1")).await.expect(200);
        assert_eq!(total["total"], 2);
        assert_eq!(a.all(&of_second).await.len(), 1);
    }
}
