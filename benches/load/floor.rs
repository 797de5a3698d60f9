//! What signing and reading in are held against: the same number of rows written by bare statements in one durable
//! transaction.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};

use super::postgres;
use super::setup::{Backend, Prepared};

/// As long as what an application's row and a journal entry hold beside their keys.
const CONTENT: &str = "'Nội dung dài vừa phải, như một dòng thật của hồ sơ hay của nhật ký, để ghi cho đủ số byte; \
                       nội dung dài vừa phải, như một dòng thật của hồ sơ hay của nhật ký, để ghi cho đủ số byte.'";

/// A database of two bare tables beside the measured one, on the same disk and as durable.
pub struct Floor {
    connection: Box<dyn FnMut(&str)>,
    rows: u64,
    written: u64,
}

impl Floor {
    /// Makes the tables under a name of their own, with so many rows to update.
    pub fn new(prepared: &Prepared, name: &str, rows: u64) -> Self {
        let mut connection = connect(prepared, &format!("floor_{name}"));
        connection(
            "CREATE TABLE records (id BIGINT PRIMARY KEY, version BIGINT NOT NULL, content TEXT NOT NULL)",
        );
        connection("CREATE TABLE entries (seq BIGINT PRIMARY KEY, content TEXT NOT NULL)");
        for id in 1..=rows {
            connection(&format!("INSERT INTO records VALUES ({id}, 1, {CONTENT})"));
        }
        Self { connection, rows, written: 0 }
    }

    /// One transaction: every row updated, and an entry for each and for the whole, a statement each.
    pub fn run(&mut self) -> Duration {
        let updates = (1..=self.rows).map(|id| {
            format!("UPDATE records SET version = version + 1, content = {CONTENT} WHERE id = {id}")
        });
        let first = self.written;
        let inserts =
            (0..=self.rows).map(|n| format!("INSERT INTO entries VALUES ({}, {CONTENT})", first + n));
        let statements: Vec<String> = updates.chain(inserts).collect();
        self.written += self.rows + 1;
        let begun = Instant::now();
        (self.connection)("BEGIN");
        for statement in &statements {
            (self.connection)(statement);
        }
        (self.connection)("COMMIT");
        begun.elapsed()
    }
}

impl Floor {
    /// One transaction: so many new rows and an entry for each, a statement each.
    pub fn insert(&mut self, rows: u64) -> Duration {
        let first = self.written;
        let numbers = first..first + rows;
        let records = numbers
            .clone()
            .map(|n| format!("INSERT INTO records VALUES ({}, 1, {CONTENT})", self.rows + n + 1));
        let entries = numbers.map(|n| format!("INSERT INTO entries VALUES ({n}, {CONTENT})"));
        let statements: Vec<String> = records.chain(entries).collect();
        self.written += rows;
        let begun = Instant::now();
        (self.connection)("BEGIN");
        for statement in &statements {
            (self.connection)(statement);
        }
        (self.connection)("COMMIT");
        begun.elapsed()
    }
}

fn connect(prepared: &Prepared, name: &str) -> Box<dyn FnMut(&str)> {
    if let (Backend::Postgres, Some(cluster)) = (prepared.backend, &prepared.cluster) {
        postgres::execute(&cluster.url("postgres"), &format!("CREATE DATABASE {name}"));
        let mut connection = PgConnection::establish(&cluster.url(name)).unwrap();
        return Box::new(move |statement| connection.batch_execute(statement).unwrap());
    }
    let file = prepared.directory.path().join(format!("{name}.sqlite3"));
    let mut connection = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
    connection.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL").unwrap();
    Box::new(move |statement| connection.batch_execute(statement).unwrap())
}
