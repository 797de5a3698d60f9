//! Hardship support over HTTP.

use utoipa_actix_web::service_config::ServiceConfig;

use super::{applications, decisions, figures, programmes, requests, surveys};

/// The routes of hardship support under `/api/v1`.
pub fn configure(config: &mut ServiceConfig) {
    programmes::routes::configure(config);
    decisions::routes::configure(config);
    applications::routes::configure(config);
    surveys::routes::configure(config);
    requests::routes::configure(config);
    figures::routes::configure(config);
}
