//! Applications over HTTP.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AnswerQuestion, ApplicationNotesDto, ApplicationPersonalDto, AppraiseHardshipApplication,
    DuplicatePairDto, DuplicateQuery, EditHardshipApplication, EndorseHardshipApplication, FullNoteDto,
    HardshipApplicationDto, HardshipApplicationQuery, HardshipReason, NewComment, NewHardshipApplication,
    NoteDto, RequestInformation, SubmitHardshipApplication,
};
use super::service;
use crate::hardship::purpose::PurposeQuery;
use crate::http::api::{Api, Disclosed, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists applications of the caller's tree, without what is sealed.
#[utoipa::path(tag = "hardship-applications", params(HardshipApplicationQuery), responses((status = 200, body = Listing<HardshipApplicationDto>)))]
#[get("/hardship-applications")]
async fn list_hardship_applications(
    api: Api,
    query: Query<HardshipApplicationQuery>,
) -> Outcome<Listing<HardshipApplicationDto>> {
    api.list(query, service::list).await
}

/// Begins an application.
#[utoipa::path(tag = "hardship-applications", request_body = NewHardshipApplication, responses((status = 201, body = HardshipApplicationDto)))]
#[post("/hardship-applications")]
async fn create_hardship_application(api: Api, body: Body<NewHardshipApplication>) -> Outcome<Reply> {
    api.create("/api/v1/hardship-applications", body, service::create).await
}

/// Lists pairs of applications that are likely for the same person, the latest first.
#[utoipa::path(tag = "hardship-applications", params(DuplicateQuery), responses((status = 200, body = Listing<DuplicatePairDto>)))]
#[get("/hardship-applications/duplicates")]
async fn list_hardship_duplicates(
    api: Api,
    query: Query<DuplicateQuery>,
) -> Outcome<Listing<DuplicatePairDto>> {
    api.list(query, service::likely).await
}

/// Reads an application, without what is sealed.
#[utoipa::path(tag = "hardship-applications", responses((status = 200, body = HardshipApplicationDto)))]
#[get("/hardship-applications/{id}")]
async fn read_hardship_application(api: Api, id: Id) -> Outcome<Resource<HardshipApplicationDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits an application that is being written, or whose union is asked something.
#[utoipa::path(tag = "hardship-applications", request_body = EditHardshipApplication, responses((status = 200, body = HardshipApplicationDto)))]
#[patch("/hardship-applications/{id}")]
async fn update_hardship_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditHardshipApplication>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes a draft that was never submitted.
#[utoipa::path(tag = "hardship-applications", responses((status = 204)))]
#[delete("/hardship-applications/{id}")]
async fn delete_hardship_application(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// Sends an application to the union above. The first time it gets its number and the norm of that day.
#[utoipa::path(tag = "hardship-applications", request_body = SubmitHardshipApplication, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/submit")]
async fn submit_hardship_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<SubmitHardshipApplication>,
) -> Outcome<Reply> {
    api.change(body, move |w, _| service::submit(w, id.0, version.0)).await
}

/// Asks the union something before it goes on: the union above before it endorses, the appraiser before appraising.
#[utoipa::path(tag = "hardship-applications", request_body = RequestInformation, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/request-information")]
async fn request_hardship_information(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<RequestInformation>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::ask(w, id.0, version.0, body)).await
}

/// Answers the open question; the application goes back to where it was asked.
#[utoipa::path(tag = "hardship-applications", request_body = AnswerQuestion, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/answer")]
async fn answer_hardship_question(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AnswerQuestion>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::answer(w, id.0, version.0, body)).await
}

/// Stands by an application from below.
#[utoipa::path(tag = "hardship-applications", request_body = EndorseHardshipApplication, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/endorse")]
async fn endorse_hardship_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<EndorseHardshipApplication>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::endorse(w, id.0, version.0, body)).await
}

