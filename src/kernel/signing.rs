//! In whose name a document is signed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::names;

/// In whose name the signer signs (Nghị định 30/2020/NĐ-CP, Phụ lục I, on the signature).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SigningCapacity {
    /// On behalf of the committee (TM.).
    OnBehalfOfCommittee,
    /// For the head (KT.).
    ForTheHead,
    /// By order (TL.).
    ByOrder,
    /// By authorisation (TUQ.).
    ByAuthorisation,
}

names!(SigningCapacity: OnBehalfOfCommittee = "on_behalf_of_committee", ForTheHead = "for_the_head", ByOrder = "by_order", ByAuthorisation = "by_authorisation");

impl SigningCapacity {
    /// The letters printed before the body or the head.
    #[must_use]
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::OnBehalfOfCommittee => "TM.",
            Self::ForTheHead => "KT.",
            Self::ByOrder => "TL.",
            Self::ByAuthorisation => "TUQ.",
        }
    }
}
