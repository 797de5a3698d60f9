//! Nominations, from draft to the council over HTTP.

use utoipa_actix_web::service_config::ServiceConfig;

pub(in crate::awards) const fn configure(_config: &mut ServiceConfig) {}
