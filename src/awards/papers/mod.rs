//! What submissions and decisions share: papers of a round that name nominations, are signed under a number, and are
//! frozen then. What would hinder the signing is found by one function ([`Plan::of`]), for the preview and for signing.

mod dto;
mod model;
mod named;
mod plan;
mod service;
pub(in crate::awards) mod store;

pub(crate) use dto::{
    AwardDocumentPreview, AwardLineDto, AwardLineQuery, EditAwardDocument, SignAwardDocument,
};
pub use model::AwardOutcome;
pub(in crate::awards) use model::{Fault, Head};
pub(in crate::awards) use named::{Named, check_holds, own_work, round_named};
pub(in crate::awards) use plan::{Paper, Plan};
pub(in crate::awards) use service::{Authorities, changed_members, check_room, edited, lines, preview};
