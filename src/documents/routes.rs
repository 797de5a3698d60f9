//! Printed documents.

use actix_web::{HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::plain_text;
use crate::http::api::Api;
use crate::http::path::Id;
use crate::kernel::problem::Outcome;
use crate::reports::service::for_print;

/// Prints a report as plain text in the official order (Nghị định 30/2020/NĐ-CP). A report without a number
/// leaves its place open.
#[utoipa::path(tag = "reports", responses((status = 200, body = String, content_type = "text/plain", description = "UTF-8")))]
#[get("/reports/{id}/text")]
async fn print_report_text(api: Api, id: Id) -> Outcome<HttpResponse> {
    let report = api.read(move |r| for_print(r, id.0)).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(("Cache-Control", "private, no-cache"))
        .body(plain_text::report(&report)))
}

/// The routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(print_report_text);
}
