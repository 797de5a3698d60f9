//! Code lists and indicators over HTTP.

use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CodeItemDto, CodeItemQuery, CodeListDto, CodeListQuery, EditCodeItem, EditIndicator, IndicatorDto,
    IndicatorQuery, NewCodeItem, NewIndicator,
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

/// Lists the code lists.
#[utoipa::path(tag = "code-lists", params(CodeListQuery), responses((status = 200, body = Listing<CodeListDto>)))]
#[get("/code-lists")]
async fn list_code_lists(api: Api, query: Query<CodeListQuery>) -> Outcome<Listing<CodeListDto>> {
    api.list(query, service::list_lists).await
}

/// Reads a code list.
#[utoipa::path(tag = "code-lists", responses((status = 200, body = CodeListDto)))]
#[get("/code-lists/{id}")]
async fn read_code_list(api: Api, id: Id) -> Outcome<Resource<CodeListDto>> {
    api.single_row(move |r| service::read_list(r, id.0)).await
}

/// Lists a code list's entries by position.
#[utoipa::path(tag = "code-lists", params(CodeItemQuery), responses((status = 200, body = Listing<CodeItemDto>)))]
#[get("/code-lists/{id}/items")]
async fn list_code_list_items(
    api: Api,
    id: Id,
    query: Query<CodeItemQuery>,
) -> Outcome<Listing<CodeItemDto>> {
    api.list(query, move |r, query, page| service::list_items(r, id.0, query, page)).await
}

/// Adds an entry to a code list.
#[utoipa::path(tag = "code-lists", request_body = NewCodeItem, responses((status = 201, body = CodeItemDto)))]
#[post("/code-lists/{id}/items")]
async fn create_code_list_item(api: Api, id: Id, body: Body<NewCodeItem>) -> Outcome<Reply> {
    api.create("/api/v1/code-items", body, move |w, new| service::create_item(w, id.0, new)).await
}

/// Reads an entry of a code list.
#[utoipa::path(tag = "code-lists", responses((status = 200, body = CodeItemDto)))]
#[get("/code-items/{id}")]
async fn read_code_item(api: Api, id: Id) -> Outcome<Resource<CodeItemDto>> {
    api.single_row(move |r| service::read_item(r, id.0)).await
}

/// Changes an entry of a code list.
#[utoipa::path(tag = "code-lists", request_body = EditCodeItem, responses((status = 200, body = CodeItemDto)))]
#[patch("/code-items/{id}")]
async fn update_code_item(api: Api, id: Id, version: IfMatch, body: Body<EditCodeItem>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_item(w, id.0, version.0, edit)).await
}

/// Reads what was done to an entry of a code list.
#[utoipa::path(tag = "code-lists", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/code-items/{id}/history")]
async fn read_code_item_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read_item(r, id).map(drop)).await
}

/// Lists indicators by position.
#[utoipa::path(tag = "indicators", params(IndicatorQuery), responses((status = 200, body = Listing<IndicatorDto>)))]
#[get("/indicators")]
async fn list_indicators(api: Api, query: Query<IndicatorQuery>) -> Outcome<Listing<IndicatorDto>> {
    api.list(query, service::list_indicators).await
}

/// Adds an indicator.
#[utoipa::path(tag = "indicators", request_body = NewIndicator, responses((status = 201, body = IndicatorDto)))]
#[post("/indicators")]
async fn create_indicator(api: Api, body: Body<NewIndicator>) -> Outcome<Reply> {
    api.create("/api/v1/indicators", body, service::create_indicator).await
}

/// Reads an indicator.
#[utoipa::path(tag = "indicators", responses((status = 200, body = IndicatorDto)))]
#[get("/indicators/{id}")]
async fn read_indicator(api: Api, id: Id) -> Outcome<Resource<IndicatorDto>> {
    api.single_row(move |r| service::read_indicator(r, id.0)).await
}

/// Changes an indicator; its code and its unit stay.
#[utoipa::path(tag = "indicators", request_body = EditIndicator, responses((status = 200, body = IndicatorDto)))]
#[patch("/indicators/{id}")]
async fn update_indicator(api: Api, id: Id, version: IfMatch, body: Body<EditIndicator>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_indicator(w, id.0, version.0, edit)).await
}

/// Reads what was done to an indicator.
#[utoipa::path(tag = "indicators", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/indicators/{id}/history")]
async fn read_indicator_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read_indicator(r, id).map(drop)).await
}

/// The routes of code lists and indicators.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list_code_lists)
        .service(read_code_list)
        .service(list_code_list_items)
        .service(create_code_list_item)
        .service(read_code_item)
        .service(update_code_item)
        .service(read_code_item_history)
        .service(list_indicators)
        .service(create_indicator)
        .service(read_indicator)
        .service(update_indicator)
        .service(read_indicator_history);
}
