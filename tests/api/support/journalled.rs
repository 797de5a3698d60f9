//! Rule 5 held against the rows themselves: PostgreSQL keeps with every row which transaction wrote it, and that
//! transaction must have written to the journal too. Every story on PostgreSQL ends with this look.

use std::fmt::Write;

use congdoan::db::AnyConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// Tables whose rows are no record of anybody's: the journal and its counter, failed sign-ins, kept answers, pieces of
/// uploads, and what is to be deleted from the file store.
const NO_RECORDS: [&str; 6] =
    ["journal", "counters", "throttles", "idempotency_keys", "upload_parts", "erased_objects"];

/// A task item may have been held as it was: it is then as its last entry left it.
const HELD: &str = "task_items";

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// The tables that the program knows.
pub fn tables() -> Vec<&'static str> {
    let lines = include_str!("../../../src/db/schema.rs").lines().map(str::trim);
    lines.filter_map(|line| line.strip_suffix(") {")?.split_once(" (").map(|(name, _)| name)).collect()
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The transaction that begins now.
pub fn present_transaction(db: &mut AnyConnection) -> i64 {
    let query = "SELECT (pg_current_xact_id()::text::bigint) % 4294967296 AS n";
    diesel::sql_query(query).get_result::<Number>(db).unwrap().n
}

/// The tables where a transaction after `start` wrote rows and left no entry.
pub fn tables_without_entries(db: &mut AnyConnection, start: i64) -> Vec<String> {
    let mut looks = String::new();
    for name in tables().into_iter().filter(|name| !NO_RECORDS.contains(name)) {
        let joint = if looks.is_empty() { "" } else { " UNION ALL " };
        let held = if name == HELD { "OR (j.record_id = t.id AND j.at = t.updated_at)" } else { "" };
        write!(
            looks,
            "{joint}SELECT '{name}' AS name WHERE EXISTS (SELECT 1 FROM {name} t WHERE age(t.xmin) < age('{start}'::xid) \
             AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.xmin = t.xmin {held}))"
        )
        .unwrap();
    }
    diesel::sql_query(looks).load::<Name>(db).unwrap().into_iter().map(|table| table.name).collect()
}
