use std::time::Duration;

use actix_web::error::PayloadError;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::TestRequest;
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value, json};

use super::*;
use crate::kernel::problem::Place;

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Note {
    #[schema(max_length = 5)]
    text: String,
    count: Option<i64>,
}

fn validators() -> Data<Validators> {
    #[derive(utoipa::OpenApi)]
    #[openapi(components(schemas(Note)))]
    struct Document;
    let document = serde_json::to_value(<Document as utoipa::OpenApi>::openapi()).unwrap();
    Data::new(Validators::new(&document))
}

fn small() -> Limits {
    Limits {
        upload_total: Duration::from_mins(1),
        max_body: 200,
        body_total: Duration::from_millis(400),
        body_rate: 100,
        body_grace: Duration::from_millis(100),
    }
}

fn request() -> TestRequest {
    let digests = Data::new(DigestKey::new(&[7; 32]));
    TestRequest::post().uri("/notes").app_data(validators()).app_data(Data::new(small())).app_data(digests)
}

async fn send(request: TestRequest, body: impl Into<Bytes>) -> Outcome<Body<Note>> {
    let (request, mut payload) = request.set_payload(body.into()).to_http_parts();
    Body::<Note>::from_request(&request, &mut payload).await
}

async fn post(body: &'static str) -> Outcome<Body<Note>> {
    send(request().insert_header((CONTENT_TYPE, "application/json")), body).await
}

fn code<T: std::fmt::Debug>(outcome: Outcome<T>) -> Code {
    outcome.unwrap_err().code
}

