//! Request bodies: read under limits, parsed strictly, checked against the documented schema, then typed.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::{Method, header};
use actix_web::web::{Bytes, BytesMut, Data};
use actix_web::{FromRequest, HttpRequest};
use aws_lc_rs::hmac;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout_at};
use utoipa::ToSchema;

use super::json;
use super::schema::Validators;
use crate::kernel::problem::{Code, Outcome, Problem};

/// What a body may cost. Application data: `web::Data<Limits>`.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most bytes of a body.
    pub max_body: usize,
    /// The longest time for a whole body.
    pub body_total: Duration,
    /// The least rate in bytes a second, on average since the start, once `body_grace` is over.
    pub body_rate: u32,
    /// How long the rate is not looked at.
    pub body_grace: Duration,
    /// The longest time for the bytes of a file that one request brings; what came is kept where it can be gone on.
    pub upload_total: Duration,
}

impl Default for Limits {
    /// 256 KiB within 60 seconds, at 128 bytes a second after 10 seconds.
    fn default() -> Self {
        Self {
            max_body: 256 * 1024,
            body_total: Duration::from_mins(1),
            body_rate: 128,
            body_grace: Duration::from_secs(10),
            upload_total: Duration::from_mins(30),
        }
    }
}

/// A JSON body that obeys the schema of `T`, of `MOST` bytes at most where that is less than the server's limit.
#[derive(Debug)]
pub struct Body<T, const MOST: usize = { usize::MAX }> {
    /// The value.
    pub value: T,
    /// Keyed hash of method, path, `If-Match` and the bytes as sent: tells a repeated request from another one.
    pub digest: [u8; 32],
}

/// A body of 8 KiB at most: for what is read before anybody knows who sends it.
pub type SmallBody<T> = Body<T, { 8 * 1024 }>;

/// Like [`Body`], but no body at all counts as `{}`: for actions whose members are all optional.
#[derive(Debug)]
pub struct OptionalBody<T> {
    /// The value.
    pub value: T,
    /// As [`Body::digest`].
    pub digest: [u8; 32],
}

type Reading<T> = Pin<Box<dyn Future<Output = Outcome<T>>>>;

impl<T: DeserializeOwned + ToSchema + 'static, const MOST: usize> FromRequest for Body<T, MOST> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = receive(&request, payload, false, MOST).await?;
            Ok(Self { value: typed(&request, &bytes)?, digest: digest_of(&request, &bytes)? })
        })
    }
}

impl<T: DeserializeOwned + ToSchema + Default + 'static> FromRequest for OptionalBody<T> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = receive(&request, payload, true, usize::MAX).await?;
            let value = if bytes.is_empty() { T::default() } else { typed(&request, &bytes)? };
            Ok(Self { value, digest: digest_of(&request, &bytes)? })
        })
    }
}

/// What request digests are made with. Application data: `web::Data<DigestKey>`. They are kept for weeks, and without a
/// key the few digits of a small body could be found from its digest by trying.
pub struct DigestKey(hmac::Key);

impl DigestKey {
    /// From a secret of the server's own.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }
}

impl std::fmt::Debug for DigestKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DigestKey")
    }
}

/// HMAC-SHA-256 of method, path, `If-Match` and body. `If-Match` belongs to it: the bodies of most changes of state are
/// `{}`, and the same one on a later version is another request.
///
/// # Errors
/// `internal_error` when the application has no key for it.
pub fn digest_of(request: &HttpRequest, bytes: &[u8]) -> Outcome<[u8; 32]> {
    let key = request.app_data::<Data<DigestKey>>();
    let key = key.ok_or_else(|| Problem::internal("no DigestKey in the application's data"))?;
    let mut context = hmac::Context::with_key(&key.0);
    let version = request.headers().get(header::IF_MATCH).map_or(&b""[..], |value| value.as_bytes());
    for part in [request.method().as_str().as_bytes(), request.uri().path().as_bytes(), version] {
        context.update(part);
        context.update(b"\n");
    }
    context.update(bytes);
    let mut result = [0; 32];
    result.copy_from_slice(context.sign().as_ref());
    Ok(result)
}

/// The bytes of the body, its media type checked.
async fn receive(request: &HttpRequest, payload: Payload, optional: bool, most: usize) -> Outcome<Bytes> {
    let typed = request.headers().contains_key(header::CONTENT_TYPE);
    if typed && !is_json(request) {
        return Err(Problem::new(Code::UnsupportedMediaType));
    }
    let mut limits = request.app_data::<Data<Limits>>().map_or_else(Limits::default, |limits| ***limits);
    limits.max_body = limits.max_body.min(most);
    if declared_length(request).is_some_and(|length| length > limits.max_body) {
        return Err(too_large(&limits));
    }
    let bytes = read(payload, &limits).await?;
    match (bytes.is_empty(), optional, typed) {
        (true, false, _) => Err(Problem::new(Code::MalformedBody)
            .detail("Yêu cầu này cần nội dung JSON.", "This request needs a JSON body.")),
        (false, _, false) => Err(Problem::new(Code::UnsupportedMediaType)),
        (true, true, _) | (false, _, true) => Ok(bytes),
    }
}

