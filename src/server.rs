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

use crate::app::{App, Parts};
use crate::config::Settings;
use crate::db::{DatabaseUrl, Db, Sizes, establish};
use crate::files::Files;
use crate::http::middleware::{self, Metrics, RouteTable};
use crate::http::{Limits, Validators, catalogue};
use crate::identity::{Hasher, Keys, service as identity_service};
use crate::kernel::clock::{Clock, Instant};
use crate::vault::Vault;
use crate::{
    attachments, awards, code_lists, documents, floor, hardship, identity, journal, openapi, operations,
    organisations, private_files, registers, reports, tasks,
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

    /// Waits until it has ended although nobody told it to.
    ///
    /// # Errors
    /// Always: what ended it.
    async fn ended_by_itself(&mut self) -> Result<(), ServeError> {
        (&mut self.ended).await.map_err(failed)?.map_err(failed)?;
        Err(ServeError("the server ended although nobody told it to".to_owned()))
    }
}

/// Opens what `settings` name: directory, key, database, application.
///
/// # Errors
/// What could not be opened, with its place.
pub fn open(settings: &Settings, clock: Clock, hasher: Hasher) -> Result<App, ServeError> {
    let keys = Keys::load_or_create(&settings.data_dir).map_err(failed)?;
    let db = open_database(settings)?;
    let vault = open_vault(settings, clock.now())?;
    let files = Files::open(&settings.file_store, settings.file_limits).map_err(failed)?;
    let proxies = settings.trusted_proxies.clone();
    let admits_demo = settings.listen.ip().is_loopback();
    let parts = Parts { db, clock, vault, files, hasher };
    App::new(parts, &keys, &settings.public_url, proxies, admits_demo).map_err(failed)
}

/// Opens and migrates the database alone.
///
/// # Errors
/// As [`open`].
pub fn open_database(settings: &Settings) -> Result<Db, ServeError> {
    make_files(settings)?;
    let sizes = Sizes { connections: settings.database_connections };
    Db::open(&settings.database_url, sizes).map_err(failed)
}

/// Opens the data keys, which must be those the migrated database was sealed with.
///
/// # Errors
/// As [`open`].
pub fn open_vault(settings: &Settings, now: Instant) -> Result<Vault, ServeError> {
    let mut connection = establish(&settings.database_url).map_err(failed)?;
    Vault::open(&settings.data_keys_file, &mut connection, now).map_err(failed)
}

/// Makes a SQLite file and its directory where they are missing, for this user alone; what SQLite makes beside the
/// file has the file's mode.
///
/// # Errors
/// When they cannot be made.
pub fn make_files(settings: &Settings) -> Result<(), ServeError> {
    let DatabaseUrl::Sqlite(path) = &settings.database_url else { return Ok(()) };
    let at = |place: &Path| {
        let place = place.display().to_string();
        move |error| ServeError(format!("{place}: {error}"))
    };
    if let Some(directory) = path.parent().filter(|parent| *parent != Path::new("")) {
        private_files::make_directory(directory).map_err(at(directory))?;
    }
    private_files::make_file(path).map_err(at(path))
}

/// Everything under `/api/v1`.
fn api(config: &mut ServiceConfig) {
    identity::routes::configure(config);
    journal::routes::configure(config);
    organisations::routes::configure(config);
    code_lists::routes::configure(config);
    registers::routes::configure(config);
    tasks::routes::configure(config);
    hardship::routes::configure(config);
    awards::routes::configure(config);
    reports::routes::configure(config);
    attachments::routes::configure(config);
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
    let digests = Data::from(Arc::clone(&options.app.digests));
    let app = Data::from(Arc::clone(&options.app));
    let floor = std::env::var_os(floor::VARIABLE).is_some();
    let server = HttpServer::new(move || {
        let (service, _) = ActixApp::new()
            .app_data(app.clone())
            .app_data(validators.clone())
            .app_data(table.clone())
            .app_data(metrics.clone())
            .app_data(limits.clone())
            .app_data(digests.clone())
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

/// Serves until SIGTERM or SIGINT: `/readyz` says no at once, all else is answered until `settings.drain` is over,
/// and then what is under way.
///
/// # Errors
/// As [`open`] and [`start`]; and when the server ends although nobody told it to.
pub async fn serve(
    settings: Settings,
    app: App,
    announce: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    refuse_demo_in_public(&settings, &app).await?;
    if let Err(problem) = operations::take_over(&app).await {
        // The upkeep does it later.
        tracing::warn!(%problem, "what was cut off is noted later");
    }
    let limits =
        Limits { max_body: settings.max_body_bytes, body_total: settings.body_timeout, ..Limits::default() };
    let app = Arc::new(app);
    let options =
        Options { listen: settings.listen, workers: settings.workers, limits, app: Arc::clone(&app) };
    let mut running = start(options)?;
    announce(running.address);
    let upkeep = tokio::spawn(operations::upkeep(app));
    let told = until_drained(&mut running, settings.drain).await;
    upkeep.abort();
    told?;
    tracing::info!("stopping: answering what is under way");
    running.stop().await;
    Ok(())
}

/// Waits for the signal to stop, and then for as long as load balancers need to see that `/readyz` says no; a second
/// signal cuts that short.
async fn until_drained(running: &mut Running, drain: Duration) -> Result<(), ServeError> {
    tokio::select! {
        told = wait_for_signal() => told?,
        ended = running.ended_by_itself() => return ended,
    }
    running.app.drain();
    tracing::info!(seconds = drain.as_secs(), "stopping: not ready any more");
    tokio::select! {
        () = tokio::time::sleep(drain) => Ok(()),
        told = wait_for_signal() => told,
        ended = running.ended_by_itself() => ended,
    }
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
