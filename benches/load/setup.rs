//! What is measured: a database with the demo province and 100,000 task items, and the program on it.

use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{self, Connection as HttpConnection};
use super::operation::{Ids, Records, Target};
use super::postgres::{self, Cluster, Durability};
use super::process::ServerProcess;
use super::seed::{self, Dialect};

const PROGRAM: &str = env!("CARGO_BIN_EXE_congdoan");
const PASSWORD: &str = "only-for-the-load-run-2025";

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A seeded database, on which the program can be started again and again.
pub struct Prepared {
    pub backend: Backend,
    database_url: String,
    pub directory: TempDir,
    // Stopped when the rest is done with it.
    pub cluster: Option<Cluster>,
}

impl Prepared {
    /// Migrates, loads the demo and seeds. `None` where there are no PostgreSQL server programs.
    pub fn new(backend: Backend) -> Option<Self> {
        // On the disk that the build is on: a temporary directory in memory would make durability free.
        let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let file = directory.path().join("load.sqlite3");
        let (cluster, database_url) = match backend {
            Backend::Sqlite => (None, format!("sqlite:{}", file.display())),
            Backend::Postgres => {
                let cluster = Cluster::start(Durability::Default)?;
                postgres::execute(&cluster.url("postgres"), "CREATE DATABASE congdoan");
                let url = cluster.url("congdoan");
                (Some(cluster), url)
            }
        };
        let prepared = Self { backend, database_url, directory, cluster };
        eprintln!("{}: migrating, loading the demo, seeding {} task items", backend.name(), seed::ROWS);
        prepared.start_with(&["--demo"]).stop();
        prepared.fill(seed::statements);
        Some(prepared)
    }

    /// Starts the program on the database and waits until it is ready.
    pub fn start(&self) -> ServerProcess {
        self.start_with(&[])
    }

    fn start_with(&self, arguments: &[&str]) -> ServerProcess {
        let environment = [
            ("DATABASE_URL", self.database_url.as_str()),
            ("CONGDOAN_DEMO_PASSWORD", PASSWORD),
            ("CONGDOAN_BENCH_FLOOR", "1"),
        ];
        ServerProcess::start(PROGRAM, self.directory.path(), arguments, &environment)
    }

    /// Runs statements on the database, past the program.
    pub fn fill(&self, statements: fn(Dialect) -> String) {
        match self.backend {
            Backend::Postgres => {
                let statements = statements(Dialect::Postgres);
                postgres::execute(&self.database_url, &format!("BEGIN; {statements} COMMIT"));
                // What the server's own housekeeping would have done by the time a table is this large.
                postgres::execute(&self.database_url, "VACUUM (ANALYZE)");
                postgres::execute(&self.database_url, "CHECKPOINT");
            }
            Backend::Sqlite => {
                let file = self.database_url.trim_start_matches("sqlite:");
                let mut connection = SqliteConnection::establish(file).unwrap();
                let statements = statements(Dialect::Sqlite);
                connection.batch_execute(&format!("BEGIN; {statements} COMMIT")).unwrap();
                connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
            }
        }
    }
}

/// Signs in; the access token.
pub async fn sign_in(connection: &mut HttpConnection, username: &str) -> String {
    let credentials = json!({ "username": username, "password": PASSWORD }).to_string();
    let login = ask(connection, "POST", "/api/v1/auth/login", "", Some(&credentials), 200).await;
    json(&login)["access_token"].as_str().unwrap().to_owned()
}

/// Signs in and learns what the requests need: a token, where to read, what the floor answers.
pub async fn target(server: &ServerProcess, records: Records) -> Target {
    let mut connection = HttpConnection::open(server.address).await.unwrap();
    let token = sign_in(&mut connection, records.reader).await;
    let (cursors, places) = match records.ids {
        Ids::Seeded { group, count } => (Vec::new(), (1..=count).map(|n| seed::id(group, n)).collect()),
        Ids::Listed => walk(&mut connection, records.path, &token).await,
    };
    let places: Arc<[String]> = places.into_iter().map(|id| format!("{}/{id}", records.path)).collect();
    let one = ask(&mut connection, "GET", &places[0], &token, None, 200).await;
    let list = ask(&mut connection, "GET", &format!("{}?limit=50", records.path), &token, None, 200).await;
    for (name, body) in [("one", &one), ("list", &list)] {
        ask(&mut connection, "POST", &format!("/bench/floor/{name}"), &token, Some(body), 204).await;
    }
    Target { records, address: server.address, token, cursors, one: Arc::new(json(&one)), places }
}

/// The cursors of every 200th row: any of them leads a list of 50 somewhere else among all rows.
pub async fn cursors(target: &Target) -> Vec<String> {
    let mut connection = HttpConnection::open(target.address).await.unwrap();
    walk(&mut connection, target.records.path, &target.token).await.0
}

/// The cursors of every 200th row, and the ids of all.
async fn walk(connection: &mut HttpConnection, list: &str, token: &str) -> (Vec<String>, Vec<String>) {
    let (mut cursors, mut ids): (Vec<String>, Vec<String>) = Default::default();
    loop {
        let after = cursors.last().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page = json(&ask(connection, "GET", &format!("{list}?limit=200{after}"), token, None, 200).await);
        let rows = page["items"].as_array().unwrap();
        ids.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(cursor) => cursors.push(cursor.to_owned()),
            None => return (cursors, ids),
        }
    }
}

/// One request; the answer's body, as it came.
pub async fn ask(
    connection: &mut HttpConnection,
    method: &str,
    path: &str,
    token: &str,
    body: Option<&str>,
    expected: u16,
) -> String {
    let mut request = Vec::new();
    client::write_request(&mut request, method, path, token, body);
    let response = connection.exchange(&request).await.unwrap();
    let text = String::from_utf8_lossy(response.body).into_owned();
    assert_eq!(response.status, expected, "{method} {path}: {text}");
    text
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Where the caller works.
pub async fn home(connection: &mut HttpConnection, token: &str) -> String {
    let me = ask(connection, "GET", "/api/v1/auth/me", token, None, 200).await;
    json(&me)["grants"][0]["organisation_id"].as_str().unwrap().to_owned()
}

/// Makes a record; its id.
pub async fn create(connection: &mut HttpConnection, path: &str, token: &str, new: &Value) -> String {
    let made = ask(connection, "POST", path, token, Some(&new.to_string()), 201).await;
    json(&made)["id"].as_str().unwrap().to_owned()
}
