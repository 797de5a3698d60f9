//! Whether a nominee may be awarded, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::awards::NominationStatus;
use crate::awards::forms::Condition;
use crate::awards::register::AwardState;
use crate::kernel::id::Uuid;

/// Whether the conditions of the form hold, and what else is known under the nominee's name.
#[derive(Debug, Serialize, ToSchema)]
pub struct AwardEligibilityDto {
    /// The nomination.
    pub nomination_id: Uuid,
    /// Whether every condition holds.
    pub eligible: bool,
    /// The form's conditions, in their order; then those of other forms by which what the nominee was given, or is on its
    /// way to, excludes this one.
    #[schema(max_items = 200)]
    pub conditions: Vec<CheckedConditionDto>,
    /// Awards under the same name, accents or not, that were not counted: of other unions, or of namesakes. The latest
    /// hundred that the caller may see.
    #[schema(max_items = 100)]
    pub other_awards: Vec<KnownAwardDto>,
    /// Other nominations under the same name, accents or not: the latest hundred that the caller may see.
    #[schema(max_items = 100)]
    pub other_nominations: Vec<KnownNominationDto>,
}

/// A condition, and what decides it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedConditionDto {
    /// The form whose condition it is: the nomination's own, or one that excludes it.
    pub form_id: Uuid,
    /// Its place among that form's conditions.
    #[schema(minimum = 1)]
    pub position: i32,
    /// Whether an earlier award is needed or in the way.
    pub condition: Condition,
    /// The kind of award.
    #[schema(example = "certificate_of_merit")]
    pub kind: String,
    /// Whose award it is; null where anybody's counts.
    #[schema(required = true)]
    pub authority: Option<String>,
    /// Within how many years before the year of achievement.
    #[schema(required = true, minimum = 1)]
    pub within_years: Option<i32>,
    /// Whether it holds.
    pub holds: bool,
    /// The earlier award that decides it: the one that is needed, or the one in the way; of a prerequisite that does not
    /// hold, the latest that comes near.
    #[schema(required = true)]
    pub award: Option<KnownAwardDto>,
    /// The nomination under way that is in the way.
    #[schema(required = true)]
    pub nomination_id: Option<Uuid>,
}

/// An award of the register, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownAwardDto {
    /// Its id.
    pub id: Uuid,
    /// The union of who got it.
    pub organisation_id: Uuid,
    /// The name as it stands in the register.
    pub recipient_name: String,
    /// The kind of award.
    pub kind: String,
    /// Who gave it.
    pub authority: String,
    /// The year of achievement.
    #[schema(minimum = 1900, maximum = 2100)]
    pub year: i32,
    /// The symbol of the decision.
    pub symbol: String,
    /// Whether it holds.
    pub state: AwardState,
}

/// A nomination, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownNominationDto {
    /// Its id.
    pub id: Uuid,
    /// The union that nominates.
    pub organisation_id: Uuid,
    /// The round.
    pub round_id: Uuid,
    /// The form.
    pub form_id: Uuid,
    /// The name as the union wrote it.
    pub nominee_name: String,
    /// Where it stands.
    pub status: NominationStatus,
    /// Whether it is on hold. While one of the same nominee is, none goes further.
    pub on_hold: bool,
}
