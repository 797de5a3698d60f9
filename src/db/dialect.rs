//! The only place where the two databases differ.

use diesel::connection::AnsiTransactionManager;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel::{RunQueryDsl, sql_query};

use super::connection::AnyConnection;

/// SQLite before this version can corrupt a database in WAL mode under concurrent checkpoints.
const SQLITE_AT_LEAST: (u32, u32, u32) = (3, 51, 3);
/// Older servers are out of their makers' support.
const POSTGRES_AT_LEAST: i64 = 13;

#[derive(diesel::QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

/// Refuses a database library that is known not to be safe.
///
/// # Errors
/// A sentence with the version found and the version needed.
pub fn check_library(connection: &mut AnyConnection) -> Result<(), String> {
    let query = match connection {
        AnyConnection::Pg(_) => "SELECT current_setting('server_version_num') AS version",
        AnyConnection::Sqlite(_) => "SELECT sqlite_version() AS version",
    };
    let found =
        sql_query(query).get_result::<Version>(connection).map_err(|error| error.to_string())?.version;
    let fit = match connection {
        AnyConnection::Pg(_) => found.parse::<i64>().is_ok_and(|number| number / 10_000 >= POSTGRES_AT_LEAST),
        AnyConnection::Sqlite(_) => sqlite_version(&found).is_some_and(|version| version >= SQLITE_AT_LEAST),
    };
    if fit { Ok(()) } else { Err(format!("version {found} of the database is too old")) }
}

fn sqlite_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(str::parse);
    match (parts.next()?, parts.next()?, parts.next()?) {
        (Ok(major), Ok(minor), Ok(patch)) => Some((major, minor, patch)),
        _ => None,
    }
}

/// Begins a transaction whose queries all see one state of the database, the one at the first of them. SQLite's
/// transactions are like that by themselves.
///
/// # Errors
/// The database's own.
pub(super) fn begin_snapshot(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        AnyConnection::Pg(pg) => AnsiTransactionManager::begin_transaction_sql(
            pg,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
        AnyConnection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN DEFERRED")
        }
    }
}

#[derive(diesel::QueryableByName)]
struct Locked {
    #[diesel(sql_type = Bool)]
    locked: bool,
}

/// Whether no other server works on the same database: one process owns a file of SQLite's.
#[must_use]
pub const fn is_alone(connection: &AnyConnection) -> bool {
    matches!(connection, AnyConnection::Sqlite(_))
}

/// Waits for the lock that belongs to `key` and holds it until the transaction ends: what reads before it writes is
/// then alone with that key. SQLite's one writer is always alone.
///
/// # Errors
/// The database's own.
pub fn lock(connection: &mut AnyConnection, key: &[u8]) -> QueryResult<()> {
    match connection {
        AnyConnection::Pg(_) => sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<BigInt, _>(lock_number(key))
            .execute(connection)
            .map(drop),
        AnyConnection::Sqlite(_) => Ok(()),
    }
}

/// As [`lock`], but together with others who take it so: only who takes it with [`lock`] is kept out, and waits until
/// all their transactions have ended.
///
/// # Errors
/// The database's own.
pub fn lock_shared(connection: &mut AnyConnection, key: &[u8]) -> QueryResult<()> {
    match connection {
        AnyConnection::Pg(_) => sql_query("SELECT pg_advisory_xact_lock_shared($1)")
            .bind::<BigInt, _>(lock_number(key))
            .execute(connection)
            .map(drop),
        AnyConnection::Sqlite(_) => Ok(()),
    }
}

/// The end of a `SELECT` of rows that are about to be written: those that another transaction holds are left out
/// instead of waited for. SQLite's one writer is always alone.
#[must_use]
pub const fn for_update_of_free_rows(connection: &AnyConnection) -> &'static str {
    match connection {
        AnyConnection::Pg(_) => " FOR UPDATE SKIP LOCKED",
        AnyConnection::Sqlite(_) => "",
    }
}

/// SQL of the day that lies `months` before `day`, both of them SQL: the last of its month where that is shorter, as
/// the program reckons too.
#[must_use]
pub fn months_before(connection: &AnyConnection, day: &str, months: &str) -> String {
    match connection {
        AnyConnection::Pg(_) => format!("CAST({day} - make_interval(months => {months}) AS date)"),
        AnyConnection::Sqlite(_) => format!("date({day}, '-' || {months} || ' months', 'floor')"),
    }
}

/// The lock of a key: eight bytes of it, the last, which are random in ids and digests alike.
fn lock_number(key: &[u8]) -> i64 {
    key.iter().rev().take(8).fold(0, |number: i64, byte| (number << 8) | i64::from(*byte))
}

/// Takes the lock that belongs to `key` until the transaction ends, or answers `false` when another transaction holds
/// it. SQLite's one writer makes every such lock free.
///
/// # Errors
/// The database's own.
pub fn try_lock(connection: &mut AnyConnection, key: &[u8]) -> QueryResult<bool> {
    match connection {
        AnyConnection::Pg(_) => sql_query("SELECT pg_try_advisory_xact_lock($1) AS locked")
            .bind::<BigInt, _>(lock_number(key))
            .get_result::<Locked>(connection)
            .map(|row| row.locked),
        AnyConnection::Sqlite(_) => Ok(true),
    }
}
