//! What lists of decisions and lines can be asked for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::hardship::decisions::model::DecisionStatus;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::id::Uuid;

/// How a list of decisions is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum SupportDecisionSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of decisions can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SupportDecisionQuery {
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
    pub(crate) sort: Option<SupportDecisionSort>,
    /// Only those of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation_id: Option<Uuid>,
    /// Only those of this programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) programme_id: Option<Uuid>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<DecisionStatus>,
    /// Only those of programmes of this year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 2000, maximum = 2100)]
    #[schema(minimum = 2000, maximum = 2100)]
    pub(crate) year: Option<i32>,
    /// Only signed ones dated on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed_from: Option<NaiveDate>,
    /// Only signed ones dated on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed_to: Option<NaiveDate>,
}

/// What the list of a decision's lines can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SupportDecisionLineQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
}
