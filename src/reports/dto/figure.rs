//! A figure of a report.

use serde::{Deserialize, Serialize};
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
pub(crate) struct NewFigure {
    /// The client's own id for it.
    pub(crate) id: Option<Uuid>,
    /// What is counted; its unit is the figure's.
    pub(crate) indicator_id: Uuid,
    /// The value, in whole units of the indicator, 0 or more.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub(crate) value: i64,
    /// How exact the printed figure is; absent when it is exact.
    pub(crate) qualifier: Option<Qualifier>,
    /// What is printed in place of the value: needed with a qualifier, and then within a tenth of the value.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub(crate) printed_value: Option<i64>,
    /// Out of how many; a count is not more than that.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub(crate) denominator: Option<i64>,
    /// The item of this report it is printed with.
    pub(crate) item_id: Option<Uuid>,
}

/// What may change of a figure.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"qualifier": "nearly", "printed_value": 22620}))]
pub(crate) struct EditFigure {
    /// The value, in whole units of the indicator, 0 or more.
    #[serde(default)]
    #[schema(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub(crate) value: Patch<i64>,
    /// Why the value is not the computed one; needed then, and only then.
    #[serde(default)]
    pub(crate) override_reason: Patch<Option<Line<500>>>,
    /// How exact the printed figure is.
    #[serde(default)]
    pub(crate) qualifier: Patch<Option<Qualifier>>,
    /// What is printed in place of the value.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub(crate) printed_value: Patch<Option<i64>>,
    /// Out of how many.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 9_007_199_254_740_991i64)]
    pub(crate) denominator: Patch<Option<i64>>,
    /// The item of this report it is printed with.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub(crate) item_id: Patch<Option<Uuid>>,
}

/// A figure of a report.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FigureDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The report it belongs to.
    pub(crate) report_id: Uuid,
    /// The item it is printed with.
    #[schema(required = true)]
    pub(crate) item_id: Option<Uuid>,
    /// What is counted.
    pub(crate) indicator_id: Uuid,
    /// The unit of the indicator.
    pub(crate) unit: Unit,
    /// The value, in whole units of the indicator, 0 or more.
    #[schema(minimum = 0)]
    pub(crate) value: i64,
    /// What consolidation computed, from the reports below or from records of the system, where it did.
    #[schema(required = true, minimum = 0)]
    pub(crate) computed_value: Option<i64>,
    /// Why the value is not the computed one.
    #[schema(required = true)]
    pub(crate) override_reason: Option<String>,
    /// What is printed in place of the value.
    #[schema(required = true, minimum = 0)]
    pub(crate) printed_value: Option<i64>,
    /// How exact the printed value is; nothing where it is the value itself.
    #[schema(required = true)]
    pub(crate) qualifier: Option<Qualifier>,
    /// Out of how many.
    #[schema(required = true, minimum = 0)]
    pub(crate) denominator: Option<i64>,
    /// As it is printed, e.g. `gần 22.620 lượt`.
    #[schema(example = "gần 22.620 lượt")]
    pub(crate) printed: String,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was made.
    pub(crate) created_at: Instant,
    /// When it was changed last.
    pub(crate) updated_at: Instant,
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
pub(crate) struct FigureSourceDto {
    /// The figure of the report below.
    pub(crate) figure_id: Uuid,
    /// The report below.
    pub(crate) report_id: Uuid,
    pub(crate) organisation_id: Uuid,
    /// Its name when the round opened.
    #[schema(required = true)]
    pub(crate) organisation_name: Option<String>,
    /// What it added to the sum.
    #[schema(minimum = 0)]
    pub(crate) value: i64,
    /// Out of how many. The sum has a denominator where every row has one.
    #[schema(required = true, minimum = 0)]
    pub(crate) denominator: Option<i64>,
}

/// A record behind a computed figure.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "record_type", rename_all = "snake_case")]
pub(crate) enum FigureRecordDto {
    /// A line in force of a signed decision on hardship support.
    SupportDecisionLine(SupportLineRecordDto),
    /// A family in housing difficulty, as a union has found it.
    HousingSurvey(HousingSurveyRecordDto),
    /// A nomination on a signed submission to an awarding authority.
    AwardNomination(AwardNominationRecordDto),
    /// What a person or a collective was given, or what was taken back.
    Award(AwardRecordDto),
}

/// A line of a decision on hardship support behind a computed figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupportLineRecordDto {
    /// The line.
    pub(crate) record_id: Uuid,
    /// The decision it stands in.
    pub(crate) decision_id: Uuid,
    /// The dossier it approves.
    pub(crate) application_id: Uuid,
    /// The union that filed the dossier.
    pub(crate) organisation_id: Uuid,
    /// Its name today.
    pub(crate) organisation_name: String,
    /// What it adds to the figure: nothing where its person or union was counted before.
    #[schema(minimum = 0)]
    pub(crate) value: i64,
    /// What the line gives, whole đồng.
    #[schema(minimum = 0)]
    pub(crate) amount_vnd: i64,
}

/// A survey entry behind a computed figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HousingSurveyRecordDto {
    /// The entry.
    pub(crate) record_id: Uuid,
    /// The dossier that it became.
    #[schema(required = true)]
    pub(crate) application_id: Option<Uuid>,
    /// The union that found the family.
    pub(crate) organisation_id: Uuid,
    /// Its name today.
    pub(crate) organisation_name: String,
    /// What it adds to the figure.
    #[schema(minimum = 0)]
    pub(crate) value: i64,
}

/// A nomination behind a computed figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardNominationRecordDto {
    /// The nomination.
    pub(crate) record_id: Uuid,
    /// The submission it stands on.
    pub(crate) submission_id: Uuid,
    /// The union of the nominee.
    pub(crate) organisation_id: Uuid,
    /// Its name today.
    pub(crate) organisation_name: String,
    /// What it adds to the figure.
    #[schema(minimum = 0)]
    pub(crate) value: i64,
}

/// An award behind a computed figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardRecordDto {
    /// The award.
    pub(crate) record_id: Uuid,
    /// The decision that gave it; null where it was read in from a file.
    #[schema(required = true)]
    pub(crate) decision_id: Option<Uuid>,
    /// The union of the person or collective.
    pub(crate) organisation_id: Uuid,
    /// Its name today.
    pub(crate) organisation_name: String,
    /// What it adds to the figure.
    #[schema(minimum = 0)]
    pub(crate) value: i64,
}

/// What the rows or records behind a figure can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SourceQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
}
