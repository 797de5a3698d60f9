//! Task items on the wire.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Line, Prose};
use crate::tasks::model::{Tally, TaskStatus};

/// A task item to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001",
    "title": "Tổ chức các hoạt động kỷ niệm ngày Quốc tế Phụ nữ 8/3",
    "topic": "emulation",
    "starts_on": "2025-02-20",
    "due_date": "2025-03-08"
}))]
pub struct NewTaskItem {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// The organisation that sets the task.
    pub organisation_id: Uuid,
    /// What is to be done, in one line.
    pub title: Line<500>,
    /// More about it.
    pub description: Option<Prose<20000>>,
    /// A code of the code list `report_topics`.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub topic: Option<String>,
    /// A body outside the union tree that takes part.
    pub partner: Option<Line<300>>,
    /// The first day, not after `due_date`; 1900 to 2100.
    pub starts_on: Option<NaiveDate>,
    /// The last day that is in time; 1900 to 2100.
    pub due_date: Option<NaiveDate>,
    /// What the target and actual figures of the assignments count. Without it there are no such figures.
    pub indicator_id: Option<Uuid>,
}

/// What to change of a task item; a member that is absent is kept, and null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"due_date": "2025-03-20", "partner": null}))]
pub struct EditTaskItem {
    /// What is to be done, in one line.
    #[serde(default)]
    pub title: Patch<Line<500>>,
    /// More about it.
    #[serde(default)]
    pub description: Patch<Option<Prose<20000>>>,
    /// A code of the code list `report_topics`.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub topic: Patch<Option<String>>,
    /// A body outside the union tree that takes part.
    #[serde(default)]
    pub partner: Patch<Option<Line<300>>>,
    /// The first day, not after `due_date`.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub starts_on: Patch<Option<NaiveDate>>,
    /// The last day that is in time.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub due_date: Patch<Option<NaiveDate>>,
    /// What the figures count. It stays as it is once an assignment has a figure.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub indicator_id: Patch<Option<Uuid>>,
}

/// What came of a task item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"result": "Đã tổ chức tại 09 đơn vị, thu hút đông đảo nữ đoàn viên tham gia."}))]
pub struct CompleteTaskItem {
    /// What was done.
    pub result: Prose<20000>,
}

/// Why a task item is given up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Gộp vào kế hoạch tháng 4."}))]
pub struct CancelTaskItem {
    /// The reason.
    pub reason: Prose<2000>,
}

/// No members.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct StartTaskItem {}

/// A task item.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskItemDto {
    /// Its id.
    pub id: Uuid,
    /// The organisation that set the task.
    pub organisation_id: Uuid,
    /// What is to be done, in one line.
    #[schema(example = "Tổ chức các hoạt động kỷ niệm ngày Quốc tế Phụ nữ 8/3")]
    pub title: String,
    /// More about it.
    #[schema(required = true)]
    pub description: Option<String>,
    /// A code of the code list `report_topics`.
    #[schema(required = true, example = "emulation")]
    pub topic: Option<String>,
    /// A body outside the union tree that takes part.
    #[schema(required = true)]
    pub partner: Option<String>,
    /// The first day.
    #[schema(required = true)]
    pub starts_on: Option<NaiveDate>,
    /// The last day that is in time.
    #[schema(required = true)]
    pub due_date: Option<NaiveDate>,
    /// Whether it is open and its due date has passed in the province. It turns without a new version.
    pub overdue: bool,
    /// Where it stands.
    pub status: TaskStatus,
    /// The state's Vietnamese name.
    #[schema(example = "Đang thực hiện")]
    pub status_label: &'static str,
    /// What was done; only of one that is done.
    #[schema(required = true)]
    pub result: Option<String>,
    /// Why it was given up; only of one that is cancelled.
    #[schema(required = true)]
    pub cancel_reason: Option<String>,
    /// What the target and actual figures of the assignments count.
    #[schema(required = true)]
    pub indicator_id: Option<Uuid>,
    /// The plan item of a report that made it.
    #[schema(required = true)]
    pub source_report_item_id: Option<Uuid>,
    /// Who created it.
    pub created_by: Uuid,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Versioned for TaskItemDto {
    fn version(&self) -> i64 {
        self.version
    }

    fn variant(&self) -> Option<Cow<'static, str>> {
        self.overdue.then_some("overdue".into())
    }
}

impl Identified for TaskItemDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How far a task item has come, counted over the assignments the caller may see: all of them for the owner.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskProgressDto {
    /// Unions it was assigned to, whatever they answered.
    #[schema(minimum = 0)]
    pub assigned: i64,
    /// Unions that have not answered.
    #[schema(minimum = 0)]
    pub waiting: i64,
    /// Unions that accepted and have not started.
    #[schema(minimum = 0)]
    pub accepted: i64,
    /// Unions at work.
    #[schema(minimum = 0)]
    pub in_progress: i64,
    /// Unions that are done.
    #[schema(minimum = 0)]
    pub done: i64,
    /// Unions that declined.
    #[schema(minimum = 0)]
    pub declined: i64,
    /// Unions past the due date that have neither finished nor declined.
    #[schema(minimum = 0)]
    pub overdue: i64,
    /// The share of unions done.
    pub share_done: ShareDto,
    /// The sum of the targets of all who did not decline; null where there is none, or beyond 2^53 − 1.
    #[schema(required = true, minimum = 0)]
    pub target_total: Option<i64>,
    /// The sum of the actual figures of all who did not decline; null as for the target.
    #[schema(required = true, minimum = 0)]
    pub actual_total: Option<i64>,
    /// What the two sums count; null without an indicator.
    #[schema(required = true)]
    pub unit: Option<Unit>,
}

/// A share, with the numbers it comes from.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ShareDto {
    /// Unions that are done.
    #[schema(minimum = 0)]
    pub done: i64,
    /// Unions it was assigned to without those who declined.
    #[schema(minimum = 0)]
    pub of: i64,
    /// Whole percent, a half rounded up; null when there is nobody to count.
    #[schema(required = true, minimum = 0, maximum = 100)]
    pub percent: Option<i64>,
}

impl ShareDto {
    pub(in crate::tasks) const fn of(tally: &Tally) -> Self {
        Self { done: tally.done, of: tally.owed(), percent: tally.percent() }
    }
}

/// How a list of task items or assignments is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum TaskSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of task items can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TaskItemQuery {
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
    /// Words of the title; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<Line<100>>,
    /// Only those set by this organisation itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TaskStatus>,
    /// Only those of this topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub topic: Option<String>,
    /// Only those that are overdue today, or only those that are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
    /// Only those due on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_from: Option<NaiveDate>,
    /// Only those due on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_to: Option<NaiveDate>,
}
