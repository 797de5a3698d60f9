//! Applications for support: their states, their persons, and what was said about them.

pub(super) mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
pub(super) mod store;

pub use model::{ApplicationStatus, Relation};
pub(super) use model::{NoteKind, Step, next};
