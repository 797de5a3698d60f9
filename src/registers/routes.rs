//! `/number-registers` and `/register-entries`.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    EntryQuery, NewEntry, NewRegister, RegisterDto, RegisterEntryDto, RegisterQuery, VoidEntry,
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

/// Lists number registers.
#[utoipa::path(tag = "number-registers", params(RegisterQuery), responses((status = 200, body = Listing<RegisterDto>)))]
#[get("/number-registers")]
async fn list_number_registers(api: Api, query: Query<RegisterQuery>) -> Outcome<Listing<RegisterDto>> {
    api.list(query, service::list).await
}

/// Sets a register's first number, once, before any number is given. A register starts at 1 by itself.
#[utoipa::path(tag = "number-registers", request_body = NewRegister, responses((status = 201, body = RegisterDto)))]
#[post("/number-registers")]
async fn create_number_register(api: Api, body: Body<NewRegister>) -> Outcome<Reply> {
    api.create("/api/v1/number-registers", body, service::create).await
}

/// Reads a number register.
#[utoipa::path(tag = "number-registers", responses((status = 200, body = RegisterDto)))]
#[get("/number-registers/{id}")]
async fn read_number_register(api: Api, id: Id) -> Outcome<Resource<RegisterDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// What was done to a register, oldest first.
#[utoipa::path(tag = "number-registers", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/number-registers/{id}/history")]
async fn read_number_register_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, *id, |r, id| service::read(r, id).map(drop)).await
}

/// Lists the numbers a register gave, by number.
#[utoipa::path(tag = "number-registers", params(EntryQuery), responses((status = 200, body = Listing<RegisterEntryDto>)))]
#[get("/number-registers/{id}/entries")]
async fn list_register_entries(
    api: Api,
    id: Id,
    query: Query<EntryQuery>,
) -> Outcome<Listing<RegisterEntryDto>> {
    api.list(query, move |r, query, page| service::entries(r, id.0, query, page)).await
}

/// Gives the next number to a document made outside this system.
#[utoipa::path(tag = "number-registers", request_body = NewEntry, responses((status = 201, body = RegisterEntryDto)))]
#[post("/number-registers/{id}/entries")]
async fn create_register_entry(api: Api, id: Id, body: Body<NewEntry>) -> Outcome<Reply> {
    api.create("/api/v1/register-entries", body, move |w, new| service::reserve(w, id.0, new)).await
}

/// Reads a number that was given.
#[utoipa::path(tag = "number-registers", responses((status = 200, body = RegisterEntryDto)))]
#[get("/register-entries/{id}")]
async fn read_register_entry(api: Api, id: Id) -> Outcome<Resource<RegisterEntryDto>> {
    api.resource(move |r| service::read_entry(r, id.0)).await
}

/// Voids a number: it stays on record and is never given again. A report issued under it stays as it is.
#[utoipa::path(tag = "number-registers", request_body = VoidEntry, responses((status = 200, body = RegisterEntryDto)))]
#[post("/register-entries/{id}/void")]
async fn void_register_entry(api: Api, id: Id, if_match: IfMatch, body: Body<VoidEntry>) -> Outcome<Reply> {
    api.change(body, move |w, void| service::void(w, id.0, if_match.0, void)).await
}

/// What was done to a number, oldest first.
#[utoipa::path(tag = "number-registers", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/register-entries/{id}/history")]
async fn read_register_entry_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, *id, |r, id| service::read_entry(r, id).map(drop)).await
}

/// The routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_number_registers)
        .service(create_number_register)
        .service(read_number_register)
        .service(read_number_register_history)
        .service(list_register_entries)
        .service(create_register_entry)
        .service(read_register_entry)
        .service(void_register_entry)
        .service(read_register_entry_history);
}