fn declared_length(request: &HttpRequest) -> Option<usize> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// `application/json`, or for PATCH also `application/merge-patch+json`; no charset but UTF-8.
fn is_json(request: &HttpRequest) -> bool {
    let mut values = request.headers().get_all(header::CONTENT_TYPE);
    let (Some(Ok(text)), None) = (values.next().map(|value| value.to_str()), values.next()) else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let known = essence.eq_ignore_ascii_case("application/json")
        || (request.method() == Method::PATCH
            && essence.eq_ignore_ascii_case("application/merge-patch+json"));
    known
        && parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
            !name.trim().eq_ignore_ascii_case("charset")
                || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

/// Reads to the end, or until the size, the total time or the least rate is broken.
async fn read(payload: Payload, limits: &Limits) -> Outcome<Bytes> {
    let mut arriving = Arriving::new(payload, *limits);
    let mut bytes = BytesMut::new();
    while let Some(chunk) = arriving.next().await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

/// A body as it arrives, piece by piece under the limits.
pub(crate) struct Arriving {
    payload: Payload,
    limits: Limits,
    start: Instant,
    received: usize,
}

impl Arriving {
    pub(crate) fn new(payload: Payload, limits: Limits) -> Self {
        Self { payload, limits, start: Instant::now(), received: 0 }
    }

    /// The bytes of a file, at most `most` of them: they may take longer than other bodies.
    pub(crate) fn upload(request: &HttpRequest, payload: Payload, most: usize) -> Outcome<Self> {
        let known = request.app_data::<Data<Limits>>().map_or_else(Limits::default, |limits| ***limits);
        let limits = Limits { max_body: most, body_total: known.upload_total, ..known };
        if declared_length(request).is_some_and(|length| length > most) {
            return Err(too_large(&limits));
        }
        Ok(Self::new(payload, limits))
    }

    /// The next piece, nothing at the end. Whoever stops waiting for it loses nothing.
    pub(crate) async fn next(&mut self) -> Outcome<Option<Bytes>> {
        let limits = &self.limits;
        // With n bytes here, the rate holds until n/rate seconds after the start.
        let earned = Duration::from_secs_f64(lossy(self.received) / f64::from(limits.body_rate.max(1)));
        let patience = earned.max(limits.body_grace).min(limits.body_total);
        let Ok(next) = timeout_at(self.start + patience, self.payload.next()).await else {
            return Err(Problem::new(Code::RequestTimeout));
        };
        match next {
            None => Ok(None),
            Some(Ok(chunk)) if self.received + chunk.len() > limits.max_body => Err(too_large(limits)),
            Some(Ok(chunk)) => {
                self.received += chunk.len();
                Ok(Some(chunk))
            }
            Some(Err(PayloadError::Overflow)) => Err(too_large(limits)),
            Some(Err(_)) => Err(Problem::new(Code::MalformedBody)
                .detail("Nội dung bị đứt giữa chừng.", "The body broke off before its end.")),
        }
    }
}

/// A length as a float: exact below 2^53, and bodies are far smaller.
#[expect(clippy::cast_precision_loss, reason = "lengths are bounded by max_body")]
const fn lossy(length: usize) -> f64 {
    length as f64
}

fn too_large(limits: &Limits) -> Problem {
    let most = limits.max_body;
    Problem::new(Code::PayloadTooLarge)
        .detail(format!("Tối đa {most} byte."), format!("At most {most} bytes."))
}

/// Parses, checks every rule of the schema at once, and makes the value.
fn typed<T: DeserializeOwned + ToSchema>(request: &HttpRequest, bytes: &[u8]) -> Outcome<T> {
    let mut value = json::parse(bytes).map_err(|fault| malformed(&fault))?;
    let Some(validators) = request.app_data::<Data<Validators>>() else {
        return Err(Problem::internal("no Validators in the application's data"));
    };
    let name = T::name();
    Problem::check(validators.validate(&name, &value)?)?;
    json::integers_as_integers(&mut value);
    serde_json::from_value(value).map_err(|fault| {
        // The schema let through what the type refuses. The caller's data is at fault, our schema is not exact.
        tracing::warn!(schema = %name, kind = ?fault.classify(), "a body fits its schema and not its type");
        Problem::invalid_at(
            "",
            "malformed",
            "Dữ liệu không đúng dạng quy định.",
            "The data is not of the documented form.",
        )
    })
}

fn malformed(fault: &serde_json::Error) -> Problem {
    let (line, column) = (fault.line(), fault.column());
    // Only our own two messages are told on: others may hold a piece of the body.
    let text = fault.to_string();
    let (vi, en) = if text.starts_with("a member is named twice") {
        ("một trường được ghi hai lần", "a member is named twice")
    } else if text.starts_with("nested too deeply") || text.starts_with("recursion limit") {
        ("lồng nhau quá sâu", "nested too deeply")
    } else {
        ("không phải JSON UTF-8 hợp lệ", "not well-formed JSON in UTF-8")
    };
    Problem::new(Code::MalformedBody)
        .detail(format!("Dòng {line}, cột {column}: {vi}."), format!("Line {line}, column {column}: {en}."))
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
