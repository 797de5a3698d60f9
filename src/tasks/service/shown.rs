//! Rows as they are shown.

use chrono::NaiveDate;

use crate::tasks::dto::{AssignmentDto, AssignmentLineDto, TaskItemDto};
use crate::tasks::model::is_overdue;
use crate::tasks::store::assignments::{AssignmentRow, Line};
use crate::tasks::store::items::TaskRow;

impl TaskItemDto {
    pub(in crate::tasks) fn of(row: TaskRow, today: NaiveDate) -> Self {
        Self {
            id: row.id,
            organisation_id: row.organisation_id,
            title: row.title,
            description: row.description,
            topic: row.topic,
            partner: row.partner,
            starts_on: row.starts_on,
            due_date: row.due_date,
            overdue: is_overdue(row.status.is_open(), row.due_date, today),
            status: row.status,
            status_label: row.status.label_vi(),
            result: row.result,
            cancel_reason: row.cancel_reason,
            indicator_id: row.indicator_id,
            source_report_item_id: row.source_report_item_id,
            created_by: row.created_by,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl AssignmentDto {
    pub(in crate::tasks) fn of(row: AssignmentRow, overdue: bool) -> Self {
        Self {
            id: row.id,
            task_item_id: row.task_item_id,
            organisation_id: row.organisation_id,
            status: row.status,
            status_label: row.status.label_vi(),
            overdue,
            progress: row.progress,
            result: row.result,
            target_value: row.target_value,
            actual_value: row.actual_value,
            decline_reason: row.decline_reason,
            assigned_by: row.assigned_by,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl AssignmentLineDto {
    pub(in crate::tasks) fn of(line: Line, today: NaiveDate) -> Self {
        let overdue = line.is_overdue(today);
        Self {
            assignment: AssignmentDto::of(line.row, overdue),
            organisation_name: line.organisation_name,
            task_title: line.task_title,
            due_date: line.due_date,
        }
    }
}

impl Line {
    pub(in crate::tasks) fn is_overdue(&self, today: NaiveDate) -> bool {
        is_overdue(self.row.status.is_open() && self.task_status.is_open(), self.due_date, today)
    }
}
