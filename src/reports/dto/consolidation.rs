//! Consolidation.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ItemDto, ReportDto};
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Limit};
use crate::kernel::id::Uuid;
use crate::reports::model::Section;

/// Nothing is needed to consolidate.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub(crate) struct Consolidate {}

/// A union that owes the round.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContributorDto {
    /// The union whose report it is.
    pub(crate) organisation_id: Uuid,
    /// Its name when the round opened.
    pub(crate) organisation_name: String,
    /// Its report that counts; null while there is none.
    #[schema(required = true)]
    pub(crate) report_id: Option<Uuid>,
}

/// What consolidation did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConsolidationDto {
    /// The consolidated report in its new state.
    pub(crate) report: ReportDto,
    /// Whose accepted or issued reports are in the sums.
    #[schema(max_items = 5000)]
    pub(crate) included: Vec<ContributorDto>,
    /// Who owes a report and has none accepted yet.
    #[schema(max_items = 5000)]
    pub(crate) missing: Vec<ContributorDto>,
    /// How many figures were summed.
    #[schema(minimum = 0)]
    pub(crate) figures: i64,
    /// How many plan items of the last period were newly carried over.
    #[schema(minimum = 0)]
    pub(crate) carried_items: i64,
}

impl Versioned for ConsolidationDto {
    fn version(&self) -> i64 {
        self.report.version
    }
}

/// What of a report below is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ContributionKind {
    /// What stands before its first section.
    Preamble,
    /// One of its items.
    Item,
}

/// The preamble or an item of a report below.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContributionDto {
    pub(crate) organisation_id: Uuid,
    /// Its name when the round opened.
    pub(crate) organisation_name: String,
    /// The report below.
    pub(crate) report_id: Uuid,
    pub(crate) kind: ContributionKind,
    /// The preamble; null for an item.
    #[schema(required = true)]
    pub(crate) preamble: Option<String>,
    /// The item; null for a preamble.
    #[schema(required = true)]
    pub(crate) item: Option<ItemDto>,
}

/// What the narrative of the reports below can be asked for: preambles by report, then items by topic, report and
/// position. With a section or a topic there are no preambles.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContributionQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) section: Option<Section>,
    /// Only items of this topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64, pattern = "^[a-z][a-z0-9_]{0,63}$")]
    #[param(max_length = 64, pattern = "^[a-z][a-z0-9_]{0,63}$")]
    pub(crate) topic: Option<String>,
}
