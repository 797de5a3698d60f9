//! Number registers.

use serde_json::json;

use super::reports::{accepted_in_house, issue, with};
use crate::support::app::at_once;
use crate::support::on_both_databases;
use crate::support::world::{D1, P};

const REGISTERS: &str = "/api/v1/number-registers";

fn from_209() -> serde_json::Value {
    json!({ "organisation_id": P, "series": "BC", "year": 2025, "first_number": 209, "reason": "Tiếp theo sổ giấy" })
}

on_both_databases! {
    async fn a_first_number_is_set_once(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let made = app.journalled(clerk.post(REGISTERS, from_209())).await.expect(201);
        assert_eq!((&made["first_number"], &made["next_number"]), (&json!(209), &json!(209)));
        assert_eq!(made["first_number_reason"], "Tiếp theo sổ giấy");
        clerk.post(REGISTERS, with(from_209(), json!({ "first_number": 210 }))).await.problem("duplicate");
        let history = clerk.get(&format!("{REGISTERS}/{}/history", made.id())).await.expect(200);
        assert_eq!(history.items()[0]["reason"], "Tiếp theo sổ giấy");
    }

    async fn a_first_number_is_set_before_any_number_is_given(app: WorldApp) {
        let id = accepted_in_house(&app).await;
        assert_eq!(issue(&app, "p", &id).await["number"], 1);
        app.as_user("p.clerk").await.post(REGISTERS, from_209()).await.problem("register_started");
    }

    async fn a_register_that_breaks_rules_is_refused(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        for (change, place, code) in [
            (json!({ "series": "XX" }), "/series", "not_found"),
            (json!({ "first_number": 0 }), "/first_number", "out_of_range"),
            (json!({ "year": 1066 }), "/year", "out_of_range"),
            (json!({ "reason": "" }), "/reason", "too_short"),
            (json!({ "next_number": 1 }), "/next_number", "unknown_member"),
        ] {
            let refused = clerk.post(REGISTERS, with(from_209(), change)).await;
            assert!(refused.violations().contains(&(place.to_owned(), code.to_owned())), "{refused}");
        }
        assert_eq!(app.database.count("SELECT COUNT(*) AS n FROM number_registers"), 0);
    }

    async fn only_the_own_clerk_keeps_the_register(app: WorldApp) {
        for other in ["p.chair", "p.officer", "p.administrator", "p.inspector"] {
            app.as_user(other).await.post(REGISTERS, from_209()).await.problem("forbidden");
        }
        let below = with(from_209(), json!({ "organisation_id": D1 }));
        app.as_user("p.clerk").await.post(REGISTERS, below.clone()).await.problem("forbidden");
        let refused = app.as_user("d2.clerk").await.post(REGISTERS, below).await;
        assert_eq!(refused.violations(), [("/organisation_id".to_owned(), "not_found".to_owned())]);
        let made = app.as_user("p.clerk").await.post(REGISTERS, from_209()).await.expect(201);
        let register = format!("{REGISTERS}/{}", made.id());
        let outsider = app.as_user("d1.clerk").await;
        outsider.get(&register).await.problem("not_found");
        outsider.get(&format!("{register}/entries")).await.problem("not_found");
        let new = json!({ "title": "x", "document_date": "2025-02-01" });
        outsider.post(&format!("{register}/entries"), new.clone()).await.problem("not_found");
        app.as_user("p.officer").await.post(&format!("{register}/entries"), new).await.problem("forbidden");
        assert_eq!(outsider.get(REGISTERS).await.items().len(), 0);
    }

    async fn paper_documents_take_numbers_from_the_same_register(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let decisions = with(from_209(), json!({ "series": "QD", "first_number": 9 }));
        let register = clerk.post(REGISTERS, decisions).await.expect(201);
        let entries = format!("{REGISTERS}/{}/entries", register.id());
        let new = json!({ "title": "Quyết định chỉ định ban chấp hành", "document_date": "2025-02-03" });
        let entry = app.journalled(clerk.post(&entries, new.clone())).await.expect(201);
        assert_eq!((&entry["number"], &entry["symbol"]), (&json!(9), &json!("09/QĐ-LĐLĐ")));
        let of = ["report_id", "record_type", "record_id"].map(|member| &entry[member]);
        assert_eq!((of, &entry["status"]), ([&json!(null); 3], &json!("given")));
        assert_eq!(entry.header("location"), format!("/api/v1/register-entries/{}", entry.id()));
        for (date, code) in [("2024-12-31", "out_of_range"), ("2025-02-11", "out_of_range")] {
            let refused = clerk.post(&entries, with(new.clone(), json!({ "document_date": date }))).await;
            assert_eq!(refused.violations(), [("/document_date".to_owned(), code.to_owned())], "{date}");
        }
        let refused = clerk.post(&entries, with(new.clone(), json!({ "document_date": "2025-02-02" }))).await;
        assert_eq!(refused.violations(), [("/document_date".to_owned(), "before_last_number".to_owned())]);
        let second = clerk.post(&entries, new).await.expect(201);
        assert_eq!(second["symbol"], "10/QĐ-LĐLĐ");
        let void = format!("/api/v1/register-entries/{}/void", entry.id());
        clerk.act(&void, "\"v9\"", json!({ "reason": "x" })).await.problem("precondition_failed");
        clerk.act(&void, &entry.etag(), json!({})).await.problem("validation_failed");
        clerk.act(&void, &entry.etag(), json!({ "reason": "Hủy" })).await.expect(200);
        let numbers = |items: Vec<serde_json::Value>| -> Vec<i64> {
            items.iter().map(|item| item["number"].as_i64().unwrap()).collect()
        };
        assert_eq!(numbers(clerk.all(&format!("{entries}?limit=1")).await), [9, 10]);
        assert_eq!(numbers(clerk.all(&format!("{entries}?status=void")).await), [9]);
        assert_eq!(clerk.get(&format!("{entries}?include=total&limit=1")).await["total"], 2);
        let history = clerk.get(&format!("/api/v1/register-entries/{}/history", entry.id())).await.expect(200);
        assert_eq!(history.items().len(), 2);
    }

    async fn numbers_reserved_at_once_are_consecutive(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        let register = clerk.post(REGISTERS, from_209()).await.expect(201);
        let entries = format!("{REGISTERS}/{}/entries", register.id());
        let mut numbers = at_once((0..20).map(|n| {
            let (clerk, entries) = (clerk.clone(), entries.clone());
            async move {
                let new = json!({ "title": format!("Văn bản {n}"), "document_date": "2025-02-03" });
                clerk.post(&entries, new).await.expect(201)["number"].as_i64().unwrap()
            }
        })).await;
        numbers.sort_unstable();
        assert_eq!(numbers, (209..229).collect::<Vec<_>>());
    }

    async fn registers_are_listed_by_filter(app: WorldApp) {
        let clerk = app.as_user("p.clerk").await;
        for (series, year) in [("BC", 2024), ("BC", 2025), ("KH", 2025)] {
            clerk.post(REGISTERS, with(from_209(), json!({ "series": series, "year": year }))).await.expect(201);
            app.wait(1);
        }
        let of = |items: Vec<serde_json::Value>| -> Vec<(String, i64)> {
            items.iter().map(|item| (item["series"].as_str().unwrap().to_owned(), item["year"].as_i64().unwrap())).collect()
        };
        let all = [("BC", 2024), ("BC", 2025), ("KH", 2025)].map(|(series, year)| (series.to_owned(), year));
        assert_eq!(of(clerk.all(&format!("{REGISTERS}?limit=1")).await), all);
        assert_eq!(of(clerk.all(&format!("{REGISTERS}?series=BC")).await), all[..2]);
        assert_eq!(of(clerk.all(&format!("{REGISTERS}?year=2025&organisation_id={P}")).await), all[1..]);
        assert_eq!(clerk.get(&format!("{REGISTERS}?include=total&limit=1")).await["total"], 3);
    }
}
