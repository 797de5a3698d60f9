//! What no client library sends: bodies without an end, and what is no HTTP.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{named, stored, with_body};
use crate::records::Records;
use crate::support::document::Operation;
use crate::support::world::PASSWORD;
use crate::support::{TestApp, at_once, on_both_databases};

/// Longer than a body may take in these tests, with room for a machine that is busy.
const SOON: Duration = Duration::from_secs(20);
const CHUNKED: &str = "Transfer-Encoding: chunked";
/// The largest body that is taken.
const MOST: usize = 1024 * 1024;

/// The head of a request of this operation, whose body comes as `framing` says.
fn head(records: &Records, operation: &Operation, framing: &str) -> String {
    format!(
        "{} {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nIf-Match: \"v1\"\r\n\
         Content-Type: application/json\r\n{framing}\r\n\r\n",
        operation.method,
        records.at(&operation.path),
        records.everybody.access_token(),
    )
}

/// Sends `start`, then `more` again and again until the server has had enough; answers the problem it tells.
async fn refused(app: TestApp, name: String, start: String, more: Vec<u8>, pause: Duration) -> String {
    let mut connection = app.raw().await;
    assert!(connection.send(start).await);
    let begun = Instant::now();
    if !more.is_empty() {
        while begun.elapsed() < Duration::from_secs(4) && connection.send(&more).await {
            tokio::time::sleep(pause).await;
        }
    }
    let answer = connection.answer().await.unwrap_or_else(|| panic!("{name} was not answered"));
    assert!(begun.elapsed() < SOON, "{name}");
    assert!(connection.is_closed_within(SOON).await, "{name} stays open");
    let code = answer.json["code"].as_str().unwrap_or_default().to_owned();
    answer.problem(&code);
    code
}

/// Sends the same kind of body to every operation that takes one, all at once; each must answer `code`.
async fn all_refused(app: &TestApp, framing: &str, start: &str, more: &[u8], pause: Duration, code: &str) {
    let records = Records::of(app).await;
    let before = stored(app);
    let requests = with_body().into_iter().map(|operation| {
        let first = format!("{}{start}", head(&records, &operation, framing));
        refused(app.clone(), named(&operation), first, more.to_vec(), pause)
    });
    let requests: Vec<_> = requests.collect();
    for answered in at_once(requests).await {
        assert_eq!(answered, code);
    }
    assert_eq!(stored(app), before);
}

on_both_databases! {
    async fn a_body_that_does_not_come_is_not_waited_for(app: WorldApp) {
        all_refused(&app, "Content-Length: 100", "{", b"", Duration::ZERO, "request_timeout").await;
    }

    async fn a_body_that_drips_is_not_waited_for(app: WorldApp) {
        let pause = Duration::from_millis(200);
        all_refused(&app, "Content-Length: 5000", "{", b" ", pause, "request_timeout").await;
    }

    async fn a_body_over_the_limit_is_refused_by_its_length(app: WorldApp) {
        let framing = format!("Content-Length: {}", MOST + 1);
        all_refused(&app, &framing, "", b"", Duration::ZERO, "payload_too_large").await;
    }

    async fn chunks_that_do_not_come_are_not_waited_for(app: WorldApp) {
        all_refused(&app, CHUNKED, "5\r\n{    \r\n", b"", Duration::ZERO, "request_timeout").await;
    }

    async fn chunks_without_an_end_are_refused_at_the_limit(app: WorldApp) {
        let chunk = [b"8000\r\n".to_vec(), vec![b' '; 0x8000], b"\r\n".to_vec()].concat();
        all_refused(&app, CHUNKED, "", &chunk, Duration::ZERO, "payload_too_large").await;
    }

    async fn nobody_waits_for_a_body_that_nobody_reads(app: WorldApp) {
        for (line, code) in [
            ("POST /nowhere", "not_found"),
            ("PUT /api/v1/reports", "method_not_allowed"),
            ("POST /api/v1/reports", "unauthenticated"),
            ("GET /api/v1/reports", "unauthenticated"),
            ("POST /api/v1/auth/login?x=1", "invalid_query"),
        ] {
            for framing in [CHUNKED, "Content-Length: 100"] {
                let start = format!("{line} HTTP/1.1\r\nHost: localhost\r\n{framing}\r\n\r\n");
                let told = refused(app.clone(), line.to_owned(), start, Vec::new(), Duration::ZERO).await;
                assert_eq!(told, code);
            }
        }
    }

    async fn a_whole_chunked_body_is_taken_and_its_connection_kept(app: WorldApp) {
        let body = json!({"username": "a.officer", "password": PASSWORD}).to_string();
        let request = format!(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{CHUNKED}\r\n\r\n\
             1\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n",
            &body[..1],
            body.len() - 1,
            &body[1..],
        );
        let mut connection = app.raw().await;
        for _ in 0..2 {
            assert!(connection.send(&request).await);
            connection.answer().await.unwrap().expect(200);
        }
    }

    async fn what_is_no_http_is_refused_and_the_server_goes_on(app: WorldApp) {
        let before = stored(&app);
        let post = "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        for garbage in [
            "\0\0\0\0\r\n\r\n".to_owned(),
            "GET\r\n\r\n".to_owned(),
            "GET /livez HTTP/9.9\r\n\r\n".to_owned(),
            "GET /livez HTTP/1.1\r\nno colon\r\n\r\n".to_owned(),
            format!("GET /livez HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(200_000)),
            format!("GET /livez HTTP/1.1\r\n{}\r\n", "X: a\r\n".repeat(2000)),
            format!("{post}Content-Length: abc\r\n\r\n{{}}"),
            format!("{post}Content-Length: -1\r\n\r\n{{}}"),
            format!("{post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}"),
            format!("{post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            format!("{post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"),
        ] {
            let mut connection = app.raw().await;
            connection.send(&garbage).await;
            let shown: String = garbage.chars().take(120).collect();
            if let Some(answer) = connection.answer().await {
                assert!((400..500).contains(&answer.status), "{shown:?} {answer}");
            }
            app.anonymous().get("/livez").await.expect(200);
        }
        assert_eq!(stored(&app), before);
    }
}
