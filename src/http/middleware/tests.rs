use actix_web::body::to_bytes;
use actix_web::dev::{Service, ServiceFactory};
use actix_web::middleware::{Compress, from_fn};
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, get, post, web};
use serde_json::{Value, json};

use super::*;
use crate::http::Id;
use crate::http::catalogue::{list_problems, read_problem};
use crate::kernel::problem::Outcome;

#[get("/things/{id}")]
async fn read_thing(id: Id) -> Outcome<HttpResponse> {
    Ok(HttpResponse::Ok().json(json!({"id": id.0})))
}

#[post("/things/{id}/close")]
async fn close_thing(_id: Id) -> Outcome<HttpResponse> {
    Err(Problem::internal("the secret cause"))
}

#[get("/bytes/{count}")]
async fn bytes(request: HttpRequest) -> HttpResponse {
    let count = request.match_info().query("count").parse().unwrap();
    HttpResponse::Ok().insert_header(("Cache-Control", "private, no-cache")).body("x".repeat(count))
}

#[get("/numbers/{number}")]
async fn number(number: web::Path<u8>) -> String {
    number.to_string()
}

#[get("/request-id")]
async fn own_id(request: HttpRequest) -> String {
    request_id(&request).to_string()
}

#[get("/busy")]
async fn busy() -> Outcome<HttpResponse> {
    Err(Problem::unavailable("the queue is full"))
}

#[get("/bare")]
async fn bare() -> HttpResponse {
    HttpResponse::ServiceUnavailable().finish()
}

fn document() -> Value {
    let operation = json!({"responses": {}});
    json!({"paths": {
        "/things/{id}": {"get": operation, "parameters": []},
        "/things/{id}/close": {"post": operation},
        "/bytes/{count}": {"get": {"responses": {}, "parameters": [{"in": "query", "name": "q"}]}},
    }})
}

fn app() -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(Data::new(Metrics::new().unwrap()))
        .app_data(Data::new(RouteTable::new(&document())))
        .service(read_thing)
        .service(close_thing)
        .service(bytes)
        .service(number)
        .service(own_id)
        .service(busy)
        .service(bare)
        .service(list_problems)
        .service(read_problem)
        .service(web::scope("/broken").wrap(from_fn(failing)).route("", web::get().to(HttpResponse::Ok)))
        .default_service(web::to(not_found))
        .wrap(from_fn(spare_small))
        .wrap(Compress::default())
        .wrap(from_fn(finish))
}

/// A middleware that fails instead of answering, as a rate limit or an idempotency check would.
async fn failing(_: ServiceRequest, _: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    Err(Problem::new(Code::TooManyRequests).retry_after(7).into())
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

async fn ask(request: TestRequest) -> Answer {
    let app = init_service(app()).await;
    match app.call(request.to_request()).await {
        Ok(response) => {
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let body = to_bytes(response.into_body()).await.map_err(|_| ()).unwrap().to_vec();
            Answer { status, headers, body }
        }
        Err(error) => {
            let response = error.error_response();
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            Answer { status, headers, body: to_bytes(response.into_body()).await.unwrap().to_vec() }
        }
    }
}

async fn get(uri: &str) -> Answer {
    ask(TestRequest::get().uri(uri)).await
}

const THING: &str = "/things/01952a3e-7c00-7000-8000-000000000001";

#[actix_web::test]
async fn every_answer_has_its_id_and_its_safe_defaults() {
    let answer = get(THING).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("x-request-id").parse::<Uuid>().is_ok());
    assert_eq!(get("/bytes/3").await.header("cache-control"), "private, no-cache");
}

#[actix_web::test]
async fn a_request_id_is_kept_only_when_well_formed() {
    let with =
        |id: &'static str| ask(TestRequest::get().uri("/request-id").insert_header(("X-Request-Id", id)));
    let given = "01952a3e-7c00-7000-8000-00000000000f";
    let answer = with(given).await;
    assert_eq!((answer.header("x-request-id"), answer.body.as_slice()), (given, given.as_bytes()));
    let answer = with("evil\tid").await;
    assert_ne!(answer.header("x-request-id"), "evil\tid");
    assert_eq!(answer.header("x-request-id").as_bytes(), answer.body);
}

