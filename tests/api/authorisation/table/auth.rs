//! What is public, and one's own account.

use congdoan::identity::Role;
use serde_json::json;

use super::super::access::{nobody, public, signed_in};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, nothing, own, row, users};
use crate::organisations::PASSWORD;
use crate::support::world::{self, D1};

const NEW_PASSWORD: &str = "một con đường khác";

pub fn rows() -> Vec<Row> {
    open().into_iter().chain(of_oneself()).collect()
}

fn open() -> Vec<Row> {
    vec![
        row("read_liveness", public(), nothing),
        row("read_readiness", public(), nothing),
        row("read_metrics", public(), nothing),
        row("read_openapi", public(), nothing),
        row("read_jwks", public(), nothing),
        row("list_problems", public(), nothing),
        row("read_problem", public(), |_| async { Case::at("not-found") }),
        row("login", public(), |_| async {
            Case::new().with(json!({ "username": "b.officer", "password": world::PASSWORD }))
        }),
        row("refresh_token", public(), |s| async move {
            let token = s.app.as_user("b.officer").await.refresh_token().to_owned();
            Case::new().with(json!({ "refresh_token": token }))
        }),
        row("reset_password", public(), |s| async move {
            let user = users::user(&s).await;
            let path = format!("/api/v1/users/{}/reset-code", user.id());
            let code = s.at(D1, Role::Administrator).act(&path, &user.etag(), json!({})).await.expect(200);
            let (username, code) = (user.text_of("username"), code.text_of("code"));
            Case::new().with(json!({ "username": username, "code": code, "new_password": NEW_PASSWORD }))
        }),
    ]
}

fn of_oneself() -> Vec<Row> {
    vec![
        row("read_me", signed_in(), nothing),
        row("list_sessions", signed_in(), nothing),
        own("logout", signed_in(), |s, who| async move { Case::new().by(s.sign_in(who).await) }),
        own("end_session", signed_in(), |s, who| async move {
            Case::at(session(&s, &who.username(), PASSWORD).await)
        }),
        row(
            "end_session",
            nobody(),
            |s| async move { Case::at(session(&s, "b.officer", world::PASSWORD).await) },
        )
        .when("somebody else's"),
        own("end_sessions", signed_in(), |s, who| async move { Case::new().by(s.newcomer(who).await) }),
        own("change_password", signed_in(), |s, who| async move {
            let passwords = json!({ "current_password": PASSWORD, "new_password": NEW_PASSWORD });
            Case::new().with(passwords).by(s.newcomer(who).await)
        }),
    ]
}

/// A new session, by its id.
async fn session(s: &Stage, username: &str, password: &str) -> String {
    s.app.try_login(username, password).await.expect(200).text_of("session_id").to_owned()
}
