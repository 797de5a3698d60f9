//! A running server with a database and a clock of its own. The only file of the tests that calls the library's
//! start, migration and demo functions.

use std::collections::HashMap;
use std::future::Future;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use congdoan::app::App;
use congdoan::config::Settings;
use congdoan::http::Limits;
use congdoan::identity::Hasher;
use congdoan::kernel::clock::{Clock, Instant};
use congdoan::server::{self, Options, Running};
use serde_json::json;

use super::client::{Actor, Answer};
use super::database::{Backend, Database, Template};
use super::process::ServerProcess;
use super::raw::RawConnection;

/// When the clock of a test on an empty database or in the small world stands at the start.
pub const START: &str = "2025-02-10T01:00:00Z";
/// When that of a test on the demo province does: after everything the demo holds.
pub const DEMO_START: &str = "2025-03-18T01:00:00Z";
/// The password of every demo account.
pub const DEMO_PASSWORD: &str = "test-only-password-of-the-demo";
/// A test that takes longer hangs.
const TIME_LIMIT: Duration = Duration::from_mins(3);

fn settings(url: &str, directory: &Path) -> Settings {
    let options = congdoan::config::Options {
        listen: Some("127.0.0.1:0".to_owned()),
        data_dir: Some(directory.display().to_string()),
        database_url: Some(url.to_owned()),
        workers: Some("2".to_owned()),
        // Short, so that the test of a slow body need not wait long.
        body_timeout_seconds: Some("3".to_owned()),
        ..congdoan::config::Options::default()
    };
    // None of the settings of whoever runs the tests.
    let environment = |name: &str| (name == "CONGDOAN_DEMO_PASSWORD").then(|| DEMO_PASSWORD.into());
    Settings::load(&options, &environment).unwrap()
}

async fn start(settings: Settings, clock: Clock) -> (Running, Arc<App>) {
    let app = server::open(&settings, clock, Hasher::cheap_for_tests()).expect("the application opens");
    let app = Arc::new(app);
    let limits =
        Limits { max_body: settings.max_body_bytes, body_total: settings.body_timeout, ..Limits::default() };
    let options =
        Options { listen: settings.listen, workers: settings.workers, limits, app: Arc::clone(&app) };
    (server::start(options).expect("the server starts"), app)
}

/// Does now what a server does once an hour.
async fn tidy(app: &App) {
    congdoan::operations::forget_old(app).await.expect("the upkeep");
}

/// A second server on the database of the first, which others than this host can reach.
async fn start_in_public(database: &Database, clock: Clock) -> Running {
    let mut settings = settings(database.url(), database.directory());
    settings.listen = "0.0.0.0:0".parse().unwrap();
    start(settings, clock).await.0
}

/// Migrates the database at `url` and, for the demo template, loads the demo province.
pub fn prepare(url: &str, directory: &Path, template: Template) {
    let settings = settings(url, directory);
    let mut connection = congdoan::db::establish(&settings.database_url).expect("a new database");
    congdoan::db::migrate::run(&mut connection).expect("the migrations run");
    if template == Template::World {
        super::world::load(&mut connection);
    }
    drop(connection);
    if template == Template::Demo {
        congdoan::demo::load(&settings).expect("the demo loads");
    }
}

/// Loads the demo on a database that is in use; answers what is printed, or why not.
pub fn load_demo(url: &str, directory: &Path) -> Result<String, String> {
    match congdoan::demo::load(&settings(url, directory)) {
        Ok(summary) => Ok(summary.to_string()),
        Err(error) => Err(error.to_string()),
    }
}

// ---- Below here nothing calls the library. ----

/// A running server. Clones speak to the same one.
#[derive(Clone)]
pub struct TestApp(Arc<Inner>);

pub struct Inner {
    /// Where it listens.
    pub address: SocketAddr,
    /// The server's clock: `app.clock.set(…)`, or `app.wait(…)`.
    pub clock: Clock,
    /// Its database, for looking past the API.
    pub database: Database,
    app: Arc<App>,
    anonymous: Actor,
    /// Who signed in at which moment, for [`Inner::at_work`].
    signed_in: Mutex<HashMap<(String, Instant), Actor>>,
    running: Mutex<Option<Running>>,
}

impl Deref for TestApp {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl TestApp {
    async fn start(database: Database, template: Template) -> Self {
        let clock = Clock::manual(match template {
            Template::Empty | Template::World => instant(START),
            Template::Demo => instant(DEMO_START),
        });
        let (running, app) = start(settings(database.url(), database.directory()), clock.clone()).await;
        let address = running.address;
        let anonymous = Actor::anonymous(address);
        let (signed_in, running) = (Mutex::default(), Mutex::new(Some(running)));
        Self(Arc::new(Inner { address, clock, database, app, anonymous, signed_in, running }))
    }

