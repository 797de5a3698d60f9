//! Programmes and norms on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Line, Prose};

/// A programme to be set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001",
    "year": 2025,
    "name": "Hỗ trợ đoàn viên có hoàn cảnh khó khăn năm 2025",
    "ceiling_vnd": 300_000_000,
    "opens_on": "2025-01-02",
    "closes_on": "2025-12-31",
    "funds": [{"name": "Quỹ hỗ trợ đoàn viên", "amount_vnd": 300_000_000}]
}))]
pub struct NewSupportProgramme {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// The organisation whose money it is. Unions below it file under it.
    pub organisation_id: Uuid,
    /// The year it is for.
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: i32,
    /// Its name.
    pub name: Line<300>,
    /// What it rests on.
    pub legal_basis: Option<Prose<4000>>,
    /// What it may give in all, whole đồng.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub ceiling_vnd: i64,
    /// The first day on which an application can be filed; 1900 to 2100.
    pub opens_on: NaiveDate,
    /// The last such day, not before the first.
    pub closes_on: NaiveDate,
    /// How many months back another dossier of the same person and category is a duplicate; 12 when not given.
    #[schema(minimum = 0, maximum = 120)]
    pub duplicate_months: Option<i32>,
    /// How many working days each step may take; those of `StepDays` when not given.
    pub step_days: Option<StepDays>,
    /// How many years personal data are kept after a dossier is finished; 10 when not given.
    #[schema(minimum = 1, maximum = 100)]
    pub retention_years: Option<i32>,
    /// Where the money comes from. Given, it must reach the ceiling.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub funds: Vec<FundDto>,
}

/// Where a part of the money comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Quỹ hỗ trợ đoàn viên", "amount_vnd": 300_000_000}))]
pub struct FundDto {
    /// The fund's name.
    pub name: Line<300>,
    /// How much of it, whole đồng.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub amount_vnd: i64,
}

/// How many working days each step of an application may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answer": 5, "endorse": 3, "appraise": 5, "decide": 5, "pay": 5}))]
pub struct StepDays {
    /// The union's answer to a question.
    #[schema(minimum = 1, maximum = 120)]
    pub answer: i32,
    /// The union above.
    #[schema(minimum = 1, maximum = 120)]
    pub endorse: i32,
    /// The appraisal.
    #[schema(minimum = 1, maximum = 120)]
    pub appraise: i32,
    /// The decision.
    #[schema(minimum = 1, maximum = 120)]
    pub decide: i32,
    /// The payment.
    #[schema(minimum = 1, maximum = 120)]
    pub pay: i32,
}

impl Default for StepDays {
    fn default() -> Self {
        Self { answer: 5, endorse: 3, appraise: 5, decide: 5, pay: 5 }
    }
}

/// What to change of a programme; a member that is absent is kept, and null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ceiling_vnd": 350_000_000, "funds": [{"name": "Quỹ hỗ trợ đoàn viên", "amount_vnd": 350_000_000}]}))]
pub struct EditSupportProgramme {
    /// Its name.
    #[serde(default)]
    pub name: Patch<Line<300>>,
    /// What it rests on.
    #[serde(default)]
    pub legal_basis: Patch<Option<Prose<4000>>>,
    /// What it may give in all; not less than what is drawn already.
    #[serde(default)]
    #[schema(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub ceiling_vnd: Patch<i64>,
    /// The first day on which an application can be filed.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub opens_on: Patch<NaiveDate>,
    /// The last such day.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub closes_on: Patch<NaiveDate>,
    /// How many months back another dossier of the same person and category is a duplicate.
    #[serde(default)]
    #[schema(value_type = i32, minimum = 0, maximum = 120)]
    pub duplicate_months: Patch<i32>,
    /// How many working days each step may take.
    #[serde(default)]
    #[schema(value_type = StepDays)]
    pub step_days: Patch<StepDays>,
    /// How many years personal data are kept after a dossier is finished.
    #[serde(default)]
    #[schema(value_type = i32, minimum = 1, maximum = 100)]
    pub retention_years: Patch<i32>,
    /// Where the money comes from, all of it anew.
    #[serde(default)]
    #[schema(value_type = Vec<FundDto>, max_items = 20)]
    pub funds: Patch<Vec<FundDto>>,
}

