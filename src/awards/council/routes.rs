//! Sessions of the council over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CastCouncilBallot, ConcludeCouncilSession, CouncilBallotCast, CouncilMinutesDto, CouncilSessionDto,
    CouncilSessionQuery, CouncilSessionSummaryDto, NewCouncilSession,
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

/// Lists sessions of the council.
#[utoipa::path(tag = "council-sessions", params(CouncilSessionQuery), responses((status = 200, body = Listing<CouncilSessionSummaryDto>)))]
#[get("/council-sessions")]
async fn list_council_sessions(
    api: Api,
    query: Query<CouncilSessionQuery>,
) -> Outcome<Listing<CouncilSessionSummaryDto>> {
    api.list(query, service::list).await
}

/// Opens a session of a round's council. Until it is concluded the council stays as it is.
#[utoipa::path(tag = "council-sessions", request_body = NewCouncilSession, responses((status = 201, body = CouncilSessionDto)))]
#[post("/council-sessions")]
async fn create_council_session(api: Api, body: Body<NewCouncilSession>) -> Outcome<Reply> {
    api.create("/api/v1/council-sessions", body, service::create).await
}

/// Reads a session: what it votes on and, once it is concluded, the sums and results.
#[utoipa::path(tag = "council-sessions", responses((status = 200, body = CouncilSessionDto)))]
#[get("/council-sessions/{id}")]
async fn read_council_session(api: Api, id: Id) -> Outcome<Resource<CouncilSessionDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Removes an open session in which nobody has voted.
#[utoipa::path(tag = "council-sessions", responses((status = 204)))]
#[delete("/council-sessions/{id}")]
async fn delete_council_session(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// What was done to a session, oldest first: who has voted stands there, and never for what.
#[utoipa::path(tag = "council-sessions", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/council-sessions/{id}/history")]
async fn read_council_session_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

/// Reads the minutes of a session.
#[utoipa::path(tag = "council-sessions", responses((status = 200, body = CouncilMinutesDto)))]
#[get("/council-sessions/{id}/minutes")]
async fn read_council_session_minutes(api: Api, id: Id) -> Outcome<Resource<CouncilMinutesDto>> {
    api.resource(move |r| service::minutes(r, id.0)).await
}

/// Casts the caller's one ballot in a secret session, which is never changed. Its answer is kept nowhere, so it takes no
/// Idempotency-Key: who sends it again is told `already_voted`.
#[utoipa::path(tag = "council-sessions", request_body = CastCouncilBallot, responses((status = 200, body = CouncilBallotCast)))]
#[post("/council-sessions/{id}/ballots")]
async fn submit_council_ballot(api: Api, id: Id, body: Body<CastCouncilBallot>) -> Outcome<HttpResponse> {
    let cast = api.once_only(body, move |w, ballot| service::cast(w, id.0, &ballot)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(cast))
}

/// Concludes a session: its nominations are approved or rejected by their forms' share of the full council. Not for who
/// had a hand in one of them.
#[utoipa::path(tag = "council-sessions", request_body = ConcludeCouncilSession, responses((status = 200, body = CouncilSessionDto)))]
#[post("/council-sessions/{id}/conclude")]
async fn conclude_council_session(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<ConcludeCouncilSession>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::conclude(w, id.0, version.0, body)).await
}

pub(in crate::awards) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_council_sessions)
        .service(create_council_session)
        .service(read_council_session)
        .service(delete_council_session)
        .service(read_council_session_history)
        .service(read_council_session_minutes)
        .service(submit_council_ballot)
        .service(conclude_council_session);
}
