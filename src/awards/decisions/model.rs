//! Where a decision stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardDecisionStatus {
    /// Being written.
    Draft,
    /// Signed and frozen.
    Signed,
}

names!(AwardDecisionStatus: Draft = "draft", Signed = "signed");
