//! What the register can be asked for.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::awards::NomineeKind;
use crate::awards::register::AwardState;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::id::Uuid;
use crate::kernel::text::Line;

/// How a list of the register is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum AwardSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
    /// By the day of the decision, oldest first.
    #[serde(rename = "decided_on")]
    DecidedOn,
    /// By the day of the decision, newest first.
    #[serde(rename = "-decided_on")]
    DecidedOnDown,
}

impl AwardSort {
    /// Whether the decisions' days order it.
    pub(in crate::awards::register) const fn is_by_decision(self) -> bool {
        matches!(self, Self::DecidedOn | Self::DecidedOnDown)
    }

    /// Whether the last come first.
    pub(in crate::awards::register) const fn is_down(self) -> bool {
        matches!(self, Self::CreatedAtDown | Self::DecidedOnDown)
    }
}

/// What the register can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AwardQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
    /// The order; newest first when it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub(crate) sort: Option<AwardSort>,
    /// Words of the recipient's name; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) q: Option<Line<100>>,
    /// Only persons, or only collectives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recipient_kind: Option<NomineeKind>,
    /// Only those of this union and all below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation_id: Option<Uuid>,
    /// Only those of this form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) form_id: Option<Uuid>,
    /// Only those of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub(crate) kind: Option<String>,
    /// Only those of this authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub(crate) authority: Option<String>,
    /// Only those for this year of achievement.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1900, maximum = 2100)]
    #[schema(minimum = 1900, maximum = 2100)]
    pub(crate) year: Option<i32>,
    /// Only those that hold, that were taken back, or that were struck.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<AwardState>,
    /// Only those that this import brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) import_id: Option<Uuid>,
    /// Only those that this decision gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) decision_id: Option<Uuid>,
    /// Only what this nomination led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nomination_id: Option<Uuid>,
    /// Only those that decisions of this round gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) round_id: Option<Uuid>,
}

/// As what the register is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AwardExportFormat {
    /// Text with commas, UTF-8.
    Csv,
    /// A workbook.
    Xlsx,
}

/// What of the register is written out, and as what.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AwardExportQuery {
    /// As what.
    #[param(inline)]
    pub(crate) format: AwardExportFormat,
    /// The order; newest first when it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub(crate) sort: Option<AwardSort>,
    /// Words of the recipient's name; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) q: Option<Line<100>>,
    /// Only persons, or only collectives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recipient_kind: Option<NomineeKind>,
    /// Only those of this union and all below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation_id: Option<Uuid>,
    /// Only those of this form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) form_id: Option<Uuid>,
    /// Only those of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub(crate) kind: Option<String>,
    /// Only those of this authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub(crate) authority: Option<String>,
    /// Only those for this year of achievement.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1900, maximum = 2100)]
    #[schema(minimum = 1900, maximum = 2100)]
    pub(crate) year: Option<i32>,
    /// Only those that hold, that were taken back, or that were struck.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<AwardState>,
    /// Only those that this import brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) import_id: Option<Uuid>,
    /// Only those that this decision gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) decision_id: Option<Uuid>,
    /// Only what this nomination led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nomination_id: Option<Uuid>,
    /// Only those that decisions of this round gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) round_id: Option<Uuid>,
}
