//! A database for each test: a copy of a template that is made once for the whole run.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use congdoan::db::{DatabaseUrl, Db, OpenError, Sizes};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use tempfile::TempDir;

use super::app::prepare;
use super::journalled::{present_transaction, tables_without_entries};
use super::postgres::{Cluster, Durability};

/// Which of the two databases a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file.
    Sqlite,
    /// A database in the run's private cluster, or in the server of `TEST_POSTGRES_URL`.
    Postgres,
}

/// What the database holds when a test begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// What the migrations bring.
    Empty,
    /// That and the small province of `world`.
    World,
    /// What the migrations bring and the demo province.
    Demo,
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::World => "world",
            Self::Demo => "demo",
        }
    }
}

/// One test's own database, gone when dropped.
#[derive(Debug)]
pub struct Database {
    url: String,
    directory: TempDir,
    name_on_server: Option<String>,
    /// Whether the test itself has written, past the program.
    touched: AtomicBool,
    /// On PostgreSQL, a transaction before the test's first.
    start: i64,
}

impl Database {
    /// A fresh copy of the template, or `None` when the test cannot run here (which has been said on the terminal).
    pub fn copy_of(template: Template, backend: Backend) -> Option<Self> {
        // Inside the target directory: what a killed run leaves is not left in /tmp.
        let parent = env!("CARGO_TARGET_TMPDIR");
        let directory = tempfile::Builder::new().prefix("test-").tempdir_in(parent).unwrap();
        match backend {
            Backend::Sqlite => {
                let path = directory.path().join("congdoan.sqlite3");
                let (bytes, keys) = sqlite_template(template);
                std::fs::write(&path, bytes).unwrap();
                put_keys(directory.path(), keys);
                let url = format!("sqlite:{}", path.display());
                Some(Self { url, directory, name_on_server: None, touched: AtomicBool::new(false), start: 0 })
            }
            Backend::Postgres => {
                static NUMBER: AtomicU32 = AtomicU32::new(1);
                let mut server = postgres_server()?;
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                let (original, keys) = server.template(template);
                put_keys(directory.path(), &keys);
                let name = server.create(&format!("t{number}"), Some(&original));
                let (url, name_on_server) = (server.url(&name), Some(name));
                let touched = AtomicBool::new(false);
                let mut made = Self { url, directory, name_on_server, touched, start: 0 };
                made.start = present_transaction(&mut made.look());
                Some(made)
            }
        }
    }

    /// A connection to it, for looking past the API with the program's own tables.
    pub fn connect(&self) -> congdoan::db::AnyConnection {
        self.touched.store(true, Ordering::Relaxed);
        self.look()
    }

    /// A pool and a writer of the test's own.
    pub fn open(&self) -> Result<Db, OpenError> {
        self.touched.store(true, Ordering::Relaxed);
        Db::open(&self.address(), Sizes { connections: 2 })
    }

    /// The tables that the program has written to in a transaction that left no entry in the journal. Nothing is
    /// found on SQLite, nor once a test has written past the program.
    pub fn written_past_the_journal(&self) -> Vec<String> {
        if self.backend() == Backend::Sqlite || self.touched.load(Ordering::Relaxed) {
            return Vec::new();
        }
        tables_without_entries(&mut self.look(), self.start)
    }

    fn look(&self) -> congdoan::db::AnyConnection {
        congdoan::db::establish(&self.address()).unwrap()
    }

    fn address(&self) -> DatabaseUrl {
        match self.backend() {
            Backend::Postgres => DatabaseUrl::Postgres(self.url.clone().into()),
            Backend::Sqlite => DatabaseUrl::Sqlite(self.url.trim_start_matches("sqlite:").into()),
        }
    }

    /// On PostgreSQL, a transaction before the test's first.
    pub fn start(&self) -> i64 {
        self.start
    }

    /// As `DATABASE_URL` takes it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A directory of the test's own, for keys and files.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Which of the two it is.
    pub fn backend(&self) -> Backend {
        if self.name_on_server.is_some() { Backend::Postgres } else { Backend::Sqlite }
    }

    /// Runs statements past the server, to prepare or break what the API would not.
    pub fn execute(&self, statements: &str) {
        self.try_execute(statements).unwrap_or_else(|refusal| panic!("{statements}: {refusal}"));
    }

