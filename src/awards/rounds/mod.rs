//! Award rounds: forms, quotas, council.

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
pub(in crate::awards) mod store;
