//! Applications for support: their states, their persons, and what was said about them.

mod model;
pub(super) mod store;

pub use model::{ApplicationStatus, Relation};
pub(in crate::hardship) use model::{Step, next};
