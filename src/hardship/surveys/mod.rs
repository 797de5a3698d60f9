//! Housing surveys: families in a house that is none, found by their union, put forward by the union above, and turned
//! into a dossier once.

mod dto;
mod model;
pub(super) mod routes;
pub(super) mod service;
mod store;
