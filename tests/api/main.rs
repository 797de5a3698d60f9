//! The API tests: each story runs over HTTP against a server of its own, on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::doc_markdown,
    missing_docs,
    unreachable_pub,
    reason = "a test fails by panicking"
)]

mod architecture;
mod attachments;
mod authorisation;
mod awards;
mod bad_input;
mod code_lists;
mod crash;
mod database;
mod demo;
mod february_2025;
mod golden;
mod hardship;
mod identity;
mod journal;
mod keys;
mod lists;
mod openapi;
mod operations;
mod organisations;
mod policy;
mod records;
mod registers;
mod reports;
mod retries;
mod schema;
mod secrets;
mod support;
mod support_works;
mod tasks;
