//! Puts the server together: state, middleware in order, routes, and an orderly end.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App as ActixApp, HttpServer};
use serde_json::Value;
use utoipa::OpenApi;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::App;
use crate::config::Settings;
use crate::db::{DatabaseUrl, Db, Sizes};
use crate::http::middleware::{self, Metrics, RouteTable};
use crate::http::{Limits, Validators, catalogue};
use crate::identity::{Hasher, Keys, service as identity_service};
use crate::kernel::clock::Clock;
use crate::{
    code_lists, documents, floor, identity, journal, openapi, operations, organisations, reports, tasks,
};

/// Connections that may be open at once for each thread; more wait in the kernel's queue.
const CONNECTIONS: usize = 2048;
/// How long the head of a request may take; a phone on 2G needs a while.
const HEAD: Duration = Duration::from_secs(20);
/// How long requests under way may take once the server was told to stop.
const GRACE_SECONDS: u64 = 15;

/// Why the server did not start or ended badly.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ServeError(String);

fn failed(error: impl std::fmt::Display) -> ServeError {
    ServeError(error.to_string())
}

/// What a server is started with.
#[derive(Debug)]
pub struct Options {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Threads that answer requests.
    pub workers: usize,
    /// Bounds of a body.
    pub limits: Limits,
    /// The application.
    pub app: Arc<App>,
}

/// A server that listens.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    handle: ServerHandle,
    app: Arc<App>,
    ended: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Answers what is under way, takes nothing new, and ends.
    pub async fn stop(self) {
        self.app.drain();
        self.handle.stop(true).await;
        drop(self.ended.await);
    }

    /// Waits until it has ended, by a signal or otherwise.
    ///
    /// # Errors
    /// What ended it.
    pub async fn wait(self) -> Result<(), ServeError> {
        self.ended.await.map_err(failed)?.map_err(failed)
    }
}

/// Opens what `settings` name: directory, key, database, application.
///
/// # Errors
/// What could not be opened, with its place.
pub fn open(settings: &Settings, clock: Clock, hasher: Hasher) -> Result<App, ServeError> {
    let keys = Keys::load_or_create(&settings.data_dir).map_err(failed)?;
    let db = open_database(settings)?;
    let proxies = settings.trusted_proxies.clone();
    App::new(db, clock, &keys, &settings.public_url, hasher, proxies).map_err(failed)
}

/// Opens and migrates the database alone.
///
/// # Errors
/// As [`open`].
pub fn open_database(settings: &Settings) -> Result<Db, ServeError> {
    make_directories(settings)?;
    let sizes = Sizes { pool: settings.database_readers };
    Db::open(&settings.database_url, sizes).map_err(failed)
}

/// Makes the directory of a SQLite file where it is missing.
///
/// # Errors
/// When it cannot be made.
pub fn make_directories(settings: &Settings) -> Result<(), ServeError> {
    if let DatabaseUrl::Sqlite(path) = &settings.database_url
        && let Some(directory) = path.parent().filter(|parent| *parent != Path::new(""))
    {
        std::fs::create_dir_all(directory)
            .map_err(|error| ServeError(format!("{}: {error}", directory.display())))?;
    }
    Ok(())
}

/// Everything under `/api/v1`.
fn api(config: &mut ServiceConfig) {
    identity::routes::configure(config);
    journal::routes::configure(config);
    organisations::routes::configure(config);
    code_lists::routes::configure(config);
    tasks::routes::configure(config);
    reports::routes::configure(config);
    documents::routes::configure(config);
}

/// Everything beside it.
fn root(config: &mut ServiceConfig) {
    catalogue::routes(config);
    operations::configure(config);
    config.service(identity::routes::read_jwks);
}

#[derive(OpenApi)]
struct Empty;

/// The OpenAPI document, generated from the routes.
#[must_use]
pub fn document() -> Value {
    let (_, generated) = ActixApp::new()
        .into_utoipa_app()
        .openapi(Empty::openapi())
        .configure(root)
        .service(utoipa_actix_web::scope("/api/v1").configure(api))
        .split_for_parts();
    openapi::finish(generated)
}

/// Binds, starts the threads, and answers once it listens.
///
/// # Errors
/// When the address cannot be had.
pub fn start(options: Options) -> Result<Running, ServeError> {
    let document = document();
    let text = web::Bytes::from(openapi::to_json(&document));
    let validators = Data::new(Validators::new(&document));
    let table = Data::new(RouteTable::new(&document));
    let metrics = Data::new(Metrics::new().map_err(failed)?);
    let limits = Data::new(options.limits);
    let app = Data::from(Arc::clone(&options.app));
    let floor = std::env::var_os(floor::VARIABLE).is_some();
    let server = HttpServer::new(move || {
        let (service, _) = ActixApp::new()
            .app_data(app.clone())
            .app_data(validators.clone())
            .app_data(table.clone())
            .app_data(metrics.clone())
            .app_data(limits.clone())
            .app_data(Data::new(operations::Document(text.clone())))
            .into_utoipa_app()
            .configure(root)
            .service(utoipa_actix_web::scope("/api/v1").configure(api))
            .split_for_parts();
        service
            .configure(operations::undocumented)
            .configure(|config| {
                if floor {
                    floor::configure(config);
                }
            })
            .default_service(web::to(middleware::not_found))
            .wrap(from_fn(middleware::spare_small))
            .wrap(Compress::default())
            .wrap(from_fn(middleware::finish))
            .wrap(from_fn(middleware::close_unread))
    })
    .workers(options.workers)
    .max_connections(CONNECTIONS)
    .client_request_timeout(HEAD)
    .shutdown_timeout(GRACE_SECONDS)
    .disable_signals()
    .bind(options.listen)
    .map_err(|error| ServeError(format!("{}: {error}", options.listen)))?;
    let address = server.addrs().first().copied().unwrap_or(options.listen);
    let server = server.run();
    let handle = server.handle();
    let ended = tokio::spawn(server);
    Ok(Running { address, handle, app: options.app, ended })
}

/// Serves until SIGTERM or SIGINT: `/readyz` says no at once, what is under way is answered.
///
/// # Errors
/// As [`open`] and [`start`].
pub async fn serve(
    settings: Settings,
    app: App,
    announce: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    refuse_demo_in_public(&settings, &app).await?;
    let limits =
        Limits { max_body: settings.max_body_bytes, body_total: settings.body_timeout, ..Limits::default() };
    let app = Arc::new(app);
    let options =
        Options { listen: settings.listen, workers: settings.workers, limits, app: Arc::clone(&app) };
    let running = start(options)?;
    announce(running.address);
    let upkeep = tokio::spawn(operations::upkeep(app));
    wait_for_signal().await?;
    tracing::info!("stopping: answering what is under way");
    upkeep.abort();
    running.stop().await;
    Ok(())
}

/// The demo's passwords are printed at every start: such accounts must not be reachable by others.
async fn refuse_demo_in_public(settings: &Settings, app: &App) -> Result<(), ServeError> {
    if settings.listen.ip().is_loopback() {
        return Ok(());
    }
    if app.db.read(identity_service::has_demo_users).await.map_err(failed)? {
        return Err(ServeError(format!(
            "this database holds demo accounts, which are refused on {}; listen on a loopback address",
            settings.listen
        )));
    }
    Ok(())
}

async fn wait_for_signal() -> Result<(), ServeError> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
