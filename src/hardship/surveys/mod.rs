//! Housing surveys: families in a house that is none, found by their union, put forward by the union above, and turned
//! into a dossier once.

pub(super) mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
pub(super) mod store;
