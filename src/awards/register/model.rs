//! Where an award stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// Whether an award holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardState {
    /// It holds.
    Valid,
    /// It was taken back.
    Revoked,
}

names!(AwardState: Valid = "valid", Revoked = "revoked");

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardImportStatus {
    /// Its rows are being checked.
    Checking,
    /// Its rows are being written.
    Writing,
    /// All rows are in the register, or, in a dry run, could be.
    Done,
    /// Some row is bad: nothing was written.
    Refused,
    /// The server stopped before it was done: nothing was written.
    Interrupted,
}

names!(AwardImportStatus: Checking = "checking", Writing = "writing", Done = "done", Refused = "refused", Interrupted = "interrupted");
