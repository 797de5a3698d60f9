//! What a list of reports can be asked for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::id::Uuid;
use crate::reports::model::ReportStatus;

/// In which order reports are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum ReportSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[serde(rename = "-created_at")]
    CreatedAtDescending,
}

/// What a list of reports can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include: Option<Include>,
    /// By default oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<ReportSort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ReportStatus>,
    /// Only reports whose period starts on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_start_from: Option<NaiveDate>,
    /// Only reports whose period starts on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_start_to: Option<NaiveDate>,
}
