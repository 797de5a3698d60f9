//! Statistics on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::id::Uuid;

/// By what awards are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardGrouping {
    /// Persons and collectives.
    NomineeKind,
    /// By form of award.
    Form,
    /// By awarding authority.
    Authority,
    /// By the union of the nominee.
    Organisation,
    /// By year of achievement.
    Year,
}

/// What is to be counted: what happened on some days, or all that is about one year of achievement.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AwardStatisticsQuery {
    /// Nominees of this organisation and all below it.
    pub organisation_id: Uuid,
    /// The first day of the documents that count; 1900 to 2100. Together with `to`, and not with `year`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last such day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// The year of achievement, whenever it was decided; instead of `from` and `to`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1900, maximum = 2100)]
    #[schema(minimum = 1900, maximum = 2100)]
    pub year: Option<i32>,
    /// How to group; without it there is only the total.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub group_by: Option<AwardGrouping>,
}

/// What awards came to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "from": null, "to": null, "year": 2024,
    "group_by": "nominee_kind",
    "total": {"proposed": 21, "awarded": 19, "declined": 2, "revoked": 0, "reward_vnd": 40_000_000},
    "groups": [
        {"key": "collective", "name": "Tập thể", "counts":
            {"proposed": 8, "awarded": 8, "declined": 0, "revoked": 0, "reward_vnd": 24_000_000}},
        {"key": "individual", "name": "Cá nhân", "counts":
            {"proposed": 13, "awarded": 11, "declined": 2, "revoked": 0, "reward_vnd": 16_000_000}}
    ]
}))]
pub struct AwardStatisticsDto {
    /// Of whom.
    pub organisation_id: Uuid,
    /// From this day.
    #[schema(required = true)]
    pub from: Option<NaiveDate>,
    /// To this day.
    #[schema(required = true)]
    pub to: Option<NaiveDate>,
    /// The year of achievement.
    #[schema(required = true)]
    pub year: Option<i32>,
    /// By what it is grouped.
    #[schema(required = true)]
    pub group_by: Option<AwardGrouping>,
    /// All of it.
    pub total: AwardCounts,
    /// The groups by their keys; those of unions by their names.
    #[schema(max_items = 10_000)]
    pub groups: Vec<AwardGroup>,
}

/// One group.
#[derive(Debug, Serialize, ToSchema)]
pub struct AwardGroup {
    /// The kind of nominee, the code of the form or authority, the id of the union, or the year.
    #[schema(example = "collective")]
    pub key: String,
    /// What it is called.
    #[schema(example = "Tập thể")]
    pub name: String,
    /// What it comes to.
    pub counts: AwardCounts,
}

/// What happened so often. Each counts on the day of its own document: submission, decision, revocation.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct AwardCounts {
    /// Nominations on signed submissions.
    #[schema(minimum = 0)]
    pub proposed: i64,
    /// Awards in the register, what was revoked later included.
    #[schema(minimum = 0)]
    pub awarded: i64,
    /// Nominations that an authority declined.
    #[schema(minimum = 0)]
    pub declined: i64,
    /// Awards that were taken back.
    #[schema(minimum = 0)]
    pub revoked: i64,
    /// The rewards of what was awarded, whole đồng.
    #[schema(minimum = 0)]
    pub reward_vnd: i64,
}
