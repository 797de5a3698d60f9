//! Every list of the document: pages, cursors, bounds, order, totals, search. A list that is added is tested at once.

use std::collections::HashSet;

use congdoan::kernel::text::fold;
use serde_json::{Value, json};

use super::awards::imports::{AWARDS, imported, person};
use super::records::Records;
use super::support::document::{Operation, operations};
use super::support::world::D1;
use super::support::{Answer, on_both_databases};

/// Nothing the API does to these records adds a second entry to the history of a register or of a request.
const OF_ONE_ROW: [&str; 2] =
    ["/api/v1/number-registers/{id}/history", "/api/v1/data-subject-requests/{id}/history"];

/// Only of a figure that is counted from decisions, which these records have none of: see `demo.rs`.
const OF_COUNTED: &str = "/api/v1/report-figures/{id}/records";

/// Those who can be named to a council: users.
const CANDIDATES: &str = "/api/v1/council-candidates";

/// The lists that are searched, with the creation whose row they find and the member they look into.
const SEARCHED: [(&str, &str); 14] = [
    ("/api/v1/award-forms", "name_vi"),
    ("/api/v1/award-nominations", "nominee_name"),
    ("/api/v1/award-rounds", "name"),
    (AWARDS, "recipient_name"),
    ("/api/v1/committees/{id}/members", "full_name"),
    (CANDIDATES, "name"),
    ("/api/v1/emulation-movements", "name"),
    ("/api/v1/hardship-applications", "beneficiary_name"),
    ("/api/v1/housing-surveys", "householder_name"),
    ("/api/v1/indicators", "name_vi"),
    ("/api/v1/organisations", "name"),
    ("/api/v1/support-programmes", "name"),
    ("/api/v1/task-items", "title"),
    ("/api/v1/users", "display_name"),
];

/// A list, as asked about the records of a test.
struct List<'r> {
    operation: Operation,
    records: &'r Records,
}

fn lists(records: &Records) -> Vec<List<'_>> {
    let all = operations().into_iter().filter(|one| one.takes("query", "cursor") && one.path != OF_COUNTED);
    let all: Vec<_> = all.map(|operation| List { operation, records }).collect();
    assert!(all.len() > 30, "{}", all.len());
    all
}

impl List<'_> {
    fn address(&self, query: &str) -> String {
        let path = &self.operation.path;
        format!("{}?{}{query}", self.records.at(path), self.records.needed(path))
    }

    async fn get(&self, query: &str) -> Answer {
        self.records.everybody.get(&self.address(query)).await
    }

    /// All rows, at once where a page holds them.
    async fn whole(&self) -> Vec<Value> {
        let page = self.get("limit=200").await.expect(200);
        assert!(
            page.items().len() >= if OF_ONE_ROW.contains(&self.operation.path.as_str()) { 1 } else { 2 },
            "{page}"
        );
        if page.items().len() == 200 {
            return self.records.everybody.all(&self.address("limit=200")).await;
        }
        assert_eq!(page["next_cursor"], Value::Null, "{page}");
        assert!(!page.headers.contains_key("link"), "{page}");
        page.items().clone()
    }
}

/// A limit that makes several pages of so many rows.
fn several_pages(rows: usize) -> usize {
    (rows / 3).max(1)
}

/// What tells a row from the others of its list.
fn key(row: &Value) -> String {
    if let (Some(one), Some(other)) = (row.pointer("/application/id"), row.pointer("/other/id")) {
        return format!("{one} {other}");
    }
    let pointers = [
        "/id",
        "/seq",
        "/figure_id",
        "/item/id",
        "/valid_from",
        "/nomination_id",
        "/organisation_id",
        "/user_id",
        "/position",
    ];
    pointers.iter().find_map(|pointer| row.pointer(pointer)).expect("a row has a key").to_string()
}

fn keys(rows: &[Value]) -> Vec<String> {
    rows.iter().map(key).collect()
}

