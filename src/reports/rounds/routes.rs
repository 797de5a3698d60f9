//! `/reporting-rounds`.

use actix_web::web::Json;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CloseRound, EditRound, NewRound, ObligationDto, ObligationQuery, RoundDto, RoundQuery, RoundSummaryDto,
};
use super::service;
use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists the rounds one's organisations opened or owe.
#[utoipa::path(tag = "reporting-rounds", params(RoundQuery), responses((status = 200, body = Listing<RoundDto>)))]
#[get("/reporting-rounds")]
async fn list_reporting_rounds(api: Api, query: Query<RoundQuery>) -> Outcome<Listing<RoundDto>> {
    api.list(query, service::list).await
}

/// Opens a round: who owes, with name and kind, and by when is fixed at this moment.
#[utoipa::path(tag = "reporting-rounds", request_body = NewRound, responses((status = 201, body = RoundDto)))]
#[post("/reporting-rounds")]
async fn create_reporting_round(api: Api, body: Body<NewRound>) -> Outcome<Reply> {
    api.create("/api/v1/reporting-rounds", body, service::create).await
}

/// Reads a round.
#[utoipa::path(tag = "reporting-rounds", responses((status = 200, body = RoundDto)))]
#[get("/reporting-rounds/{id}")]
async fn read_reporting_round(api: Api, id: Id) -> Outcome<Resource<RoundDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits the title of an open round.
#[utoipa::path(tag = "reporting-rounds", request_body = EditRound, responses((status = 200, body = RoundDto)))]
#[patch("/reporting-rounds/{id}")]
async fn update_reporting_round(
    api: Api,
    id: Id,
    if_match: IfMatch,
    body: Body<EditRound>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, if_match.0, edit)).await
}

/// Closes a round: no report can be begun or first submitted any more.
#[utoipa::path(tag = "reporting-rounds", request_body = CloseRound, responses((status = 200, body = RoundDto)))]
#[post("/reporting-rounds/{id}/close")]
async fn close_reporting_round(
    api: Api,
    id: Id,
    if_match: IfMatch,
    body: OptionalBody<CloseRound>,
) -> Outcome<Reply> {
    api.change(body, move |w, close| service::close(w, id.0, if_match.0, close)).await
}

/// Who owes the round and how they stand with it: received, late, pending, missing.
#[utoipa::path(tag = "reporting-rounds", params(ObligationQuery), responses((status = 200, body = Listing<ObligationDto>)))]
#[get("/reporting-rounds/{id}/obligations")]
async fn list_round_obligations(
    api: Api,
    id: Id,
    query: Query<ObligationQuery>,
) -> Outcome<Listing<ObligationDto>> {
    api.list(query, move |r, query, page| service::obligations(r, id.0, query, page)).await
}

/// How many unions stand how with the round.
#[utoipa::path(tag = "reporting-rounds", responses((status = 200, body = RoundSummaryDto)))]
#[get("/reporting-rounds/{id}/summary")]
async fn read_round_summary(api: Api, id: Id) -> Outcome<Json<RoundSummaryDto>> {
    api.read(move |r| service::summary(r, id.0)).await.map(Json)
}

/// What was done to a round, oldest first.
#[utoipa::path(tag = "reporting-rounds", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/reporting-rounds/{id}/history")]
async fn read_reporting_round_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, *id, |r, id| service::read(r, id).map(drop)).await
}

/// The routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_reporting_rounds)
        .service(create_reporting_round)
        .service(read_reporting_round)
        .service(update_reporting_round)
        .service(close_reporting_round)
        .service(list_round_obligations)
        .service(read_round_summary)
        .service(read_reporting_round_history);
}
