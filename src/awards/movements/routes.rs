//! Emulation movements and the unions registered for them over HTTP.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    EditEmulationMovement, EmulationMovementDto, EmulationMovementQuery, EmulationMovementSummaryDto,
    MovementRegistrationDto, MovementRegistrationQuery, NewEmulationMovement, NewMovementRegistration,
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

/// Lists the emulation movements that the caller's organisations take part in or run, without their
/// criteria.
#[utoipa::path(tag = "emulation-movements", params(EmulationMovementQuery), responses((status = 200, body = Listing<EmulationMovementSummaryDto>)))]
#[get("/emulation-movements")]
async fn list_emulation_movements(
    api: Api,
    query: Query<EmulationMovementQuery>,
) -> Outcome<Listing<EmulationMovementSummaryDto>> {
    api.list(query, service::list).await
}

/// Starts an emulation movement.
#[utoipa::path(tag = "emulation-movements", request_body = NewEmulationMovement, responses((status = 201, body = EmulationMovementDto)))]
#[post("/emulation-movements")]
async fn create_emulation_movement(api: Api, body: Body<NewEmulationMovement>) -> Outcome<Reply> {
    api.create("/api/v1/emulation-movements", body, service::create).await
}

/// Reads an emulation movement.
#[utoipa::path(tag = "emulation-movements", responses((status = 200, body = EmulationMovementDto)))]
#[get("/emulation-movements/{id}")]
async fn read_emulation_movement(api: Api, id: Id) -> Outcome<Resource<EmulationMovementDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Edits an emulation movement.
#[utoipa::path(tag = "emulation-movements", request_body = EditEmulationMovement, responses((status = 200, body = EmulationMovementDto)))]
#[patch("/emulation-movements/{id}")]
async fn update_emulation_movement(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditEmulationMovement>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit(w, id.0, version.0, edit)).await
}

/// Removes an emulation movement for which nobody is registered and which no round concludes.
#[utoipa::path(tag = "emulation-movements", responses((status = 204)))]
#[delete("/emulation-movements/{id}")]
async fn delete_emulation_movement(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::delete(w, id.0, version.0)).await
}

/// Reads what was done to an emulation movement, and who registered for it.
#[utoipa::path(tag = "emulation-movements", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/emulation-movements/{id}/history")]
async fn read_emulation_movement_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

/// Lists the unions registered for an emulation movement.
#[utoipa::path(tag = "emulation-movements", params(MovementRegistrationQuery), responses((status = 200, body = Listing<MovementRegistrationDto>)))]
#[get("/emulation-movements/{id}/registrations")]
async fn list_movement_registrations(
    api: Api,
    id: Id,
    query: Query<MovementRegistrationQuery>,
) -> Outcome<Listing<MovementRegistrationDto>> {
    api.list(query, move |r, query, page| service::registrations(r, id.0, query, page)).await
}

/// Registers the caller's own union for an emulation movement that has not ended.
#[utoipa::path(tag = "emulation-movements", request_body = NewMovementRegistration, responses((status = 201, body = MovementRegistrationDto)))]
#[post("/emulation-movements/{id}/registrations")]
async fn create_movement_registration(
    api: Api,
    id: Id,
    body: Body<NewMovementRegistration>,
) -> Outcome<Reply> {
    api.create("/api/v1/movement-registrations", body, move |w, new| service::register(w, id.0, new)).await
}

/// Reads a union's registration.
#[utoipa::path(tag = "emulation-movements", responses((status = 200, body = MovementRegistrationDto)))]
#[get("/movement-registrations/{id}")]
async fn read_movement_registration(api: Api, id: Id) -> Outcome<Resource<MovementRegistrationDto>> {
    api.resource(move |r| service::read_registration(r, id.0)).await
}

/// Takes back the registration of the caller's own union while the movement has not ended.
#[utoipa::path(tag = "emulation-movements", responses((status = 204)))]
#[delete("/movement-registrations/{id}")]
async fn delete_movement_registration(api: Api, id: Id, version: IfMatch) -> Outcome<Reply> {
    api.remove(move |w| service::unregister(w, id.0, version.0)).await
}

pub(in crate::awards) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_emulation_movements)
        .service(create_emulation_movement)
        .service(read_emulation_movement)
        .service(update_emulation_movement)
        .service(delete_emulation_movement)
        .service(read_emulation_movement_history)
        .service(list_movement_registrations)
        .service(create_movement_registration)
        .service(read_movement_registration)
        .service(delete_movement_registration);
}
