//! `/attachments` and `/uploads`.

mod files;
mod uploads;

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    files::configure(config);
    uploads::configure(config);
}
