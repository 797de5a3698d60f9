//! The audit trail over HTTP.

use actix_web::get;
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{EntryDto, JournalQuery};
use super::service;
use crate::http::api::Api;
use crate::http::page::Listing;
use crate::http::query::Query;
use crate::kernel::problem::Outcome;

/// Lists the journal.
///
/// Oldest first. Following it with `after` never misses an entry, whatever order transactions commit in.
#[utoipa::path(tag = "journal", params(JournalQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/journal")]
async fn list_journal(api: Api, query: Query<JournalQuery>) -> Outcome<Listing<EntryDto>> {
    api.list(query, service::list).await
}

/// The journal's routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(list_journal);
}
