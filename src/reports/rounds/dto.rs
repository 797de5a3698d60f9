//! Rounds on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::period::PeriodKind;
use crate::kernel::text::Line;
use crate::organisations::OrganisationKind;
use crate::reports::model::{ReportStatus, RoundStatus, Standing};

/// A round to open. Who owes is given by exactly one of `under` and `organisation_ids`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "title": "Báo cáo tháng 02/2025",
    "period_kind": "month", "period_start": "2025-02-01", "period_end": "2025-02-28",
    "deadline": "2025-02-14T10:00:00Z",
    "under": {"organisation_id": "01952a3e-7c00-7000-8000-000000000001", "kinds": ["district_federation"]}
}))]
pub(crate) struct NewRound {
    /// The client's own id for it.
    pub(crate) id: Option<Uuid>,
    /// The organisation the reports are owed to.
    pub(crate) organisation_id: Uuid,
    /// What the round is called.
    pub(crate) title: Line<200>,
    /// The kind of period.
    pub(crate) period_kind: PeriodKind,
    /// The first day of the period.
    pub(crate) period_start: NaiveDate,
    /// The last day of the period.
    pub(crate) period_end: NaiveDate,
    /// What is first submitted after this instant is late.
    pub(crate) deadline: Instant,
    /// All of some kinds under an organisation.
    pub(crate) under: Option<Under>,
    /// Exactly these organisations, all below the one the reports are owed to.
    #[schema(min_items = 1, max_items = 2000)]
    pub(crate) organisation_ids: Option<Vec<Uuid>>,
}

/// All organisations of some kinds under one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"organisation_id": "01952a3e-7c00-7000-8000-000000000001", "kinds": ["district_federation", "sector_union"]}))]
pub(crate) struct Under {
    /// Where to look; it does not owe itself.
    pub(crate) organisation_id: Uuid,
    /// The kinds that owe.
    #[schema(min_items = 1, max_items = 10)]
    pub(crate) kinds: Vec<OrganisationKind>,
}

/// What may change of an open round. Who owes what by when is fixed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Báo cáo tháng 02/2025"}))]
pub(crate) struct EditRound {
    /// What the round is called.
    #[serde(default)]
    pub(crate) title: Patch<Line<200>>,
}

/// Nothing is needed to close a round.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub(crate) struct CloseRound {}

/// A round.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoundDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The organisation the reports are owed to.
    pub(crate) organisation_id: Uuid,
    /// What the round is called.
    #[schema(max_length = 200)]
    pub(crate) title: String,
    /// The kind of period.
    pub(crate) period_kind: PeriodKind,
    /// The first day of the period.
    pub(crate) period_start: NaiveDate,
    /// The last day of the period.
    pub(crate) period_end: NaiveDate,
    /// What is first submitted after this instant is late.
    pub(crate) deadline: Instant,
    /// Whether it takes reports.
    pub(crate) status: RoundStatus,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was made.
    pub(crate) created_at: Instant,
    /// When it was changed last.
    pub(crate) updated_at: Instant,
}

impl Versioned for RoundDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for RoundDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// What one union owes a round, and how it stands with it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObligationDto {
    pub(crate) organisation_id: Uuid,
    /// Its name when the round opened.
    pub(crate) organisation_name: String,
    /// Its kind when the round opened.
    pub(crate) organisation_kind: OrganisationKind,
    /// Its report, once begun.
    #[schema(required = true)]
    pub(crate) report_id: Option<Uuid>,
    #[schema(required = true)]
    pub(crate) report_status: Option<ReportStatus>,
    /// When it was first submitted.
    #[schema(required = true)]
    pub(crate) submitted_at: Option<Instant>,
    pub(crate) standing: Standing,
}

/// How the unions of a round stand, counted over those the caller sees.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(example = json!({"owed": 11, "received": 8, "late": 1, "pending": 0, "missing": 2, "accepted": 7}))]
pub(crate) struct RoundSummaryDto {
    /// How many owe.
    #[schema(minimum = 0)]
    pub(crate) owed: i64,
    /// Submitted by the deadline.
    #[schema(minimum = 0)]
    pub(crate) received: i64,
    /// Submitted after the deadline.
    #[schema(minimum = 0)]
    pub(crate) late: i64,
    /// Not submitted, with time left.
    #[schema(minimum = 0)]
    pub(crate) pending: i64,
    /// Not submitted, with no time left.
    #[schema(minimum = 0)]
    pub(crate) missing: i64,
    /// Accepted or issued, of those received or late.
    #[schema(minimum = 0)]
    pub(crate) accepted: i64,
}

/// In which order rounds are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum RoundSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[serde(rename = "-created_at")]
    CreatedAtDescending,
}

/// What a list of rounds can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RoundQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
    /// By default oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub(crate) sort: Option<RoundSort>,
    /// Only rounds of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<RoundStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) period_kind: Option<PeriodKind>,
    /// Only rounds whose period starts on this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) period_start: Option<NaiveDate>,
}

/// What a round's obligations can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ObligationQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
    /// Only those that stand so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) standing: Option<Standing>,
}
