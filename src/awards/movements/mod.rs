//! Emulation movements and the unions registered for them.

mod dto;
pub(super) mod routes;
pub(in crate::awards) mod service;
mod store;
