//! What a form asks of a nominee.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// Whether an earlier award is needed or is in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Something of a kind was awarded within some years before.
    Prerequisite,
    /// Nothing of a kind was awarded for the same year by the authority of the form.
    Exclusion,
}

names!(Condition: Prerequisite = "prerequisite", Exclusion = "exclusion");
