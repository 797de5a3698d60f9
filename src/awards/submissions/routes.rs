//! Submissions to awarding authorities, and their answers over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AnswerAwardSubmission, AwardRecallDto, AwardSubmissionDto, AwardSubmissionQuery,
    AwardSubmissionSummaryDto, NewAwardSubmission,
};
use super::service;
use crate::awards::nominations::AwardReason;
use crate::awards::papers::{
    AwardDocumentPreview, AwardLineDto, AwardLineQuery, EditAwardDocument, SignAwardDocument,
};
use crate::http::api::{Api, Disclosed, HistoryQuery, Reply};
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

/// Tells what signing a draft would do now, and all that would make it fail; `frozen` once it is signed.
#[utoipa::path(tag = "award-submissions", responses((status = 200, body = AwardDocumentPreview)))]
#[get("/award-submissions/{id}/preview")]
async fn preview_award_submission(api: Api, id: Id) -> Outcome<HttpResponse> {
    let preview = api.read(move |r| service::preview(r, id.0)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(preview))
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
/// the register, and what it declines ends with a reason. An authority that is an organisation of this system above who
/// submits records it itself.
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

/// Takes a signed submission back before any of it is answered: its nominations may stand in another one. It stays as it
/// was signed, and so does its number, which may be voided. Not for who had a hand in one of its nominations.
#[utoipa::path(tag = "award-submissions", request_body = AwardReason, responses((status = 200, body = AwardSubmissionDto)))]
#[post("/award-submissions/{id}/recall")]
async fn recall_award_submission(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AwardReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::recall(w, id.0, version.0, body)).await
}

/// Reads why a submission was taken back: for those who work on awards where it was signed or was to be answered, and who
/// inspect.
#[utoipa::path(tag = "award-submissions", responses((status = 200, body = AwardRecallDto)))]
#[get("/award-submissions/{id}/recall")]
async fn read_award_submission_recall(api: Api, id: Id) -> Outcome<Disclosed<AwardRecallDto>> {
    api.read(move |r| service::read_recall(r, id.0)).await.map(Disclosed)
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
        .service(preview_award_submission)
        .service(sign_award_submission)
        .service(answer_award_submission)
        .service(recall_award_submission)
        .service(read_award_submission_recall);
}