/// A programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportProgrammeDto {
    /// Its id.
    pub id: Uuid,
    /// The organisation whose money it is.
    pub organisation_id: Uuid,
    /// The year it is for.
    #[schema(example = 2025)]
    pub year: i32,
    /// Its name.
    #[schema(example = "Hỗ trợ đoàn viên có hoàn cảnh khó khăn năm 2025")]
    pub name: String,
    /// What it rests on.
    #[schema(required = true)]
    pub legal_basis: Option<String>,
    /// What it may give in all, whole đồng.
    #[schema(minimum = 0)]
    pub ceiling_vnd: i64,
    /// The first day on which an application can be filed.
    pub opens_on: NaiveDate,
    /// The last such day.
    pub closes_on: NaiveDate,
    /// How many months back another dossier of the same person and category is a duplicate.
    pub duplicate_months: i32,
    /// How many working days each step may take.
    pub step_days: StepDays,
    /// How many years personal data are kept after a dossier is finished.
    pub retention_years: i32,
    /// Where the money comes from.
    pub funds: Vec<FundDto>,
    /// Who set it up.
    pub created_by: Uuid,
    /// Rises at every change, and whenever money is drawn, paid or given back.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was set up.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Versioned for SupportProgrammeDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for SupportProgrammeDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A programme's sums, whole đồng.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "programme_id": "01952a3e-7c00-7000-8000-000000000001", "ceiling_vnd": 300_000_000, "approved_vnd": 29_000_000,
    "disbursed_vnd": 24_000_000, "reclaimed_vnd": 2_000_000, "left_vnd": 273_000_000, "version": 7
}))]
pub struct BalanceDto {
    /// The programme.
    pub programme_id: Uuid,
    /// What it may give in all.
    #[schema(minimum = 0)]
    pub ceiling_vnd: i64,
    /// What the lines in force of signed decisions give.
    #[schema(minimum = 0)]
    pub approved_vnd: i64,
    /// What was paid.
    #[schema(minimum = 0)]
    pub disbursed_vnd: i64,
    /// What came back.
    #[schema(minimum = 0)]
    pub reclaimed_vnd: i64,
    /// What can still be given: the ceiling less what is approved, and what came back.
    #[schema(minimum = 0)]
    pub left_vnd: i64,
    /// The programme's version.
    #[schema(minimum = 1)]
    pub version: i64,
}

impl Versioned for BalanceDto {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A norm to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "category": "critical_illness", "maximum_vnd": 5_000_000,
    "legal_basis": "Nghị quyết của Ban Chấp hành Liên đoàn Lao động tỉnh", "valid_from": "2025-01-01"
}))]
pub struct NewSupportNorm {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// A code of the code list `hardship_categories`.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub category: String,
    /// The most one line may be, whole đồng.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub maximum_vnd: i64,
    /// What it rests on.
    pub legal_basis: Line<500>,
    /// The first day it is valid. An earlier version without an end then ends.
    pub valid_from: NaiveDate,
    /// The day it is not valid any more.
    pub valid_to: Option<NaiveDate>,
}

/// What to change of a norm. Its amount never changes: add another version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"valid_to": "2025-07-01"}))]
pub struct EditSupportNorm {
    /// What it rests on.
    #[serde(default)]
    pub legal_basis: Patch<Line<500>>,
    /// The day it is not valid any more; null for no end.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Patch<Option<NaiveDate>>,
}

/// One version of a norm.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportNormDto {
    /// Its id.
    pub id: Uuid,
    /// The programme.
    pub programme_id: Uuid,
    /// A code of the code list `hardship_categories`.
    #[schema(example = "critical_illness")]
    pub category: String,
    /// The most one line may be, whole đồng.
    #[schema(minimum = 1)]
    pub maximum_vnd: i64,
    /// What it rests on.
    pub legal_basis: String,
    /// The first day it is valid.
    pub valid_from: NaiveDate,
    /// The day it is not valid any more.
    #[schema(required = true)]
    pub valid_to: Option<NaiveDate>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was added.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Versioned for SupportNormDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for SupportNormDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How a list of programmes is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum ProgrammeSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of programmes can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SupportProgrammeQuery {
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
    pub sort: Option<ProgrammeSort>,
    /// Words of the name; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<Line<100>>,
    /// Only those of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// Only those of this year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 2000, maximum = 2100)]
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: Option<i32>,
    /// Only those that take applications on this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_on: Option<NaiveDate>,
}

/// What the list of a programme's norms can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SupportNormQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// Only those valid on this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
}
