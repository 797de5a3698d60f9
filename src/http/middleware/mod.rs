//! What happens around every request. From the outside in: [`close_unread`], [`finish`], the framework's `Compress`,
//! and [`spare_small`]:
//!
//! ```ignore
//! app.wrap(from_fn(spare_small)).wrap(Compress::default()).wrap(from_fn(finish)).wrap(from_fn(close_unread))
//! ```

mod metrics;
mod routes;
mod unread;

use std::time::{Duration, Instant};

use crate::kernel::id::Uuid;
use actix_web::Error;
use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, AcceptEncoding, Encoding, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use tracing::{Instrument, Span};

pub use metrics::{Metrics, metrics_text};
pub use routes::{RouteTable, not_found};
pub use unread::close_unread;

use super::problem::{Asker, PROBLEM_JSON, of_status, render};
use super::query;
use super::schema::MOST_VIOLATIONS;
use crate::kernel::clock::Clock;
use crate::kernel::id;
use crate::kernel::problem::{Code, Problem};

/// The header that carries a request's id both ways.
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Bodies from this many bytes on are compressed when the caller asks for it.
const COMPRESS_FROM: u64 = 1024;

/// The longest path and query, in bytes.
const LONGEST_URI: usize = 8 * 1024;

/// The request's id, an extension of every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

/// The id of this request; the nil id outside of [`finish`].
#[must_use]
pub fn request_id(request: &HttpRequest) -> Uuid {
    request.extensions().get::<RequestId>().map_or(Uuid::nil(), |id| id.0)
}

/// The outermost middleware: request id, trace, metrics, early refusals, problem documents and the headers of
/// every answer. Reads `Data<Metrics>` and `Data<RouteTable>` where the application has them.
///
/// # Errors
/// Only what a middleware inside failed with, already rendered.
pub async fn finish<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let started = Instant::now();
    let id = well_formed_id(request.headers()).unwrap_or_else(|| id::new(Clock::System.now()));
    let asker = Asker::new(id, request.headers());
    let method = request.method().clone();
    let metrics = request.app_data::<Data<Metrics>>().cloned();
    request.extensions_mut().insert(RequestId(id));
    let is_upload = request.path().starts_with(UPLOADS);
    let span = tracing::info_span!(
        "request", %id, %method,
        route = tracing::field::Empty, status = tracing::field::Empty, ms = tracing::field::Empty
    );
    let outcome = if let Some(problem) = early_refusal(&request) {
        Ok(request.into_response(refuse(&problem, &asker, &span)).map_into_right_body())
    } else if let Some(allow) = allow_instead(&request) {
        let mut response = refuse(&of_status(StatusCode::METHOD_NOT_ALLOWED), &asker, &span);
        response.headers_mut().insert(header::ALLOW, allow);
        Ok(request.into_response(response).map_into_right_body())
    } else {
        drop_unusable_accept_encoding(&mut request);
        let outcome = next.call(request).instrument(span.clone()).await;
        outcome.map(|response| with_problem(response, &asker, &span))
    };
    let (outcome, status, route) = match outcome {
        Ok(mut response) => {
            let size = response.response().body().size();
            dress(response.headers_mut(), id, size, is_upload);
            let route = response.request().match_pattern();
            (Ok(response), None, route)
        }
        Err(error) => {
            let mut response = render_error(&error, &asker, &span);
            let size = response.body().size();
            dress(response.headers_mut(), id, size, is_upload);
            let status = response.status();
            (Err(InternalError::from_response(error, response).into()), Some(status), None)
        }
    };
    let status = status.or(outcome.as_ref().ok().map(ServiceResponse::status)).unwrap_or_default();
    let route = route.as_deref().unwrap_or("unmatched");
    record(&span, route, status, started.elapsed());
    if let Some(metrics) = metrics {
        metrics.observe(&method, route, status, started.elapsed());
    }
    outcome
}

/// Marks small bodies as encoded already, which `Compress` then leaves alone; [`finish`] takes the mark off.
///
/// # Errors
/// What the service inside fails with.
pub async fn spare_small<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    let small = matches!(response.response().body().size(), BodySize::Sized(1..COMPRESS_FROM));
    if small && !response.headers().contains_key(header::CONTENT_ENCODING) {
        response.headers_mut().insert(header::CONTENT_ENCODING, IDENTITY);
    }
    Ok(response)
}

/// Below here every answer says which tus it speaks, refusals included (tus 1.0.0, "Tus-Resumable").
const UPLOADS: &str = "/api/v1/uploads";
const TUS: HeaderValue = HeaderValue::from_static("1.0.0");
const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");

const IDENTITY: HeaderValue = HeaderValue::from_static("identity");

/// An id the caller chose, when it is a hyphenated UUID.
fn well_formed_id(headers: &HeaderMap) -> Option<Uuid> {
    headers.get(X_REQUEST_ID)?.to_str().ok()?.parse().ok()
}

