//! Applications on the wire. What is known of the person is masked, but in [`ApplicationPersonalDto`] and the notes.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{ApplicationStatus, NoteKind, Relation};
use crate::http::api::Identified;
use crate::http::conditional::{Versioned, variant_of_day};
use crate::http::page::{CursorText, Include, Limit};
use crate::identity::Role;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::person::{CitizenId, Phone};
use crate::kernel::text::{Line, Prose};

/// Where the money is to go.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"bank_name": "Ngân hàng Ví Dụ", "account_number": "0011223344", "holder": "NGUYEN VAN VI DU"}))]
pub struct BankAccount {
    /// The bank.
    pub bank_name: Line<200>,
    /// The account: digits and capital letters.
    #[schema(pattern = "^[0-9A-Z]{6,24}$", max_length = 24)]
    pub account_number: String,
    /// Whose account it is, as the bank writes it.
    pub holder: Line<200>,
}

/// An application to be begun.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "programme_id": "01952a3e-7c00-7000-8000-000000000002",
    "category": "critical_illness", "relation": "member", "beneficiary_name": "Nguyễn Văn Ví Dụ",
    "citizen_id": "012090000089", "birth_date": "1990-05-04", "phone": "+84912000089",
    "address": "Bản Ví Dụ, xã Ví Dụ", "circumstances": "Đang điều trị dài ngày.", "requested_vnd": 5_000_000,
    "bank": {"bank_name": "Ngân hàng Ví Dụ", "account_number": "0011223344", "holder": "NGUYEN VAN VI DU"}
}))]
pub struct NewHardshipApplication {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// The union that files it. It has a union above it.
    pub organisation_id: Uuid,
    /// The programme it is filed under.
    pub programme_id: Uuid,
    /// A code of the code list `hardship_categories` for which the programme has a norm.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub category: String,
    /// Who the beneficiary is to the union.
    pub relation: Relation,
    /// Whom the support is for.
    pub beneficiary_name: Line<200>,
    /// The member whose child, spouse or parent it is; needed then, and not for a member.
    pub member_name: Option<Line<200>>,
    /// The beneficiary's citizen id; a child may have none yet. Kept sealed.
    pub citizen_id: Option<CitizenId>,
    /// The beneficiary's day of birth, which must fit the citizen id. Kept sealed.
    pub birth_date: NaiveDate,
    /// Where the family can be called. Kept sealed.
    pub phone: Option<Phone>,
    /// Where the beneficiary lives. Kept sealed.
    pub address: Prose<500>,
    /// What has happened. Kept sealed.
    pub circumstances: Prose<4000>,
    /// What is asked for, whole đồng.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub requested_vnd: i64,
    /// Where the money is to go. Kept sealed.
    pub bank: Option<BankAccount>,
}

/// What to change of an application; a member that is absent is kept, and null clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"requested_vnd": 4_500_000, "phone": "+84912000089"}))]
pub struct EditHardshipApplication {
    /// A code of the code list `hardship_categories`.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub category: Patch<String>,
    /// Who the beneficiary is to the union.
    #[serde(default)]
    #[schema(value_type = Relation)]
    pub relation: Patch<Relation>,
    /// Whom the support is for.
    #[serde(default)]
    pub beneficiary_name: Patch<Line<200>>,
    /// The member whose child, spouse or parent it is.
    #[serde(default)]
    pub member_name: Patch<Option<Line<200>>>,
    /// The beneficiary's citizen id.
    #[serde(default)]
    #[schema(value_type = Option<CitizenId>)]
    pub citizen_id: Patch<Option<CitizenId>>,
    /// The beneficiary's day of birth.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub birth_date: Patch<NaiveDate>,
    /// Where the family can be called.
    #[serde(default)]
    #[schema(value_type = Option<Phone>)]
    pub phone: Patch<Option<Phone>>,
    /// Where the beneficiary lives.
    #[serde(default)]
    pub address: Patch<Prose<500>>,
    /// What has happened.
    #[serde(default)]
    pub circumstances: Patch<Prose<4000>>,
    /// What is asked for, whole đồng.
    #[serde(default)]
    #[schema(value_type = i64, minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub requested_vnd: Patch<i64>,
    /// Where the money is to go.
    #[serde(default)]
    #[schema(value_type = Option<BankAccount>)]
    pub bank: Patch<Option<BankAccount>>,
}

/// No members.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct SubmitHardshipApplication {}