/// A value that the parameter takes.
fn sample(schema: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match (&schema["enum"][0], schema["format"].as_str(), schema["type"].as_str()) {
        (Value::Null, Some("uuid"), _) => D1.to_owned(),
        (Value::Null, Some("date"), _) => "2025-02-01".to_owned(),
        (Value::Null, _, Some("boolean")) => "true".to_owned(),
        (Value::Null, _, Some("integer")) => text(&schema["minimum"]),
        (Value::Null, _, _) => "a".to_owned(),
        (option, _, _) => text(option),
    }
}

on_both_databases! {
    async fn pages_are_stable_while_rows_are_added(app: WorldApp) {
        let records = Records::of(&app).await;
        let mut begun = Vec::new();
        for list in lists(&records) {
            let before = keys(&list.whole().await);
            let first = list.get(&format!("limit={}", several_pages(before.len()))).await.expect(200);
            begun.push((list, before, first));
        }
        for (collection, body) in records.creations(4) {
            records.everybody.post(&records.at(collection), body).await.expect(201);
        }
        records.change(3).await;
        for (list, before, first) in begun {
            let mut seen = keys(first.items());
            let mut page = first;
            while let Some(cursor) = page["next_cursor"].as_str() {
                page = list.get(&format!("limit={}&cursor={cursor}", page.items().len())).await.expect(200);
                seen.extend(keys(page.items()));
            }
            let once: HashSet<_> = seen.iter().collect();
            assert_eq!(once.len(), seen.len(), "{}: a row came twice", list.operation.path);
            seen.retain(|key| before.contains(key));
            assert_eq!(seen, before, "{}: a row was missed", list.operation.path);
        }
    }

    async fn every_list_goes_on_page_by_page(app: WorldApp) {
        let records = Records::of(&app).await;
        for list in lists(&records) {
            let (path, whole) = (&list.operation.path, list.whole().await);
            let limit = several_pages(whole.len());
            let pages = records.everybody.all(&list.address(&format!("limit={limit}"))).await;
            assert_eq!(pages, whole, "{path}");
            let first = list.get(&format!("limit={limit}")).await.expect(200);
            if let Some(cursor) = first["next_cursor"].as_str() {
                let next = list.address(&format!("limit={limit}&cursor={cursor}"));
                assert_eq!(first.header("link"), format!("<{next}>; rel=\"next\""), "{first}");
            }
            assert!(first.json.get("total").is_none(), "{first}");
            let counted = list.get(&format!("include=total&limit={limit}")).await;
            if list.operation.takes("query", "include") {
                assert_eq!(counted.expect(200)["total"], whole.len(), "{path}");
            } else {
                counted.problem("invalid_query");
            }
        }
    }

    async fn a_page_holds_one_to_two_hundred_rows(app: WorldApp) {
        let records = Records::of(&app).await;
        for list in lists(&records) {
            let one = list.get("limit=1").await.expect(200);
            assert_eq!(one.items().len(), 1, "{one}");
            for bad in ["0", "201", "-1", "1.5", "ten", "", "99999999999999999999"] {
                let refused = list.get(&format!("limit={bad}")).await;
                refused.problem("invalid_query");
                assert!(refused.violations().iter().all(|(place, _)| place == "limit"), "{refused}");
            }
        }
    }

    async fn a_cursor_belongs_to_its_list_and_its_filter(app: WorldApp) {
        let records = Records::of(&app).await;
        let mut before = None;
        for list in lists(&records) {
            let first = list.get("limit=1").await.expect(200);
            let Some(cursor) = first["next_cursor"].as_str().map(ToOwned::to_owned) else { continue };
            list.get(&format!("cursor={cursor}")).await.expect(200);
            let mut spoiled = cursor.clone();
            spoiled.replace_range(5..6, if &cursor[5..6] == "A" { "B" } else { "A" });
            list.get(&format!("cursor={spoiled}")).await.problem("invalid_cursor");
            list.get(&format!("cursor={}", &cursor[1..])).await.problem("invalid_cursor");
            if let Some(foreign) = before.replace(cursor.clone()) {
                list.get(&format!("cursor={foreign}")).await.problem("invalid_cursor");
            }
            for (name, schema) in list.operation.parameters("query") {
                let needed = list.records.needed(&list.operation.path).contains(&format!("{name}="));
                if !needed && !["limit", "cursor", "include"].contains(&name) {
                    let filtered = list.get(&format!("{name}={}&cursor={cursor}", sample(schema))).await;
                    filtered.problem("invalid_cursor");
                    list.get(&format!("{name}={}", sample(schema))).await.expect(200);
                }
            }
        }
    }

    async fn a_list_is_sorted_as_asked(app: WorldApp) {
        let records = Records::of(&app).await;
        let mut sorted = 0;
        for list in lists(&records) {
            let parameters = list.operation.parameters("query");
            let Some((_, schema)) = parameters.into_iter().find(|(name, _)| *name == "sort") else { continue };
            for order in schema["enum"].as_array().unwrap().iter().map(|order| order.as_str().unwrap()) {
                let Some(member) = order.strip_prefix('-') else { continue };
                let rows = async |order: &str| records.everybody.all(&list.address(&format!("limit=2&sort={order}"))).await;
                let (up, mut down) = (rows(member).await, rows(order).await);
                // What has nothing to be sorted by comes last both ways.
                let some = up.iter().take_while(|row| !row[member].is_null()).count();
                down[..some].reverse();
                down[some..].reverse();
                assert_eq!(keys(&up), keys(&down), "{} {order}", list.operation.path);
                let values: Vec<_> = up[..some].iter().map(|row| fold(row[member].as_str().unwrap())).collect();
                assert!(values.is_sorted(), "{} {order}: {values:?}", list.operation.path);
                sorted += 1;
            }
            for bad in ["id", "version", "created_at,name", "-", ""] {
                let refused = list.get(&format!("sort={bad}")).await;
                refused.problem("invalid_query");
                assert_eq!(refused.violations()[0].0, "sort");
            }
        }
        assert!(sorted > 4, "{sorted}");
    }

    async fn a_search_ignores_accents_and_case_and_knows_no_wildcards(app: WorldApp) {
        let records = Records::of(&app).await;
        let searched: Vec<_> = lists(&records).into_iter().filter(|list| list.operation.takes("query", "q")).collect();
        let paths: Vec<_> = searched.iter().map(|list| list.operation.path.as_str()).collect();
        assert_eq!(paths, SEARCHED.map(|(path, _)| path), "every list that is searched is tried here");
        for (list, (path, member)) in searched.iter().zip(SEARCHED) {
            for (number, name) in [(5, "Đường 100% mới"), (6, "Đường 100x mới"), (7, "Duong_lang")] {
                if path == AWARDS {
                    // Nothing enters the register alone.
                    imported(&app, &[person("CDCS-A", name)]).await;
                    continue;
                }
                // Who can be named to a council is found among the users as well.
                let (path, member) = match path {
                    "/api/v1/users" => continue,
                    CANDIDATES => ("/api/v1/users", "display_name"),
                    _ => (path, member),
                };
                let (_, mut body) = records.creations(number).into_iter().find(|(at, _)| *at == path).unwrap();
                body[member] = json!(name);
                records.everybody.post(&records.at(path), body).await.expect(201);
            }
            for (words, mut found) in [
                ("DUONG", vec!["Duong_lang", "Đường 100% mới", "Đường 100x mới"]),
                ("%C4%91%C6%B0%E1%BB%9Dng+100", vec!["Đường 100% mới", "Đường 100x mới"]),
                ("100%25+MOI", vec!["Đường 100% mới"]),
                ("%25", vec!["Đường 100% mới"]),
                ("d%25mới", vec![]),
                ("g_l", vec!["Duong_lang"]),
                ("_", vec!["Duong_lang"]),
                ("%5C", vec![]),
                ("g%5C_", vec![]),
            ] {
                let page = list.get(&format!("limit=200&q={words}")).await.expect(200);
                let mut names: Vec<_> = page.items().iter().map(|row| row[member].as_str().unwrap()).collect();
                names.sort_unstable();
                found.sort_unstable();
                assert_eq!(names, found, "{path} {words}");
            }
        }
    }
}
