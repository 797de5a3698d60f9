//! Forms of award and their authorities over HTTP.

use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{AwardFormDto, AwardFormQuery, EditAwardForm, NewAwardForm};
use super::service;
use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::Body;
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists every version of the forms of award, by position.
#[utoipa::path(tag = "award-forms", params(AwardFormQuery), responses((status = 200, body = Listing<AwardFormDto>)))]
#[get("/award-forms")]
async fn list_award_forms(api: Api, query: Query<AwardFormQuery>) -> Outcome<Listing<AwardFormDto>> {
    api.list(query, service::list).await
}

/// Adds a form of award, or the next version of one.
#[utoipa::path(tag = "award-forms", request_body = NewAwardForm, responses((status = 201, body = AwardFormDto)))]
#[post("/award-forms")]
async fn create_award_form(api: Api, body: Body<NewAwardForm>) -> Outcome<Reply> {
    api.create("/api/v1/award-forms", body, service::create).await
}

/// Reads one version of a form of award.
#[utoipa::path(tag = "award-forms", responses((status = 200, body = AwardFormDto)))]
#[get("/award-forms/{id}")]
async fn read_award_form(api: Api, id: Id) -> Outcome<Resource<AwardFormDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits a form of award. What decides over nominees is fixed once a round uses it.
#[utoipa::path(tag = "award-forms", request_body = EditAwardForm, responses((status = 200, body = AwardFormDto)))]
#[patch("/award-forms/{id}")]
async fn update_award_form(api: Api, id: Id, version: IfMatch, body: Body<EditAwardForm>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Reads what was done to a form of award.
#[utoipa::path(tag = "award-forms", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/award-forms/{id}/history")]
async fn read_award_form_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

pub(in crate::awards) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_award_forms)
        .service(create_award_form)
        .service(read_award_form)
        .service(update_award_form)
        .service(read_award_form_history);
}
