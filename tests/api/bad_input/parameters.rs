use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::Value;

use super::spoil::one_more;
use super::{NOBODY, named, request, request_at, stored, with_example, writes};
use crate::records::Records;
use crate::support::document::operations;
use crate::support::on_both_databases;

/// Segments that are no id, some of them made of one that is.
fn no_ids(real: &str) -> Vec<String> {
    let others = ["7", "not-a-uuid", "01940000-0000-7000-8000-0000000000fg", "%00", "%F0%9F%98%80", NOBODY];
    let mut all: Vec<_> = others.map(str::to_owned).into();
    all.extend([
        real.replace('-', ""),
        format!("%7B{real}%7D"),
        format!("urn:uuid:{real}"),
        format!("{real}0"),
    ]);
    all
}

/// A value that the parameter does not take, with the code that says so.
fn wrong(schema: &Value) -> (String, &'static str) {
    match (schema["format"].as_str(), schema["type"].as_str().unwrap_or_default()) {
        (_, "integer") => ((schema["maximum"].as_i64().unwrap() + 1).to_string(), "out_of_range"),
        (_, "boolean") => ("maybe".to_owned(), "wrong_type"),
        (Some("date"), _) => ("2025-02-30".to_owned(), "malformed"),
        (Some("uuid"), _) => ("7".to_owned(), "malformed"),
        _ if schema["enum"].is_array() => ("no_such_option".to_owned(), "not_allowed"),
        _ => ("a".repeat(one_more(&schema["maxLength"]).unwrap()), "too_long"),
    }
}

/// Every documented path with its methods, sorted.
fn methods() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for operation in operations() {
        found.entry(operation.path).or_default().push(operation.method.to_string());
    }
    for methods in found.values_mut() {
        methods.sort();
    }
    found
}

on_both_databases! {
    async fn every_wrong_parameter_is_named_at_once(app: WorldApp) {
        let records = Records::of(&app).await;
        let before = stored(&app);
        for operation in operations() {
            let (mut query, mut expected) = ("no_such=1".to_owned(), vec![("no_such".to_owned(), "unknown_parameter".to_owned())]);
            for (name, schema) in operation.parameters("query") {
                let (value, code) = wrong(schema);
                query.push_str(&format!("&{name}={value}"));
                expected.push((name.to_owned(), code.to_owned()));
            }
            let address = format!("{}?{query}", records.at(&operation.path));
            let request = with_example(request_at(&records, &operation, &address), &operation);
            let refused = records.everybody.send(request).await;
            refused.problem("invalid_query");
            if operation.method == Method::HEAD {
                continue;
            }
            let found = refused.violations();
            assert!(expected.iter().all(|one| found.contains(one)), "{} {refused}", named(&operation));
            let places = |all: &[(String, String)]| all.iter().map(|(place, _)| place.clone()).collect::<BTreeSet<_>>();
            assert_eq!(places(&found), places(&expected), "{}", named(&operation));
            if let Some((name, _)) = operation.parameters("query").first() {
                let twice = records.everybody.get(&format!("{}?{name}=x&{name}=%FF", records.at(&operation.path))).await;
                twice.problem("invalid_query");
            }
        }
        assert_eq!(stored(&app), before);
    }

    async fn what_is_no_id_or_names_nothing_is_not_found(app: WorldApp) {
        let records = Records::of(&app).await;
        let before = stored(&app);
        for operation in operations().into_iter().filter(|operation| operation.path.contains("{id}")) {
            let before_id = operation.path.find("{id}").unwrap();
            for id in no_ids(&records.at(&operation.path)[before_id..before_id + NOBODY.len()]) {
                let request = request_at(&records, &operation, &operation.path.replace("{id}", &id));
                let refused = records.everybody.send(with_example(request, &operation)).await;
                assert_eq!(refused.status, 404, "{} {id} {refused}", named(&operation));
                refused.problem("not_found");
            }
        }
        for path in ["/", "/api", "/api/v1", "/api/v1/", "/api/v2/reports", "/api/v1/reports/", "/api/v1//reports", "/api/v1/Reports"] {
            records.everybody.get(path).await.problem("not_found");
        }
        assert_eq!(stored(&app), before);
    }

    async fn a_wrong_method_is_told_the_right_ones(app: WorldApp) {
        let records = Records::of(&app).await;
        let before = stored(&app);
        for (path, documented) in methods() {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
                if !documented.iter().any(|known| known == method) {
                    let method: Method = method.parse().unwrap();
                    let refused = records.everybody.send(records.everybody.request(method, &records.at(&path))).await;
                    refused.problem("method_not_allowed");
                    assert_eq!(refused.header("allow"), documented.join(", "), "{refused}");
                }
            }
        }
        assert_eq!(stored(&app), before);
    }

    async fn a_wrong_header_is_named(app: WorldApp) {
        let records = Records::of(&app).await;
        let before = stored(&app);
        let (long, tall) = ("k".repeat(129), format!("\"v{}\"", "9".repeat(17)));
        for operation in operations().into_iter().filter(writes) {
            let bare = || with_example(records.everybody.request(operation.method.clone(), &records.at(&operation.path)), &operation);
            if operation.takes("header", "If-Match") {
                records.everybody.send(bare()).await.problem("precondition_required");
                for bad in ["", "*", "v1", "\"1\"", "\"v0\"", "\"v01\"", "\"v-1\"", "W/\"v1\"", "\"v1\", \"v2\"", &tall] {
                    let refused = records.everybody.send(bare().header("if-match", bad)).await;
                    refused.problem("invalid_header");
                    assert_eq!(refused.violations()[0].0, "If-Match", "{bad} {refused}");
                }
                records.everybody.send(bare().header("if-match", "\"v999\"")).await.problem("precondition_failed");
            }
            if operation.takes("header", "Idempotency-Key") {
                let keyed = || with_example(request(&records, &operation), &operation);
                for bad in ["", " ", "a b", "đ", long.as_str()] {
                    let refused = records.everybody.send(keyed().header("idempotency-key", bad)).await;
                    assert_eq!(refused.status, 400, "{} {bad} {refused}", named(&operation));
                    assert_eq!(refused.violations()[0].0, "Idempotency-Key");
                }
                let twice = keyed().header("idempotency-key", "a").header("idempotency-key", "b");
                records.everybody.send(twice).await.problem("invalid_header");
            }
        }
        assert_eq!(stored(&app), before);
    }
}
