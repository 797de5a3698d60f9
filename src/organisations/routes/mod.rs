//! Organisations over HTTP.

mod committees;

use actix_web::web::Json;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AncestorDto, AsOf, EditOrganisation, NewOrganisation, OrganisationChildrenQuery, OrganisationDto,
    OrganisationPeriodDto, OrganisationPeriodQuery, OrganisationQuery, OrganisationSubtreeQuery,
    OrganisationTree, SubtreeOrganisation,
};
use super::service;
use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::Body;
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists the organisations the caller sees.
#[utoipa::path(tag = "organisations", params(OrganisationQuery), responses((status = 200, body = Listing<OrganisationDto>)))]
#[get("/organisations")]
async fn list_organisations(api: Api, query: Query<OrganisationQuery>) -> Outcome<Listing<OrganisationDto>> {
    api.list(query, service::list).await
}

/// Records an organisation.
#[utoipa::path(tag = "organisations", request_body = NewOrganisation, responses((status = 201, body = OrganisationDto)))]
#[post("/organisations")]
async fn create_organisation(api: Api, body: Body<NewOrganisation>) -> Outcome<Reply> {
    api.create("/api/v1/organisations", body, service::create).await
}

/// Reads the tree as far as the caller sees it.
///
/// At most 5,000 organisations; `truncated` tells when there are more.
#[utoipa::path(tag = "organisations", params(AsOf), responses((status = 200, body = OrganisationTree)))]
#[get("/organisations/tree")]
async fn read_organisation_tree(api: Api, query: Query<AsOf>) -> Outcome<Json<OrganisationTree>> {
    api.read(move |r| service::tree(r, &query)).await.map(Json)
}

/// Reads an organisation.
#[utoipa::path(tag = "organisations", params(AsOf), responses((status = 200, body = OrganisationDto)))]
#[get("/organisations/{id}")]
async fn read_organisation(api: Api, id: Id, query: Query<AsOf>) -> Outcome<Resource<OrganisationDto>> {
    api.resource(move |r| service::read(r, id.0, &query)).await
}

/// Changes an organisation.
///
/// A new name, kind or parent begins a new period on `effective_on`; symbol and place change at once.
#[utoipa::path(tag = "organisations", request_body = EditOrganisation, responses((status = 200, body = OrganisationDto)))]
#[patch("/organisations/{id}")]
async fn update_organisation(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditOrganisation>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Lists the organisations directly under one, by name.
#[utoipa::path(tag = "organisations", params(OrganisationChildrenQuery), responses((status = 200, body = Listing<OrganisationDto>)))]
#[get("/organisations/{id}/children")]
async fn list_organisation_children(
    api: Api,
    id: Id,
    query: Query<OrganisationChildrenQuery>,
) -> Outcome<Listing<OrganisationDto>> {
    api.list(query, move |r, query, page| service::children(r, id.0, query, page)).await
}

/// Lists an organisation and all below it, by depth and name.
#[utoipa::path(tag = "organisations", params(OrganisationSubtreeQuery), responses((status = 200, body = Listing<SubtreeOrganisation>)))]
#[get("/organisations/{id}/subtree")]
async fn list_organisation_subtree(
    api: Api,
    id: Id,
    query: Query<OrganisationSubtreeQuery>,
) -> Outcome<Listing<SubtreeOrganisation>> {
    api.list(query, move |r, query, page| service::subtree(r, id.0, query, page)).await
}

/// Lists the organisations above one in short, nearest first.
#[utoipa::path(tag = "organisations", params(AsOf), responses((status = 200, body = Listing<AncestorDto>)))]
#[get("/organisations/{id}/ancestors")]
async fn list_organisation_ancestors(api: Api, id: Id, query: Query<AsOf>) -> Outcome<Listing<AncestorDto>> {
    let items = api.read(move |r| service::ancestors(r, id.0, &query)).await?;
    Ok(Listing { items, next_cursor: None, total: None })
}

/// Lists every name, kind and parent an organisation has had, oldest first.
#[utoipa::path(tag = "organisations", params(OrganisationPeriodQuery), responses((status = 200, body = Listing<OrganisationPeriodDto>)))]
#[get("/organisations/{id}/periods")]
async fn list_organisation_periods(
    api: Api,
    id: Id,
    query: Query<OrganisationPeriodQuery>,
) -> Outcome<Listing<OrganisationPeriodDto>> {
    api.list(query, move |r, query, page| service::periods(r, id.0, query, page)).await
}

/// Reads what was done to an organisation's record.
#[utoipa::path(tag = "organisations", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/organisations/{id}/history")]
async fn read_organisation_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::find_visible(r, id).map(drop)).await
}

/// The routes of organisations and committees.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list_organisations)
        .service(create_organisation)
        .service(read_organisation_tree)
        .service(read_organisation)
        .service(update_organisation)
        .service(list_organisation_children)
        .service(list_organisation_subtree)
        .service(list_organisation_ancestors)
        .service(list_organisation_periods)
        .service(read_organisation_history);
    committees::configure(config);
}
