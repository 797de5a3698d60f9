//! What the assigned union answers.

use serde_json::{Map, Value, json};

use super::{check_figure, visible_assignment, wrong_state};
use crate::identity::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Outcome, Problem};
use crate::kernel::text::Prose;
use crate::tasks::dto::{
    AssignmentDto, CompleteAssignment, DeclineAssignment, EditAssignment, StartAssignment,
};
use crate::tasks::model::{AssignmentAction, AssignmentStatus, is_overdue, next_assignment};
use crate::tasks::store::assignments::{self, AssignmentRow};
use crate::tasks::store::items::{self, TaskRow};
use crate::usecase::Writing;

pub(crate) fn accept(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<AssignmentDto> {
    act(w, id, version, AssignmentAction::Accept, "task_assignment.accept", |_, _| Ok(None))
}

pub(crate) fn start_assignment(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    with: &StartAssignment,
) -> Outcome<AssignmentDto> {
    act(w, id, version, AssignmentAction::Start, "task_assignment.start", |row, _| {
        row.progress = with.progress.unwrap_or(row.progress);
        Ok(None)
    })
}

pub(crate) fn complete_assignment(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    with: CompleteAssignment,
) -> Outcome<AssignmentDto> {
    act(w, id, version, AssignmentAction::Complete, "task_assignment.complete", |row, task| {
        Problem::check(check_figure("/actual_value", with.actual_value, task).into_iter().collect())?;
        row.progress = 100;
        row.result = Some(with.result.into_inner());
        row.actual_value = with.actual_value.or(row.actual_value);
        Ok(None)
    })
}

pub(crate) fn decline(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: DeclineAssignment,
) -> Outcome<AssignmentDto> {
    act(w, id, version, AssignmentAction::Decline, "task_assignment.decline", |row, _| {
        let reason = why.reason.into_inner();
        row.decline_reason = Some(reason.clone());
        Ok(Some(reason))
    })
}

/// Does one action; `with` writes what came along and answers the reason for the journal.
fn act(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    action: AssignmentAction,
    name: &'static str,
    with: impl FnOnce(&mut AssignmentRow, &TaskRow) -> Outcome<Option<String>>,
) -> Outcome<AssignmentDto> {
    let mut row = visible_assignment(w, id)?.row;
    w.require(Action::TaskAnswer, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    let task = hold_open(w, row.task_item_id)?;
    let from = row.status;
    row.status = next_assignment(from, action).ok_or_else(wrong_state)?;
    let reason = with(&mut row, &task)?;
    let mut entry = Entry::new(name, "task_assignment", id)
        .of(row.organisation_id)
        .states(from.as_str(), row.status.as_str());
    if let Some(reason) = reason {
        entry = entry.reason(reason);
    }
    save(w, row, &task, entry)
}

/// The assigned union tells how far it has come, the task item's owner sets what is to be reached.
pub(crate) fn edit_assignment(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditAssignment,
) -> Outcome<AssignmentDto> {
    let seen = visible_assignment(w, id)?;
    let mut row = seen.row;
    let answers = edit.progress.is_set() || edit.result.is_set() || edit.actual_value.is_set();
    let retargets = edit.target_value.is_set();
    if retargets {
        w.require(Action::TaskManage, seen.task_owner)?;
    }
    // An edit of nothing is the union's, too.
    if answers || !retargets {
        w.require(Action::TaskAnswer, row.organisation_id)?;
    }
    Problem::check_version(row.version, version)?;
    let task = hold_open(w, row.task_item_id)?;
    // The union answers once it has accepted; the target can be set from the start.
    if !row.status.is_open() || (answers && row.status == AssignmentStatus::Assigned) {
        return Err(wrong_state());
    }
    let changes = apply(&mut row, edit);
    let mut errors = Vec::new();
    if changes.contains_key("actual_value") {
        errors.extend(check_figure("/actual_value", row.actual_value, &task));
    }
    if retargets {
        errors.extend(check_figure("/target_value", row.target_value, &task));
    }
    Problem::check(errors)?;
    let entry = Entry::new("task_assignment.edit", "task_assignment", id)
        .of(row.organisation_id)
        .changes(Value::Object(changes));
    save(w, row, &task, entry)
}

/// Sets what the edit sets; answers it for the journal, of the long text only that it changed.
fn apply(row: &mut AssignmentRow, edit: EditAssignment) -> Map<String, Value> {
    let mut changes = Map::new();
    if let Patch::Set(progress) = edit.progress {
        row.progress = progress;
        changes.insert("progress".to_owned(), json!(progress));
    }
    if let Patch::Set(result) = edit.result {
        row.result = result.map(Prose::into_inner);
        changes.insert("result".to_owned(), json!("changed"));
    }
    if let Patch::Set(actual) = edit.actual_value {
        row.actual_value = actual;
        changes.insert("actual_value".to_owned(), json!(actual));
    }
    if let Patch::Set(target) = edit.target_value {
        row.target_value = target;
        changes.insert("target_value".to_owned(), json!(target));
    }
    changes
}

/// The task item, held until the transaction ends; `wrong_state` when it is finished and so freezes its
/// assignments.
fn hold_open(w: &mut Writing<'_>, task: Uuid) -> Outcome<TaskRow> {
    let row = items::hold(w.db, task)?;
    if row.status.is_open() { Ok(row) } else { Err(wrong_state()) }
}

fn save(w: &mut Writing<'_>, mut row: AssignmentRow, task: &TaskRow, entry: Entry) -> Outcome<AssignmentDto> {
    let now = w.now;
    assignments::save(w.db, &row, now)?;
    row.version += 1;
    row.updated_at = now;
    w.record(entry);
    let open = row.status.is_open() && task.status.is_open();
    Ok(AssignmentDto::of(row, is_overdue(open, task.due_date, w.today())))
}
