//! What code lists and indicators send and receive.

mod queries;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::Line;

pub use queries::{CodeItemQuery, CodeListQuery, IndicatorQuery};

/// A list of codes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeListDto {
    /// The list.
    pub id: Uuid,
    /// Its code.
    #[schema(example = "report_topics")]
    pub code: String,
    /// Its Vietnamese name.
    pub name_vi: String,
    /// Its English name.
    pub name_en: String,
    /// Rises with every change of the list itself.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When the record was made.
    pub created_at: Instant,
    /// When the record last changed.
    pub updated_at: Instant,
}

impl Versioned for CodeListDto {
    fn version(&self) -> i64 {
        self.version
    }
}

/// An entry of a code list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeItemDto {
    /// The entry.
    pub id: Uuid,
    /// Its list.
    pub code_list_id: Uuid,
    /// Its code, by which records refer to it; never changes.
    #[schema(example = "propaganda")]
    pub code: String,
    /// Its Vietnamese name.
    pub name_vi: String,
    /// Its English name.
    pub name_en: String,
    /// How it is written in symbols, such as `QĐ` for decisions; null where nothing is.
    #[schema(required = true, example = "QĐ")]
    pub abbreviation: Option<String>,
    /// Its place in the list; smaller stands first.
    #[schema(minimum = 0)]
    pub position: i32,
    /// The first day it can be used.
    pub valid_from: NaiveDate,
    /// The first day it no longer can; null for open-ended.
    #[schema(required = true)]
    pub valid_to: Option<NaiveDate>,
    /// Rises with every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When the record was made.
    pub created_at: Instant,
    /// When the record last changed.
    pub updated_at: Instant,
}

impl Versioned for CodeItemDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for CodeItemDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// What reports count.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IndicatorDto {
    /// The indicator.
    pub id: Uuid,
    /// Its code; never changes.
    #[schema(example = "propaganda_attendances")]
    pub code: String,
    /// Its Vietnamese name.
    pub name_vi: String,
    /// Its English name.
    pub name_en: String,
    /// What it counts in; never changes.
    pub unit: Unit,
    /// The unit in Vietnamese.
    pub unit_label: &'static str,
    /// Its place among the indicators; smaller stands first.
    #[schema(minimum = 0)]
    pub position: i32,
    /// The first day it can be used.
    pub valid_from: NaiveDate,
    /// The first day it no longer can; null for open-ended.
    #[schema(required = true)]
    pub valid_to: Option<NaiveDate>,
    /// Rises with every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When the record was made.
    pub created_at: Instant,
    /// When the record last changed.
    pub updated_at: Instant,
}

impl Versioned for IndicatorDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for IndicatorDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// An entry to be added to a code list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "digital_skills", "name_vi": "Kỹ năng số", "name_en": "Digital skills",
    "position": 140, "valid_from": "2025-01-01"}))]
pub struct NewCodeItem {
    /// The id, when the client makes it.
    pub id: Option<Uuid>,
    /// Its code, by which records will refer to it; never changes.
    #[schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z][A-Za-z0-9_]{0,63}$")]
    pub code: String,
    /// Its Vietnamese name.
    pub name_vi: Line<200>,
    /// Its English name.
    pub name_en: Line<200>,
    /// How it is written in symbols.
    pub abbreviation: Option<Line<20>>,
    /// Its place in the list; smaller stands first. Behind all others when absent.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub position: Option<i32>,
    /// The first day it can be used; today when absent.
    pub valid_from: Option<NaiveDate>,
    /// The first day it no longer can.
    pub valid_to: Option<NaiveDate>,
}

/// A change of an entry. The code is not changed: end the entry and add another.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"valid_to": "2026-01-01"}))]
pub struct EditCodeItem {
    /// Its Vietnamese name.
    #[serde(default)]
    pub name_vi: Patch<Line<200>>,
    /// Its English name.
    #[serde(default)]
    pub name_en: Patch<Line<200>>,
    /// How it is written in symbols; null for not at all.
    #[serde(default)]
    pub abbreviation: Patch<Option<Line<20>>>,
    /// Its place in the list; smaller stands first.
    #[serde(default)]
    #[schema(value_type = i32, minimum = 0, maximum = 1_000_000)]
    pub position: Patch<i32>,
    /// The first day it can be used.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub valid_from: Patch<NaiveDate>,
    /// The first day it no longer can; null for open-ended.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Patch<Option<NaiveDate>>,
}

/// An indicator to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "blood_donors", "name_vi": "Số người hiến máu tình nguyện",
    "name_en": "Voluntary blood donors", "unit": "person", "position": 400, "valid_from": "2025-01-01"}))]
pub struct NewIndicator {
    /// The id, when the client makes it.
    pub id: Option<Uuid>,
    /// Its code; never changes.
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z][a-z0-9_]{0,63}$")]
    pub code: String,
    /// Its Vietnamese name.
    pub name_vi: Line<200>,
    /// Its English name.
    pub name_en: Line<200>,
    /// What it counts in; never changes.
    pub unit: Unit,
    /// Its place among the indicators; smaller stands first. Behind all others when absent.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub position: Option<i32>,
    /// The first day it can be used; today when absent.
    pub valid_from: Option<NaiveDate>,
    /// The first day it no longer can.
    pub valid_to: Option<NaiveDate>,
}

/// A change of an indicator. Code and unit are not changed: end the indicator and add another.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name_en": "Voluntary blood donors"}))]
pub struct EditIndicator {
    /// Its Vietnamese name.
    #[serde(default)]
    pub name_vi: Patch<Line<200>>,
    /// Its English name.
    #[serde(default)]
    pub name_en: Patch<Line<200>>,
    /// Its place among the indicators; smaller stands first.
    #[serde(default)]
    #[schema(value_type = i32, minimum = 0, maximum = 1_000_000)]
    pub position: Patch<i32>,
    /// The first day it can be used.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub valid_from: Patch<NaiveDate>,
    /// The first day it no longer can; null for open-ended.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Patch<Option<NaiveDate>>,
}
