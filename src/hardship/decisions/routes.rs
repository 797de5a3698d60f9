//! Decisions, lines and payments over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CloseSupportLine, DisburseSupportLine, EditSupportDecision, EditSupportDecisionLine, NewSupportDecision,
    NewSupportDecisionCancellation, NewSupportDecisionLines, ReclaimSupportLine, SignSupportDecision,
    SupportDecisionDto, SupportDecisionLineDto, SupportDecisionLineQuery, SupportDecisionLineRowDto,
    SupportDecisionLinesAdded, SupportDecisionPreview, SupportDecisionQuery, SupportDecisionSummaryDto,
    SupportPaymentsDto,
};
use super::service;
use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;

/// Lists decisions.
#[utoipa::path(tag = "support-decisions", params(SupportDecisionQuery), responses((status = 200, body = Listing<SupportDecisionSummaryDto>)))]
#[get("/support-decisions")]
async fn list_support_decisions(
    api: Api,
    query: Query<SupportDecisionQuery>,
) -> Outcome<Listing<SupportDecisionSummaryDto>> {
    api.list(query, service::list).await
}

/// Begins a decision on applications of a programme.
#[utoipa::path(tag = "support-decisions", request_body = NewSupportDecision, responses((status = 201, body = SupportDecisionDto)))]
#[post("/support-decisions")]
async fn create_support_decision(api: Api, body: Body<NewSupportDecision>) -> Outcome<Reply> {
    api.create("/api/v1/support-decisions", body, service::create).await
}

/// Reads a decision.
#[utoipa::path(tag = "support-decisions", responses((status = 200, body = SupportDecisionDto)))]
#[get("/support-decisions/{id}")]
async fn read_support_decision(api: Api, id: Id) -> Outcome<Resource<SupportDecisionDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits a draft.
#[utoipa::path(tag = "support-decisions", request_body = EditSupportDecision, responses((status = 200, body = SupportDecisionDto)))]
#[patch("/support-decisions/{id}")]
async fn update_support_decision(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditSupportDecision>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes a draft with its lines.
#[utoipa::path(tag = "support-decisions", responses((status = 204)))]
#[delete("/support-decisions/{id}")]
async fn delete_support_decision(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// What was done to a decision, oldest first.
#[utoipa::path(tag = "support-decisions", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/support-decisions/{id}/history")]
async fn read_support_decision_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

/// Lists the lines of a decision in their order.
#[utoipa::path(tag = "support-decisions", params(SupportDecisionLineQuery), responses((status = 200, body = Listing<SupportDecisionLineRowDto>)))]
#[get("/support-decisions/{id}/lines")]
async fn list_support_decision_lines(
    api: Api,
    id: Id,
    query: Query<SupportDecisionLineQuery>,
) -> Outcome<Listing<SupportDecisionLineRowDto>> {
    api.list(query, move |r, query, page| service::lines(r, id.0, query, page)).await
}

/// Adds lines to a draft, up to 500 at once: all or none.
#[utoipa::path(tag = "support-decisions", request_body = NewSupportDecisionLines, responses((status = 200, body = SupportDecisionLinesAdded)))]
#[post("/support-decisions/{id}/lines")]
async fn add_support_decision_lines(api: Api, id: Id, body: Body<NewSupportDecisionLines>) -> Outcome<Reply> {
    api.perform(body, move |w, new| service::add(w, id.0, new)).await
}

/// Adds a line to a draft that takes the line of an earlier decision back.
#[utoipa::path(tag = "support-decisions", request_body = NewSupportDecisionCancellation, responses((status = 201, body = SupportDecisionLineDto)))]
#[post("/support-decisions/{id}/cancellations")]
async fn create_support_decision_cancellation(
    api: Api,
    id: Id,
    body: Body<NewSupportDecisionCancellation>,
) -> Outcome<Reply> {
    api.create("/api/v1/support-decision-lines", body, move |w, new| service::cancel(w, id.0, new)).await
}

/// Tells what signing a draft would do now, and all that would make it fail; `frozen` once it is signed.
#[utoipa::path(tag = "support-decisions", responses((status = 200, body = SupportDecisionPreview)))]
#[get("/support-decisions/{id}/preview")]
async fn preview_support_decision(api: Api, id: Id) -> Outcome<HttpResponse> {
    let preview = api.read(move |r| service::preview(r, id.0)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(preview))
}

/// Signs a decision: its lines take effect, all or none; it is numbered and never changes again. Not for who began,
/// submitted, endorsed or appraised one of its applications.
#[utoipa::path(tag = "support-decisions", request_body = SignSupportDecision, responses((status = 200, body = SupportDecisionDto)))]
#[post("/support-decisions/{id}/sign")]
async fn sign_support_decision(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<SignSupportDecision>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::sign(w, id.0, version.0, body)).await
}

/// Reads a line.
#[utoipa::path(tag = "support-decisions", responses((status = 200, body = SupportDecisionLineDto)))]
#[get("/support-decision-lines/{id}")]
async fn read_support_decision_line(api: Api, id: Id) -> Outcome<Resource<SupportDecisionLineDto>> {
    api.resource(move |r| service::read_line(r, id.0)).await
}

/// Edits a line of a draft.
#[utoipa::path(tag = "support-decisions", request_body = EditSupportDecisionLine, responses((status = 200, body = SupportDecisionLineDto)))]
#[patch("/support-decision-lines/{id}")]
async fn update_support_decision_line(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditSupportDecisionLine>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_line(w, id.0, version.0, edit)).await
}

