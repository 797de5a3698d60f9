use reqwest::Method;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};

use super::{example, named, request, stored, with_body};
use crate::records::Records;
use crate::support::on_both_databases;

const JSON: &str = "application/json";

/// What is signed in with is short: these take 8 KiB.
const SHORT: [&str; 4] =
    ["/api/v1/auth/login", "/api/v1/auth/password", "/api/v1/auth/refresh", "/api/v1/auth/reset"];

/// What is not one JSON value in UTF-8, or is read in two ways.
fn not_json() -> Vec<Vec<u8>> {
    let deep = |open: &str, close: &str, levels: usize| {
        format!("{}1{}", open.repeat(levels), close.repeat(levels)).into_bytes()
    };
    let mut bodies =
        vec![deep("[", "]", 65), deep("{\"a\":", "}", 65), deep("[", "]", 100_000), b"[".repeat(100_000)];
    let texts: [&[u8]; 12] = [
        b"{",
        b"{} x",
        b"{}{}",
        b"{'a': 1}",
        b"{\"a\": NaN}",
        b"{\"a\": 01}",
        b"{\"a\": \"\x01\"}",
        b"{\"a\": \"\xff\"}",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\x00}\x00",
        b"{\"a\": 1, \"a\": 2}",
        b"{\"a\": \"\\ud800\"}",
    ];
    bodies.extend(texts.map(<[u8]>::to_vec));
    bodies
}

on_both_databases! {
    async fn what_is_not_json_is_refused(app: WorldApp) {
        let records = Records::of(&app).await;
        let before = stored(&app);
        for operation in with_body() {
            let mut bodies = not_json();
            if operation.needs_body() {
                bodies.push(Vec::new());
            }
            for body in bodies {
                let shown = String::from_utf8_lossy(&body[..body.len().min(20)]).into_owned();
                let too_long = SHORT.contains(&operation.path.as_str()) && body.len() > 8192;
                let sent = request(&records, &operation).header(CONTENT_TYPE, JSON).body(body);
                let refused = records.everybody.send(sent).await;
                let told = if too_long { "payload_too_large" } else { "malformed_body" };
                assert_eq!(refused.json["code"], told, "{} {shown} {refused}", named(&operation));
                refused.problem(told);
            }
        }
        assert_eq!(stored(&app), before);
    }

    async fn another_media_type_or_an_encoding_is_refused(app: WorldApp) {
        let records = Records::of(&app).await;
        let before = stored(&app);
        for operation in with_body() {
            let body = example(&operation).unwrap().to_string();
            for media in ["", "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=latin1", "application/jsonp"] {
                let sent = request(&records, &operation).header(CONTENT_TYPE, media).body(body.clone());
                records.everybody.send(sent).await.problem("unsupported_media_type");
            }
            if operation.method != Method::PATCH {
                let sent = request(&records, &operation).header(CONTENT_TYPE, "application/merge-patch+json");
                records.everybody.send(sent.body(body.clone())).await.problem("unsupported_media_type");
            }
            records.everybody.send(request(&records, &operation).body(body.clone())).await.problem("unsupported_media_type");
            for encoding in ["gzip", "br", "zstd", "deflate", "identity, gzip", "x"] {
                let sent = request(&records, &operation).header(CONTENT_TYPE, JSON).header(CONTENT_ENCODING, encoding);
                let refused = records.everybody.send(sent.body(body.clone())).await;
                refused.problem("unsupported_media_type");
                assert_eq!(refused.header("accept-encoding"), "identity", "{refused}");
            }
        }
        assert_eq!(stored(&app), before);
    }
}
