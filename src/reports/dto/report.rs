//! A report.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{FigureDto, ItemDto};
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::period::PeriodKind;
use crate::kernel::signing::SigningCapacity;
use crate::kernel::text::{Line, Prose};
use crate::reports::model::{Direction, ReportStatus};

/// A report to begin. With a round, the period is the round's and is not given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001",
    "period_kind": "month", "period_start": "2025-02-01", "period_end": "2025-02-28",
    "title": "Kết quả công tác công đoàn tháng 02, nhiệm vụ tháng 3 năm 2025",
    "recipients": [{"direction": "archive", "name": "Lưu: VT"}]
}))]
pub(crate) struct NewReport {
    /// The client's own id for it.
    pub(crate) id: Option<Uuid>,
    /// The union that reports.
    pub(crate) organisation_id: Uuid,
    /// The round the report is owed to.
    pub(crate) round_id: Option<Uuid>,
    /// The kind of period; that of the round where there is one.
    pub(crate) period_kind: Option<PeriodKind>,
    /// The first day of the period.
    pub(crate) period_start: Option<NaiveDate>,
    /// The last day of the period.
    pub(crate) period_end: Option<NaiveDate>,
    /// What it is about.
    pub(crate) title: Line<500>,
    /// What stands before the first section.
    pub(crate) preamble: Option<Prose<20000>>,
    /// Where it is signed; by default the organisation's place.
    pub(crate) place: Option<Line<100>>,
    /// The date printed on it; by default the day of issue.
    pub(crate) document_date: Option<NaiveDate>,
    /// By what right the signer signs.
    pub(crate) signing_capacity: Option<SigningCapacity>,
    /// The body or head in whose name it is signed, e.g. `BAN THƯỜNG VỤ`.
    pub(crate) signing_body: Option<Line<200>>,
    /// What the signer is.
    pub(crate) signer_position: Option<Line<200>>,
    /// Who signs.
    pub(crate) signer_name: Option<Line<200>>,
    /// In the order they are printed.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub(crate) recipients: Vec<Recipient>,
}

/// Who is sent the report.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"direction": "upward", "name": "Tổng Liên đoàn Lao động Việt Nam"}))]
pub(crate) struct Recipient {
    /// Where the recipient stands, seen from who reports.
    pub(crate) direction: Direction,
    /// As it is printed, without the mark at the end.
    pub(crate) name: Line<300>,
}

/// Who is sent the report, as it is kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RecipientDto {
    /// Where the recipient stands, seen from who reports.
    pub(crate) direction: Direction,
    /// As it is printed, without the mark at the end.
    pub(crate) name: String,
}

/// What may change of a draft or returned report.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ"}))]
pub(crate) struct EditReport {
    /// What it is about.
    #[serde(default)]
    pub(crate) title: Patch<Line<500>>,
    /// What stands before the first section.
    #[serde(default)]
    pub(crate) preamble: Patch<Option<Prose<20000>>>,
    /// Where it is signed, as it is printed before the date.
    #[serde(default)]
    pub(crate) place: Patch<Option<Line<100>>>,
    /// The date printed on it.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub(crate) document_date: Patch<Option<NaiveDate>>,
    #[serde(default)]
    pub(crate) signing_capacity: Patch<Option<SigningCapacity>>,
    /// The body or head in whose name it is signed.
    #[serde(default)]
    pub(crate) signing_body: Patch<Option<Line<200>>>,
    /// What the signer is.
    #[serde(default)]
    pub(crate) signer_position: Patch<Option<Line<200>>>,
    /// Who signs.
    #[serde(default)]
    pub(crate) signer_name: Patch<Option<Line<200>>>,
    /// All recipients anew, in the order they are printed.
    #[serde(default)]
    #[schema(value_type = Vec<Recipient>, max_items = 50)]
    pub(crate) recipients: Patch<Vec<Recipient>>,
}

/// Nothing is needed to submit a report.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub(crate) struct SubmitReport {}

/// Why a report is sent back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Thiếu số lượt tuyên truyền"}))]
pub(crate) struct ReturnReport {
    /// What is to be mended.
    pub(crate) reason: Prose<2000>,
}

/// Nothing is needed to accept a report.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub(crate) struct AcceptReport {}

/// How a report is issued.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"document_date": "2025-02-17"}))]
pub(crate) struct IssueReport {
    /// The date printed on it: not after today, nor before the period or the date of the register's last number. By
    /// default the one the report has, else today. Its year decides the register.
    pub(crate) document_date: Option<NaiveDate>,
}

/// How an amendment begins.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub(crate) struct AmendReport {
    /// The client's own id for the amendment.
    pub(crate) id: Option<Uuid>,
    /// By default that of the report it amends.
    pub(crate) title: Option<Line<500>>,
}

