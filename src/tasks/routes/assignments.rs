//! Assignments over HTTP.

use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;
use crate::tasks::dto::{
    AcceptAssignment, AssignmentDto, AssignmentLineDto, AssignmentQuery, AssignmentsMade, CompleteAssignment,
    DeclineAssignment, EditAssignment, NewAssignments, StartAssignment, TaskItemAssignmentQuery,
};
use crate::tasks::service;

/// Assigns a task item to unions, or passes it on to those below.
///
/// Unions that have it already are left as they are and counted; those that declined are asked again.
#[utoipa::path(tag = "task-items", request_body = NewAssignments, responses((status = 200, body = AssignmentsMade)))]
#[post("/task-items/{id}/assignments")]
async fn assign_task_item(api: Api, id: Id, body: Body<NewAssignments>) -> Outcome<Reply> {
    api.perform(body, move |w, asked| service::assign(w, id.0, asked)).await
}

/// Lists the assignments of a task item: all for its owner, else those of the caller's tree.
#[utoipa::path(
    tag = "task-items",
    params(TaskItemAssignmentQuery),
    responses((status = 200, body = Listing<AssignmentLineDto>))
)]
#[get("/task-items/{id}/assignments")]
async fn list_task_item_assignments(
    api: Api,
    id: Id,
    query: Query<TaskItemAssignmentQuery>,
) -> Outcome<Listing<AssignmentLineDto>> {
    api.list(query, move |r, query, page| service::list_assignments(r, id.0, query, page)).await
}

/// Lists the assignments of the caller's tree, across task items.
#[utoipa::path(
    tag = "task-items",
    params(AssignmentQuery),
    responses((status = 200, body = Listing<AssignmentLineDto>))
)]
#[get("/task-assignments")]
async fn list_task_assignments(
    api: Api,
    query: Query<AssignmentQuery>,
) -> Outcome<Listing<AssignmentLineDto>> {
    api.list(query, service::list_across).await
}

/// Reads an assignment.
#[utoipa::path(tag = "task-items", responses((status = 200, body = AssignmentDto)))]
#[get("/task-assignments/{id}")]
async fn read_task_assignment(api: Api, id: Id) -> Outcome<Resource<AssignmentDto>> {
    api.single_row(move |r| service::read_assignment(r, id.0)).await
}

/// Edits an assignment: progress and result by the assigned union, the target by the task item's owner.
#[utoipa::path(tag = "task-items", request_body = EditAssignment, responses((status = 200, body = AssignmentDto)))]
#[patch("/task-assignments/{id}")]
async fn update_task_assignment(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditAssignment>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_assignment(w, id.0, version.0, edit)).await
}

/// Accepts an assignment.
#[utoipa::path(tag = "task-items", request_body = AcceptAssignment, responses((status = 200, body = AssignmentDto)))]
#[post("/task-assignments/{id}/accept")]
async fn accept_task_assignment(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<AcceptAssignment>,
) -> Outcome<Reply> {
    api.change(body, move |w, _| service::accept(w, id.0, version.0)).await
}

/// Starts an accepted assignment.
#[utoipa::path(tag = "task-items", request_body = StartAssignment, responses((status = 200, body = AssignmentDto)))]
#[post("/task-assignments/{id}/start")]
async fn start_task_assignment(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<StartAssignment>,
) -> Outcome<Reply> {
    api.change(body, move |w, with| service::start_assignment(w, id.0, version.0, &with)).await
}

/// Completes an assignment under way, with its result.
#[utoipa::path(tag = "task-items", request_body = CompleteAssignment, responses((status = 200, body = AssignmentDto)))]
#[post("/task-assignments/{id}/complete")]
async fn complete_task_assignment(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<CompleteAssignment>,
) -> Outcome<Reply> {
    api.change(body, move |w, with| service::complete_assignment(w, id.0, version.0, with)).await
}

/// Declines an assignment that is not finished, with a reason.
#[utoipa::path(tag = "task-items", request_body = DeclineAssignment, responses((status = 200, body = AssignmentDto)))]
#[post("/task-assignments/{id}/decline")]
async fn decline_task_assignment(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<DeclineAssignment>,
) -> Outcome<Reply> {
    api.change(body, move |w, why| service::decline(w, id.0, version.0, why)).await
}

/// Reads what was done to an assignment.
#[utoipa::path(tag = "task-items", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/task-assignments/{id}/history")]
async fn read_task_assignment_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read_assignment(r, id).map(drop)).await
}

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(assign_task_item)
        .service(list_task_item_assignments)
        .service(list_task_assignments)
        .service(read_task_assignment)
        .service(update_task_assignment)
        .service(accept_task_assignment)
        .service(start_task_assignment)
        .service(complete_task_assignment)
        .service(decline_task_assignment)
        .service(read_task_assignment_history);
}
