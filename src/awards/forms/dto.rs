//! Forms of award on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::Condition;
use crate::awards::NomineeKind;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Line, Prose};

/// A form to be added, or the next version of one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "commendation_sector_union", "kind": "commendation", "authority": "sector_union",
    "name_vi": "Giấy khen của công đoàn ngành", "name_en": "Commendation of the sector union",
    "for_collectives": true, "for_individuals": true, "threshold": {"numerator": 2, "denominator": 3},
    "reward_collective_vnd": 1_170_000, "reward_individual_vnd": 585_000,
    "legal_basis": "Luật Thi đua, khen thưởng số 06/2022/QH15", "valid_from": "2025-01-01",
    "conditions": [{"condition": "exclusion", "kind": "emulation_flag"}]
}))]
pub struct NewAwardForm {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// Its code. A later version has the same.
    #[schema(min_length = 1, max_length = 46, pattern = "^[a-z][a-z0-9_]{0,45}$")]
    pub code: String,
    /// A code of the code list `award_kinds`.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub kind: String,
    /// A code of the code list `award_authorities`. One that is a kind of organisation means unions of that kind.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub authority: String,
    /// Its Vietnamese name.
    pub name_vi: Line<200>,
    /// Its English name.
    pub name_en: Line<200>,
    /// Whether collectives may get it.
    pub for_collectives: bool,
    /// Whether persons may get it.
    pub for_individuals: bool,
    /// The share of the full council that must vote for a nominee; two thirds when not given.
    pub threshold: Option<AwardThreshold>,
    /// The money that goes to a collective with it, whole đồng; none when not given.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub reward_collective_vnd: Option<i64>,
    /// The money that goes to a person with it, whole đồng; none when not given.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub reward_individual_vnd: Option<i64>,
    /// What it rests on.
    pub legal_basis: Prose<4000>,
    /// Its place among the forms; smaller stands first. Behind all others when absent.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub position: Option<i32>,
    /// The first day it is valid; today when absent. An earlier version without an end then ends.
    pub valid_from: Option<NaiveDate>,
    /// The day it is not valid any more.
    pub valid_to: Option<NaiveDate>,
    /// What must and must not have been awarded before.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub conditions: Vec<NewAwardCondition>,
}

/// A share of the full council: who is absent or abstains counts like who is against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"numerator": 2, "denominator": 3}))]
pub struct AwardThreshold {
    /// So many of
    #[schema(minimum = 1, maximum = 100)]
    pub numerator: i32,
    /// so many; not less than the numerator.
    #[schema(minimum = 1, maximum = 100)]
    pub denominator: i32,
}

/// What must, or must not, have been awarded before.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"condition": "prerequisite", "kind": "commendation", "within_years": 5}))]
pub struct NewAwardCondition {
    /// Whether it is needed or in the way.
    pub condition: Condition,
    /// A code of the code list `award_kinds`.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub kind: String,
    /// Of a prerequisite: only what this authority awarded, a code of the code list `award_authorities`.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub authority: Option<String>,
    /// Of a prerequisite, which cannot do without: for a year of achievement so many years back at most.
    #[schema(minimum = 1, maximum = 50)]
    pub within_years: Option<i32>,
}

/// What to change of a form; a member that is absent is kept. Once a round uses the form, kind, authority, who may get
/// it, threshold and conditions are fixed: add another version.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reward_individual_vnd": 1_755_000, "valid_to": "2026-01-01"}))]
pub struct EditAwardForm {
    /// A code of the code list `award_kinds`.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub kind: Patch<String>,
    /// A code of the code list `award_authorities`.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub authority: Patch<String>,
    /// Its Vietnamese name.
    #[serde(default)]
    pub name_vi: Patch<Line<200>>,
    /// Its English name.
    #[serde(default)]
    pub name_en: Patch<Line<200>>,
    /// Whether collectives may get it.
    #[serde(default)]
    #[schema(value_type = bool)]
    pub for_collectives: Patch<bool>,
    /// Whether persons may get it.
    #[serde(default)]
    #[schema(value_type = bool)]
    pub for_individuals: Patch<bool>,
    /// The share of the full council that must vote for a nominee.
    #[serde(default)]
    #[schema(value_type = AwardThreshold)]
    pub threshold: Patch<AwardThreshold>,
    /// The money that goes to a collective with it, whole đồng.
    #[serde(default)]
    #[schema(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub reward_collective_vnd: Patch<i64>,
    /// The money that goes to a person with it, whole đồng.
    #[serde(default)]
    #[schema(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub reward_individual_vnd: Patch<i64>,
    /// What it rests on.
    #[serde(default)]
    pub legal_basis: Patch<Prose<4000>>,
    /// Its place among the forms; smaller stands first.
    #[serde(default)]
    #[schema(value_type = i32, minimum = 0, maximum = 1_000_000)]
    pub position: Patch<i32>,
    /// The day it is not valid any more; null for no end.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Patch<Option<NaiveDate>>,
    /// What must and must not have been awarded before, all of it anew.
    #[serde(default)]
    #[schema(value_type = Vec<NewAwardCondition>, max_items = 20)]
    pub conditions: Patch<Vec<NewAwardCondition>>,
}

/// One version of a form of award.
#[derive(Debug, Serialize, ToSchema)]
pub struct AwardFormDto {
    /// Its id.
    pub id: Uuid,
    /// Its code, which all its versions share.
    #[schema(example = "certificate_of_merit_confederation")]
    pub code: String,
    /// A code of the code list `award_kinds`.
    #[schema(example = "certificate_of_merit")]
    pub kind: String,
    /// A code of the code list `award_authorities`.
    #[schema(example = "confederation")]
    pub authority: String,
    /// Its Vietnamese name.
    pub name_vi: String,
    /// Its English name.
    pub name_en: String,
    /// Whether collectives may get it.
    pub for_collectives: bool,
    /// Whether persons may get it.
    pub for_individuals: bool,
    /// The share of the full council that must vote for a nominee.
    pub threshold: AwardThreshold,
    /// The money that goes to a collective with it, whole đồng.
    #[schema(minimum = 0)]
    pub reward_collective_vnd: i64,
    /// The money that goes to a person with it, whole đồng.
    #[schema(minimum = 0)]
    pub reward_individual_vnd: i64,
    /// What it rests on.
    pub legal_basis: String,
    /// Its place among the forms; smaller stands first.
    #[schema(minimum = 0)]
    pub position: i32,
    /// The first day it is valid.
    pub valid_from: NaiveDate,
    /// The day it is not valid any more.
    #[schema(required = true)]
    pub valid_to: Option<NaiveDate>,
    /// What must and must not have been awarded before.
    pub conditions: Vec<AwardConditionDto>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was added.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Versioned for AwardFormDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for AwardFormDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// What must, or must not, have been awarded before.
#[derive(Debug, Serialize, ToSchema)]
pub struct AwardConditionDto {
    /// Whether it is needed or in the way. What is in the way was awarded for the same year by the same authority.
    pub condition: Condition,
    /// A code of the code list `award_kinds`.
    pub kind: String,
    /// Only what this authority awarded; null for any.
    #[schema(required = true)]
    pub authority: Option<String>,
    /// How many years back at most.
    #[schema(required = true)]
    pub within_years: Option<i32>,
}

/// What the list of forms can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AwardFormQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include: Option<Include>,
    /// Words of a name in either language; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<Line<100>>,
    /// Only those valid on this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_on: Option<NaiveDate>,
    /// Only those of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub kind: Option<String>,
    /// Only those of this authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub authority: Option<String>,
    /// Only those that such a nominee may get.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub nominee: Option<NomineeKind>,
}
