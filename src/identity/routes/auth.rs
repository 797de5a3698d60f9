//! Signing in and out, and one's own sessions and password.

use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, get, post};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::api::{Api, Reply, app_of, idempotency_key};
use crate::http::body::{OptionalBody, SmallBody};
use crate::http::forwarded::caller;
use crate::http::middleware::RequestId;
use crate::http::path::Id;
use crate::identity::dto::{
    Empty, EndedSessions, Me, PasswordChange, PasswordReset, Refresh, SessionList, SignIn, TokenPair,
};
use crate::identity::service::{self, Visitor};
use crate::kernel::problem::Outcome;

impl Visitor {
    /// Who sent this request.
    fn of(request: &HttpRequest) -> Outcome<Self> {
        let app = app_of(request)?;
        let peer = request.peer_addr().map_or(std::net::IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
        let text =
            |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
        let lines = request.headers().get_all(header::X_FORWARDED_FOR).map(|line| line.to_str().ok());
        Ok(Self {
            address: caller(peer, lines, &app.trusted_proxies),
            user_agent: text(header::USER_AGENT).map(|agent| agent.chars().take(200).collect()),
            request_id: request.extensions().get::<RequestId>().map(|id| id.0),
        })
    }
}

/// What nobody on the way keeps: secrets, and what holds only now.
fn secret(value: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(value)
}

/// Signs in.
#[utoipa::path(tag = "auth", request_body = SignIn, responses((status = 200, body = TokenPair)))]
#[post("/auth/login")]
async fn login(request: HttpRequest, body: SmallBody<SignIn>) -> Outcome<HttpResponse> {
    let (app, visitor) = (app_of(&request)?, Visitor::of(&request)?);
    let SignIn { username, password } = body.value;
    Ok(secret(&service::sign_in(&app, visitor, username, password.into()).await?))
}

/// Changes a refresh token for a new pair.
///
/// A token works once; used again it ends the session. When the answer was lost, send the same request with the
/// same `Idempotency-Key` again: it gets the same new refresh token as long as that one is unused.
#[utoipa::path(tag = "auth", request_body = Refresh, responses((status = 200, body = TokenPair)))]
#[post("/auth/refresh")]
async fn refresh_token(request: HttpRequest, body: SmallBody<Refresh>) -> Outcome<HttpResponse> {
    let (app, visitor, key) = (app_of(&request)?, Visitor::of(&request)?, idempotency_key(&request)?);
    Ok(secret(&service::refresh(&app, visitor, body.value.refresh_token.into(), key).await?))
}

/// Signs out: ends the session of the access token.
#[utoipa::path(tag = "auth", request_body = Empty, responses((status = 204, description = "Signed out")))]
#[post("/auth/logout")]
async fn logout(api: Api, _body: OptionalBody<Empty>) -> Outcome<Reply> {
    api.before_password_change().remove(service::sign_out).await
}

/// Reads the signed-in user with the grants.
#[utoipa::path(tag = "auth", responses((status = 200, body = Me)))]
#[get("/auth/me")]
async fn read_me(api: Api) -> Outcome<HttpResponse> {
    // No entity tag: grants begin and end with the day, which is no change of any record.
    Ok(secret(&api.before_password_change().read(service::me).await?))
}

/// Lists the signed-in user's open sessions.
#[utoipa::path(tag = "auth", responses((status = 200, body = SessionList)))]
#[get("/auth/sessions")]
async fn list_sessions(api: Api) -> Outcome<HttpResponse> {
    Ok(secret(&api.read(service::own_sessions).await?))
}

/// Ends one of the signed-in user's sessions.
#[utoipa::path(tag = "auth", request_body = Empty, responses((status = 200, body = EndedSessions)))]
#[post("/auth/sessions/{id}/end")]
async fn end_session(api: Api, id: Id, body: OptionalBody<Empty>) -> Outcome<Reply> {
    api.perform(body, move |w, _| service::end_own_session(w, id.0)).await
}

/// Ends all the signed-in user's sessions, this one too.
#[utoipa::path(tag = "auth", request_body = Empty, responses((status = 200, body = EndedSessions)))]
#[post("/auth/sessions/end")]
async fn end_sessions(api: Api, body: OptionalBody<Empty>) -> Outcome<Reply> {
    api.perform(body, |w, _| service::end_own_sessions(w)).await
}

/// Changes one's own password. All other sessions end.
#[utoipa::path(tag = "auth", request_body = PasswordChange, responses((status = 204, description = "Changed")))]
#[post("/auth/password")]
async fn change_password(
    request: HttpRequest,
    api: Api,
    body: SmallBody<PasswordChange>,
) -> Outcome<HttpResponse> {
    let (app, visitor, claims) = (app_of(&request)?, Visitor::of(&request)?, api.claims());
    // The session must still be good; the token alone does not show that.
    api.before_password_change().read(|_| Ok(())).await?;
    let PasswordChange { current_password, new_password } = body.value;
    let whose = (claims.user_id, claims.session_id);
    service::change_password(&app, visitor, whose, current_password.into(), new_password.into()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sets a new password with a one-time code from an administrator. All sessions end.
#[utoipa::path(tag = "auth", request_body = PasswordReset, responses((status = 204, description = "Set")))]
#[post("/auth/reset")]
async fn reset_password(request: HttpRequest, body: SmallBody<PasswordReset>) -> Outcome<HttpResponse> {
    let (app, visitor) = (app_of(&request)?, Visitor::of(&request)?);
    let PasswordReset { username, code, new_password } = body.value;
    service::reset_password(&app, visitor, username, &code, new_password.into()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Reads the public keys that verify access tokens (RFC 7517).
#[utoipa::path(tag = "auth", responses((status = 200, body = Object, description = "A JSON Web Key Set")))]
#[get("/.well-known/jwks.json")]
pub async fn read_jwks(request: HttpRequest) -> Outcome<HttpResponse> {
    let app = app_of(&request)?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=3600")).json(&app.jwks))
}

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(login)
        .service(refresh_token)
        .service(logout)
        .service(read_me)
        .service(list_sessions)
        .service(end_sessions)
        .service(end_session)
        .service(change_password)
        .service(reset_password);
}
