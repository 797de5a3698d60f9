//! Actors who speak to a server over HTTP, and the answers they get.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::ops::Index;
use std::time::Duration;

use congdoan::kernel::problem::Code;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

/// Somebody who calls the API: nobody in particular, or who is signed in.
#[derive(Clone)]
pub struct Actor {
    http: Client,
    base: String,
    headers: HeaderMap,
    /// Access and refresh token, when signed in.
    tokens: Option<(String, String)>,
}

impl Actor {
    /// Somebody without a token, at the server that listens on `address`.
    pub fn anonymous(address: SocketAddr) -> Self {
        Self::anonymous_from(address, IpAddr::from([127, 0, 0, 1]))
    }

    /// The same at another address of their own, of 127.0.0.0/8.
    pub fn anonymous_from(address: SocketAddr, own: IpAddr) -> Self {
        let http = Client::builder().no_proxy().local_address(own).timeout(Duration::from_mins(1));
        let http = http.build().unwrap();
        Self { http, base: format!("http://{address}"), headers: HeaderMap::new(), tokens: None }
    }

    /// Signs in as `username`; the test fails when that is refused.
    pub async fn signed_in(&self, username: &str, password: &str) -> Self {
        let body = json!({ "username": username, "password": password });
        let answer = self.post("/api/v1/auth/login", body).await.expect(200);
        self.with_tokens(answer.text_of("access_token"), answer.text_of("refresh_token"))
    }

    /// The same person with these tokens.
    pub fn with_tokens(&self, access: &str, refresh: &str) -> Self {
        let mut actor = self.with_header("authorization", &format!("Bearer {access}"));
        actor.tokens = Some((access.to_owned(), refresh.to_owned()));
        actor
    }

    /// The same person, who sends this header with every request.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut actor = self.clone();
        actor.headers.insert(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
        actor
    }

    /// The same person, who asks for answers in `language` (`vi` or `en`).
    pub fn speaking(&self, language: &str) -> Self {
        self.with_header("accept-language", language)
    }

    /// The same person without the token.
    pub fn signed_out(&self) -> Self {
        let mut actor = self.clone();
        actor.headers.remove(AUTHORIZATION);
        actor.tokens = None;
        actor
    }

    /// The access token.
    pub fn access_token(&self) -> &str {
        &self.tokens.as_ref().expect("a signed-in actor").0
    }

    /// The refresh token.
    pub fn refresh_token(&self) -> &str {
        &self.tokens.as_ref().expect("a signed-in actor").1
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// A `POST` with an `Idempotency-Key`.
    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).header("idempotency-key", key).json(&body)).await
    }

    pub async fn put(&self, path: &str, etag: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).header(IF_MATCH, etag).json(&body)).await
    }

    /// A JSON merge patch.
    pub async fn patch(&self, path: &str, etag: &str, body: Value) -> Answer {
        let request = self.request(Method::PATCH, path).header(IF_MATCH, etag);
        let request = request.header(CONTENT_TYPE, "application/merge-patch+json");
        self.send(request.body(body.to_string())).await
    }

    pub async fn delete(&self, path: &str, etag: &str) -> Answer {
        self.send(self.request(Method::DELETE, path).header(IF_MATCH, etag)).await
    }

    /// A state change: `POST` with `If-Match`.
    pub async fn act(&self, path: &str, etag: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).header(IF_MATCH, etag).json(&body)).await
    }

    /// Every item of a list, page after page; `path` may carry filters and a limit.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let (mut items, mut address) = (Vec::new(), path.to_owned());
        loop {
            let page = self.get(&address).await.expect(200);
            items.extend(page.items().iter().cloned());
            let Some(cursor) = page.json["next_cursor"].as_str() else { return items };
            let joint = if path.contains('?') { '&' } else { '?' };
            address = format!("{path}{joint}cursor={cursor}");
        }
    }

    /// A request of this person's that can be shaped further, then sent with [`Actor::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).headers(self.headers.clone())
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let line = format!("{} {}", request.method(), request.url().path());
        let answer = self.http.execute(request).await.unwrap_or_else(|failure| panic!("{line}: {failure:?}"));
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Answer::new(line, status, headers, answer.bytes().await.unwrap().to_vec())
    }
}