/// Sends an application back to be written anew.
#[utoipa::path(tag = "hardship-applications", request_body = HardshipReason, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/return")]
async fn return_hardship_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<HardshipReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::send_back(w, id.0, version.0, why)).await
}

/// Says what should be given, within the norm of the day of filing.
#[utoipa::path(tag = "hardship-applications", request_body = AppraiseHardshipApplication, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/appraise")]
async fn appraise_hardship_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AppraiseHardshipApplication>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::appraise(w, id.0, version.0, body)).await
}

/// Refuses an application.
#[utoipa::path(tag = "hardship-applications", request_body = HardshipReason, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/reject")]
async fn reject_hardship_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<HardshipReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::reject(w, id.0, version.0, why)).await
}

/// Takes an application back that is not decided.
#[utoipa::path(tag = "hardship-applications", request_body = HardshipReason, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/withdraw")]
async fn withdraw_hardship_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<HardshipReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::withdraw(w, id.0, version.0, why)).await
}

/// Lets an application through although it is a duplicate; then it can be submitted.
#[utoipa::path(tag = "hardship-applications", request_body = HardshipReason, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/override-duplicate")]
async fn override_hardship_duplicate(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<HardshipReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::override_duplicate(w, id.0, version.0, why)).await
}

/// Reads all that is held on the beneficiary, for a purpose. Each reading is in the journal.
#[utoipa::path(tag = "hardship-applications", params(PurposeQuery), responses((status = 200, body = ApplicationPersonalDto)))]
#[get("/hardship-applications/{id}/personal")]
async fn read_hardship_application_personal(
    api: Api,
    id: Id,
    query: Query<PurposeQuery>,
) -> Outcome<Disclosed<ApplicationPersonalDto>> {
    api.disclose(move |w| service::personal(w, id.0, query.0.purpose)).await
}

/// Reads what was said about an application: questions, answers, opinions, reasons, comments. Each reading is in the journal.
#[utoipa::path(tag = "hardship-applications", responses((status = 200, body = ApplicationNotesDto)))]
#[get("/hardship-applications/{id}/notes")]
async fn read_hardship_application_notes(api: Api, id: Id) -> Outcome<Disclosed<ApplicationNotesDto>> {
    api.disclose(move |w| service::notes(w, id.0)).await
}

/// Writes a comment. It stays with those of the union tree who work on dossiers.
#[utoipa::path(tag = "hardship-applications", request_body = NewComment, responses((status = 201, body = NoteDto)))]
#[post("/hardship-applications/{id}/comments")]
async fn create_hardship_comment(api: Api, id: Id, body: Body<NewComment>) -> Outcome<Reply> {
    api.create("/api/v1/hardship-notes", body, move |w, new| service::comment(w, id.0, new)).await
}

/// Reads one note. Each reading is in the journal.
#[utoipa::path(tag = "hardship-applications", responses((status = 200, body = FullNoteDto)))]
#[get("/hardship-notes/{id}")]
async fn read_hardship_note(api: Api, id: Id) -> Outcome<Disclosed<FullNoteDto>> {
    api.disclose(move |w| service::read_note(w, id.0)).await
}

/// Reads what was done to an application, and who has read what is sealed.
#[utoipa::path(tag = "hardship-applications", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/hardship-applications/{id}/history")]
async fn read_hardship_application_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

pub(in crate::hardship) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_hardship_applications)
        .service(create_hardship_application)
        .service(list_hardship_duplicates)
        .service(read_hardship_application)
        .service(update_hardship_application)
        .service(delete_hardship_application)
        .service(submit_hardship_application)
        .service(request_hardship_information)
        .service(answer_hardship_question)
        .service(endorse_hardship_application)
        .service(return_hardship_application)
        .service(appraise_hardship_application)
        .service(reject_hardship_application)
        .service(withdraw_hardship_application)
        .service(override_hardship_duplicate)
        .service(read_hardship_application_personal)
        .service(read_hardship_application_notes)
        .service(create_hardship_comment)
        .service(read_hardship_note)
        .service(read_hardship_application_history);
}
