//! Decisions that award over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{AwardDecisionDto, AwardDecisionQuery, AwardDecisionSummaryDto, NewAwardDecision};
use super::service;
use crate::awards::papers::{
    AwardDocumentPreview, AwardLineDto, AwardLineQuery, EditAwardDocument, SignAwardDocument,
};
use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists decisions.
#[utoipa::path(tag = "award-decisions", params(AwardDecisionQuery), responses((status = 200, body = Listing<AwardDecisionSummaryDto>)))]
#[get("/award-decisions")]
async fn list_award_decisions(
    api: Api,
    query: Query<AwardDecisionQuery>,
) -> Outcome<Listing<AwardDecisionSummaryDto>> {
    api.list(query, service::list).await
}

/// Begins a decision of the round's organisation on nominations that it may award itself.
#[utoipa::path(tag = "award-decisions", request_body = NewAwardDecision, responses((status = 201, body = AwardDecisionDto)))]
#[post("/award-decisions")]
async fn create_award_decision(api: Api, body: Body<NewAwardDecision>) -> Outcome<Reply> {
    api.create("/api/v1/award-decisions", body, service::create).await
}

/// Reads a decision.
#[utoipa::path(tag = "award-decisions", responses((status = 200, body = AwardDecisionDto)))]
#[get("/award-decisions/{id}")]
async fn read_award_decision(api: Api, id: Id) -> Outcome<Resource<AwardDecisionDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits a draft, with what it names.
#[utoipa::path(tag = "award-decisions", request_body = EditAwardDocument, responses((status = 200, body = AwardDecisionDto)))]
#[patch("/award-decisions/{id}")]
async fn update_award_decision(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditAwardDocument>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes a draft.
#[utoipa::path(tag = "award-decisions", responses((status = 204)))]
#[delete("/award-decisions/{id}")]
async fn delete_award_decision(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// What was done to a decision, oldest first.
#[utoipa::path(tag = "award-decisions", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/award-decisions/{id}/history")]
async fn read_award_decision_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

/// Lists the nominations that a decision names, in their order.
#[utoipa::path(tag = "award-decisions", params(AwardLineQuery), responses((status = 200, body = Listing<AwardLineDto>)))]
#[get("/award-decisions/{id}/lines")]
async fn list_award_decision_lines(
    api: Api,
    id: Id,
    query: Query<AwardLineQuery>,
) -> Outcome<Listing<AwardLineDto>> {
    api.list(query, move |r, query, page| service::lines(r, id.0, query, page)).await
}

/// Tells what signing a draft would do now, and all that would make it fail; `frozen` once it is signed.
#[utoipa::path(tag = "award-decisions", responses((status = 200, body = AwardDocumentPreview)))]
#[get("/award-decisions/{id}/preview")]
async fn preview_award_decision(api: Api, id: Id) -> Outcome<HttpResponse> {
    let preview = api.read(move |r| service::preview(r, id.0)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(preview))
}

/// Signs a decision: its awards enter the register, all or none; it is numbered and never changes again. Not for who had
/// a hand in one of its nominations.
#[utoipa::path(tag = "award-decisions", request_body = SignAwardDocument, responses((status = 200, body = AwardDecisionDto)))]
#[post("/award-decisions/{id}/sign")]
async fn sign_award_decision(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<SignAwardDocument>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::sign(w, id.0, version.0, body)).await
}

pub(in crate::awards) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_award_decisions)
        .service(create_award_decision)
        .service(read_award_decision)
        .service(update_award_decision)
        .service(delete_award_decision)
        .service(read_award_decision_history)
        .service(list_award_decision_lines)
        .service(preview_award_decision)
        .service(sign_award_decision);
}
