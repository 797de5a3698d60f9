//! What the domain of files asks before one is put beside a task item or an assignment.

use super::{visible, visible_assignment, wrong_state};
use crate::identity::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::tasks::store::items;
use crate::usecase::{Reading, Writing};

/// `Ok` when the caller sees the task item.
pub(crate) fn see_item(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    visible(r, id).map(drop)
}

/// `Ok` when the caller sees the assignment.
pub(crate) fn see_assignment(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    visible_assignment(r, id).map(drop)
}

/// Holds a task item whose files the caller may change; answers whose it is.
pub(crate) fn hold_item(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let organisation = visible(w, id)?.organisation_id;
    w.require(Action::TaskManage, organisation)?;
    if items::hold(w.db, id)?.status.is_open() { Ok(organisation) } else { Err(wrong_state()) }
}

/// The same of an assignment, which its task item freezes.
pub(crate) fn hold_assignment(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let seen = visible_assignment(w, id)?.row;
    w.require(Action::TaskAnswer, seen.organisation_id)?;
    let task = items::hold(w.db, seen.task_item_id)?;
    let now = visible_assignment(w, id)?.row;
    let open = task.status.is_open() && now.status.is_open();
    if open { Ok(seen.organisation_id) } else { Err(wrong_state()) }
}
