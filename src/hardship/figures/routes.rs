//! Statistics over HTTP.

use actix_web::get;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Json;
use actix_web::{CustomizeResponder, Responder};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{HardshipStatisticsDto, HardshipStatisticsQuery};
use super::service;
use crate::http::api::Api;
use crate::http::conditional::PRIVATE;
use crate::http::query::Query;
use crate::kernel::problem::Outcome;

/// Counts persons, unions and đồng of signed decisions. Who works on these dossiers gets exact numbers; others get the
/// whole province by a calendar year that has ended, by category or month, with small groups hidden.
#[utoipa::path(tag = "statistics", params(HardshipStatisticsQuery), responses((status = 200, body = HardshipStatisticsDto), (status = 404, description = "There is no such organisation, or the caller may not see it.")))]
#[get("/statistics/hardship")]
async fn read_hardship_statistics(
    api: Api,
    query: Query<HardshipStatisticsQuery>,
) -> Outcome<CustomizeResponder<Json<HardshipStatisticsDto>>> {
    let counted = api.read(move |r| service::statistics(r, &query.0)).await?;
    Ok(Json(counted).customize().insert_header((CACHE_CONTROL, PRIVATE)))
}

pub(in crate::hardship) fn configure(config: &mut ServiceConfig) {
    config.service(read_hardship_statistics);
}
