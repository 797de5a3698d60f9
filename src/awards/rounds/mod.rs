//! Award rounds: forms, quotas, council.

mod dto;
mod model;
pub(super) mod routes;
pub(in crate::awards) mod service;
pub(in crate::awards) mod store;
