//! Applications for support: their states, their persons, and what was said about them.

mod dto;
mod model;
pub(super) mod routes;
pub(super) mod service;
pub(super) mod store;

pub(super) use model::Step;
pub(super) use model::next;
pub use model::{ApplicationStatus, Relation};
pub(in crate::hardship) use model::{Step, next};