    /// The same for statements that the database may refuse.
    pub fn try_execute(&self, statements: &str) -> QueryResult<()> {
        self.touched.store(true, Ordering::Relaxed);
        match self.backend() {
            Backend::Postgres => PgConnection::establish(&self.url).unwrap().batch_execute(statements),
            Backend::Sqlite => {
                let mut connection =
                    SqliteConnection::establish(self.url.trim_start_matches("sqlite:")).unwrap();
                connection.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON;").unwrap();
                connection.batch_execute(statements)
            }
        }
    }

    /// Begins a transaction past the server that keeps what is written to the user `id` waiting.
    pub fn hold_user(&self, id: &str) -> congdoan::db::AnyConnection {
        let mut other = self.hold_writes();
        let id: congdoan::kernel::id::Uuid = id.parse().unwrap();
        congdoan::db::dialect::lock(&mut other, id.as_bytes()).unwrap();
        other
    }

    /// Begins a transaction past the server; on SQLite, where one writes at a time, all its writes wait.
    pub fn hold_writes(&self) -> congdoan::db::AnyConnection {
        let mut other = self.connect();
        let begin = if self.backend() == Backend::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" };
        other.batch_execute(begin).unwrap();
        other
    }

    /// The number that `query` answers in a column named `n`, read past the server.
    pub fn count(&self, query: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = BigInt)]
            n: i64,
        }
        let row: QueryResult<Row> = match self.backend() {
            Backend::Postgres => {
                diesel::sql_query(query).get_result(&mut PgConnection::establish(&self.url).unwrap())
            }
            Backend::Sqlite => {
                let mut connection =
                    SqliteConnection::establish(self.url.trim_start_matches("sqlite:")).unwrap();
                connection.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
                diesel::sql_query(query).get_result(&mut connection)
            }
        };
        row.unwrap_or_else(|refusal| panic!("{query}: {refusal}")).n
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let (Some(name), Some(mut server)) = (&self.name_on_server, postgres_server()) {
            server.remove(name);
        }
    }
}

/// The file of data keys that a template was sealed with, where it was.
type KeyFile = Option<String>;

fn keys_in(directory: &Path) -> KeyFile {
    std::fs::read_to_string(directory.join(congdoan::vault::FILE_NAME)).ok()
}

/// A copy of a template opens with the keys of the template.
fn put_keys(directory: &Path, keys: &KeyFile) {
    use std::os::unix::fs::OpenOptionsExt;
    let Some(keys) = keys else { return };
    let path = directory.join(congdoan::vault::FILE_NAME);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).unwrap();
    file.write_all(keys.as_bytes()).unwrap();
}

/// The bytes of the file to copy, made at the first use and kept in memory: nothing to clean up.
fn sqlite_template(template: Template) -> &'static (Vec<u8>, KeyFile) {
    static EMPTY: OnceLock<(Vec<u8>, KeyFile)> = OnceLock::new();
    static WORLD: OnceLock<(Vec<u8>, KeyFile)> = OnceLock::new();
    static DEMO: OnceLock<(Vec<u8>, KeyFile)> = OnceLock::new();
    let make = || {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("template.sqlite3");
        prepare(&format!("sqlite:{}", path.display()), directory.path(), template);
        // Everything into the one file that is copied.
        let mut connection = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
        connection.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        (std::fs::read(&path).unwrap(), keys_in(directory.path()))
    };
    match template {
        Template::Empty => EMPTY.get_or_init(make),
        Template::World => WORLD.get_or_init(make),
        Template::Demo => DEMO.get_or_init(make),
    }
}

/// The server that the PostgreSQL tests of this run share. Its lock puts the making of databases in a row, because a
/// template can be copied by one at a time.
struct Server {
    cluster: Option<Cluster>,
    given_url: String,
    maintenance: PgConnection,
    run: i64,
    templates: HashMap<&'static str, KeyFile>,
}

