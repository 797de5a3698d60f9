//! Code lists and indicators, which all share and the province's administrators edit.

use congdoan::identity::Action::CodeListManage;
use congdoan::identity::Role::Administrator;
use serde_json::{Value, json};

use super::super::access::signed_in;
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, nothing, row};
use crate::support::world::P;

pub fn rows() -> Vec<Row> {
    let edited = || signed_in().may_at(CodeListManage, P);
    vec![
        row("list_code_lists", signed_in(), nothing),
        row("read_code_list", signed_in(), topics),
        row("list_code_list_items", signed_in(), topics),
        row("create_code_list_item", edited(), |s| async move {
            topics(s.clone()).await.with(new(&s, json!({})))
        }),
        row("read_code_item", signed_in(), item),
        row(
            "update_code_item",
            edited(),
            |s| async move { item(s).await.with(json!({ "name_en": "Other" })) },
        ),
        row("read_code_item_history", signed_in(), item),
        row("list_indicators", signed_in(), nothing),
        row("create_indicator", edited(), |s| async move {
            Case::new().with(new(&s, json!({ "unit": "person" })))
        }),
        row("read_indicator", signed_in(), indicator),
        row("update_indicator", edited(), |s| async move {
            indicator(s).await.with(json!({ "name_en": "Other" }))
        }),
        row("read_indicator_history", signed_in(), indicator),
    ]
}

async fn topics(s: Stage) -> Case {
    Case::at(s.topics.clone())
}

/// A new entry or indicator.
fn new(s: &Stage, more: Value) -> Value {
    let code = format!("test_{}", s.number());
    let named =
        json!({ "code": code, "name_vi": "Mục thử", "name_en": "A test", "valid_from": "2025-01-01" });
    crate::reports::with(named, more)
}

async fn item(s: Stage) -> Case {
    let path = format!("/api/v1/code-lists/{}/items", s.topics);
    Case::of(&s.at(P, Administrator).post(&path, new(&s, json!({}))).await.expect(201))
}

async fn indicator(s: Stage) -> Case {
    let body = new(&s, json!({ "unit": "person" }));
    Case::of(&s.at(P, Administrator).post("/api/v1/indicators", body).await.expect(201))
}
