//! Who is calling and what they may do: signing in, sessions, passwords, users and grants.

mod grants;
mod passwords;
mod refresh;
mod sessions;
mod sign_in;
mod throttle;
mod tokens;
mod users;

use serde_json::{Value, json};

use super::support::{Actor, Answer};

/// Changes a refresh token, with an idempotency key where there is one.
async fn refresh(actor: &Actor, token: &str, key: Option<&str>) -> Answer {
    let body = json!({ "refresh_token": token });
    let actor = actor.signed_out();
    match key {
        Some(key) => actor.post_once("/api/v1/auth/refresh", key, body).await,
        None => actor.post("/api/v1/auth/refresh", body).await,
    }
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

const ME: &str = "/api/v1/auth/me";
