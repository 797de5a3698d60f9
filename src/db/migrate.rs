//! Schema migrations: one directory a change, the same names for both databases.

use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::MigrationSource;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::AnyConnection;

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Only one process migrates a PostgreSQL database at a time; the number is arbitrary but ours alone.
const ADVISORY_LOCK: &str = "SELECT pg_advisory_lock(7160190209)";
const ADVISORY_UNLOCK: &str = "SELECT pg_advisory_unlock(7160190209)";

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
/// When a migration fails; that migration leaves nothing behind.
pub fn run(connection: &mut AnyConnection) -> Result<Vec<String>, MigrateError> {
    match connection {
        AnyConnection::Pg(pg) => {
            pg.batch_execute(ADVISORY_LOCK).map_err(failed)?;
            let names = pg
                .run_pending_migrations(POSTGRES)
                .map(|versions| versions.iter().map(ToString::to_string).collect())
                .map_err(failed);
            pg.batch_execute(ADVISORY_UNLOCK).map_err(failed)?;
            names
        }
        AnyConnection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE").map_err(failed)?;
            match sqlite.run_pending_migrations(SQLITE) {
                Ok(versions) => {
                    let names = versions.iter().map(ToString::to_string).collect();
                    <diesel::SqliteConnection as Connection>::TransactionManager::commit_transaction(sqlite)
                        .map_err(failed)?;
                    Ok(names)
                }
                Err(error) => {
                    let message = failed(error);
                    <diesel::SqliteConnection as Connection>::TransactionManager::rollback_transaction(
                        sqlite,
                    )
                    .map_err(failed)?;
                    Err(message)
                }
            }
        }
    }
}

/// True when nothing is pending.
///
/// # Errors
/// When the database cannot be asked.
pub fn is_current(connection: &mut AnyConnection) -> Result<bool, MigrateError> {
    let pending = match connection {
        AnyConnection::Pg(pg) => pg.has_pending_migration(POSTGRES),
        AnyConnection::Sqlite(sqlite) => sqlite.has_pending_migration(SQLITE),
    };
    pending.map(|pending| !pending).map_err(failed)
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