/// Removes a line of a draft.
#[utoipa::path(tag = "support-decisions", responses((status = 204)))]
#[delete("/support-decision-lines/{id}")]
async fn delete_support_decision_line(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::remove_line(w, id.0, version.0)).await
}

/// Notes that the amount of a line was paid. Not for who signed the decision.
#[utoipa::path(tag = "support-decisions", request_body = DisburseSupportLine, responses((status = 200, body = SupportDecisionLineDto)))]
#[post("/support-decision-lines/{id}/disburse")]
async fn disburse_support_decision_line(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<DisburseSupportLine>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::disburse(w, id.0, version.0, body)).await
}

/// Closes a line that was paid.
#[utoipa::path(tag = "support-decisions", request_body = CloseSupportLine, responses((status = 200, body = SupportDecisionLineDto)))]
#[post("/support-decision-lines/{id}/close")]
async fn close_support_decision_line(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<CloseSupportLine>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::close(w, id.0, version.0, body)).await
}

/// Notes that what was paid came back, all or a part; the programme can give it again.
#[utoipa::path(tag = "support-decisions", request_body = ReclaimSupportLine, responses((status = 200, body = SupportDecisionLineDto)))]
#[post("/support-decision-lines/{id}/reclaim")]
async fn reclaim_support_decision_line(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<ReclaimSupportLine>,
) -> Outcome<Reply> {
    api.change(body, move |w, body| service::reclaim(w, id.0, version.0, body)).await
}

/// Reads the payments of a line.
#[utoipa::path(tag = "support-decisions", responses((status = 200, body = SupportPaymentsDto)))]
#[get("/support-decision-lines/{id}/payments")]
async fn read_support_decision_line_payments(api: Api, id: Id) -> Outcome<Resource<SupportPaymentsDto>> {
    api.resource(move |r| service::payments(r, id.0)).await
}

pub(in crate::hardship) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_support_decisions)
        .service(create_support_decision)
        .service(read_support_decision)
        .service(update_support_decision)
        .service(delete_support_decision)
        .service(read_support_decision_history)
        .service(list_support_decision_lines)
        .service(add_support_decision_lines)
        .service(create_support_decision_cancellation)
        .service(preview_support_decision)
        .service(sign_support_decision)
        .service(read_support_decision_line)
        .service(update_support_decision_line)
        .service(delete_support_decision_line)
        .service(disburse_support_decision_line)
        .service(close_support_decision_line)
        .service(reclaim_support_decision_line)
        .service(read_support_decision_line_payments);
}
