//! What signing would do.

use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::id::Uuid;

/// What signing a decision now would do, for the caller as its signer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupportDecisionPreview {
    /// The decision.
    pub(crate) decision_id: Uuid,
    /// The version it was looked at in.
    #[schema(minimum = 1)]
    pub(crate) decision_version: i64,
    /// Whether nothing hinders it.
    pub(crate) ready: bool,
    /// Every line, in its order.
    #[schema(max_items = 1000)]
    pub(crate) lines: Vec<PreviewedLine>,
    /// What the document itself misses.
    #[schema(max_items = 20)]
    pub(crate) problems: Vec<PreviewedProblem>,
    /// What it approves, whole đồng.
    #[schema(minimum = 0)]
    pub(crate) approves_vnd: i64,
    /// What it takes back.
    #[schema(minimum = 0)]
    pub(crate) cancels_vnd: i64,
    /// What the programme can still give now.
    pub(crate) left_before_vnd: i64,
    /// What it could still give afterwards; less than nothing when the ceiling would be passed.
    pub(crate) left_after_vnd: i64,
    /// Whether the ceiling holds.
    pub(crate) within_ceiling: bool,
}

/// A line as signing would find it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewedLine {
    /// The line.
    pub(crate) line_id: Uuid,
    /// Its application.
    pub(crate) application_id: Uuid,
    /// How much it gives, or takes back where it cancels.
    #[schema(minimum = 1)]
    pub(crate) amount_vnd: i64,
    /// The norm of the day the application was filed.
    #[schema(required = true)]
    pub(crate) maximum_vnd: Option<i64>,
    /// The earlier line that it cancels.
    #[schema(required = true)]
    pub(crate) cancels_line_id: Option<Uuid>,
    /// What hinders it.
    #[schema(max_items = 8)]
    pub(crate) problems: Vec<PreviewedProblem>,
}

/// What hinders a line or the document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "pointer": "/lines/3/amount_vnd", "code": "above_norm", "detail": "Định mức vào ngày nộp hồ sơ là 5.000.000 đồng."
}))]
pub(crate) struct PreviewedProblem {
    /// Where it is, as signing would tell it.
    pub(crate) pointer: String,
    /// `other_programme`, `wrong_state`, `in_other_decision`, `no_norm`, `above_norm`, `not_in_force`, `already_paid`,
    /// `own_work`; of the document `missing`, `out_of_range`, `before_last_number`, `no_symbol`.
    pub(crate) code: String,
    /// What is wrong, in Vietnamese.
    pub(crate) detail: String,
}
