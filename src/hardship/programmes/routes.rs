//! Programmes and norms over HTTP.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    BalanceDto, EditSupportNorm, EditSupportProgramme, NewSupportNorm, NewSupportProgramme, SupportNormDto,
    SupportNormQuery, SupportProgrammeDto, SupportProgrammeQuery,
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

/// Lists the programmes that the caller's organisations file under or run.
#[utoipa::path(tag = "support-programmes", params(SupportProgrammeQuery), responses((status = 200, body = Listing<SupportProgrammeDto>)))]
#[get("/support-programmes")]
async fn list_support_programmes(
    api: Api,
    query: Query<SupportProgrammeQuery>,
) -> Outcome<Listing<SupportProgrammeDto>> {
    api.list(query, service::list).await
}

/// Sets up a programme.
#[utoipa::path(tag = "support-programmes", request_body = NewSupportProgramme, responses((status = 201, body = SupportProgrammeDto)))]
#[post("/support-programmes")]
async fn create_support_programme(api: Api, body: Body<NewSupportProgramme>) -> Outcome<Reply> {
    api.create("/api/v1/support-programmes", body, service::create).await
}

/// Reads a programme.
#[utoipa::path(tag = "support-programmes", responses((status = 200, body = SupportProgrammeDto)))]
#[get("/support-programmes/{id}")]
async fn read_support_programme(api: Api, id: Id) -> Outcome<Resource<SupportProgrammeDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits a programme. Its ceiling does not fall below what is drawn.
#[utoipa::path(tag = "support-programmes", request_body = EditSupportProgramme, responses((status = 200, body = SupportProgrammeDto)))]
#[patch("/support-programmes/{id}")]
async fn update_support_programme(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditSupportProgramme>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes a programme under which no application was begun.
#[utoipa::path(tag = "support-programmes", responses((status = 204)))]
#[delete("/support-programmes/{id}")]
async fn delete_support_programme(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// Reads what a programme has given and can still give.
#[utoipa::path(tag = "support-programmes", responses((status = 200, body = BalanceDto)))]
#[get("/support-programmes/{id}/balance")]
async fn read_support_programme_balance(api: Api, id: Id) -> Outcome<Resource<BalanceDto>> {
    api.resource(move |r| service::balance(r, id.0)).await
}

/// Reads what was done to a programme.
#[utoipa::path(tag = "support-programmes", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/support-programmes/{id}/history")]
async fn read_support_programme_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

/// Lists every version of a programme's norms, by category and day.
#[utoipa::path(tag = "support-programmes", params(SupportNormQuery), responses((status = 200, body = Listing<SupportNormDto>)))]
#[get("/support-programmes/{id}/norms")]
async fn list_support_norms(
    api: Api,
    id: Id,
    query: Query<SupportNormQuery>,
) -> Outcome<Listing<SupportNormDto>> {
    api.list(query, move |r, query, page| service::norms(r, id.0, query, page)).await
}

/// Adds a norm, or the next version of one.
#[utoipa::path(tag = "support-programmes", request_body = NewSupportNorm, responses((status = 201, body = SupportNormDto)))]
#[post("/support-programmes/{id}/norms")]
async fn create_support_norm(api: Api, id: Id, body: Body<NewSupportNorm>) -> Outcome<Reply> {
    api.create("/api/v1/support-norms", body, move |w, new| service::create_norm(w, id.0, new)).await
}

/// Reads one version of a norm.
#[utoipa::path(tag = "support-programmes", responses((status = 200, body = SupportNormDto)))]
#[get("/support-norms/{id}")]
async fn read_support_norm(api: Api, id: Id) -> Outcome<Resource<SupportNormDto>> {
    api.resource(move |r| service::read_norm(r, id.0)).await
}

/// Corrects what a norm rests on, or sets its end.
#[utoipa::path(tag = "support-programmes", request_body = EditSupportNorm, responses((status = 200, body = SupportNormDto)))]
#[patch("/support-norms/{id}")]
async fn update_support_norm(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditSupportNorm>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_norm(w, id.0, version.0, edit)).await
}

pub(in crate::hardship) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_support_programmes)
        .service(create_support_programme)
        .service(read_support_programme)
        .service(update_support_programme)
        .service(delete_support_programme)
        .service(read_support_programme_balance)
        .service(read_support_programme_history)
        .service(list_support_norms)
        .service(create_support_norm)
        .service(read_support_norm)
        .service(update_support_norm);
}
