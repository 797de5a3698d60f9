//! The two databases' schemas and `src/db/schema.rs`, held against each other.

use std::collections::BTreeSet;

use congdoan::db::migrate;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::support::database::{Backend, Database, Template};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// `table.column type null?` of every column, in words both databases share.
const SQLITE_COLUMNS: &str = "
    SELECT t.name || '.' || c.name || CASE WHEN c.\"notnull\" THEN '' ELSE ' null' END AS line
    FROM sqlite_master t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'";
const POSTGRES_COLUMNS: &str = "
    SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN '' ELSE ' null' END AS line
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'";
const SQLITE_INDEXES: &str =
    "SELECT name || ' ' || tbl_name AS line FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
const POSTGRES_INDEXES: &str = "
    SELECT indexname || ' ' || tablename AS line FROM pg_indexes
    WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_key'
      AND tablename NOT LIKE '\\_\\_%'";

fn lines(database: &Database, query: &str) -> BTreeSet<String> {
    let mut connection = database.connect();
    let rows: Vec<Line> = diesel::sql_query(query).load(&mut connection).unwrap();
    rows.into_iter().map(|row| row.line).collect()
}

/// The columns that `src/db/schema.rs` names.
fn declared() -> BTreeSet<String> {
    let mut table = String::new();
    let mut found = BTreeSet::new();
    for line in include_str!("../../src/db/schema.rs").lines().map(str::trim) {
        if let Some((name, rest)) = line.split_once(" (") {
            if rest.ends_with('{') && !name.contains("::") {
                name.clone_into(&mut table);
            }
        } else if let Some((column, kind)) = line.split_once(" -> ")
            && !column.contains('!')
        {
            let null = if kind.starts_with("Nullable") { " null" } else { "" };
            found.insert(format!("{table}.{column}{null}"));
        }
    }
    found
}

#[test]
fn both_databases_have_the_tables_that_the_program_knows() {
    let sqlite = Database::copy_of(Template::Empty, Backend::Sqlite).unwrap();
    let columns = lines(&sqlite, SQLITE_COLUMNS);
    assert!(columns.len() > 100, "{columns:#?}");
    assert_eq!(columns, declared());
    let Some(postgres) = Database::copy_of(Template::Empty, Backend::Postgres) else { return };
    assert_eq!(columns, lines(&postgres, POSTGRES_COLUMNS));
    assert_eq!(lines(&sqlite, SQLITE_INDEXES), lines(&postgres, POSTGRES_INDEXES));
}

/// What lists are sorted by is compared byte by byte on both, whatever the locale of the PostgreSQL database.
#[test]
fn text_that_sorts_is_compared_by_bytes() {
    let Some(postgres) = Database::copy_of(Template::Empty, Backend::Postgres) else { return };
    let bytewise = lines(
        &postgres,
        "SELECT table_name || '.' || column_name AS line FROM information_schema.columns
         WHERE table_schema = 'public' AND collation_name = 'C'",
    );
    let expected = [
        "code_lists.code",
        "indicators.name_folded",
        "organisation_periods.name_folded",
        "organisations.name_folded",
        "report_items.topic",
        "round_obligations.organisation_name",
        "support_norms.category",
    ];
    assert_eq!(bytewise, expected.map(ToOwned::to_owned).into());
}

#[test]
fn both_databases_have_the_same_migrations() {
    let (postgres, sqlite) = migrate::names().unwrap();
    assert!(!postgres.is_empty());
    assert_eq!(postgres, sqlite);
}
