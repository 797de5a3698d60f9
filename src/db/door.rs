//! The door to the database: reads on the worker threads, writes through SQLite's writer or PostgreSQL's workers.

use std::sync::Arc;

use diesel::Connection;
use diesel::connection::TransactionManager;

use super::connection::{AnyConnection, DatabaseUrl, establish};
use super::workers::Workers;
use super::writer::Writer;
use super::{dialect, migrate};
use crate::kernel::problem::{Outcome, Problem};

/// How many connections to keep.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Threads with a connection each: SQLite's readers, or all of PostgreSQL's.
    pub connections: u32,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be reached, or its library is not fit.
    #[error("the database cannot be opened: {0}")]
    Unreachable(String),
    /// Its schema could not be brought up to date.
    #[error(transparent)]
    Migrate(#[from] migrate::MigrateError),
}

fn unreachable(error: impl std::fmt::Display) -> OpenError {
    OpenError::Unreachable(error.to_string())
}

/// The database. Clones share it.
#[derive(Clone)]
pub struct Db {
    url: DatabaseUrl,
    workers: Arc<Workers>,
    /// SQLite's only.
    writer: Option<Arc<Writer>>,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("sqlite", &self.writer.is_some()).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens the database, migrates it under a lock, and keeps `sizes` connections.
    ///
    /// # Errors
    /// When it cannot be reached, its library is too old, or a migration fails.
    pub fn open(url: &DatabaseUrl, sizes: Sizes) -> Result<Self, OpenError> {
        let mut first = establish(url).map_err(unreachable)?;
        let ran = migrate::run(&mut first)?;
        if !ran.is_empty() {
            tracing::info!(migrations = ran.len(), "the schema was brought up to date");
        }
        drop(first);
        let workers = Arc::new(Workers::start(url, sizes.connections).map_err(unreachable)?);
        let writer = match url {
            DatabaseUrl::Sqlite(_) => Some(Arc::new(Writer::start(url.clone()).map_err(unreachable)?)),
            DatabaseUrl::Postgres(_) => None,
        };
        Ok(Self { url: url.clone(), workers, writer })
    }

    /// Runs a read on a thread that may block. All its queries see one state of the database.
    ///
    /// # Errors
    /// What `work` answers; `unavailable` when no connection is to be had.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        self.workers.run(|connection| in_snapshot(connection, work)).await
    }

    /// [`Db::read`] without its transaction, whose begin and end are each a journey to PostgreSQL and back: for work
    /// of one query, or of several that need not agree with each other (decision 0012).
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_loosely<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        self.workers.run(work).await
    }

    /// Runs a write in one transaction: all of it is committed when this answers `Ok`, none of it otherwise.
    ///
    /// # Errors
    /// What `work` answers; `unavailable` when the queue is full or the commit failed.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        if let Some(writer) = &self.writer {
            let answer = writer.send(work)?;
            return answer.await.unwrap_or_else(|_| Err(Problem::unavailable("the writer has stopped")));
        }
        self.workers.run(|connection| connection.transaction(work)).await
    }

    /// [`Db::read`] for those outside an async runtime: commands and the demo.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_blocking<T>(&self, work: impl FnOnce(&mut AnyConnection) -> Outcome<T>) -> Outcome<T> {
        in_snapshot(&mut self.own_connection()?, work)
    }

    /// [`Db::write`] for those outside an async runtime: commands and the demo.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        if let Some(writer) = &self.writer {
            let answer = writer.send(work)?;
            return answer
                .blocking_recv()
                .unwrap_or_else(|_| Err(Problem::unavailable("the writer has stopped")));
        }
        self.own_connection()?.transaction(work)
    }

    fn own_connection(&self) -> Outcome<AnyConnection> {
        establish(&self.url).map_err(Problem::unavailable)
    }

    /// Whether the database answers and its schema is this program's.
    ///
    /// # Errors
    /// `unavailable` when not.
    pub async fn ready(&self) -> Outcome<()> {
        // Diesel makes sure of its table first, which a read-only transaction would refuse.
        self.read_loosely(|connection| match migrate::is_current(connection) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Problem::unavailable("the schema is not this program's")),
            Err(error) => Err(Problem::unavailable(error)),
        })
        .await
    }
}

fn in_snapshot<T>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Outcome<T>,
) -> Outcome<T> {
    type Manager = <AnyConnection as Connection>::TransactionManager;
    dialect::begin_snapshot(connection)?;
    match work(connection) {
        Ok(value) => {
            Manager::commit_transaction(connection)?;
            Ok(value)
        }
        Err(problem) => {
            // What `work` answered is what is told; a connection that cannot go on is found out by its thread.
            drop(Manager::rollback_transaction(connection));
            Err(problem)
        }
    }
}
