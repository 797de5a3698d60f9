//! The register of awards: search, import, export, revocation.

mod dto;
mod model;
mod receive;
pub(super) mod routes;
mod running;
pub(crate) mod service;
pub(in crate::awards) mod store;

pub use model::{AwardImportStatus, AwardState};
