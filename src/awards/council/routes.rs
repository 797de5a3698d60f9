//! Sessions of the council over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CastCouncilBallot, ConcludeCouncilSession, CouncilBallotCast, CouncilMinutesDto, CouncilSessionDto,
    CouncilSessionQuery, CouncilSessionSummaryDto, NewCouncilSession,
};
use super::service;
use crate::awards::nominations::AwardReason;
use crate::http::api::{Api, Disclosed, HistoryQuery, Reply};
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

/// Opens a session of a round's council. Until it ends the council stays as it is.
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

/// Reads the minutes of a session, or why it was cancelled, and leaves an entry in the journal. For those who work on awards
/// in the organisation of the round, the members of its council, and who inspects.
#[utoipa::path(tag = "council-sessions", responses((status = 200, body = CouncilMinutesDto)))]
#[get("/council-sessions/{id}/minutes")]
async fn read_council_session_minutes(api: Api, id: Id) -> Outcome<Disclosed<CouncilMinutesDto>> {
    api.disclose(move |w| service::minutes(w, id.0)).await
}

/// Casts the caller's one ballot in a secret session, which is never changed. Nothing is kept that could tell it, its answer
/// neither: an Idempotency-Key may come along and is not used. Who sends a ballot again, the same or another, is told
/// `already_voted`, and the first one counts; `has_voted` of the session tells whether it arrived.
#[utoipa::path(tag = "council-sessions", request_body = CastCouncilBallot, responses((status = 200, body = CouncilBallotCast)))]
#[post("/council-sessions/{id}/ballots")]
async fn submit_council_ballot(api: Api, id: Id, body: Body<CastCouncilBallot>) -> Outcome<HttpResponse> {
    let cast = api.with_good_key()?.note(move |w| service::cast(w, id.0, &body.value)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(cast))
}

/// Concludes a session: its nominations are approved or rejected by their forms' share of the full council. What was taken
/// back, sent back or put on hold meanwhile lapses, and so does what fewer than three could choose freely on in a secret
/// ballot. Not for who had a hand in one of them.
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

/// Cancels an open session, whoever has voted in it: the votes are gone, and other sessions may take its nominations.
#[utoipa::path(tag = "council-sessions", request_body = AwardReason, responses((status = 200, body = CouncilSessionDto)))]
#[post("/council-sessions/{id}/cancel")]
async fn cancel_council_session(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AwardReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::cancel(w, id.0, version.0, why)).await
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
        .service(conclude_council_session)
        .service(cancel_council_session);
}
