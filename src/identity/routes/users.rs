//! Users over HTTP.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::api::{Api, HistoryQuery, Reply, app_of};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::identity::dto::{EditUser, Empty, NewUser, Reason, ResetCode, UserDto, UserQuery};
use crate::identity::model::UserAction;
use crate::identity::service;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists the users with a grant in the organisations the caller administers.
#[utoipa::path(tag = "users", params(UserQuery), responses((status = 200, body = Listing<UserDto>)))]
#[get("/users")]
async fn list_users(api: Api, query: Query<UserQuery>) -> Outcome<Listing<UserDto>> {
    api.list(query, service::list_users).await
}

/// Creates a user with a first grant. The password is set with a reset code.
#[utoipa::path(tag = "users", request_body = NewUser, responses((status = 201, body = UserDto)))]
#[post("/users")]
async fn create_user(api: Api, body: Body<NewUser>) -> Outcome<Reply> {
    api.create("/api/v1/users", body, service::create_user).await
}

/// Reads a user.
#[utoipa::path(tag = "users", responses((status = 200, body = UserDto)))]
#[get("/users/{id}")]
async fn read_user(api: Api, id: Id) -> Outcome<Resource<UserDto>> {
    api.single_row(move |r| service::read_user(r, id.0)).await
}

/// Edits a user's name.
#[utoipa::path(tag = "users", request_body = EditUser, responses((status = 200, body = UserDto)))]
#[patch("/users/{id}")]
async fn update_user(api: Api, id: Id, version: IfMatch, body: Body<EditUser>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_user(w, id.0, version.0, edit)).await
}

/// Suspends a user. All sessions end at once.
#[utoipa::path(tag = "users", request_body = Reason, responses((status = 200, body = UserDto)))]
#[post("/users/{id}/suspend")]
async fn suspend_user(api: Api, id: Id, version: IfMatch, body: Body<Reason>) -> Outcome<Reply> {
    api.change(body, move |w, why| {
        service::set_user_status(w, id.0, version.0, UserAction::Suspend, &why.reason)
    })
    .await
}

/// Lets a suspended user in again.
#[utoipa::path(tag = "users", request_body = Reason, responses((status = 200, body = UserDto)))]
#[post("/users/{id}/reinstate")]
async fn reinstate_user(api: Api, id: Id, version: IfMatch, body: Body<Reason>) -> Outcome<Reply> {
    api.change(body, move |w, why| {
        service::set_user_status(w, id.0, version.0, UserAction::Reinstate, &why.reason)
    })
    .await
}

/// Issues a one-time code, good for 24 hours, by which the user sets a new password.
///
/// The code is in this answer only, so no `Idempotency-Key` is taken. An older code of the same user stops working,
/// and so does this one when the user gets another grant or the issuer loses the reach. The delay after failed
/// sign-ins of this account ends. Nobody issues a code for themselves.
#[utoipa::path(tag = "users", request_body = Empty, responses((status = 200, body = ResetCode)))]
#[post("/users/{id}/reset-code")]
async fn create_reset_code(
    request: HttpRequest,
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<Empty>,
) -> Outcome<HttpResponse> {
    let app = app_of(&request)?;
    // No idempotency key here: the kept answer would hold the code.
    let made =
        api.once_only(body, move |w, _| service::issue_reset_code(w, &app.secrets, id.0, version.0)).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(made))
}

/// Reads what was done to a user.
#[utoipa::path(tag = "users", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/users/{id}/history")]
async fn read_user_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read_user(r, id).map(drop)).await
}

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_users)
        .service(create_user)
        .service(read_user)
        .service(update_user)
        .service(suspend_user)
        .service(reinstate_user)
        .service(create_reset_code)
        .service(read_user_history);
}
