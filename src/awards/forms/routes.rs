//! Forms of award and their authorities over HTTP.

use utoipa_actix_web::service_config::ServiceConfig;

pub(in crate::awards) const fn configure(_config: &mut ServiceConfig) {}
