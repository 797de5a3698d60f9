//! Use cases of task items and assignments.

mod answers;
mod assign;
mod attach;
mod edit;
mod neighbours;
mod progress;
mod read;
mod reports;
mod shown;
mod states;

pub(crate) use answers::{accept, complete_assignment, decline, edit_assignment, start_assignment};
pub(crate) use assign::assign;
pub(crate) use attach::{hold_assignment, hold_item, see_assignment, see_item};
pub(crate) use edit::{create, delete, edit};
pub(super) use progress::progress;
pub(crate) use read::{list, list_across, list_assignments, read, read_assignment};
pub(crate) use reports::{TaskOutcome, create_for_report_item, outcome_of};
pub(crate) use states::{cancel, complete, start};

use super::store::Place;
use super::store::assignments::{self, Line};
use super::store::items::{self, TaskRow};
use crate::identity::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::Page;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::{Reading, Writing};

/// The task item, where the caller may see it.
fn visible(r: &mut Reading<'_>, id: Uuid) -> Outcome<TaskRow> {
    let scope = r.who.scope(Action::TaskRead);
    items::find(r.db, &scope, id)
}

/// The assignment, where the caller may see it.
fn visible_assignment(r: &mut Reading<'_>, id: Uuid) -> Outcome<Line> {
    let scope = r.who.scope(Action::TaskRead);
    assignments::find(r.db, &scope, id)
}

/// The task item at the version that was read, where the caller may manage it.
fn manageable(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<TaskRow> {
    let row = visible(w, id)?;
    w.require(Action::TaskManage, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    Ok(row)
}

fn wrong_state() -> Problem {
    Problem::new(Code::WrongState)
}

/// A figure of an assignment needs something that says what it counts.
fn check_figure(pointer: &str, value: Option<i64>, task: &TaskRow) -> Option<Violation> {
    (value.is_some() && task.indicator_id.is_none()).then(|| {
        Violation::at(
            pointer,
            "not_allowed",
            "Nhiệm vụ này không gắn với chỉ tiêu nào nên không có số liệu.",
            "The task item has no indicator, so it has no figures.",
        )
    })
}

/// A page in the order of creation.
fn place(page: &Page, descending: bool) -> Outcome<Place> {
    Ok(Place { descending, after: page.start()?, rows: page.rows() })
}