/// A report with all that is in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The union that reports.
    pub(crate) organisation_id: Uuid,
    /// The round the report is owed to.
    #[schema(required = true)]
    pub(crate) round_id: Option<Uuid>,
    /// The kind of period.
    pub(crate) period_kind: PeriodKind,
    /// The first day of the period.
    pub(crate) period_start: NaiveDate,
    /// The last day of the period.
    pub(crate) period_end: NaiveDate,
    /// What it is about.
    pub(crate) title: String,
    /// The text before the first paragraph.
    #[schema(required = true)]
    pub(crate) preamble: Option<String>,
    /// Where it is signed, as it is printed before the date.
    #[schema(required = true)]
    pub(crate) place: Option<String>,
    /// The date printed on it.
    #[schema(required = true)]
    pub(crate) document_date: Option<NaiveDate>,
    /// Where it stands.
    pub(crate) status: ReportStatus,
    /// Why it was last sent back.
    #[schema(required = true)]
    pub(crate) return_reason: Option<String>,
    /// By what right the signer signs.
    #[schema(required = true)]
    pub(crate) signing_capacity: Option<SigningCapacity>,
    /// In whose name the signer signs.
    #[schema(required = true)]
    pub(crate) signing_body: Option<String>,
    /// What the signer is.
    #[schema(required = true)]
    pub(crate) signer_position: Option<String>,
    /// Who signs.
    #[schema(required = true)]
    pub(crate) signer_name: Option<String>,
    /// Who submitted it last.
    #[schema(required = true)]
    pub(crate) submitted_by: Option<Uuid>,
    /// When it was submitted last.
    #[schema(required = true)]
    pub(crate) submitted_at: Option<Instant>,
    /// What decides whether it was late.
    #[schema(required = true)]
    pub(crate) first_submitted_at: Option<Instant>,
    /// Who accepted it.
    #[schema(required = true)]
    pub(crate) accepted_by: Option<Uuid>,
    /// When it was accepted.
    #[schema(required = true)]
    pub(crate) accepted_at: Option<Instant>,
    /// Who issued it.
    #[schema(required = true)]
    pub(crate) issued_by: Option<Uuid>,
    /// When it was issued.
    #[schema(required = true)]
    pub(crate) issued_at: Option<Instant>,
    /// Its entry in the number register.
    #[schema(required = true)]
    pub(crate) register_entry_id: Option<Uuid>,
    /// Its number in the register, once it is issued.
    #[schema(required = true)]
    pub(crate) number: Option<i64>,
    /// Number and symbol as printed, e.g. `209/BC-LĐLĐ`.
    #[schema(required = true, example = "209/BC-LĐLĐ")]
    pub(crate) symbol: Option<String>,
    /// True when the number was voided after the report was issued.
    pub(crate) number_void: bool,
    /// The issued report it amends.
    #[schema(required = true)]
    pub(crate) amends_id: Option<Uuid>,
    /// Results in their order, then plans in theirs.
    #[schema(max_items = 1000)]
    pub(crate) items: Vec<ItemDto>,
    /// One for each indicator, in the order of the indicators.
    #[schema(max_items = 1000)]
    pub(crate) figures: Vec<FigureDto>,
    /// In the order they are printed.
    #[schema(max_items = 50)]
    pub(crate) recipients: Vec<RecipientDto>,
    /// What looks wrong and does not stop the report.
    pub(crate) warnings: Vec<WarningDto>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// Who began it.
    pub(crate) created_by: Uuid,
    /// When it was made.
    pub(crate) created_at: Instant,
    /// When it was changed last.
    pub(crate) updated_at: Instant,
}

impl Versioned for ReportDto {
    fn version(&self) -> i64 {
        self.version
    }

    fn variant(&self) -> Option<Cow<'static, str>> {
        // Voiding the number changes what is told of a report that itself never changes again.
        self.number_void.then_some("void".into())
    }
}

impl Identified for ReportDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A report as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportSummaryDto {
    pub(crate) id: Uuid,
    /// The union that reports.
    pub(crate) organisation_id: Uuid,
    /// The round the report is owed to.
    #[schema(required = true)]
    pub(crate) round_id: Option<Uuid>,
    pub(crate) period_kind: PeriodKind,
    /// The first day of the period.
    pub(crate) period_start: NaiveDate,
    /// The last day of the period.
    pub(crate) period_end: NaiveDate,
    pub(crate) title: String,
    pub(crate) status: ReportStatus,
    /// The date printed on it.
    #[schema(required = true)]
    pub(crate) document_date: Option<NaiveDate>,
    #[schema(required = true)]
    pub(crate) number: Option<i64>,
    /// Number and symbol as printed.
    #[schema(required = true)]
    pub(crate) symbol: Option<String>,
    #[schema(required = true)]
    pub(crate) first_submitted_at: Option<Instant>,
    #[schema(required = true)]
    pub(crate) issued_at: Option<Instant>,
    /// The issued report it amends.
    #[schema(required = true)]
    pub(crate) amends_id: Option<Uuid>,
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    pub(crate) created_at: Instant,
    pub(crate) updated_at: Instant,
}

/// Something that looks wrong in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "pointer": "/items/3/body", "code": "date_outside_period", "text": "08/3/2024", "offset": 112,
    "detail": "Ngày nằm ngoài tháng 3/2025."
}))]
pub(crate) struct WarningDto {
    /// Where it is in this report (RFC 6901).
    pub(crate) pointer: String,
    /// `date_outside_period`: the preamble or a result names a date outside the report's period, a plan names one or
    /// is due outside the next, or the title names one outside both.
    pub(crate) code: String,
    /// The words that look wrong.
    pub(crate) text: String,
    /// Where they start, counted in characters.
    #[schema(minimum = 0)]
    pub(crate) offset: i64,
    /// What is wrong, in Vietnamese.
    pub(crate) detail: String,
}