/// The run's server, or `None` where there is none; the reason is told once.
fn postgres_server() -> Option<MutexGuard<'static, Server>> {
    static SERVER: OnceLock<Option<Mutex<Server>>> = OnceLock::new();
    let server = SERVER.get_or_init(|| {
        let given = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty());
        let server = match given {
            Some(url) => Some(Server::connect(None, url)),
            None => Cluster::start(Durability::Fast).map(|cluster| {
                let url = cluster.url("postgres");
                Server::connect(Some(cluster), url)
            }),
        };
        if server.is_none() {
            // Past the print macros, which the test harness captures.
            let line = b"PostgreSQL tests did not run: no server programs found (install PostgreSQL, or set PG_BIN or TEST_POSTGRES_URL)\n";
            std::io::stderr().write_all(line).unwrap();
        }
        server.map(Mutex::new)
    });
    let required = std::env::var("REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
    assert!(
        server.is_some() || !required,
        "REQUIRE_POSTGRES=1, but no PostgreSQL server programs were found"
    );
    // A test that failed while it held the lock does not spoil the server for the others.
    Some(server.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Server {
    fn connect(cluster: Option<Cluster>, given_url: String) -> Self {
        let maintenance =
            PgConnection::establish(&given_url).expect("the PostgreSQL server of TEST_POSTGRES_URL");
        // Random rather than the process id: two containers on one server have the same ids.
        let run = (RandomState::new().hash_one(std::process::id()) >> 32).cast_signed();
        let mut server = Self { cluster, given_url, maintenance, run, templates: HashMap::new() };
        if server.cluster.is_none() {
            server.claim_run_and_sweep();
        }
        server
    }

    /// On a server that outlives the run: a lock of the session says that this run is alive, and what runs without
    /// one have left behind is removed.
    fn claim_run_and_sweep(&mut self) {
        #[derive(QueryableByName)]
        struct Leftover {
            #[diesel(sql_type = Text)]
            name: String,
            #[diesel(sql_type = Bool)]
            abandoned: bool,
        }
        self.statement(&format!("SELECT pg_advisory_lock({})", self.run));
        let leftovers: Vec<Leftover> = diesel::sql_query(
            "SELECT datname::text AS name, pg_try_advisory_lock_shared(split_part(datname, '_', 3)::bigint) AS abandoned \
             FROM pg_database WHERE datname ~ '^congdoan_test_[0-9]+_'",
        )
        .load(&mut self.maintenance)
        .unwrap();
        for leftover in leftovers.iter().filter(|leftover| leftover.abandoned) {
            let run = leftover.name.split('_').nth(2).unwrap_or("0");
            self.statement(&format!("SELECT pg_advisory_unlock_shared({run})"));
            if run != self.run.to_string() {
                self.remove(&leftover.name);
            }
        }
    }

    fn url(&self, database: &str) -> String {
        match &self.cluster {
            Some(cluster) => cluster.url(database),
            None => with_database(&self.given_url, database),
        }
    }

    /// The template's name on the server, made at its first use.
    fn template(&mut self, template: Template) -> (String, KeyFile) {
        let name = self.full_name(template.name());
        if !self.templates.contains_key(template.name()) {
            self.create(template.name(), None);
            let directory = tempfile::tempdir().unwrap();
            prepare(&self.url(&name), directory.path(), template);
            self.templates.insert(template.name(), keys_in(directory.path()));
        }
        let keys = self.templates.get(template.name()).cloned().flatten();
        (name, keys)
    }

    fn create(&mut self, name: &str, template: Option<&str>) -> String {
        let name = self.full_name(name);
        let template = template.unwrap_or("template0");
        self.statement(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        self.statement(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
        name
    }

    /// Says nothing of a failure: it is called while a failed test unwinds.
    fn remove(&mut self, name: &str) {
        let _ = self.maintenance.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }

    fn full_name(&self, name: &str) -> String {
        format!("congdoan_test_{}_{name}", self.run)
    }

    fn statement(&mut self, statement: &str) {
        self.maintenance.batch_execute(statement).unwrap_or_else(|refusal| panic!("{statement}: {refusal}"));
    }
}

/// `url` with another database in its path.
fn with_database(url: &str, database: &str) -> String {
    let (scheme, rest) = url.split_once("://").expect("TEST_POSTGRES_URL begins with postgres://");
    let (before_query, query) = rest.split_once('?').map_or((rest, ""), |(before, query)| (before, query));
    let host = before_query.split('/').next().unwrap_or_default();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{scheme}://{host}/{database}{mark}{query}")
}

#[test]
fn the_database_of_a_given_url_is_replaced_and_its_parameters_kept() {
    assert_eq!(
        with_database("postgres://u:p@host:5/old?sslmode=disable", "new"),
        "postgres://u:p@host:5/new?sslmode=disable"
    );
    assert_eq!(with_database("postgres://host", "new"), "postgres://host/new");
    assert_eq!(with_database("postgres:///old?host=/run", "new"), "postgres:///new?host=/run");
}
