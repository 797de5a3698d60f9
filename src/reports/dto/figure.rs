//! A figure of a report.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::figure::{Qualifier, Unit};
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::Line;

/// A figure to add: one for each indicator.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "indicator_id": "01952a3e-7c00-7000-8000-000000000002", "value": 22617,
    "qualifier": "nearly", "printed_value": 22620
}))]
pub struct NewFigure {
    /// The client's own id for it.
    #[schema(nullable = false)]
    pub id: Option<Uuid>,
    /// What is counted; its unit is the figure's.
    pub indicator_id: Uuid,
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub value: i64,
    /// How exact the printed figure is; absent when it is exact.
    #[schema(nullable = false)]
    pub qualifier: Option<Qualifier>,
    /// What is printed in place of the value.
    #[schema(nullable = false, minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub printed_value: Option<i64>,
    /// Out of how many.
    #[schema(nullable = false, minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub denominator: Option<i64>,
    /// The item of this report it is printed with.
    #[schema(nullable = false)]
    pub item_id: Option<Uuid>,
}

/// What may change of a figure.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({"qualifier": "nearly", "printed_value": 22620}))]
pub struct EditFigure {
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub value: Patch<i64>,
    /// Why the value is not the computed one; needed then, and only then.
    pub override_reason: Patch<Option<Line<500>>>,
    /// How exact the printed figure is.
    pub qualifier: Patch<Option<Qualifier>>,
    /// What is printed in place of the value.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub printed_value: Patch<Option<i64>>,
    /// Out of how many.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub denominator: Patch<Option<i64>>,
    /// The item of this report it is printed with.
    pub item_id: Patch<Option<Uuid>>,
}

/// A figure of a report.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FigureDto {
    pub id: Uuid,
    pub report_id: Uuid,
    /// The item it is printed with.
    #[schema(required = true)]
    pub item_id: Option<Uuid>,
    pub indicator_id: Uuid,
    pub unit: Unit,
    #[schema(minimum = 0)]
    pub value: i64,
    /// The sum over the reports below, where consolidation made one.
    #[schema(required = true, minimum = 0)]
    pub computed_value: Option<i64>,
    /// Why the value is not the computed one.
    #[schema(required = true)]
    pub override_reason: Option<String>,
    /// What is printed in place of the value.
    #[schema(required = true, minimum = 0)]
    pub printed_value: Option<i64>,
    #[schema(required = true)]
    pub qualifier: Option<Qualifier>,
    /// Out of how many.
    #[schema(required = true, minimum = 0)]
    pub denominator: Option<i64>,
    /// As it is printed, e.g. `gần 22.620 lượt`.
    #[schema(example = "gần 22.620 lượt")]
    pub printed: String,
    #[schema(minimum = 1)]
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl Versioned for FigureDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for FigureDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A row behind a computed figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureSourceDto {
    /// The figure of the report below.
    pub figure_id: Uuid,
    /// The report below.
    pub report_id: Uuid,
    pub organisation_id: Uuid,
    /// Its name when the round opened.
    #[schema(required = true)]
    pub organisation_name: Option<String>,
    /// What it added to the sum.
    #[schema(minimum = 0)]
    pub value: i64,
}

/// What the rows behind a figure can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SourceQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include: Option<Include>,
}
