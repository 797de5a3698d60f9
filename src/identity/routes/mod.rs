//! Identity over HTTP: `auth`, `users`, `grants`.

mod auth;
mod grants;
mod users;

use utoipa_actix_web::service_config::ServiceConfig;

/// Identity's routes under `/api/v1`.
pub fn configure(config: &mut ServiceConfig) {
    auth::configure(config);
    users::configure(config);
    grants::configure(config);
}

pub use auth::read_jwks;