/// What is to be told before it goes on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"question": "Đề nghị bổ sung giấy ra viện."}))]
pub struct RequestInformation {
    /// The question. Kept sealed.
    pub question: Prose<4000>,
}

/// What the union answers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answer": "Đã bổ sung vào hồ sơ."}))]
pub struct AnswerQuestion {
    /// The answer. Kept sealed.
    pub answer: Prose<4000>,
}

/// What the union above says.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"opinion": "Hoàn cảnh đúng như hồ sơ."}))]
pub struct EndorseHardshipApplication {
    /// Its opinion. Kept sealed.
    pub opinion: Option<Prose<4000>>,
}

/// Why something is done. Kept sealed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Thiếu xác nhận của đơn vị."}))]
pub struct HardshipReason {
    /// The reason.
    pub reason: Prose<4000>,
}

/// What the appraiser finds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"opinion": "Đủ điều kiện theo quy định.", "proposed_vnd": 3_000_000}))]
pub struct AppraiseHardshipApplication {
    /// The opinion. Kept sealed.
    pub opinion: Prose<4000>,
    /// What is proposed, whole đồng; not above the norm of the day of filing.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub proposed_vnd: i64,
}

/// A comment, for those in the union tree who work on the dossier.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Đã liên hệ với gia đình."}))]
pub struct NewComment {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// What it says. Kept sealed.
    pub text: Prose<4000>,
}

/// Whose turn it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WaitingFor {
    /// The role.
    pub role: Role,
    /// In which organisation.
    pub organisation_id: Uuid,
}

/// An application, as it is shown in lists and to all who work on it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HardshipApplicationDto {
    /// Its id.
    pub id: Uuid,
    /// The union that files it.
    pub organisation_id: Uuid,
    /// The programme it is filed under.
    pub programme_id: Uuid,
    /// Its number in the union's register of the year; null until it is first submitted.
    #[schema(required = true, example = "HS-0001/2025/CDCS-01")]
    pub code: Option<String>,
    /// A code of the code list `hardship_categories`.
    #[schema(example = "critical_illness")]
    pub category: String,
    /// The category's Vietnamese name.
    #[schema(required = true, example = "Bệnh hiểm nghèo")]
    pub category_label: Option<String>,
    /// Who the beneficiary is to the union.
    pub relation: Relation,
    /// The relation's Vietnamese name.
    #[schema(example = "Đoàn viên")]
    pub relation_label: &'static str,
    /// Whom the support is for.
    #[schema(example = "Nguyễn Văn Ví Dụ")]
    pub beneficiary_name: String,
    /// The member whose child, spouse or parent it is.
    #[schema(required = true)]
    pub member_name: Option<String>,
    /// The beneficiary's citizen id, masked.
    #[schema(required = true, example = "0*** *** ***89")]
    pub citizen_id_masked: Option<String>,
    /// The phone number, masked.
    #[schema(required = true, example = "+84 *** *** *89")]
    pub phone_masked: Option<String>,
    /// What is asked for, whole đồng.
    #[schema(minimum = 1)]
    pub requested_vnd: i64,
    /// The most a line may be by the norm that counts: that of the day of filing, or of today for a draft.
    #[schema(required = true, minimum = 1)]
    pub norm_vnd: Option<i64>,
    /// What the appraiser proposes.
    #[schema(required = true, minimum = 1)]
    pub proposed_vnd: Option<i64>,
    /// What the decision gives.
    #[schema(required = true, minimum = 1)]
    pub approved_vnd: Option<i64>,
    /// The day it was first submitted.
    #[schema(required = true)]
    pub filed_on: Option<NaiveDate>,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// The state's Vietnamese name.
    #[schema(example = "Chờ xác nhận")]
    pub status_label: &'static str,
    /// Since when it stands there.
    pub step_since: Instant,
    /// The last day on which this step is in time.
    #[schema(required = true)]
    pub step_due: Option<NaiveDate>,
    /// For how many days it has stood there. It grows without a new version, as `overdue` turns and a draft's `norm_vnd`
    /// changes; so the `ETag` is another one each day.
    #[schema(minimum = 0)]
    pub days_waiting: i64,
    /// Whether this step is past its last day.
    pub overdue: bool,
    /// Whose turn it is; null where nobody's.
    #[schema(required = true)]
    pub waiting_for: Option<WaitingFor>,
    /// Whether an approver let it through although it is a duplicate.
    pub duplicate_overridden: bool,
    /// The line of the signed decision that approves it.
    #[schema(required = true)]
    pub decision_line_id: Option<Uuid>,
    /// Whether its personal data are kept beyond their time.
    pub on_hold: bool,
    /// When its personal data were erased.
    #[schema(required = true)]
    pub erased_at: Option<Instant>,
    /// Who began it.
    pub created_by: Uuid,
    /// Who submitted it last.
    #[schema(required = true)]
    pub submitted_by: Option<Uuid>,
    /// Who endorsed it.
    #[schema(required = true)]
    pub endorsed_by: Option<Uuid>,
    /// Who appraised it.
    #[schema(required = true)]
    pub appraised_by: Option<Uuid>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was begun.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// The day on which it is so.
    #[serde(skip)]
    pub day: NaiveDate,
}

