//! Housing surveys over HTTP.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    EditHousingSurvey, HousingSurveyDto, HousingSurveyQuery, NewHousingSurvey, ShortlistHousingSurvey,
    SurveyPersonalDto, TurnHousingSurvey, UnshortlistHousingSurvey,
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

/// Lists the families in housing difficulty that unions have found.
#[utoipa::path(tag = "housing-surveys", params(HousingSurveyQuery), responses((status = 200, body = Listing<HousingSurveyDto>)))]
#[get("/housing-surveys")]
async fn list_housing_surveys(
    api: Api,
    query: Query<HousingSurveyQuery>,
) -> Outcome<Listing<HousingSurveyDto>> {
    api.list(query, service::list).await
}

/// Puts down a family in housing difficulty.
#[utoipa::path(tag = "housing-surveys", request_body = NewHousingSurvey, responses((status = 201, body = HousingSurveyDto)))]
#[post("/housing-surveys")]
async fn create_housing_survey(api: Api, body: Body<NewHousingSurvey>) -> Outcome<Reply> {
    api.create("/api/v1/housing-surveys", body, service::create).await
}

/// Reads a survey entry, without what is sealed.
#[utoipa::path(tag = "housing-surveys", responses((status = 200, body = HousingSurveyDto)))]
#[get("/housing-surveys/{id}")]
async fn read_housing_survey(api: Api, id: Id) -> Outcome<Resource<HousingSurveyDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits a survey entry that has not become a dossier.
#[utoipa::path(tag = "housing-surveys", request_body = EditHousingSurvey, responses((status = 200, body = HousingSurveyDto)))]
#[patch("/housing-surveys/{id}")]
async fn update_housing_survey(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditHousingSurvey>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes a survey entry that has not become a dossier.
#[utoipa::path(tag = "housing-surveys", responses((status = 204)))]
#[delete("/housing-surveys/{id}")]
async fn delete_housing_survey(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// Puts a survey entry forward. The chair of a union above does, for what somebody else has put down.
#[utoipa::path(tag = "housing-surveys", request_body = ShortlistHousingSurvey, responses((status = 200, body = HousingSurveyDto)))]
#[post("/housing-surveys/{id}/shortlist")]
async fn shortlist_housing_survey(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<ShortlistHousingSurvey>,
) -> Outcome<Reply> {
    api.change(body, move |w, _| service::shortlist(w, id.0, version.0, true)).await
}

/// Takes a survey entry back from the shortlist.
#[utoipa::path(tag = "housing-surveys", request_body = UnshortlistHousingSurvey, responses((status = 200, body = HousingSurveyDto)))]
#[post("/housing-surveys/{id}/unshortlist")]
async fn unshortlist_housing_survey(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<UnshortlistHousingSurvey>,
) -> Outcome<Reply> {
    api.change(body, move |w, _| service::shortlist(w, id.0, version.0, false)).await
}

/// Makes a dossier of a survey entry that was put forward: a draft of the same union, in the category of what the family
/// needs. Once.
#[utoipa::path(tag = "housing-surveys", request_body = TurnHousingSurvey, responses((status = 200, body = HousingSurveyDto)))]
#[post("/housing-surveys/{id}/turn-into-application")]
async fn turn_housing_survey_into_application(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<TurnHousingSurvey>,
) -> Outcome<Reply> {
    api.change(body, move |w, with| service::turn(w, id.0, version.0, with)).await
}

/// Reads all that is held on the family, for a purpose. Each reading is in the journal.
#[utoipa::path(tag = "housing-surveys", params(PurposeQuery), responses((status = 200, body = SurveyPersonalDto)))]
#[get("/housing-surveys/{id}/personal")]
async fn read_housing_survey_personal(
    api: Api,
    id: Id,
    query: Query<PurposeQuery>,
) -> Outcome<Disclosed<SurveyPersonalDto>> {
    api.disclose(move |w| service::personal(w, id.0, query.0.purpose)).await
}

/// Reads what was done to a survey entry, and who has read what is sealed.
#[utoipa::path(tag = "housing-surveys", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/housing-surveys/{id}/history")]
async fn read_housing_survey_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

pub(in crate::hardship) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_housing_surveys)
        .service(create_housing_survey)
        .service(read_housing_survey)
        .service(update_housing_survey)
        .service(delete_housing_survey)
        .service(shortlist_housing_survey)
        .service(unshortlist_housing_survey)
        .service(turn_housing_survey_into_application)
        .service(read_housing_survey_personal)
        .service(read_housing_survey_history);
}
