//! The register of awards: search, import, export, revocation.

mod model;
pub(super) mod routes;
pub(in crate::awards) mod service;
pub(in crate::awards) mod store;

pub use model::{AwardImportStatus, AwardState};
