//! Forms of award and their authorities. All share them, as they share code lists; a later version of a form is another
//! row of the same code.

mod checks;
mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
pub(in crate::awards) mod store;

pub use model::Condition;