    /// Stops the server, and starts the program itself on the same database and directory.
    pub async fn as_process(&self, environment: &[(&str, &str)]) -> ServerProcess {
        self.stop().await;
        let database = [("DATABASE_URL", self.database.url())];
        let environment = [&database, environment].concat();
        ServerProcess::start(env!("CARGO_BIN_EXE_congdoan"), self.database.directory(), &[], &environment)
    }

    /// Stops the server; a test does not need to, but may (to see what a client sees then).
    pub async fn stop(&self) {
        let running = self.running.lock().unwrap().take();
        if let Some(running) = running {
            running.stop().await;
        }
    }
}

impl Inner {
    /// Somebody without a token.
    pub fn anonymous(&self) -> Actor {
        self.anonymous.clone()
    }

    /// Signs in; the test fails when that is refused.
    pub async fn login(&self, username: &str, password: &str) -> Actor {
        self.anonymous.signed_in(username, password).await
    }

    /// Somebody who acts often: the one session that was opened at this moment of the clock, so that no story opens
    /// more than a user may have.
    pub async fn at_work(&self, username: &str, password: &str) -> Actor {
        let key = (username.to_owned(), self.clock.now());
        let known = self.signed_in.lock().unwrap().get(&key).cloned();
        if let Some(actor) = known {
            return actor;
        }
        let actor = self.login(username, password).await;
        self.signed_in.lock().unwrap().insert(key, actor.clone());
        actor
    }

    /// Signs in as one of the demo accounts.
    pub async fn demo_login(&self, username: &str) -> Actor {
        self.login(username, DEMO_PASSWORD).await
    }

    /// Tries to sign in and hands back whatever the server says.
    pub async fn try_login(&self, username: &str, password: &str) -> Answer {
        let body = json!({ "username": username, "password": password });
        self.anonymous.post("/api/v1/auth/login", body).await
    }

    /// Moves the server's clock on.
    pub fn wait(&self, seconds: i64) {
        self.clock.set(self.clock.now() + chrono::Duration::seconds(seconds));
    }

    /// Does now what the server does once an hour.
    pub async fn tidy(&self) {
        tidy(&self.app).await;
    }

    /// Keeps every import waiting for its turn, until what this answers is dropped.
    pub async fn busy_importing(&self) -> tokio::sync::SemaphorePermit<'_> {
        self.app.imports.at_work.acquire().await.unwrap()
    }

    /// Starts a second server on this database that others than this host can reach.
    pub async fn in_public(&self) -> PublicServer {
        let running = start_in_public(&self.database, self.clock.clone()).await;
        let address = SocketAddr::from(([127, 0, 0, 1], running.address.port()));
        PublicServer { anonymous: Actor::anonymous(address), running }
    }

    /// The number of the journal's last entry.
    pub fn journal_top(&self) -> i64 {
        self.database.count("SELECT value AS n FROM counters WHERE name = 'journal'")
    }

    /// What `writing` answers; the test fails when it leaves nothing in the journal.
    #[track_caller]
    pub fn journalled<T>(&self, writing: impl Future<Output = T>) -> impl Future<Output = T> {
        let place = std::panic::Location::caller();
        async move {
            let before = self.journal_top();
            let answer = writing.await;
            assert!(self.journal_top() > before, "{place}: nothing was journalled");
            answer
        }
    }

    /// A bare connection, for requests that no client library would send.
    pub async fn raw(&self) -> RawConnection {
        RawConnection::open(self.address).await
    }
}

/// A second server on the same database.
pub struct PublicServer {
    /// Somebody without a token.
    pub anonymous: Actor,
    running: Running,
}

impl PublicServer {
    pub async fn stop(self) {
        self.running.stop().await;
    }
}

/// Runs all of these at the same time on several threads; answers in their order.
pub async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    tasks: impl IntoIterator<Item = F>,
) -> Vec<T> {
    let running: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for task in running {
        answers.push(task.await.unwrap());
    }
    answers
}

/// An instant as written in RFC 3339.
pub fn instant(text: &str) -> Instant {
    Instant::new(DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc))
}

/// Runs one story against a fresh server; `on_both_databases!` calls it.
pub fn run<Story, Telling>(template: Template, backend: Backend, story: Story)
where
    Story: FnOnce(TestApp) -> Telling,
    Telling: Future<Output = ()> + 'static,
{
    let Some(database) = Database::copy_of(template, backend) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    // A local set, so that a story may hold what cannot cross threads, and its panic is caught on this one.
    runtime.block_on(tokio::task::LocalSet::new().run_until(async {
        let app = TestApp::start(database, template).await;
        let telling = tokio::task::spawn_local(tokio::time::timeout(TIME_LIMIT, story(app.clone())));
        let end = telling.await;
        app.stop().await;
        match end {
            Ok(told) => told.expect("the test ends within its time limit"),
            Err(failure) => std::panic::resume_unwind(failure.into_panic()),
        }
        let unjournalled = app.database.written_past_the_journal();
        assert!(unjournalled.is_empty(), "written without an entry in the journal: {unjournalled:?}");
    }));
}