/// What is refused before any handler runs.
fn early_refusal(request: &ServiceRequest) -> Option<Problem> {
    let encoded = |value: &HeaderValue| !value.as_bytes().eq_ignore_ascii_case(b"identity");
    if request.headers().get_all(header::CONTENT_ENCODING).any(encoded) {
        return Some(Problem::new(Code::UnsupportedMediaType).detail(
            "Không nhận nội dung nén: hãy bỏ Content-Encoding.",
            "Encoded bodies are not taken: leave out Content-Encoding.",
        ));
    }
    if request.uri().path_and_query().is_some_and(|whole| whole.as_str().len() > LONGEST_URI) {
        return Some(Problem::new(Code::UriTooLong));
    }
    if request.query_string().is_empty() {
        return None;
    }
    // An operation without any parameter has no extractor that could refuse one.
    let table = request.app_data::<Data<RouteTable>>()?;
    if table.takes_query(request.path(), request.method()) {
        return None;
    }
    let errors = query::pairs(request.query_string())
        .take(MOST_VIOLATIONS)
        .map(|pair| pair.map_or_else(|violation| violation, |(name, _)| query::unknown(&name)))
        .collect();
    Some(Problem::new(Code::InvalidQuery).errors(errors))
}

/// What a documented path answers, when the request's method is not among it.
fn allow_instead(request: &ServiceRequest) -> Option<HeaderValue> {
    let table = request.app_data::<Data<RouteTable>>()?;
    HeaderValue::from_str(&table.allow_instead(request.path(), request.method())?).ok()
}

/// An `Accept-Encoding` that refuses all we have, plain included, would be answered with the framework's bare 406;
/// RFC 9110 §12.5.3 lets a server answer unencoded instead.
fn drop_unusable_accept_encoding(request: &mut ServiceRequest) {
    const OURS: [Encoding; 5] =
        [Encoding::identity(), Encoding::brotli(), Encoding::gzip(), Encoding::deflate(), Encoding::zstd()];
    let Some(value) = request.headers().get(header::ACCEPT_ENCODING) else { return };
    // Only a weight of zero can refuse the plain form.
    if !value.as_bytes().contains(&b';') {
        return;
    }
    let usable =
        request.get_header::<AcceptEncoding>().is_none_or(|accept| accept.negotiate(OURS.iter()).is_some());
    if !usable {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
}

/// Replaces an answer that refuses or fails by its problem document.
fn with_problem<B: MessageBody>(
    response: ServiceResponse<B>,
    asker: &Asker,
    span: &Span,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let status = response.status();
    let is_done = || response.headers().get(header::CONTENT_TYPE).is_some_and(|of| of == PROBLEM_JSON);
    if !(status.is_client_error() || status.is_server_error()) || is_done() {
        return response.map_into_left_body();
    }
    let mut rendered = match response.response().error() {
        Some(error) => render_error(error, asker, span),
        None => refuse(&of_status(status), asker, span),
    };
    for kept in [header::ALLOW, header::CONTENT_RANGE] {
        if let Some(value) = response.headers().get(&kept) {
            rendered.headers_mut().insert(kept, value.clone());
        }
    }
    response.into_response(rendered.map_into_right_body())
}

fn render_error(error: &Error, asker: &Asker, span: &Span) -> HttpResponse {
    if let Some(problem) = error.as_error::<Problem>() {
        return refuse(problem, asker, span);
    }
    let mut problem = of_status(error.as_response_error().status_code());
    problem.cause = Some(error.to_string());
    refuse(&problem, asker, span)
}

/// Renders, and tells the log what the caller is not told.
fn refuse(problem: &Problem, asker: &Asker, span: &Span) -> HttpResponse {
    let (code, cause) = (problem.code.as_str(), problem.cause.as_deref().unwrap_or_default());
    if problem.code.status() >= 500 {
        tracing::error!(parent: span, code, cause, "failed");
    } else {
        tracing::debug!(parent: span, code, cause, "refused");
    }
    let mut response = render(problem, asker);
    if matches!(problem.code, Code::UnsupportedMediaType) {
        // RFC 9110 §15.5.16: tells which coding would have been taken.
        response.headers_mut().insert(header::ACCEPT_ENCODING, IDENTITY);
    }
    response
}

/// The headers of every answer.
fn dress(headers: &mut HeaderMap, id: Uuid, size: BodySize, is_upload: bool) {
    let mut buffer = uuid::Uuid::encode_buffer();
    if let Ok(value) = HeaderValue::from_str(id.hyphenated().encode_lower(&mut buffer)) {
        headers.insert(X_REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if is_upload {
        headers.insert(TUS_RESUMABLE, TUS);
        headers.insert(TUS_VERSION, TUS);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    match headers.get(header::CONTENT_ENCODING) {
        Some(encoding) if encoding == IDENTITY => {
            headers.remove(header::CONTENT_ENCODING);
        }
        // Plain this time, and encoded for whoever asks: caches must tell them apart.
        None if matches!(size, BodySize::Sized(COMPRESS_FROM..)) => {
            headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        _ => {}
    }
}

/// One line in the log for each request. No query and no body: they may hold personal data.
fn record(span: &Span, route: &str, status: StatusCode, elapsed: Duration) {
    if !span.is_disabled() {
        span.record("route", route);
        span.record("status", status.as_u16());
        span.record("ms", elapsed.as_secs_f64() * 1000.0);
        tracing::info!(parent: span, "answered");
    }
}

#[cfg(test)]
mod tests;