impl Versioned for HardshipApplicationDto {
    fn version(&self) -> i64 {
        self.version
    }

    fn variant(&self) -> Option<Cow<'static, str>> {
        Some(variant_of_day(self.day))
    }
}

impl Identified for HardshipApplicationDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All that is held on the beneficiary.
#[derive(Serialize, ToSchema)]
pub struct ApplicationPersonalDto {
    /// The application.
    pub id: Uuid,
    /// Whom the support is for.
    pub beneficiary_name: String,
    /// The citizen id.
    #[schema(required = true)]
    pub citizen_id: Option<String>,
    /// The day of birth.
    #[schema(required = true)]
    pub birth_date: Option<NaiveDate>,
    /// Where the family can be called.
    #[schema(required = true)]
    pub phone: Option<String>,
    /// Where the beneficiary lives.
    #[schema(required = true)]
    pub address: Option<String>,
    /// What has happened.
    #[schema(required = true)]
    pub circumstances: Option<String>,
    /// Where the money is to go.
    #[schema(required = true)]
    pub bank: Option<BankAccount>,
}

/// That something was said; what it says stands in the notes.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteDto {
    /// Its id.
    pub id: Uuid,
    /// The application.
    pub application_id: Uuid,
    /// What it is.
    pub kind: NoteKind,
    /// Who said it.
    pub author_id: Uuid,
    /// Always 1: nothing that was said is changed.
    #[schema(minimum = 1, maximum = 1)]
    pub version: i64,
    /// When.
    pub created_at: Instant,
}

impl Versioned for NoteDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for NoteDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// What was said, in full.
#[derive(Serialize, ToSchema)]
pub struct FullNoteDto {
    /// That it was said.
    #[serde(flatten)]
    pub note: NoteDto,
    /// What it says; null once it was erased.
    #[schema(required = true)]
    pub text: Option<String>,
}

/// Everything that was said about an application, the oldest first.
#[derive(Serialize, ToSchema)]
pub struct ApplicationNotesDto {
    /// The notes.
    #[schema(max_items = 500)]
    pub notes: Vec<FullNoteDto>,
}

/// Two applications that are likely for the same person.
#[derive(Debug, Serialize, ToSchema)]
pub struct DuplicatePairDto {
    /// The later one.
    pub application: HardshipApplicationDto,
    /// The earlier one.
    pub other: HardshipApplicationDto,
    /// Whether both have the same citizen id.
    pub same_citizen_id: bool,
    /// Whether both have the same name, without accents, and the same day of birth.
    pub same_name_and_birth: bool,
}

/// How a list of applications is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum ApplicationSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
    /// Those first that have stood longest where they stand.
    #[serde(rename = "step_since")]
    StepSince,
    /// Those first whose step has to be done first; those without a last day at the end.
    #[serde(rename = "step_due")]
    StepDue,
    /// The latest last day first; those without one at the end too.
    #[serde(rename = "-step_due")]
    StepDueDown,
}

/// What the list of applications can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HardshipApplicationQuery {
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
    pub sort: Option<ApplicationSort>,
    /// Words of the beneficiary's name, or a part of the code; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<Line<100>>,
    /// Only those that wait for the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_for_me: Option<bool>,
    /// Only those of this union itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// Only those under this programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme_id: Option<Uuid>,
    /// Only those of this category.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub category: Option<String>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ApplicationStatus>,
    /// Only those for such beneficiaries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// Only those whose step is past its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
    /// Only those first submitted on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filed_from: Option<NaiveDate>,
    /// Only those first submitted on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filed_to: Option<NaiveDate>,
}

/// What the list of likely duplicates can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DuplicateQuery {
    /// How many pairs a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// Only those of this category.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub category: Option<String>,
}
