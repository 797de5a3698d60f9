//! Grants over HTTP.

use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::identity::dto::{EditGrant, Empty, GrantDto, GrantQuery, NewGrant};
use crate::identity::service;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists grants in the organisations the caller administers.
#[utoipa::path(tag = "grants", params(GrantQuery), responses((status = 200, body = Listing<GrantDto>)))]
#[get("/grants")]
async fn list_grants(api: Api, query: Query<GrantQuery>) -> Outcome<Listing<GrantDto>> {
    api.list(query, service::list_grants).await
}

/// Gives a user a role in an organisation and all below it.
#[utoipa::path(tag = "grants", request_body = NewGrant, responses((status = 201, body = GrantDto)))]
#[post("/grants")]
async fn create_grant(api: Api, body: Body<NewGrant>) -> Outcome<Reply> {
    api.create("/api/v1/grants", body, |w, new| service::create_grant(w, &new)).await
}

/// Reads a grant.
#[utoipa::path(tag = "grants", responses((status = 200, body = GrantDto)))]
#[get("/grants/{id}")]
async fn read_grant(api: Api, id: Id) -> Outcome<Resource<GrantDto>> {
    api.resource(move |r| service::read_grant(r, id.0)).await
}

/// Sets the end of a grant.
#[utoipa::path(tag = "grants", request_body = EditGrant, responses((status = 200, body = GrantDto)))]
#[patch("/grants/{id}")]
async fn update_grant(api: Api, id: Id, version: IfMatch, body: Body<EditGrant>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_grant(w, id.0, version.0, edit)).await
}

/// Ends a grant today: it does not count any more from the next request on.
#[utoipa::path(tag = "grants", request_body = Empty, responses((status = 200, body = GrantDto)))]
#[post("/grants/{id}/end")]
async fn end_grant(api: Api, id: Id, version: IfMatch, body: OptionalBody<Empty>) -> Outcome<Reply> {
    api.change(body, move |w, _| service::end_grant(w, id.0, version.0)).await
}

/// Reads what was done to a grant.
#[utoipa::path(tag = "grants", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/grants/{id}/history")]
async fn read_grant_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read_grant(r, id).map(drop)).await
}

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_grants)
        .service(create_grant)
        .service(read_grant)
        .service(update_grant)
        .service(end_grant)
        .service(read_grant_history);
}
