//! Assignments on the wire.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::TaskSort;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::Prose;
use crate::organisations::OrganisationKind;
use crate::tasks::model::AssignmentStatus;

/// Whom to assign a task item to: named organisations, or all of a kind under one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(example = json!({"organisation_ids": ["01952a3e-7c00-7000-8000-000000000001"], "target_value": 120}))]
pub enum NewAssignments {
    /// Named organisations.
    Named(AssignNamed),
    /// All of a kind.
    OfKind(AssignKind),
}

/// Organisations named one by one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"organisation_ids": ["01952a3e-7c00-7000-8000-000000000002"], "target_value": 120}))]
pub struct AssignNamed {
    /// Each at or below the organisation that assigns. One that has it already is left as it is; one that declined
    /// is asked again.
    #[schema(min_items = 1, max_items = 500)]
    pub organisation_ids: Vec<Uuid>,
    /// What each of them is to reach, in the unit of the task item's indicator.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub target_value: Option<i64>,
}

/// All organisations of a kind below one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"under": "01952a3e-7c00-7000-8000-000000000001", "kind": "grassroots_union"}))]
pub struct AssignKind {
    /// At or below the organisation that assigns.
    pub under: Uuid,
    /// The kind; at least one active organisation of it, at most 2,000.
    pub kind: OrganisationKind,
    /// What each of them is to reach, in the unit of the task item's indicator.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub target_value: Option<i64>,
}

/// What assigning did.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentsMade {
    /// The new assignments, and those that had been declined and are given again.
    #[schema(max_items = 2000)]
    pub items: Vec<AssignmentDto>,
    /// How many these are.
    #[schema(minimum = 0)]
    pub added: i64,
    /// How many of those asked for had the task item already.
    #[schema(minimum = 0)]
    pub already: i64,
}

/// What to change of an assignment. The assigned union sets `progress`, `result` and `actual_value` once it has
/// accepted; the task item's owner sets `target_value`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"progress": 60, "actual_value": 75}))]
pub struct EditAssignment {
    /// How far the work is, in percent.
    #[serde(default)]
    #[schema(value_type = i32, minimum = 0, maximum = 100)]
    pub progress: Patch<i32>,
    /// What was done so far; null clears.
    #[serde(default)]
    pub result: Patch<Option<Prose<20000>>>,
    /// What was reached, in the unit of the task item's indicator; null clears.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub actual_value: Patch<Option<i64>>,
    /// What is to be reached, in the same unit; null clears.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub target_value: Patch<Option<i64>>,
}

/// No members.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct AcceptAssignment {}

/// How the work begins.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"progress": 10}))]
pub struct StartAssignment {
    /// How far the work is already, in percent.
    #[schema(minimum = 0, maximum = 100)]
    pub progress: Option<i32>,
}

/// What came of an assignment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"result": "Đã tổ chức gặp mặt cho 120 nữ đoàn viên.", "actual_value": 120}))]
pub struct CompleteAssignment {
    /// What was done.
    pub result: Prose<20000>,
    /// What was reached, in the unit of the task item's indicator; kept as it is when absent.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub actual_value: Option<i64>,
}

/// Why a union does not take an assignment on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Đơn vị không có đối tượng thuộc diện này."}))]
pub struct DeclineAssignment {
    /// The reason.
    pub reason: Prose<2000>,
}

/// A task item in the hands of one organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentDto {
    /// Its id.
    pub id: Uuid,
    /// The task item.
    pub task_item_id: Uuid,
    /// Who is to do it.
    pub organisation_id: Uuid,
    /// Where it stands.
    pub status: AssignmentStatus,
    /// The state's Vietnamese name.
    #[schema(example = "Đã nhận")]
    pub status_label: &'static str,
    /// Whether it and its task item are open and the due date has passed in the province.
    pub overdue: bool,
    /// How far the work is, in percent.
    #[schema(minimum = 0, maximum = 100)]
    pub progress: i32,
    /// What was done.
    #[schema(required = true)]
    pub result: Option<String>,
    /// What is to be reached, in the unit of the task item's indicator.
    #[schema(required = true, minimum = 0)]
    pub target_value: Option<i64>,
    /// What was reached, in the same unit.
    #[schema(required = true, minimum = 0)]
    pub actual_value: Option<i64>,
    /// Why it was declined; null again once it is given again.
    #[schema(required = true)]
    pub decline_reason: Option<String>,
    /// Who assigned it.
    pub assigned_by: Uuid,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was assigned.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Versioned for AssignmentDto {
    fn version(&self) -> i64 {
        self.version
    }

    fn variant(&self) -> Option<Cow<'static, str>> {
        self.overdue.then_some("overdue".into())
    }
}

/// An assignment in a list, with what a reader needs of its task item and its organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentLineDto {
    /// The assignment itself.
    #[serde(flatten)]
    pub assignment: AssignmentDto,
    /// The name of who is to do it.
    #[schema(example = "Công đoàn cơ sở Trường Tiểu học số 1")]
    pub organisation_name: String,
    /// What is to be done.
    pub task_title: String,
    /// The last day that is in time.
    #[schema(required = true)]
    pub due_date: Option<NaiveDate>,
}

/// What the list of a task item's assignments can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TaskItemAssignmentQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include: Option<Include>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<AssignmentStatus>,
}

/// What the list of assignments across task items can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssignmentQuery {
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
    pub sort: Option<TaskSort>,
    /// Only those of this organisation itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<AssignmentStatus>,
    /// Only those that are overdue today, or only those that are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
}
