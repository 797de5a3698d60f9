//! How far a task item has come.

use super::neighbours::unit_of;
use super::visible;
use crate::identity::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::tasks::dto::{ShareDto, TaskProgressDto};
use crate::tasks::model::{Tally, is_overdue};
use crate::tasks::store::assignments;
use crate::usecase::Reading;

/// Counted over all assignments for who sees the owner, else over those of the caller's own tree.
pub(in crate::tasks) fn progress(r: &mut Reading<'_>, id: Uuid) -> Outcome<TaskProgressDto> {
    let task = visible(r, id)?;
    let scope = r.who.scope(Action::TaskRead);
    let all = scope.covers(r.db, task.organisation_id)?;
    let tally = Tally::of(&assignments::answers(r.db, id, (!all).then_some(&scope))?);
    let late = is_overdue(task.status.is_open(), task.due_date, r.today());
    Ok(TaskProgressDto {
        assigned: tally.assigned,
        waiting: tally.waiting,
        accepted: tally.accepted,
        in_progress: tally.in_progress,
        done: tally.done,
        declined: tally.declined,
        overdue: if late { tally.open() } else { 0 },
        share_done: ShareDto::of(&tally),
        target_total: tally.target,
        actual_total: tally.actual,
        unit: task.indicator_id.map(|indicator| unit_of(r, indicator)).transpose()?,
    })
}