#[actix_web::test]
async fn a_good_body_is_typed_and_its_digest_tells_it_from_others() {
    let note = post(r#"{"text": "chào", "count": 2.0}"#).await.unwrap();
    assert_eq!((note.value.text.as_str(), note.value.count), ("chào", Some(2)));
    let again = post(r#"{"text": "chào", "count": 2.0}"#).await.unwrap();
    let other = post(r#"{"text": "chào", "count": 3}"#).await.unwrap();
    assert_eq!(note.digest, again.digest);
    assert_ne!(note.digest, other.digest);
    let elsewhere = request().uri("/others").to_http_request();
    let here = request().to_http_request();
    assert_ne!(digest_of(&elsewhere, b"{}").unwrap(), digest_of(&here, b"{}").unwrap());
}

#[actix_web::test]
async fn two_installations_have_different_digests_of_one_request() {
    let at = |secret: u8| {
        let request = TestRequest::post().uri("/notes").app_data(Data::new(DigestKey::new(&[secret; 32])));
        digest_of(&request.to_http_request(), br#"{"citizen_id": "012190000089"}"#).unwrap()
    };
    assert_eq!(at(1), at(1));
    assert_ne!(at(1), at(2));
    let without = TestRequest::post().uri("/notes").to_http_request();
    assert_eq!(code(digest_of(&without, b"{}")), Code::Internal, "there is none without a key");
}

#[actix_web::test]
async fn the_media_type_is_json_and_nothing_else() {
    let with = |value: &'static str| send(request().insert_header((CONTENT_TYPE, value)), r#"{"text": "a"}"#);
    for good in ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""]
    {
        assert!(with(good).await.is_ok(), "{good}");
    }
    for bad in ["text/plain", "application/json; charset=latin1", "application/merge-patch+json", ""] {
        assert_eq!(code(with(bad).await), Code::UnsupportedMediaType, "{bad}");
    }
    assert_eq!(code(send(request(), r#"{"text": "a"}"#).await), Code::UnsupportedMediaType);
    let patch = request().method(Method::PATCH).insert_header((CONTENT_TYPE, "application/merge-patch+json"));
    assert!(send(patch, r#"{"text": "a"}"#).await.is_ok());
}

#[actix_web::test]
async fn all_broken_rules_are_named_at_once() {
    let problem = post(r#"{"text": "too long", "count": "1", "x": 1, "y": 2}"#).await.unwrap_err();
    assert_eq!(problem.code, Code::ValidationFailed);
    let mut found: Vec<_> = problem.errors.iter().map(|error| (error.place.clone(), error.code)).collect();
    found.sort_by_key(|(place, _)| format!("{place:?}"));
    let at = |pointer: &str| Place::Body(pointer.to_owned());
    assert_eq!(
        found,
        [
            (at("/count"), "wrong_type"),
            (at("/text"), "too_long"),
            (at("/x"), "unknown_member"),
            (at("/y"), "unknown_member")
        ]
    );
}

#[actix_web::test]
async fn what_is_not_json_is_400_and_says_where() {
    for bad in ["{", "{} x", r#"{"text": "a", "text": "b"}"#, ""] {
        assert_eq!(code(post(bad).await), Code::MalformedBody, "{bad}");
    }
    let problem = post("{\n  \"text\" 1}").await.unwrap_err();
    assert!(problem.detail.unwrap().en.starts_with("Line 2, column 10"));
}

#[actix_web::test]
async fn too_many_bytes_are_413_whether_declared_or_not() {
    let long = format!(r#"{{"text": "{}"}}"#, "a".repeat(300));
    let json = (CONTENT_TYPE, "application/json");
    assert_eq!(code(send(request().insert_header(json), long.clone()).await), Code::PayloadTooLarge);
    let chunks = stream::iter([Ok(Bytes::from(long.clone())), Ok(Bytes::from(long))]);
    assert_eq!(code(read(stream_payload(chunks), &small()).await), Code::PayloadTooLarge);
}

fn stream_payload(
    chunks: impl futures_util::Stream<Item = Result<Bytes, PayloadError>> + 'static,
) -> Payload {
    Payload::Stream { payload: Box::pin(chunks) }
}

/// `count` chunks of `size` bytes, one every `pause` milliseconds, and then silence.
fn drip(count: u32, size: usize, pause: u64) -> Payload {
    let chunks = stream::unfold(0, move |sent| async move {
        if sent == count {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(Duration::from_millis(pause)).await;
        Some((Ok(Bytes::from(vec![b' '; size])), sent + 1))
    });
    stream_payload(chunks)
}

#[actix_web::test]
async fn a_slow_or_endless_body_is_408() {
    let started = Instant::now();
    assert_eq!(code(read(drip(0, 0, 0), &small()).await), Code::RequestTimeout);
    assert!(started.elapsed() < Duration::from_millis(250), "silence ends with the grace");
    let started = Instant::now();
    assert_eq!(code(read(drip(1000, 1, 20), &small()).await), Code::RequestTimeout);
    assert!(started.elapsed() < Duration::from_millis(300), "50 bytes a second are under the rate");
    let limits = Limits { body_rate: 1, max_body: usize::MAX, ..small() };
    let started = Instant::now();
    assert_eq!(code(read(drip(1000, 10, 20), &limits).await), Code::RequestTimeout);
    assert!(started.elapsed() >= limits.body_total, "a fast one has the whole time, and no more");
}

#[actix_web::test]
async fn a_body_that_breaks_off_is_400() {
    let chunks = stream::iter([Ok(Bytes::from_static(b"{")), Err(PayloadError::Incomplete(None))]);
    assert_eq!(code(read(stream_payload(chunks), &small()).await), Code::MalformedBody);
}

#[actix_web::test]
async fn no_body_is_an_empty_object_where_all_is_optional() {
    let read = |request: TestRequest, body: &'static str| async move {
        let (request, mut payload) = request.set_payload(body).to_http_parts();
        OptionalBody::<Note>::from_request(&request, &mut payload).await
    };
    assert_eq!(read(request(), "").await.unwrap().value.text, "");
    let json = || request().insert_header((CONTENT_TYPE, "application/json"));
    assert_eq!(read(json(), r#"{"text": "a"}"#).await.unwrap().value.text, "a");
    assert_eq!(code(read(json(), r#"{"text": 1}"#).await), Code::ValidationFailed);
    assert_eq!(code(read(json(), "[").await), Code::MalformedBody);
}

#[actix_web::test]
async fn a_type_stricter_than_its_schema_is_422_and_not_500() {
    #[derive(Debug, Deserialize)]
    struct Strict(#[allow(dead_code)] std::net::IpAddr);
    impl utoipa::PartialSchema for Strict {
        fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
            String::schema()
        }
    }
    impl ToSchema for Strict {}
    let document: Value = json!({"components": {"schemas": {"Strict": {"type": "string"}}}});
    let request = TestRequest::post().app_data(Data::new(Validators::new(&document))).to_http_request();
    assert_eq!(code(typed::<Strict>(&request, b"\"x\"")), Code::ValidationFailed);
}
