//! Survey entries on the wire. What is known of the family is masked, but in [`SurveyPersonalDto`].

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{HousingWork, SurveyStatus};
use crate::hardship::applications::Relation;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::person::{CitizenId, Phone};
use crate::kernel::text::{Line, Prose};

/// A family in housing difficulty, as a union has found it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "year": 2025, "householder_name": "Nguyễn Văn Ví Dụ",
    "citizen_id": "012090000089", "birth_date": "1990-05-04", "phone": "+84912000089",
    "address": "Bản Ví Dụ, xã Ví Dụ", "circumstances": "Nhà tạm, mái dột.", "condition": "makeshift",
    "work": "house_building", "estimate_vnd": 60_000_000, "surveyed_on": "2025-02-10"
}))]
pub struct NewHousingSurvey {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// The union the family belongs to.
    pub organisation_id: Uuid,
    /// The year of the survey.
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: i32,
    /// The head of the household.
    pub householder_name: Line<200>,
    /// That person's citizen id. Kept sealed.
    pub citizen_id: Option<CitizenId>,
    /// That person's day of birth, which must fit the citizen id. Kept sealed.
    pub birth_date: Option<NaiveDate>,
    /// Where the family can be called. Kept sealed.
    pub phone: Option<Phone>,
    /// Where the house is. Kept sealed.
    pub address: Option<Prose<500>>,
    /// How the family lives. Kept sealed.
    pub circumstances: Option<Prose<4000>>,
    /// A code of the code list `housing_conditions`.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub condition: String,
    /// What the family needs.
    pub work: HousingWork,
    /// What it would cost, whole đồng.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub estimate_vnd: i64,
    /// The day somebody was there; not after today.
    pub surveyed_on: NaiveDate,
}

/// What to change of a survey entry; a member that is absent is kept, and null clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"phone": "+84912000089", "estimate_vnd": 65_000_000}))]
pub struct EditHousingSurvey {
    /// The head of the household.
    #[serde(default)]
    pub householder_name: Patch<Line<200>>,
    /// That person's citizen id.
    #[serde(default)]
    #[schema(value_type = Option<CitizenId>)]
    pub citizen_id: Patch<Option<CitizenId>>,
    /// That person's day of birth.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub birth_date: Patch<Option<NaiveDate>>,
    /// Where the family can be called.
    #[serde(default)]
    #[schema(value_type = Option<Phone>)]
    pub phone: Patch<Option<Phone>>,
    /// Where the house is.
    #[serde(default)]
    pub address: Patch<Option<Prose<500>>>,
    /// How the family lives.
    #[serde(default)]
    pub circumstances: Patch<Option<Prose<4000>>>,
    /// A code of the code list `housing_conditions`.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub condition: Patch<String>,
    /// What the family needs.
    #[serde(default)]
    #[schema(value_type = HousingWork)]
    pub work: Patch<HousingWork>,
    /// What it would cost, whole đồng.
    #[serde(default)]
    #[schema(value_type = i64, minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub estimate_vnd: Patch<i64>,
    /// The day somebody was there.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub surveyed_on: Patch<NaiveDate>,
}

/// Puts an entry forward; nothing is asked.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct ShortlistHousingSurvey {}

/// Takes an entry back from the shortlist; nothing is asked.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct UnshortlistHousingSurvey {}

/// Makes a dossier of an entry.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"programme_id": "01952a3e-7c00-7000-8000-000000000002", "relation": "member"}))]
pub struct TurnHousingSurvey {
    /// The programme the dossier is filed under. It has a norm for what the family needs.
    pub programme_id: Uuid,
    /// Who the householder is to the union.
    pub relation: Relation,
    /// The member whose child, spouse or parent it is; needed then, and not for a member.
    pub member_name: Option<Line<200>>,
    /// What is asked for, whole đồng; the estimate when not given.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub requested_vnd: Option<i64>,
}

/// A survey entry, without what is sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct HousingSurveyDto {
    /// Its id.
    pub id: Uuid,
    /// The union the family belongs to.
    pub organisation_id: Uuid,
    /// The year of the survey.
    #[schema(example = 2025)]
    pub year: i32,
    /// The head of the household.
    #[schema(example = "Nguyễn Văn Ví Dụ")]
    pub householder_name: String,
    /// The first and the last two digits of that person's citizen id.
    #[schema(required = true, example = "0*** *** ***89")]
    pub citizen_id_masked: Option<String>,
    /// The last two digits of the phone number.
    #[schema(required = true, example = "+84 *** *** *89")]
    pub phone_masked: Option<String>,
    /// A code of the code list `housing_conditions`.
    #[schema(example = "makeshift")]
    pub condition: String,
    /// What the family needs.
    pub work: HousingWork,
    /// What it would cost, whole đồng.
    #[schema(minimum = 1)]
    pub estimate_vnd: i64,
    /// The day somebody was there.
    pub surveyed_on: NaiveDate,
    /// How far it has come.
    pub status: SurveyStatus,
    /// Who put it forward.
    #[schema(required = true)]
    pub shortlisted_by: Option<Uuid>,
    /// The dossier it has become.
    #[schema(required = true)]
    pub application_id: Option<Uuid>,
    /// Who put it down.
    pub created_by: Uuid,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was put down.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Versioned for HousingSurveyDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for HousingSurveyDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All that is held on the family of a survey entry.
#[derive(Serialize, ToSchema)]
pub struct SurveyPersonalDto {
    /// The survey entry.
    pub id: Uuid,
    /// The head of the household.
    #[schema(example = "Nguyễn Văn Ví Dụ")]
    pub householder_name: String,
    /// That person's citizen id.
    #[schema(required = true, example = "012090000089")]
    pub citizen_id: Option<String>,
    /// That person's day of birth.
    #[schema(required = true)]
    pub birth_date: Option<NaiveDate>,
    /// Where the family can be called.
    #[schema(required = true, example = "+84912000089")]
    pub phone: Option<String>,
    /// Where the house is.
    #[schema(required = true)]
    pub address: Option<String>,
    /// How the family lives.
    #[schema(required = true)]
    pub circumstances: Option<String>,
}

/// How a list of survey entries is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum SurveySort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of survey entries can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HousingSurveyQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include: Option<Include>,
    /// The order; newest first when it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub sort: Option<SurveySort>,
    /// Words of the householder's name; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<Line<100>>,
    /// Only those of this union.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// Only those of this year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 2000, maximum = 2100)]
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: Option<i32>,
    /// Only families that need this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<HousingWork>,
    /// Only houses in this condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub condition: Option<String>,
    /// Only those that have come so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SurveyStatus>,
}