#[actix_web::test]
async fn problems_of_ours_and_of_the_framework_are_one_document() {
    for (uri, status, code) in [
        ("/nowhere", 404, "not_found"),
        ("/things/7", 404, "not_found"),
        ("/numbers/abc", 404, "not_found"),
        ("/busy", 503, "unavailable"),
        ("/bare", 503, "unavailable"),
        ("/broken", 429, "too_many_requests"),
    ] {
        let answer = get(uri).await;
        let document = answer.json();
        assert_eq!(answer.status, status, "{uri}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!((&document["status"], &document["code"]), (&json!(status), &json!(code)));
        assert_eq!(document["instance"], format!("urn:uuid:{}", answer.header("x-request-id")));
    }
    assert_eq!(get("/busy").await.header("retry-after"), "2");
    assert_eq!(get("/bare").await.header("retry-after"), "2");
    assert_eq!(get("/broken").await.header("retry-after"), "7");
}

#[actix_web::test]
async fn a_fault_of_ours_says_nothing_of_the_inside() {
    let answer = ask(TestRequest::post().uri(&format!("{THING}/close"))).await;
    assert_eq!((answer.status, &answer.json()["code"]), (500, &json!("internal_error")));
    assert!(!String::from_utf8(answer.body).unwrap().contains("secret"));
}

#[actix_web::test]
async fn the_language_of_a_problem_is_the_callers() {
    let english = ask(TestRequest::get().uri("/nowhere").insert_header(("Accept-Language", "en"))).await;
    assert_eq!((english.header("content-language"), &english.json()["title"]), ("en", &json!("Not found")));
    let vietnamese = get("/nowhere").await;
    assert_eq!(vietnamese.json()["title"], "Không tìm thấy");
    assert_eq!((vietnamese.header("content-language"), vietnamese.header("vary")), ("vi", "Accept-Language"));
}

#[actix_web::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let answer = ask(TestRequest::delete().uri(THING)).await;
    assert_eq!((answer.status, answer.header("allow")), (405, "GET"));
    assert_eq!(answer.json()["code"], "method_not_allowed");
    assert_eq!(get(&format!("{THING}/close")).await.header("allow"), "POST");
    assert_eq!(ask(TestRequest::delete().uri("/things/")).await.status, 404);
}

#[actix_web::test]
async fn encoded_bodies_are_refused_for_every_method() {
    for encoding in ["gzip", "br", "identity, gzip"] {
        let request = TestRequest::post().uri("/nowhere").insert_header(("Content-Encoding", encoding));
        let answer = ask(request.set_payload("x")).await;
        assert_eq!((answer.status, answer.header("accept-encoding")), (415, "identity"), "{encoding}");
    }
    let request = TestRequest::get().uri(THING).insert_header(("Content-Encoding", "identity"));
    assert_eq!(ask(request).await.status, 200);
}

#[actix_web::test]
async fn an_operation_without_parameters_refuses_all_of_them() {
    let answer = get(&format!("{THING}?a=1&b=%ff")).await;
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!("invalid_query")));
    let named: Vec<_> =
        answer.json()["errors"].as_array().unwrap().iter().map(|e| e["parameter"].clone()).collect();
    assert_eq!(named, ["a", "b"]);
    let many = get(&format!("{THING}?{}", "a&".repeat(4_000))).await;
    assert_eq!(many.json()["errors"].as_array().unwrap().len(), MOST_VIOLATIONS);
    assert_eq!(get("/bytes/3?q=1").await.status, 200);
    assert_eq!(get(&format!("/bytes/3?q={}", "x".repeat(9000))).await.status, 414);
}

#[actix_web::test]
async fn only_large_bodies_are_compressed_and_only_when_asked() {
    let with = |uri: &'static str, accept: &'static str| {
        ask(TestRequest::get().uri(uri).insert_header(("Accept-Encoding", accept)))
    };
    let large = with("/bytes/5000", "gzip").await;
    assert_eq!((large.header("content-encoding"), large.header("vary")), ("gzip", "accept-encoding"));
    assert!(large.body.len() < 500);
    let small = with("/bytes/1023", "gzip").await;
    assert_eq!((small.header("content-encoding"), small.body.len()), ("", 1023));
    let plain = get("/bytes/5000").await;
    assert_eq!(
        (plain.header("content-encoding"), plain.header("vary"), plain.body.len()),
        ("", "accept-encoding", 5000)
    );
    for refusing in ["*;q=0", "identity;q=0", "br;q=0, identity;q=0, gzip;q=0, deflate;q=0, zstd;q=0", ";;"] {
        let answer = with("/bytes/10", refusing).await;
        assert_eq!((answer.status, answer.body.len()), (200, 10), "{refusing}");
    }
}

#[actix_web::test]
async fn requests_are_counted_by_pattern_and_class() {
    let metrics = Metrics::new().unwrap();
    let app = App::new().app_data(Data::new(metrics.clone())).service(read_thing).wrap(from_fn(finish));
    let app = init_service(app).await;
    for uri in [THING, THING, "/nowhere", "/nowhere-else"] {
        call_service(&app, TestRequest::get().uri(uri).to_request()).await;
    }
    let text = metrics_text(&metrics);
    assert!(
        text.contains(r#"http_requests_total{method="GET",route="/things/{id}",status="2xx"} 2"#),
        "{text}"
    );
    assert!(text.contains(r#"http_requests_total{method="GET",route="unmatched",status="4xx"} 2"#), "{text}");
    assert!(
        text.contains(r#"http_request_duration_seconds_count{method="GET",route="/things/{id}"} 2"#),
        "{text}"
    );
}

#[actix_web::test]
async fn the_codes_explain_themselves() {
    let dashes = get("/problems/precondition-failed").await;
    assert_eq!(dashes.json()["code"], "precondition_failed");
    assert_eq!(get("/problems/precondition_failed").await.body, dashes.body);
    assert_eq!(get("/problems/none").await.status, 404);
    assert_eq!(get("/problems").await.json()["items"].as_array().unwrap().len(), Code::ALL.len());
}
