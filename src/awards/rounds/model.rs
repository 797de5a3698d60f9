//! What a round is made of.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// What a member is in the council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CouncilFunction {
    /// Chairs it.
    Chair,
    /// Stands in for the chair.
    ViceChair,
    /// Keeps the minutes.
    Secretary,
    /// Votes, as all do.
    Member,
}

names!(CouncilFunction: Chair = "chair", ViceChair = "vice_chair", Secretary = "secretary", Member = "member");

/// How many of a union's members a share comes to, in ten-thousandths; less than one whole counts for nothing.
pub(in crate::awards) const fn share_of(members: i32, basis_points: i32) -> i32 {
    // At most the members themselves, so it fits.
    #[expect(clippy::cast_possible_truncation, reason = "a share is no larger than the whole")]
    let share = (members as i64 * basis_points as i64 / 10_000) as i32;
    share
}
