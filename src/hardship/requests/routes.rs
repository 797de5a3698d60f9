//! Requests of the person concerned over HTTP.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AnswerDataSubjectRequest, CorrectPersonalData, DataExportDto, DataRequestPersonalDto,
    DataSubjectRequestDto, DataSubjectRequestQuery, ErasePersonalData, NewDataSubjectRequest,
    RefuseDataSubjectRequest,
};
use super::service;
use crate::hardship::applications::dto::{HardshipApplicationDto, HardshipReason};
use crate::hardship::purpose::PurposeQuery;
use crate::http::api::{Api, Disclosed, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists what people have asked about the data held on them.
#[utoipa::path(tag = "data-subject-requests", params(DataSubjectRequestQuery), responses((status = 200, body = Listing<DataSubjectRequestDto>)))]
#[get("/data-subject-requests")]
async fn list_data_subject_requests(
    api: Api,
    query: Query<DataSubjectRequestQuery>,
) -> Outcome<Listing<DataSubjectRequestDto>> {
    api.list(query, service::list).await
}

/// Puts down what a person asks for. An answer is due within two working days.
#[utoipa::path(tag = "data-subject-requests", request_body = NewDataSubjectRequest, responses((status = 201, body = DataSubjectRequestDto)))]
#[post("/data-subject-requests")]
async fn create_data_subject_request(api: Api, body: Body<NewDataSubjectRequest>) -> Outcome<Reply> {
    api.create("/api/v1/data-subject-requests", body, service::create).await
}

/// Reads a request, without what is sealed.
#[utoipa::path(tag = "data-subject-requests", responses((status = 200, body = DataSubjectRequestDto)))]
#[get("/data-subject-requests/{id}")]
async fn read_data_subject_request(api: Api, id: Id) -> Outcome<Resource<DataSubjectRequestDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Reads all that a request says, for a purpose. Each reading is in the journal.
#[utoipa::path(tag = "data-subject-requests", params(PurposeQuery), responses((status = 200, body = DataRequestPersonalDto)))]
#[get("/data-subject-requests/{id}/personal")]
async fn read_data_subject_request_personal(
    api: Api,
    id: Id,
    query: Query<PurposeQuery>,
) -> Outcome<Disclosed<DataRequestPersonalDto>> {
    api.disclose(move |w| service::personal(w, id.0, query.0.purpose)).await
}

/// Reads everything that is held on the person, as it is given to them. Each reading is in the journal.
#[utoipa::path(tag = "data-subject-requests", responses((status = 200, body = DataExportDto)))]
#[get("/data-subject-requests/{id}/export")]
async fn read_data_subject_request_export(api: Api, id: Id) -> Outcome<Disclosed<DataExportDto>> {
    api.disclose(move |w| service::export(w, id.0)).await
}

/// Answers a request for an export or a correction.
#[utoipa::path(tag = "data-subject-requests", request_body = AnswerDataSubjectRequest, responses((status = 200, body = DataSubjectRequestDto)))]
#[post("/data-subject-requests/{id}/answer")]
async fn answer_data_subject_request(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<AnswerDataSubjectRequest>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::answer(w, id.0, version.0, body)).await
}

/// Refuses a request, with a reason.
#[utoipa::path(tag = "data-subject-requests", request_body = RefuseDataSubjectRequest, responses((status = 200, body = DataSubjectRequestDto)))]
#[post("/data-subject-requests/{id}/refuse")]
async fn refuse_data_subject_request(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<RefuseDataSubjectRequest>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::refuse(w, id.0, version.0, body)).await
}

/// Corrects the person of one dossier or survey entry, also of a finished one. The request stays open.
#[utoipa::path(tag = "data-subject-requests", request_body = CorrectPersonalData, responses((status = 200, body = DataSubjectRequestDto)))]
#[post("/data-subject-requests/{id}/correct")]
async fn correct_personal_data(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<CorrectPersonalData>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::correct(w, id.0, version.0, body)).await
}

/// Erases what is held on the person; all of it, or nothing while some must still be kept. The request is answered then.
#[utoipa::path(tag = "data-subject-requests", request_body = ErasePersonalData, responses((status = 200, body = DataSubjectRequestDto)))]
#[post("/data-subject-requests/{id}/erase")]
async fn erase_personal_data(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<ErasePersonalData>,
) -> Outcome<Reply> {
    api.change(body, move |w, _| service::erase(w, id.0, version.0)).await
}

/// Reads what was done to a request, and who has read what is sealed.
#[utoipa::path(tag = "data-subject-requests", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/data-subject-requests/{id}/history")]
async fn read_data_subject_request_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

/// Puts a dossier on hold: it is not erased until it is released.
#[utoipa::path(tag = "hardship-applications", request_body = HardshipReason, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/hold")]
async fn hold_hardship_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<HardshipReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::hold(w, id.0, version.0, why, true)).await
}

/// Releases a dossier from hold.
#[utoipa::path(tag = "hardship-applications", request_body = HardshipReason, responses((status = 200, body = HardshipApplicationDto)))]
#[post("/hardship-applications/{id}/release-hold")]
async fn release_hardship_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<HardshipReason>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::hold(w, id.0, version.0, why, false)).await
}

pub(in crate::hardship) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_data_subject_requests)
        .service(create_data_subject_request)
        .service(read_data_subject_request)
        .service(read_data_subject_request_personal)
        .service(read_data_subject_request_export)
        .service(answer_data_subject_request)
        .service(refuse_data_subject_request)
        .service(correct_personal_data)
        .service(erase_personal_data)
        .service(read_data_subject_request_history)
        .service(hold_hardship_application)
        .service(release_hardship_application);
}
