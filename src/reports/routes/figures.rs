//! `/reports/{id}/figures` and `/report-figures`.

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
use crate::reports::dto::{EditFigure, FigureDto, FigureRecordDto, FigureSourceDto, NewFigure, SourceQuery};
use crate::reports::service;

/// Adds a figure to a draft or returned report: one for each indicator.
#[utoipa::path(tag = "report-figures", request_body = NewFigure, responses((status = 201, body = FigureDto)))]
#[post("/reports/{id}/figures")]
async fn create_report_figure(api: Api, id: Id, body: Body<NewFigure>) -> Outcome<Reply> {
    api.create("/api/v1/report-figures", body, move |w, new| service::add_figure(w, id.0, new)).await
}

/// Reads a figure.
#[utoipa::path(tag = "report-figures", responses((status = 200, body = FigureDto)))]
#[get("/report-figures/{id}")]
async fn read_report_figure(api: Api, id: Id) -> Outcome<Resource<FigureDto>> {
    api.resource(move |r| service::read_figure(r, id.0)).await
}

/// Edits a figure of a draft or returned report. A value that is not the computed one needs `override_reason`.
#[utoipa::path(tag = "report-figures", request_body = EditFigure, responses((status = 200, body = FigureDto)))]
#[patch("/report-figures/{id}")]
async fn update_report_figure(api: Api, id: Id, if_match: IfMatch, body: Body<EditFigure>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_figure(w, id.0, if_match.0, edit)).await
}

/// Removes a figure of a draft or returned report; not a sum that has rows behind it.
#[utoipa::path(tag = "report-figures", responses((status = 204)))]
#[delete("/report-figures/{id}")]
async fn delete_report_figure(api: Api, id: Id, if_match: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::remove_figure(w, id.0, if_match.0)).await
}

/// Lists the rows of the reports below that a computed figure is the sum of.
#[utoipa::path(tag = "report-figures", params(SourceQuery), responses((status = 200, body = Listing<FigureSourceDto>)))]
#[get("/report-figures/{id}/sources")]
async fn list_report_figure_sources(
    api: Api,
    id: Id,
    query: Query<SourceQuery>,
) -> Outcome<Listing<FigureSourceDto>> {
    api.list(query, move |r, query, page| service::sources(r, id.0, query, page)).await
}

/// Lists the records of the system that a computed figure was counted from: lines of decisions on hardship support, or
/// nominations that were submitted for an award, as far as the caller may see them.
#[utoipa::path(tag = "report-figures", params(SourceQuery), responses((status = 200, body = Listing<FigureRecordDto>)))]
#[get("/report-figures/{id}/records")]
async fn list_report_figure_records(
    api: Api,
    id: Id,
    query: Query<SourceQuery>,
) -> Outcome<Listing<FigureRecordDto>> {
    api.list(query, move |r, query, page| service::records(r, id.0, query, page)).await
}

/// What was done to a figure, oldest first.
#[utoipa::path(tag = "report-figures", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/report-figures/{id}/history")]
async fn read_report_figure_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, *id, |r, id| service::read_figure(r, id).map(drop)).await
}

/// The routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(create_report_figure)
        .service(read_report_figure)
        .service(update_report_figure)
        .service(delete_report_figure)
        .service(list_report_figure_sources)
        .service(list_report_figure_records)
        .service(read_report_figure_history);
}
