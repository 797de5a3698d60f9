//! `/reports`, `/report-items` and `/report-figures`.

mod figures;
mod items;
mod reports;

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of the whole domain.
pub fn configure(config: &mut ServiceConfig<'_>) {
    super::rounds::routes::configure(config);
    reports::configure(config);
    items::configure(config);
    figures::configure(config);
}
