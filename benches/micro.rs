//! The small things that every request pays for: `cargo bench --bench micro`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a program that is run by hand and fails by panicking"
)]

use std::hint::black_box;

use congdoan::http::schema::Validators;
use congdoan::identity::{Keys, Tokens};
use congdoan::kernel::clock::Instant;
use congdoan::kernel::cursor::{Cursor, CursorKey};
use congdoan::kernel::id;
use congdoan::kernel::text::fold;
use criterion::{Criterion, criterion_group, criterion_main};
use secrecy::ExposeSecret;
use serde_json::json;

fn text(criterion: &mut Criterion) {
    let title = "Tổ chức hội nghị đánh giá kết quả hoạt động công đoàn tháng 02 năm 2025";
    criterion.bench_function("fold a title", |bencher| bencher.iter(|| fold(black_box(title))));
}

fn cursors(criterion: &mut Criterion) {
    let key = CursorKey::derive(&[7; 32]);
    let position =
        ["2025-02-17T01:00:00.000000Z".to_owned(), "0194f0e2-0000-7000-8000-000000000001".to_owned()];
    let binding = "task-items?sort=-created_at";
    let sealed = Cursor::seal(&key, binding, &position);
    criterion.bench_function("seal a cursor", |bencher| {
        bencher.iter(|| Cursor::seal(&key, binding, black_box(&position)));
    });
    criterion.bench_function("open a cursor", |bencher| {
        bencher.iter(|| Cursor::open(&key, binding, black_box(&sealed)).unwrap());
    });
}

fn tokens(criterion: &mut Criterion) {
    let tokens = Tokens::new(&Keys::generate().unwrap(), "http://127.0.0.1:8080").unwrap();
    let now = Instant::utc(2025, 2, 17, 1, 0);
    let issued = tokens.issue(id::new(now), id::new(now), now).unwrap();
    let token = issued.token.expose_secret();
    criterion.bench_function("verify an access token", |bencher| {
        bencher.iter(|| tokens.verify(black_box(token), now).unwrap());
    });
}

fn bodies(criterion: &mut Criterion) {
    let line = json!({ "type": "string", "minLength": 1, "maxLength": 300 });
    let members = json!({
        "organisation_id": { "type": "string", "format": "uuid" },
        "title": line,
        "description": { "type": ["string", "null"], "maxLength": 4000 },
        "due_date": { "type": ["string", "null"], "format": "date" },
    });
    let schema = json!({
        "type": "object",
        "properties": members,
        "required": ["organisation_id", "title"],
        "additionalProperties": false,
    });
    let validators = Validators::new(&json!({ "components": { "schemas": { "NewTask": schema } } }));
    let good = json!({
        "organisation_id": "0194f0e2-0000-7000-8000-000000000001",
        "title": "Tập huấn nghiệp vụ công tác tài chính",
        "due_date": "2025-03-31",
    });
    let bad = json!({ "title": 7, "due_date": "2025-02-30", "unknown": true });
    assert!(validators.validate("NewTask", &good).unwrap().is_empty());
    criterion.bench_function("validate a good body", |bencher| {
        bencher.iter(|| validators.validate("NewTask", black_box(&good)).unwrap());
    });
    criterion.bench_function("validate a bad body", |bencher| {
        bencher.iter(|| validators.validate("NewTask", black_box(&bad)).unwrap());
    });
}

criterion_group!(benches, text, cursors, tokens, bodies);
criterion_main!(benches);
