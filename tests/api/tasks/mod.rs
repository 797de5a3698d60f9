//! Task items and assignments over HTTP.

mod answers;
mod assigning;
mod items;
mod lists;

use congdoan::db::schema::{code_items, code_lists, indicators};
use congdoan::kernel::id::Uuid;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::world::uuid;
use crate::support::{Actor, Answer, TestApp};

const TOPIC: &str = "test_topic";
const LIST: &str = "01940000-0000-7000-8000-0000000000a1";
const TOPIC_ID: &str = "01940000-0000-7000-8000-0000000000a2";
/// An indicator that counts persons.
const PERSONS: &str = "01940000-0000-7000-8000-0000000000b1";
/// An indicator that counts đồng.
const MONEY: &str = "01940000-0000-7000-8000-0000000000b2";
const NOBODY: &str = "01940000-0000-7000-8000-0000000000ff";

/// A topic that is valid in 2025, and two indicators.
fn seed_codes(app: &TestApp) {
    let first_day = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    let now = app.clock.now();
    let mut db = app.database.connect();
    let known: Option<Uuid> = code_lists::table
        .filter(code_lists::code.eq("report_topics"))
        .select(code_lists::id)
        .first(&mut db)
        .optional()
        .unwrap();
    let list = known.unwrap_or_else(|| {
        diesel::insert_into(code_lists::table)
            .values((
                code_lists::id.eq(uuid(LIST)),
                code_lists::code.eq("report_topics"),
                code_lists::name_vi.eq("Nội dung báo cáo"),
                code_lists::name_en.eq("Topics of reports"),
                code_lists::version.eq(1_i64),
                code_lists::created_at.eq(now),
                code_lists::updated_at.eq(now),
            ))
            .execute(&mut db)
            .unwrap();
        uuid(LIST)
    });
    diesel::insert_into(code_items::table)
        .values((
            code_items::id.eq(uuid(TOPIC_ID)),
            code_items::code_list_id.eq(list),
            code_items::code.eq(TOPIC),
            code_items::name_vi.eq("Chuyên đề thử"),
            code_items::name_en.eq("A topic"),
            code_items::position.eq(99),
            code_items::valid_from.eq(first_day),
            code_items::version.eq(1_i64),
            code_items::created_at.eq(now),
            code_items::updated_at.eq(now),
        ))
        .execute(&mut db)
        .unwrap();
    for (id, code, unit) in [(PERSONS, "test_persons", "person"), (MONEY, "test_money", "vnd")] {
        diesel::insert_into(indicators::table)
            .values((
                indicators::id.eq(uuid(id)),
                indicators::code.eq(code),
                indicators::name_vi.eq(code),
                indicators::name_en.eq(code),
                indicators::name_folded.eq(code),
                indicators::unit.eq(unit),
                indicators::position.eq(99),
                indicators::valid_from.eq(first_day),
                indicators::version.eq(1_i64),
                indicators::created_at.eq(now),
                indicators::updated_at.eq(now),
            ))
            .execute(&mut db)
            .unwrap();
    }
}

/// A new task item of `organisation`, with more members than it needs where `more` has any.
pub async fn task(by: &Actor, organisation: &str, more: Value) -> Answer {
    let mut body = json!({"organisation_id": organisation, "title": "Chăm lo Tết cho đoàn viên"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.post("/api/v1/task-items", body).await.expect(201)
}

pub fn path(task: &Answer) -> String {
    format!("/api/v1/task-items/{}", task.id())
}

/// Assigns to one organisation; answers the path of the new assignment.
async fn assign(by: &Actor, task: &Answer, organisation: &str) -> String {
    let made = by
        .post(&format!("{}/assignments", path(task)), json!({"organisation_ids": [organisation]}))
        .await
        .expect(200);
    assert_eq!((&made["added"], &made["already"]), (&json!(1), &json!(0)), "{made}");
    format!("/api/v1/task-assignments/{}", made.items()[0]["id"].as_str().unwrap())
}

/// Does an action at the version the record has now.
pub async fn act(by: &Actor, path: &str, action: &str, body: Value) -> Answer {
    let etag = by.get(path).await.expect(200).etag();
    by.act(&format!("{path}/{action}"), &etag, body).await
}

/// Brings an assignment all the way to done.
async fn finish(by: &Actor, assignment: &str, result: &str) -> Answer {
    act(by, assignment, "accept", json!({})).await.expect(200);
    act(by, assignment, "start", json!({})).await.expect(200);
    act(by, assignment, "complete", json!({"result": result})).await.expect(200)
}

/// The actions of a record's history, oldest first.
async fn history(by: &Actor, path: &str) -> Vec<String> {
    let entries = by.all(&format!("{path}/history")).await;
    entries.iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
}

fn violation(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}
