//! Emulation movements and the unions registered for them.

mod dto;
pub(super) mod routes;
pub(crate) mod service;
mod store;
