//! Forms of award and their authorities.

mod model;
pub(super) mod routes;
pub(in crate::awards) mod service;
pub(in crate::awards) mod store;

pub use model::Condition;
