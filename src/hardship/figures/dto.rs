//! Statistics on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::id::Uuid;

/// By what lines are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HardshipGrouping {
    /// By category of hardship.
    Category,
    /// By the union that filed.
    Organisation,
    /// By month of the decision.
    Month,
    /// By programme.
    Programme,
}

/// What is to be counted.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HardshipStatisticsQuery {
    /// Dossiers of this organisation and all below it.
    pub organisation_id: Uuid,
    /// The first day a decision may be dated; 1900 to 2100.
    pub from: NaiveDate,
    /// The last such day.
    pub to: NaiveDate,
    /// Only lines of this programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme_id: Option<Uuid>,
    /// How to group; without it there is only the total.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub group_by: Option<HardshipGrouping>,
}

/// What hardship support came to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "from": "2025-02-01", "to": "2025-02-28",
    "programme_id": null, "group_by": "category", "exact": true,
    "total": {"hidden": false, "persons": 9, "unions": 3, "lines": 9, "amount_vnd": 29_000_000, "reclaimed_vnd": 0},
    "groups": [
        {"key": "critical_illness", "name": "Bệnh hiểm nghèo", "counts":
            {"hidden": false, "persons": 5, "unions": 3, "lines": 5, "amount_vnd": 20_000_000, "reclaimed_vnd": 0}},
        {"key": "infertility_treatment", "name": "Điều trị hiếm muộn", "counts":
            {"hidden": false, "persons": 4, "unions": 3, "lines": 4, "amount_vnd": 9_000_000, "reclaimed_vnd": 0}}
    ]
}))]
pub struct HardshipStatisticsDto {
    /// Of whom.
    pub organisation_id: Uuid,
    /// From this day.
    pub from: NaiveDate,
    /// To this day.
    pub to: NaiveDate,
    /// Of which programme only.
    #[schema(required = true)]
    pub programme_id: Option<Uuid>,
    /// By what it is grouped.
    #[schema(required = true)]
    pub group_by: Option<HardshipGrouping>,
    /// False for who does not work on these dossiers: small groups are hidden.
    pub exact: bool,
    /// All of it.
    pub total: HardshipCounts,
    /// The groups by their keys; those of unions by their names.
    #[schema(max_items = 10_000)]
    pub groups: Vec<HardshipGroup>,
}

/// One group.
#[derive(Debug, Serialize, ToSchema)]
pub struct HardshipGroup {
    /// Code of the category, id of the union or the programme, or the month as `2025-02`.
    #[schema(example = "critical_illness")]
    pub key: String,
    /// What it is called.
    #[schema(example = "Bệnh hiểm nghèo")]
    pub name: String,
    /// What it comes to.
    pub counts: HardshipCounts,
}

/// What lines come to. All numbers are null where they are hidden.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct HardshipCounts {
    /// Whether the numbers are hidden, because there are few persons or others' numbers would follow.
    pub hidden: bool,
    /// Persons, each once.
    #[schema(required = true, minimum = 0)]
    pub persons: Option<i64>,
    /// Unions that filed, each once.
    #[schema(required = true, minimum = 0)]
    pub unions: Option<i64>,
    /// Lines of decisions.
    #[schema(required = true, minimum = 0)]
    pub lines: Option<i64>,
    /// What the lines give, whole đồng.
    #[schema(required = true, minimum = 0)]
    pub amount_vnd: Option<i64>,
    /// What of it came back; not told to readers outside.
    #[schema(required = true, minimum = 0)]
    pub reclaimed_vnd: Option<i64>,
}
