//! The lines of a decision.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::hardship::applications::ApplicationStatus;
use crate::hardship::decisions::model::LineState;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::Prose;

/// Lines to be added: all or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "lines": [{"application_id": "01952a3e-7c00-7000-8000-000000000001", "amount_vnd": 5_000_000}]
}))]
pub(crate) struct NewSupportDecisionLines {
    /// In the order they are printed.
    #[schema(min_items = 1, max_items = 500)]
    pub(crate) lines: Vec<NewSupportDecisionLine>,
}

/// A line to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"application_id": "01952a3e-7c00-7000-8000-000000000001", "amount_vnd": 5_000_000}))]
pub(crate) struct NewSupportDecisionLine {
    /// The application it approves; it waits for a decision.
    pub(crate) application_id: Uuid,
    /// How much it gives, whole đồng.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub(crate) amount_vnd: i64,
}

/// A line that takes the line of an earlier decision back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"line_id": "01952a3e-7c00-7000-8000-000000000001", "reason": "Gia đình xin thôi nhận hỗ trợ"}))]
pub(crate) struct NewSupportDecisionCancellation {
    /// The line to take back: of a signed decision of the same programme, not yet paid.
    pub(crate) line_id: Uuid,
    /// Why. It is kept sealed, and told in the notes of the application once the decision is signed.
    pub(crate) reason: Prose<2000>,
}

/// What may change of a draft's line.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"amount_vnd": 4_000_000}))]
pub(crate) struct EditSupportDecisionLine {
    /// How much it gives; not of a line that cancels another.
    #[serde(default)]
    #[schema(value_type = i64, minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub(crate) amount_vnd: Patch<i64>,
    /// Why it cancels another line; only of such a line.
    #[serde(default)]
    pub(crate) reason: Patch<Prose<2000>>,
}

/// A line.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupportDecisionLineDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The decision.
    pub(crate) decision_id: Uuid,
    /// Its place among the decision's lines.
    #[schema(minimum = 1)]
    pub(crate) position: i32,
    /// The application it approves, or whose line it cancels.
    pub(crate) application_id: Uuid,
    /// The application's number in its union's register.
    #[schema(required = true)]
    pub(crate) application_code: Option<String>,
    /// The union that filed it.
    pub(crate) organisation_id: Uuid,
    /// A code of the code list `hardship_categories`.
    #[schema(example = "critical_illness")]
    pub(crate) category: String,
    /// How much it gives, or takes back where it cancels.
    #[schema(minimum = 1)]
    pub(crate) amount_vnd: i64,
    /// The earlier line that it cancels.
    #[schema(required = true)]
    pub(crate) cancels_line_id: Option<Uuid>,
    /// Where it stands.
    pub(crate) state: LineState,
    /// How far the payment has come; null unless the line is in force.
    #[schema(required = true)]
    pub(crate) application_status: Option<ApplicationStatus>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was added.
    pub(crate) created_at: Instant,
}

impl Versioned for SupportDecisionLineDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for SupportDecisionLineDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A line as lists show it: with the name of whom it is for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupportDecisionLineRowDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its place among the decision's lines.
    #[schema(minimum = 1)]
    pub(crate) position: i32,
    /// The application it approves, or whose line it cancels.
    pub(crate) application_id: Uuid,
    /// The application's number in its union's register.
    #[schema(required = true)]
    pub(crate) application_code: Option<String>,
    /// Whom it is for.
    pub(crate) beneficiary_name: String,
    /// The union that filed it.
    pub(crate) organisation_id: Uuid,
    /// A code of the code list `hardship_categories`.
    pub(crate) category: String,
    /// How much it gives, or takes back where it cancels.
    #[schema(minimum = 1)]
    pub(crate) amount_vnd: i64,
    /// The earlier line that it cancels.
    #[schema(required = true)]
    pub(crate) cancels_line_id: Option<Uuid>,
    /// Where it stands.
    pub(crate) state: LineState,
    /// Where the application stands now.
    pub(crate) application_status: ApplicationStatus,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
}

/// What adding lines came to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupportDecisionLinesAdded {
    /// The lines that were added, in their order.
    #[schema(max_items = 500)]
    pub(crate) items: Vec<SupportDecisionLineDto>,
    /// How many lines the decision has now.
    #[schema(minimum = 0)]
    pub(crate) line_count: i32,
    /// What it approves less what it cancels now.
    pub(crate) total_vnd: i64,
    /// The version the decision has now, for `If-Match`.
    #[schema(minimum = 1)]
    pub(crate) decision_version: i64,
}
