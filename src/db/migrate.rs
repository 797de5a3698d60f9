//! Schema migrations: one directory a change, the same names for both databases.

use diesel::Connection;
use diesel::backend::Backend;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{AnyConnection, PG_TIME_LIMITS};
use super::dialect;

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Only one process migrates a PostgreSQL database at a time; the number is arbitrary but ours alone.
const ADVISORY_LOCK: &str = "SELECT pg_advisory_lock(7160190209)";
const ADVISORY_UNLOCK: &str = "SELECT pg_advisory_unlock(7160190209)";

/// A migration may take longer than any request, and may wait for another process's: never half a migration.
const NO_TIME_LIMITS: &str = "SET statement_timeout = 0; SET lock_timeout = 0";

/// Why migrating failed, with the name of the migration where there is one.
#[derive(Debug, thiserror::Error)]
#[error("migrating the database failed: {0}")]
pub struct MigrateError(String);

fn failed(error: impl std::fmt::Display) -> MigrateError {
    MigrateError(error.to_string())
}

/// Runs what is pending, under a lock, and names what it ran. Running it twice changes nothing.
///
/// # Errors
/// When the database's library is not fit, when its schema is a newer program's, or when a migration fails; that
/// migration leaves nothing behind.
pub fn run(connection: &mut AnyConnection) -> Result<Vec<String>, MigrateError> {
    dialect::check_library(connection).map_err(MigrateError)?;
    match connection {
        AnyConnection::Pg(pg) => {
            pg.batch_execute(NO_TIME_LIMITS).map_err(failed)?;
            pg.batch_execute(ADVISORY_LOCK).map_err(failed)?;
            let names = run_known(pg, POSTGRES);
            pg.batch_execute(ADVISORY_UNLOCK).map_err(failed)?;
            pg.batch_execute(PG_TIME_LIMITS).map_err(failed)?;
            names
        }
        AnyConnection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE").map_err(failed)?;
            match run_known(sqlite, SQLITE) {
                Ok(names) => {
                    <diesel::SqliteConnection as Connection>::TransactionManager::commit_transaction(sqlite)
                        .map_err(failed)?;
                    Ok(names)
                }
                Err(error) => {
                    <diesel::SqliteConnection as Connection>::TransactionManager::rollback_transaction(
                        sqlite,
                    )
                    .map_err(failed)?;
                    Err(error)
                }
            }
        }
    }
}

/// Runs `ours`, unless a newer program has been here: this one would not know what it writes into.
fn run_known<DB: Backend>(
    connection: &mut impl MigrationHarness<DB>,
    ours: EmbeddedMigrations,
) -> Result<Vec<String>, MigrateError> {
    let known = versions::<DB>(&ours)?;
    let applied = connection.applied_migrations().map_err(failed)?;
    if let Some(newer) = applied.iter().find(|version| !known.contains(version)) {
        return Err(MigrateError(format!(
            "migration {newer} has been applied, which this program does not know: it is older than the schema"
        )));
    }
    let ran = connection.run_pending_migrations(ours).map_err(failed)?;
    Ok(ran.iter().map(ToString::to_string).collect())
}

/// True when the schema is exactly this program's: nothing is pending, and no newer program has been here.
///
/// # Errors
/// When the database cannot be asked.
pub fn is_current(connection: &mut AnyConnection) -> Result<bool, MigrateError> {
    match connection {
        AnyConnection::Pg(pg) => has_exactly(pg, &POSTGRES),
        AnyConnection::Sqlite(sqlite) => has_exactly(sqlite, &SQLITE),
    }
}

fn has_exactly<DB: Backend>(
    connection: &mut impl MigrationHarness<DB>,
    ours: &EmbeddedMigrations,
) -> Result<bool, MigrateError> {
    let (known, applied) = (versions::<DB>(ours)?, connection.applied_migrations().map_err(failed)?);
    Ok(known.len() == applied.len() && known.iter().all(|version| applied.contains(version)))
}

fn versions<DB: Backend>(of: &EmbeddedMigrations) -> Result<Vec<MigrationVersion<'static>>, MigrateError> {
    let all = MigrationSource::<DB>::migrations(of).map_err(failed)?;
    Ok(all.iter().map(|migration| migration.name().version().as_owned()).collect())
}

/// The names of all migrations, PostgreSQL's first. For the test that holds the two trees against each other.
///
/// # Errors
/// When an embedded migration cannot be read.
pub fn names() -> Result<(Vec<String>, Vec<String>), MigrateError> {
    let postgres = MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRES).map_err(failed)?;
    let sqlite = MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE).map_err(failed)?;
    Ok((
        postgres.iter().map(|migration| migration.name().to_string()).collect(),
        sqlite.iter().map(|migration| migration.name().to_string()).collect(),
    ))
}
