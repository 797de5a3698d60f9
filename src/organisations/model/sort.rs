//! In which order organisations are listed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The orders a list of organisations can be asked for; `-` means downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum OrganisationSort {
    /// By name, without accents.
    #[default]
    #[serde(rename = "name")]
    Name,
    /// By name, from the end.
    #[serde(rename = "-name")]
    NameDown,
    /// Oldest record first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest record first.
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

impl OrganisationSort {
    /// Whether the names order it.
    pub(in crate::organisations) const fn is_by_name(self) -> bool {
        matches!(self, Self::Name | Self::NameDown)
    }
}
