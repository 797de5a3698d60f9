//! For those who run the server: health, metrics, the API's own description, and regular upkeep.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::app::App;
use crate::http::api::app_of;
use crate::http::middleware::{Metrics, metrics_text};
use crate::kernel::problem::{Outcome, Problem};
use crate::{awards, files, identity, usecase};

/// The finished OpenAPI document as it is served.
#[derive(Debug)]
pub struct Document(pub Bytes);

/// Tells that the process is alive.
#[utoipa::path(tag = "operations", responses((status = 200, body = String, content_type = "text/plain", example = "ok")))]
#[get("/livez")]
async fn read_liveness() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok")
}

/// Tells whether requests should be sent here: the database answers, its schema is current, and the server is not stopping.
#[utoipa::path(tag = "operations", responses((status = 200, body = String, content_type = "text/plain", example = "ready")))]
#[get("/readyz")]
async fn read_readiness(request: HttpRequest) -> Outcome<HttpResponse> {
    let app = app_of(&request)?;
    if app.is_draining() {
        return Err(Problem::unavailable("the server is stopping"));
    }
    app.db.ready().await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready"))
}

/// Reads the metrics in the Prometheus text format.
#[utoipa::path(tag = "operations", responses((status = 200, body = String, content_type = "text/plain")))]
#[get("/metrics")]
async fn read_metrics(metrics: Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(metrics_text(&metrics))
}

/// Reads this API's description.
#[utoipa::path(tag = "operations", responses((status = 200, body = Object, description = "OpenAPI 3.1")))]
#[get("/openapi.json")]
async fn read_openapi(document: Data<Document>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(document.0.clone())
}

/// The documented routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(read_liveness).service(read_readiness).service(read_metrics).service(read_openapi);
}

/// The docs page asks nobody but this server: all its files are in this program. Its styles are partly set by its
/// script.
const DOCS_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The docs page. Without a word it would have the description checked by a server of its makers.
pub fn undocumented(config: &mut web::ServiceConfig) {
    let page = SwaggerUi::new("/{_:.*}").config(Config::from("/openapi.json").validator_url("none"));
    let policy = DefaultHeaders::new().add((header::CONTENT_SECURITY_POLICY, DOCS_POLICY));
    config.route("/docs", web::get().to(to_docs)).service(web::scope("/docs").wrap(policy).service(page));
}

async fn to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}

/// How many rows of a table one write forgets, so that nobody waits long behind it.
const BATCH: i64 = 500;

/// Forgets what is past its time: idempotency keys, failed tries, reset codes, refresh tokens, ended sessions, uploads
/// that nobody went on with, and objects in the file store that nothing needs. Imports that were cut off are marked so.
///
/// # Errors
/// The database's own, and the file store's.
pub async fn forget_old(app: &App) -> Outcome<()> {
    let now = app.clock.now();
    let tasks = [
        usecase::forget_old,
        identity::service::forget_old,
        files::upkeep::forget_overdue,
        awards::register::service::interrupt_stuck,
    ];
    for forget in tasks {
        while app.db.write(move |db| forget(db, now, BATCH)).await? {}
    }
    files::upkeep::delete_erased(&app.files, &app.db).await?;
    files::upkeep::sweep(&app.files, &app.db).await
}

/// Before a server works on any import: marks those that were cut off with the one before it.
///
/// # Errors
/// The database's own.
pub async fn take_over(app: &App) -> Outcome<()> {
    let now = app.clock.now();
    while app.db.write(move |db| awards::register::service::interrupt_left(db, now, BATCH)).await? {}
    Ok(())
}

/// How often imports are looked after: somebody waits for what is told of them.
const LOOK: Duration = Duration::from_secs(10);

/// Forgets what is past its time once an hour, and looks after imports more often.
pub async fn upkeep(app: Arc<App>) {
    let mut hourly = tokio::time::interval(Duration::from_hours(1));
    let mut often = tokio::time::interval(LOOK);
    loop {
        let done = tokio::select! {
            _ = hourly.tick() => forget_old(&app).await,
            _ = often.tick() => look_after_imports(&app).await,
        };
        if let Err(problem) = done {
            tracing::warn!(%problem, "upkeep failed");
        }
    }
}

async fn look_after_imports(app: &App) -> Outcome<()> {
    let now = app.clock.now();
    while app.db.write(move |db| awards::register::service::interrupt_stuck(db, now, BATCH)).await? {}
    Ok(())
}