/// What came back.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// The body, `Null` when it is not JSON.
    pub json: Value,
    /// The body as text.
    pub text: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
    request: String,
}

impl Answer {
    pub fn new(request: String, status: u16, headers: HeaderMap, bytes: Vec<u8>) -> Self {
        let json = serde_json::from_slice(&bytes).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self { status, headers, json, text, bytes, request }
    }

    /// This answer, when it has this status; else the test fails and shows all of it.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// The problem document, when it is exactly that of `code`: status, media type, members, headers.
    #[track_caller]
    pub fn problem(&self, code: &str) -> &Value {
        let known = Code::parse(code).unwrap_or_else(|| panic!("{code} is not in the table of codes"));
        assert_eq!(self.status, known.status(), "{self}");
        // Its answer has no body.
        if self.request.starts_with("HEAD ") {
            return &self.json;
        }
        assert_eq!(self.header("content-type"), "application/problem+json", "{self}");
        assert_eq!(self.json["code"], code, "{self}");
        assert_eq!(self.json["status"], self.status, "{self}");
        assert_eq!(self.json["type"], format!("/problems/{}", code.replace('_', "-")), "{self}");
        let title = self.json["title"].as_str().unwrap_or_default();
        assert!([known.title().0, known.title().1].contains(&title), "{self}");
        let instance = self.json["instance"].as_str().unwrap_or_default();
        assert_eq!(instance, format!("urn:uuid:{}", self.header("x-request-id")), "{self}");
        match self.status {
            401 => assert!(self.headers.contains_key("www-authenticate"), "{self}"),
            429 | 503 => assert!(self.header("retry-after").parse::<u64>().is_ok(), "{self}"),
            _ => {}
        }
        &self.json
    }

    /// The places (`/title`, `limit`, …) and codes of a problem's `errors`, sorted.
    #[track_caller]
    pub fn violations(&self) -> Vec<(String, String)> {
        let errors = self.json["errors"].as_array().unwrap_or_else(|| panic!("no errors in {self}"));
        let place = |error: &Value| {
            let members = ["pointer", "parameter", "header"];
            members
                .iter()
                .find_map(|member| error[*member].as_str().map(ToOwned::to_owned))
                .unwrap_or_default()
        };
        let code = |error: &Value| error["code"].as_str().unwrap_or_default().to_owned();
        let mut found: Vec<_> = errors.iter().map(|error| (place(error), code(error))).collect();
        found.sort();
        found
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[track_caller]
    pub fn etag(&self) -> String {
        let etag = self.header("etag");
        assert!(!etag.is_empty(), "no ETag in {self}");
        etag.to_owned()
    }

    /// The member `id`.
    #[track_caller]
    pub fn id(&self) -> String {
        self.text_of("id").to_owned()
    }

    /// A member that holds text.
    #[track_caller]
    pub fn text_of(&self, member: &str) -> &str {
        self[member].as_str().unwrap_or_else(|| panic!("{member} is not text in {self}"))
    }

    /// The items of a list.
    #[track_caller]
    pub fn items(&self) -> &Vec<Value> {
        self["items"].as_array().unwrap_or_else(|| panic!("no items in {self}"))
    }
}

impl Index<&str> for Answer {
    type Output = Value;

    #[track_caller]
    fn index(&self, member: &str) -> &Value {
        self.json.get(member).unwrap_or_else(|| panic!("no member {member} in {self}"))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{} answered {}", self.request, self.status)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
        }
        if self.json.is_null() { write!(f, "\n{}", self.text) } else { write!(f, "\n{:#}", self.json) }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
