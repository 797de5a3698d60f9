//! One connection type over both databases, and how a new one is opened.
#![allow(missing_docs, reason = "diesel's derive writes public items without documentation")]

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};
use secrecy::{ExposeSecret, SecretString};

/// A connection to either database. Queries written against it run on both.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL 13 or newer.
    Pg(PgConnection),
    /// SQLite, compiled in.
    Sqlite(SqliteConnection),
}

/// Which database.
#[derive(Clone, Debug)]
pub enum DatabaseUrl {
    /// A file; its directory must exist.
    Sqlite(PathBuf),
    /// A libpq URL, which may hold a password.
    Postgres(SecretString),
}

/// How long a statement of a request may take, and wait for a lock.
pub(super) const PG_TIME_LIMITS: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s'";
/// `db::error` knows passing failures by their English text. Only a superuser, or whom one has allowed it, may set
/// this; for all others it stays as the database has it (docs/operations.md).
const PG_ENGLISH: &str = "DO $$ BEGIN SET lc_messages = 'C'; \
    EXCEPTION WHEN insufficient_privilege THEN NULL; END $$";

/// Opens one connection with the settings every connection has.
///
/// # Errors
/// The database's own message when it cannot be reached.
pub fn establish(url: &DatabaseUrl) -> Result<AnyConnection, ConnectionError> {
    match url {
        DatabaseUrl::Sqlite(path) => sqlite(path),
        DatabaseUrl::Postgres(url) => {
            let mut connection = PgConnection::establish(url.expose_secret())?;
            for settings in ["SET TIME ZONE 'UTC'", PG_TIME_LIMITS, PG_ENGLISH] {
                connection.batch_execute(settings).map_err(ConnectionError::CouldntSetupConfiguration)?;
            }
            Ok(AnyConnection::Pg(connection))
        }
    }
}

/// `busy_timeout` goes first: the statements after it may already meet a lock. `synchronous=FULL`, because an
/// acknowledged write must survive a power cut.
fn sqlite(path: &Path) -> Result<AnyConnection, ConnectionError> {
    const SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; \
        PRAGMA synchronous = FULL; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY; \
        PRAGMA journal_size_limit = 67108864;";
    let text = path.to_str().ok_or_else(|| {
        ConnectionError::BadConnection("the path of the SQLite file must be UTF-8".to_owned())
    })?;
    let mut connection = SqliteConnection::establish(text)?;
    connection.batch_execute(SETTINGS).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(AnyConnection::Sqlite(connection))
}
