//! `/reports`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;
use crate::reports::dto::{
    AcceptReport, AmendReport, Consolidate, ConsolidationDto, ContributionDto, ContributionQuery, EditReport,
    IssueReport, NewReport, ReportDto, ReportQuery, ReportSummaryDto, ReturnReport, SubmitReport,
};
use crate::reports::service;

/// Lists reports.
#[utoipa::path(tag = "reports", params(ReportQuery), responses((status = 200, body = Listing<ReportSummaryDto>)))]
#[get("/reports")]
async fn list_reports(api: Api, query: Query<ReportQuery>) -> Outcome<Listing<ReportSummaryDto>> {
    api.list(query, service::list).await
}

/// Begins a report of one's own union.
#[utoipa::path(tag = "reports", request_body = NewReport, responses((status = 201, body = ReportDto)))]
#[post("/reports")]
async fn create_report(api: Api, body: Body<NewReport>) -> Outcome<Reply> {
    api.create("/api/v1/reports", body, service::create).await
}

/// Reads a report with its items, figures, recipients and warnings.
#[utoipa::path(tag = "reports", responses((status = 200, body = ReportDto)))]
#[get("/reports/{id}")]
async fn read_report(api: Api, id: Id) -> Outcome<Resource<ReportDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits a draft or returned report.
#[utoipa::path(tag = "reports", request_body = EditReport, responses((status = 200, body = ReportDto)))]
#[patch("/reports/{id}")]
async fn update_report(api: Api, id: Id, if_match: IfMatch, body: Body<EditReport>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, if_match.0, edit)).await
}

/// Removes a draft that was never submitted.
#[utoipa::path(tag = "reports", responses((status = 204)))]
#[delete("/reports/{id}")]
async fn delete_report(api: Api, id: Id, if_match: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, if_match.0)).await
}

/// Submits a report to whom it is owed. The first submission decides whether it was late.
#[utoipa::path(tag = "reports", request_body = SubmitReport, responses((status = 200, body = ReportDto)))]
#[post("/reports/{id}/submit")]
async fn submit_report(
    api: Api,
    id: Id,
    if_match: IfMatch,
    body: OptionalBody<SubmitReport>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::submit(w, id.0, if_match.0, body)).await
}

/// Sends a submitted report back with a reason.
#[utoipa::path(tag = "reports", request_body = ReturnReport, responses((status = 200, body = ReportDto)))]
#[post("/reports/{id}/return")]
async fn return_report(api: Api, id: Id, if_match: IfMatch, body: Body<ReturnReport>) -> Outcome<Reply> {
    api.change(body, move |w, body| service::return_(w, id.0, if_match.0, body)).await
}

/// Accepts a submitted report. Not for who began, amended or ever submitted it.
#[utoipa::path(tag = "reports", request_body = AcceptReport, responses((status = 200, body = ReportDto)))]
#[post("/reports/{id}/accept")]
async fn accept_report(
    api: Api,
    id: Id,
    if_match: IfMatch,
    body: OptionalBody<AcceptReport>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::accept(w, id.0, if_match.0, body)).await
}

/// Signs an accepted report: it takes the next number of its register, makes the tasks of its plan, and never
/// changes again.
#[utoipa::path(tag = "reports", request_body = IssueReport, responses((status = 200, body = ReportDto)))]
#[post("/reports/{id}/issue")]
async fn issue_report(
    api: Api,
    id: Id,
    if_match: IfMatch,
    body: OptionalBody<IssueReport>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::issue(w, id.0, if_match.0, body)).await
}

/// Begins an amendment of an issued report: a draft with its content that is numbered anew.
#[utoipa::path(tag = "reports", request_body = AmendReport, responses((status = 201, body = ReportDto)))]
#[post("/reports/{id}/amend")]
async fn amend_report(api: Api, id: Id, body: OptionalBody<AmendReport>) -> Outcome<Reply> {
    api.create("/api/v1/reports", body, move |w, body| service::amend(w, id.0, body)).await
}

/// Sums the accepted reports below into a draft, and carries last period's plan items over as results. Again, it
/// refreshes the sums and what became of the plans, keeps overrides and written texts, and adds nothing twice. A figure
/// that was typed in before the first sum and differs from it stays as an override.
#[utoipa::path(tag = "reports", request_body = Consolidate, responses((status = 200, body = ConsolidationDto)))]
#[post("/reports/{id}/consolidate")]
async fn consolidate_report(
    api: Api,
    id: Id,
    if_match: IfMatch,
    body: OptionalBody<Consolidate>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::consolidate(w, id.0, if_match.0, body)).await
}

/// Lists the preambles of the accepted reports below, then their items by topic.
#[utoipa::path(tag = "reports", params(ContributionQuery), responses((status = 200, body = Listing<ContributionDto>)))]
#[get("/reports/{id}/contributions")]
async fn list_report_contributions(
    api: Api,
    id: Id,
    query: Query<ContributionQuery>,
) -> Outcome<Listing<ContributionDto>> {
    api.list(query, move |r, query, page| service::contributions(r, id.0, query, page)).await
}

/// What was done to a report, oldest first.
#[utoipa::path(tag = "reports", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/reports/{id}/history")]
async fn read_report_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, *id, |r, id| service::read(r, id).map(drop)).await
}

/// The routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_reports)
        .service(create_report)
        .service(read_report)
        .service(update_report)
        .service(delete_report)
        .service(submit_report)
        .service(return_report)
        .service(accept_report)
        .service(issue_report)
        .service(amend_report)
        .service(consolidate_report)
        .service(list_report_contributions)
        .service(read_report_history);
}
