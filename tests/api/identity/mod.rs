//! Who is calling and what they may do: signing in, sessions, passwords, users and grants.

mod grants;
mod passwords;
mod refresh;
mod sessions;
mod sign_in;
mod throttle;
mod tokens;
mod users;

use std::time::Duration;

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use super::support::{Actor, Answer, TestApp};

/// Changes a refresh token, with an idempotency key where there is one.
async fn refresh(actor: &Actor, token: &str, key: Option<&str>) -> Answer {
    let body = json!({ "refresh_token": token });
    let actor = actor.signed_out();
    match key {
        Some(key) => actor.post_once("/api/v1/auth/refresh", key, body).await,
        None => actor.post("/api/v1/auth/refresh", body).await,
    }
}

/// A new code for the user, from the administrator.
async fn code_for(administrator: &Actor, id: &str) -> String {
    let path = format!("/api/v1/users/{id}");
    let etag = administrator.get(&path).await.etag();
    let made = administrator.act(&format!("{path}/reset-code"), &etag, json!({})).await.expect(200);
    assert_eq!(made.header("cache-control"), "no-store");
    made.text_of("code").to_owned()
}

/// A problem document without what differs from request to request.
pub fn without_instance(answer: &Answer) -> Value {
    let mut document = answer.json.clone();
    document.as_object_mut().unwrap().remove("instance");
    document
}

/// The sorted names of an answer's headers with their values, but for the request's id and the date.
fn headers(answer: &Answer) -> Vec<(String, String)> {
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    headers
}

/// What `request` is answered when somebody else executes `statements` on the user after the server has looked at
/// the user, and before it can write.
async fn overtaken(
    app: &TestApp,
    user: &str,
    statements: &str,
    request: impl Future<Output = Answer> + Send + 'static,
) -> Answer {
    let mut other = app.database.hold_user(user);
    let request = tokio::spawn(request);
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(!request.is_finished(), "the request did not wait for who changes the user");
    other.batch_execute(&format!("{statements}; COMMIT")).unwrap();
    request.await.unwrap()
}

const ME: &str = "/api/v1/auth/me";
