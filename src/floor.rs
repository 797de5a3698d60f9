//! What the load run measures against: this server answering bytes from memory after the token check, and nothing
//! else. There only when the server was started with `CONGDOAN_BENCH_FLOOR=1`; see `benches/load`.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use actix_web::HttpResponse;
use actix_web::web::{self, Bytes, Data, Path, PayloadConfig};

use crate::http::api::Api;
use crate::kernel::problem::{Code, Outcome, Problem};

/// The environment variable that turns it on.
pub const VARIABLE: &str = "CONGDOAN_BENCH_FLOOR";

/// The load run keeps two bodies, of a page of a list at most.
const MOST_BODIES: usize = 8;
const LARGEST_BODY: usize = 256 * 1024;

#[derive(Default)]
struct Bodies(Mutex<HashMap<String, Bytes>>);

/// One set of bodies for all threads.
static BODIES: LazyLock<Data<Bodies>> = LazyLock::new(Data::default);

/// Adds the two routes.
pub fn configure(config: &mut web::ServiceConfig) {
    config.app_data(Data::clone(&BODIES)).service(
        web::resource("/bench/floor/{name}")
            .app_data(PayloadConfig::new(LARGEST_BODY))
            .route(web::get().to(answer))
            .route(web::post().to(keep)),
    );
}

async fn answer(_api: Api, name: Path<String>, bodies: Data<Bodies>) -> Outcome<HttpResponse> {
    let kept = bodies.0.lock().unwrap_or_else(PoisonError::into_inner).get(name.as_str()).cloned();
    kept.map(|body| HttpResponse::Ok().content_type("application/json").body(body))
        .ok_or(Problem::not_found())
}

async fn keep(_api: Api, name: Path<String>, body: Bytes, bodies: Data<Bodies>) -> Outcome<HttpResponse> {
    let mut bodies = bodies.0.lock().unwrap_or_else(PoisonError::into_inner);
    if bodies.len() >= MOST_BODIES && !bodies.contains_key(name.as_str()) {
        return Err(Problem::new(Code::PayloadTooLarge));
    }
    bodies.insert(name.into_inner(), body);
    Ok(HttpResponse::NoContent().finish())
}
