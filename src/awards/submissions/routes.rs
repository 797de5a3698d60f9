//! Submissions to awarding authorities, and their answers over HTTP.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AnswerAwardSubmission, AwardSubmissionDto, AwardSubmissionQuery, AwardSubmissionSummaryDto,
    NewAwardSubmission,
};
use super::service;
use crate::awards::papers::{AwardLineDto, AwardLineQuery, EditAwardDocument, SignAwardDocument};
use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists submissions.
#[utoipa::path(tag = "award-submissions", params(AwardSubmissionQuery), responses((status = 200, body = Listing<AwardSubmissionSummaryDto>)))]
#[get("/award-submissions")]
async fn list_award_submissions(
    api: Api,
    query: Query<AwardSubmissionQuery>,
) -> Outcome<Listing<AwardSubmissionSummaryDto>> {
    api.list(query, service::list).await
}

/// Begins a submission of approved nominations to an authority.
#[utoipa::path(tag = "award-submissions", request_body = NewAwardSubmission, responses((status = 201, body = AwardSubmissionDto)))]
#[post("/award-submissions")]
async fn create_award_submission(api: Api, body: Body<NewAwardSubmission>) -> Outcome<Reply> {
    api.create("/api/v1/award-submissions", body, service::create).await
}

/// Reads a submission.
#[utoipa::path(tag = "award-submissions", responses((status = 200, body = AwardSubmissionDto)))]
#[get("/award-submissions/{id}")]
async fn read_award_submission(api: Api, id: Id) -> Outcome<Resource<AwardSubmissionDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits a draft, with what it names.
#[utoipa::path(tag = "award-submissions", request_body = EditAwardDocument, responses((status = 200, body = AwardSubmissionDto)))]
#[patch("/award-submissions/{id}")]
async fn update_award_submission(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditAwardDocument>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes a draft.
#[utoipa::path(tag = "award-submissions", responses((status = 204)))]
#[delete("/award-submissions/{id}")]
async fn delete_award_submission(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// What was done to a submission, oldest first.
#[utoipa::path(tag = "award-submissions", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/award-submissions/{id}/history")]
async fn read_award_submission_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

/// Lists the nominations that a submission names, in their order.
#[utoipa::path(tag = "award-submissions", params(AwardLineQuery), responses((status = 200, body = Listing<AwardLineDto>)))]
#[get("/award-submissions/{id}/lines")]
async fn list_award_submission_lines(
    api: Api,
    id: Id,
    query: Query<AwardLineQuery>,
) -> Outcome<Listing<AwardLineDto>> {
    api.list(query, move |r, query, page| service::lines(r, id.0, query, page)).await
}

/// Signs a submission: its nominations go to the authority, all or none; it is numbered and never changes again. Not for who had
/// a hand in one of its nominations.
#[utoipa::path(tag = "award-submissions", request_body = SignAwardDocument, responses((status = 200, body = AwardSubmissionDto)))]
#[post("/award-submissions/{id}/sign")]
async fn sign_award_submission(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<SignAwardDocument>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::sign(w, id.0, version.0, body)).await
}

/// Records what the authority has decided on all or a part of a submission. It becomes a decision, what it awards enters
/// the register, and what it declines ends with a reason.
#[utoipa::path(tag = "award-submissions", request_body = AnswerAwardSubmission, responses((status = 200, body = AwardSubmissionDto)))]
#[post("/award-submissions/{id}/answers")]
async fn answer_award_submission(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AnswerAwardSubmission>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::answer(w, id.0, version.0, body)).await
}

pub(in crate::awards) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_award_submissions)
        .service(create_award_submission)
        .service(read_award_submission)
        .service(update_award_submission)
        .service(delete_award_submission)
        .service(read_award_submission_history)
        .service(list_award_submission_lines)
        .service(sign_award_submission)
        .service(answer_award_submission);
}
