//! Nominations over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Json;
use actix_web::{CustomizeResponder, Responder, delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AppraiseAwardNomination, AwardEligibilityDto, AwardNominationDto, AwardNominationQuery,
    AwardNominationSummaryDto, AwardNotesDto, AwardReason, EditAwardNomination, EndorseAwardNomination,
    NewAwardNomination, SubmitAwardNomination,
};
use super::service;
use crate::http::api::{Api, Disclosed, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, PRIVATE, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists nominations of the caller's tree, without their achievements.
#[utoipa::path(tag = "award-nominations", params(AwardNominationQuery), responses((status = 200, body = Listing<AwardNominationSummaryDto>)))]
#[get("/award-nominations")]
async fn list_award_nominations(
    api: Api,
    query: Query<AwardNominationQuery>,
) -> Outcome<Listing<AwardNominationSummaryDto>> {
    api.list(query, service::list).await
}

/// Begins a nomination.
#[utoipa::path(tag = "award-nominations", request_body = NewAwardNomination, responses((status = 201, body = AwardNominationDto)))]
#[post("/award-nominations")]
async fn create_award_nomination(api: Api, body: Body<NewAwardNomination>) -> Outcome<Reply> {
    api.create("/api/v1/award-nominations", body, service::create).await
}

/// Reads a nomination.
#[utoipa::path(tag = "award-nominations", responses((status = 200, body = AwardNominationDto)))]
#[get("/award-nominations/{id}")]
async fn read_award_nomination(api: Api, id: Id) -> Outcome<Resource<AwardNominationDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits a nomination that is being written.
#[utoipa::path(tag = "award-nominations", request_body = EditAwardNomination, responses((status = 200, body = AwardNominationDto)))]
#[patch("/award-nominations/{id}")]
async fn update_award_nomination(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditAwardNomination>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes a draft that was never submitted.
#[utoipa::path(tag = "award-nominations", responses((status = 204)))]
#[delete("/award-nominations/{id}")]
async fn delete_award_nomination(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// Sends a nomination to the union above, while the round is open and every condition of the form holds. What was sent
/// back may be submitted again after the round has closed.
#[utoipa::path(tag = "award-nominations", request_body = SubmitAwardNomination, responses((status = 200, body = AwardNominationDto)))]
#[post("/award-nominations/{id}/submit")]
async fn submit_award_nomination(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<SubmitAwardNomination>,
) -> Outcome<Reply> {
    api.change(body, move |w, _| service::submit(w, id.0, version.0)).await
}

/// Sends a nomination back to be written anew; its rank and its places of the quotas are free again.
#[utoipa::path(tag = "award-nominations", request_body = AwardReason, responses((status = 200, body = AwardNominationDto)))]
#[post("/award-nominations/{id}/return")]
async fn return_award_nomination(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AwardReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::send_back(w, id.0, version.0, why)).await
}

/// Puts a nomination from below forward, with its rank, within the quotas. Done again, it changes the rank.
#[utoipa::path(tag = "award-nominations", request_body = EndorseAwardNomination, responses((status = 200, body = AwardNominationDto)))]
#[post("/award-nominations/{id}/endorse")]
async fn endorse_award_nomination(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EndorseAwardNomination>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::endorse(w, id.0, version.0, body)).await
}

/// Takes a nomination back that the council has not voted on; its rank and its places of the quotas are free again.
#[utoipa::path(tag = "award-nominations", request_body = AwardReason, responses((status = 200, body = AwardNominationDto)))]
#[post("/award-nominations/{id}/withdraw")]
async fn withdraw_award_nomination(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AwardReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::withdraw(w, id.0, version.0, why)).await
}

/// Gives an opinion on an endorsed nomination.
#[utoipa::path(tag = "award-nominations", request_body = AppraiseAwardNomination, responses((status = 200, body = AwardNominationDto)))]
#[post("/award-nominations/{id}/appraise")]
async fn appraise_award_nomination(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AppraiseAwardNomination>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::appraise(w, id.0, version.0, body)).await
}

/// Holds a nomination while its nominee is looked into: nothing goes on until it is released, and no other nomination of
/// the same nominee goes further.
#[utoipa::path(tag = "award-nominations", request_body = AwardReason, responses((status = 200, body = AwardNominationDto)))]
#[post("/award-nominations/{id}/hold")]
async fn hold_award_nomination(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AwardReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::put_on_hold(w, id.0, version.0, why)).await
}

/// Lets a nomination go on that was on hold.
#[utoipa::path(tag = "award-nominations", request_body = AwardReason, responses((status = 200, body = AwardNominationDto)))]
#[post("/award-nominations/{id}/release")]
async fn release_award_nomination(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AwardReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::release(w, id.0, version.0, why)).await
}

/// Reads what was said about a nomination: reasons, remarks, opinions. Each reading is in the journal.
#[utoipa::path(tag = "award-nominations", responses((status = 200, body = AwardNotesDto)))]
#[get("/award-nominations/{id}/notes")]
async fn read_award_nomination_notes(api: Api, id: Id) -> Outcome<Disclosed<AwardNotesDto>> {
    api.disclose(move |w| service::notes(w, id.0)).await
}

/// Tells whether each condition of the form holds and which earlier award decides it, and what else is known under the
/// nominee's name.
#[utoipa::path(tag = "award-nominations", responses((status = 200, body = AwardEligibilityDto)))]
#[get("/award-nominations/{id}/eligibility")]
async fn read_award_nomination_eligibility(
    api: Api,
    id: Id,
) -> Outcome<CustomizeResponder<Json<AwardEligibilityDto>>> {
    let checked = api.read(move |r| service::eligibility(r, id.0)).await?;
    Ok(Json(checked).customize().insert_header((CACHE_CONTROL, PRIVATE)))
}

/// Reads what was done to a nomination, and who has read what was said about it.
#[utoipa::path(tag = "award-nominations", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/award-nominations/{id}/history")]
async fn read_award_nomination_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

pub(in crate::awards) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_award_nominations)
        .service(create_award_nomination)
        .service(read_award_nomination)
        .service(update_award_nomination)
        .service(delete_award_nomination)
        .service(submit_award_nomination)
        .service(return_award_nomination)
        .service(endorse_award_nomination)
        .service(withdraw_award_nomination)
        .service(appraise_award_nomination)
        .service(hold_award_nomination)
        .service(release_award_nomination)
        .service(read_award_nomination_notes)
        .service(read_award_nomination_eligibility)
        .service(read_award_nomination_history);
}
