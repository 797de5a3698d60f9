//! `/reports/{id}/items` and `/report-items`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::Body;
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;
use crate::reports::dto::{EditItem, ItemDto, NewItem};
use crate::reports::service;

/// Adds an item to a draft or returned report; inserted in the middle, it moves those behind it.
#[utoipa::path(tag = "report-items", request_body = NewItem, responses((status = 201, body = ItemDto)))]
#[post("/reports/{id}/items")]
async fn create_report_item(api: Api, id: Id, body: Body<NewItem>) -> Outcome<Reply> {
    api.create("/api/v1/report-items", body, move |w, new| service::add_item(w, id.0, new)).await
}

/// Reads an item.
#[utoipa::path(tag = "report-items", responses((status = 200, body = ItemDto)))]
#[get("/report-items/{id}")]
async fn read_report_item(api: Api, id: Id) -> Outcome<Resource<ItemDto>> {
    api.resource(move |r| service::read_item(r, id.0)).await
}

/// Edits an item of a draft or returned report; a new position moves the others of its section.
#[utoipa::path(tag = "report-items", request_body = EditItem, responses((status = 200, body = ItemDto)))]
#[patch("/report-items/{id}")]
async fn update_report_item(api: Api, id: Id, if_match: IfMatch, body: Body<EditItem>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_item(w, id.0, if_match.0, edit)).await
}

/// Removes an item of a draft or returned report; its figures stay with the report.
#[utoipa::path(tag = "report-items", responses((status = 204)))]
#[delete("/report-items/{id}")]
async fn delete_report_item(api: Api, id: Id, if_match: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::remove_item(w, id.0, if_match.0)).await
}

/// What was done to an item, oldest first.
#[utoipa::path(tag = "report-items", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/report-items/{id}/history")]
async fn read_report_item_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, *id, |r, id| service::read_item(r, id).map(drop)).await
}

/// The routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(create_report_item)
        .service(read_report_item)
        .service(update_report_item)
        .service(delete_report_item)
        .service(read_report_item_history);
}
