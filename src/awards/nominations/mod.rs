//! Nominations, from draft to the council.

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
pub(in crate::awards) mod store;

pub(in crate::awards) use dto::AwardReason;
pub(in crate::awards) use model::AwardNoteKind;
