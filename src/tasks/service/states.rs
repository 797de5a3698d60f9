//! The owner's actions on a task item.

use super::{manageable, wrong_state};
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::tasks::dto::{CancelTaskItem, CompleteTaskItem, TaskItemDto};
use crate::tasks::model::{TaskAction, next_task};
use crate::tasks::store::items::{self, TaskRow};
use crate::usecase::Writing;

pub(crate) fn start(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<TaskItemDto> {
    act(w, id, version, TaskAction::Start, "task_item.start", |_| None)
}

/// Ends a task item with what was done. Assignments that are not finished stay as they are, and are frozen.
pub(crate) fn complete(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    with: CompleteTaskItem,
) -> Outcome<TaskItemDto> {
    act(w, id, version, TaskAction::Complete, "task_item.complete", |row| {
        row.result = Some(with.result.into_inner());
        None
    })
}

/// Gives a task item up. Its assignments stay as they are, and are frozen.
pub(crate) fn cancel(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: CancelTaskItem,
) -> Outcome<TaskItemDto> {
    act(w, id, version, TaskAction::Cancel, "task_item.cancel", |row| {
        let reason = why.reason.into_inner();
        row.cancel_reason = Some(reason.clone());
        Some(reason)
    })
}

/// Does one action; `with` writes what came along and answers the reason for the journal.
fn act(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    action: TaskAction,
    name: &'static str,
    with: impl FnOnce(&mut TaskRow) -> Option<String>,
) -> Outcome<TaskItemDto> {
    let mut row = manageable(w, id, version)?;
    let from = row.status;
    row.status = next_task(from, action).ok_or_else(wrong_state)?;
    let reason = with(&mut row);
    let now = w.now;
    let saved = items::save(w.db, &row, now)?;
    let mut entry = Entry::new(name, "task_item", id)
        .of(saved.organisation_id)
        .states(from.as_str(), saved.status.as_str());
    if let Some(reason) = reason {
        entry = entry.reason(reason);
    }
    w.record(entry);
    Ok(TaskItemDto::of(saved, w.today()))
}
