//! Award rounds: forms, quotas, council over HTTP.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AwardRoundDto, AwardRoundQuery, AwardRoundSummaryDto, CouncilCandidateDto, CouncilCandidateQuery,
    EditAwardRound, NewAwardRound,
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

/// Lists the rounds that the caller's organisations nominate in or run, without their quotas and councils.
#[utoipa::path(tag = "award-rounds", params(AwardRoundQuery), responses((status = 200, body = Listing<AwardRoundSummaryDto>)))]
#[get("/award-rounds")]
async fn list_award_rounds(
    api: Api,
    query: Query<AwardRoundQuery>,
) -> Outcome<Listing<AwardRoundSummaryDto>> {
    api.list(query, service::list).await
}

/// Sets up a round with its forms, quotas and council.
#[utoipa::path(tag = "award-rounds", request_body = NewAwardRound, responses((status = 201, body = AwardRoundDto)))]
#[post("/award-rounds")]
async fn create_award_round(api: Api, body: Body<NewAwardRound>) -> Outcome<Reply> {
    api.create("/api/v1/award-rounds", body, service::create).await
}

/// Reads a round, with what is used of the quotas that the caller sees the nominations of or stands below.
#[utoipa::path(tag = "award-rounds", responses((status = 200, body = AwardRoundDto)))]
#[get("/award-rounds/{id}")]
async fn read_award_round(api: Api, id: Id) -> Outcome<Resource<AwardRoundDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits a round. No quota falls below what is used, and the council stays as it is while it sits.
#[utoipa::path(tag = "award-rounds", request_body = EditAwardRound, responses((status = 200, body = AwardRoundDto)))]
#[patch("/award-rounds/{id}")]
async fn update_award_round(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditAwardRound>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes a round in which nobody is nominated.
#[utoipa::path(tag = "award-rounds", responses((status = 204)))]
#[delete("/award-rounds/{id}")]
async fn delete_award_round(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// Reads what was done to a round.
#[utoipa::path(tag = "award-rounds", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/award-rounds/{id}/history")]
async fn read_award_round_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

/// Lists who can be named to a council of an organisation: whoever holds a role there today.
#[utoipa::path(tag = "award-rounds", params(CouncilCandidateQuery), responses((status = 200, body = Listing<CouncilCandidateDto>), (status = 404, description = "There is no such organisation, or the caller may not see it.")))]
#[get("/council-candidates")]
async fn list_council_candidates(
    api: Api,
    query: Query<CouncilCandidateQuery>,
) -> Outcome<Listing<CouncilCandidateDto>> {
    api.list(query, service::candidates).await
}

pub(in crate::awards) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_award_rounds)
        .service(create_award_round)
        .service(read_award_round)
        .service(update_award_round)
        .service(delete_award_round)
        .service(read_award_round_history)
        .service(list_council_candidates);
}
