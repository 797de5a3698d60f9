//! What is said about a nomination.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// What the appraiser thinks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardAppraisal {
    /// It should be awarded.
    Favourable,
    /// It should not.
    Unfavourable,
}

names!(AwardAppraisal: Favourable = "favourable", Unfavourable = "unfavourable");

impl AwardAppraisal {
    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Favourable => "Đồng ý",
            Self::Unfavourable => "Không đồng ý",
        }
    }
}

/// What somebody did to a nomination, so that they do not decide on it later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::awards) enum Deed {
    /// Began, changed or submitted it.
    Wrote,
    /// Put it forward.
    Endorsed,
    /// Gave an opinion.
    Appraised,
}

names!(Deed: Wrote = "wrote", Endorsed = "endorsed", Appraised = "appraised");

/// What a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardNoteKind {
    /// Why it was sent back.
    Return,
    /// What the union above says.
    Endorsement,
    /// Why it was taken back.
    Withdrawal,
    /// What the appraiser says.
    Opinion,
    /// Why it is on hold.
    Hold,
    /// Why it goes on.
    Release,
    /// Why the authority declined it.
    Decline,
    /// Why the award was taken back.
    Revocation,
}

names!(AwardNoteKind: Return = "return", Endorsement = "endorsement", Withdrawal = "withdrawal", Opinion = "opinion", Hold = "hold", Release = "release", Decline = "decline", Revocation = "revocation");
