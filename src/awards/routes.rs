//! Awards over HTTP.

use utoipa_actix_web::service_config::ServiceConfig;

use super::{council, decisions, figures, forms, movements, nominations, register, rounds, submissions};

/// The routes of awards under `/api/v1`.
pub fn configure(config: &mut ServiceConfig) {
    forms::routes::configure(config);
    movements::routes::configure(config);
    rounds::routes::configure(config);
    nominations::routes::configure(config);
    council::routes::configure(config);
    submissions::routes::configure(config);
    decisions::routes::configure(config);
    register::routes::configure(config);
    figures::routes::configure(config);
}
