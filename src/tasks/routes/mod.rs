//! Task items and assignments over HTTP.

mod assignments;
mod items;

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of tasks under `/api/v1`.
pub fn configure(config: &mut ServiceConfig) {
    items::configure(config);
    assignments::configure(config);
}
