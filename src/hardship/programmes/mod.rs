//! Programmes: what may be given, to whom, up to how much, in which time, and from which funds.
//!
//! A norm is the most one line of a category may be. It is never changed, only followed by another version; the one
//! valid on the day an application was filed counts for it.

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
mod store;
