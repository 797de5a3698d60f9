//! Statistics over HTTP.

use actix_web::get;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Json;
use actix_web::{CustomizeResponder, Responder};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{AwardStatisticsDto, AwardStatisticsQuery};
use super::service;
use crate::http::api::Api;
use crate::http::conditional::PRIVATE;
use crate::http::query::Query;
use crate::kernel::problem::Outcome;

/// Counts what was proposed, awarded, declined and taken back, on some days or for one year of achievement.
#[utoipa::path(tag = "statistics", params(AwardStatisticsQuery), responses((status = 200, body = AwardStatisticsDto), (status = 404, description = "There is no such organisation, or the caller may not see it.")))]
#[get("/statistics/awards")]
async fn read_award_statistics(
    api: Api,
    query: Query<AwardStatisticsQuery>,
) -> Outcome<CustomizeResponder<Json<AwardStatisticsDto>>> {
    let counted = api.read(move |r| service::statistics(r, &query.0)).await?;
    Ok(Json(counted).customize().insert_header((CACHE_CONTROL, PRIVATE)))
}

pub(in crate::awards) fn configure(config: &mut ServiceConfig) {
    config.service(read_award_statistics);
}
