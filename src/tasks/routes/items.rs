//! Task items over HTTP.

use actix_web::http::header;
use actix_web::{HttpResponse, delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::{Body, OptionalBody};
use crate::http::conditional::{IfMatch, PRIVATE, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;
use crate::tasks::dto::{
    CancelTaskItem, CompleteTaskItem, EditTaskItem, NewTaskItem, StartTaskItem, TaskItemDto, TaskItemQuery,
    TaskProgressDto,
};
use crate::tasks::service;

/// Lists task items of the caller's tree, and those assigned into it.
#[utoipa::path(tag = "task-items", params(TaskItemQuery), responses((status = 200, body = Listing<TaskItemDto>)))]
#[get("/task-items")]
async fn list_task_items(api: Api, query: Query<TaskItemQuery>) -> Outcome<Listing<TaskItemDto>> {
    api.list(query, service::list).await
}

/// Creates a task item.
#[utoipa::path(tag = "task-items", request_body = NewTaskItem, responses((status = 201, body = TaskItemDto)))]
#[post("/task-items")]
async fn create_task_item(api: Api, body: Body<NewTaskItem>) -> Outcome<Reply> {
    api.create("/api/v1/task-items", body, service::create).await
}

/// Reads a task item.
#[utoipa::path(tag = "task-items", responses((status = 200, body = TaskItemDto)))]
#[get("/task-items/{id}")]
async fn read_task_item(api: Api, id: Id) -> Outcome<Resource<TaskItemDto>> {
    api.single_row(move |r| service::read(r, id.0)).await
}

/// Edits a task item that is not finished.
#[utoipa::path(tag = "task-items", request_body = EditTaskItem, responses((status = 200, body = TaskItemDto)))]
#[patch("/task-items/{id}")]
async fn update_task_item(api: Api, id: Id, version: IfMatch, body: Body<EditTaskItem>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes a planned task item that no report made and no union has answered.
#[utoipa::path(tag = "task-items", responses((status = 204)))]
#[delete("/task-items/{id}")]
async fn delete_task_item(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// Starts a planned task item.
#[utoipa::path(tag = "task-items", request_body = StartTaskItem, responses((status = 200, body = TaskItemDto)))]
#[post("/task-items/{id}/start")]
async fn start_task_item(
    api: Api,
    id: Id,
    version: IfMatch,
    body: OptionalBody<StartTaskItem>,
) -> Outcome<Reply> {
    api.change(body, move |w, _| service::start(w, id.0, version.0)).await
}

/// Completes a task item under way. Its assignments are frozen as they are.
#[utoipa::path(tag = "task-items", request_body = CompleteTaskItem, responses((status = 200, body = TaskItemDto)))]
#[post("/task-items/{id}/complete")]
async fn complete_task_item(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<CompleteTaskItem>,
) -> Outcome<Reply> {
    api.change(body, move |w, with| service::complete(w, id.0, version.0, with)).await
}

/// Gives a task item up. Its assignments are frozen as they are.
#[utoipa::path(tag = "task-items", request_body = CancelTaskItem, responses((status = 200, body = TaskItemDto)))]
#[post("/task-items/{id}/cancel")]
async fn cancel_task_item(api: Api, id: Id, version: IfMatch, body: Body<CancelTaskItem>) -> Outcome<Reply> {
    api.change(body, move |w, why| service::cancel(w, id.0, version.0, why)).await
}

/// Reads how far a task item has come: answers, share of unions done, sums of the figures.
#[utoipa::path(tag = "task-items", responses((status = 200, body = TaskProgressDto)))]
#[get("/task-items/{id}/progress")]
async fn read_task_item_progress(api: Api, id: Id) -> Outcome<HttpResponse> {
    let progress = api.read(move |r| service::progress(r, id.0)).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, PRIVATE)).json(progress))
}

/// Reads what was done to a task item.
#[utoipa::path(tag = "task-items", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/task-items/{id}/history")]
async fn read_task_item_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_task_items)
        .service(create_task_item)
        .service(read_task_item)
        .service(update_task_item)
        .service(delete_task_item)
        .service(start_task_item)
        .service(complete_task_item)
        .service(cancel_task_item)
        .service(read_task_item_progress)
        .service(read_task_item_history);
}
