//! Movements and registrations on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Line, Prose};

/// A movement to be started.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "name": "Lao động giỏi, lao động sáng tạo",
    "starts_on": "2024-01-01", "ends_on": "2024-12-31", "criteria": "Có sáng kiến được áp dụng trong năm."
}))]
pub struct NewEmulationMovement {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// The organisation that runs it. Unions below it register.
    pub organisation_id: Uuid,
    /// Its name.
    pub name: Line<300>,
    /// Its first day; 1900 to 2100.
    pub starts_on: NaiveDate,
    /// Its last day, not before the first.
    pub ends_on: NaiveDate,
    /// What it asks of those who take part.
    pub criteria: Prose<8000>,
}

/// What to change of a movement; a member that is absent is kept.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ends_on": "2025-03-31"}))]
pub struct EditEmulationMovement {
    /// Its name.
    #[serde(default)]
    pub name: Patch<Line<300>>,
    /// Its first day.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub starts_on: Patch<NaiveDate>,
    /// Its last day.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub ends_on: Patch<NaiveDate>,
    /// What it asks of those who take part.
    #[serde(default)]
    pub criteria: Patch<Prose<8000>>,
}

/// An emulation movement as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmulationMovementSummaryDto {
    /// Its id.
    pub id: Uuid,
    /// The organisation that runs it.
    pub organisation_id: Uuid,
    /// Its name.
    #[schema(example = "Lao động giỏi, lao động sáng tạo")]
    pub name: String,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// Who started it.
    pub created_by: Uuid,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was started.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// An emulation movement.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmulationMovementDto {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: EmulationMovementSummaryDto,
    /// What it asks of those who take part.
    pub criteria: String,
}

impl Versioned for EmulationMovementDto {
    fn version(&self) -> i64 {
        self.summary.version
    }
}

impl Identified for EmulationMovementDto {
    fn id(&self) -> Uuid {
        self.summary.id
    }
}

/// A union that takes part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"organisation_id": "01952a3e-7c00-7000-8000-000000000002"}))]
pub struct NewMovementRegistration {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// The caller's own union: the one that runs the movement, or one below it.
    pub organisation_id: Uuid,
}

/// A union's registration for a movement. It never changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovementRegistrationDto {
    /// Its id.
    pub id: Uuid,
    /// The movement.
    pub movement_id: Uuid,
    /// The union.
    pub organisation_id: Uuid,
    /// The day on which it registered.
    pub registered_on: NaiveDate,
    /// Who registered it.
    pub registered_by: Uuid,
    /// Always 1.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was registered.
    pub created_at: Instant,
}

impl Versioned for MovementRegistrationDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for MovementRegistrationDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How a list of movements or registrations is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum MovementSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of movements can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EmulationMovementQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include: Option<Include>,
    /// The order; newest first when it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub sort: Option<MovementSort>,
    /// Words of the name; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<Line<100>>,
    /// Only those that this organisation runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// Only those that go on on this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running_on: Option<NaiveDate>,
}

/// What the list of a movement's registrations can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MovementRegistrationQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include: Option<Include>,
    /// The order; newest first when it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub sort: Option<MovementSort>,
    /// Only that of this union.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
}
