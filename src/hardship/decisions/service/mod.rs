//! Use cases of decisions.

mod draft;
mod lines;
mod pay;
mod plan;
mod sign;
mod view;

pub(crate) use draft::create;
pub(super) use draft::{delete, edit};
pub(crate) use lines::{add, cancel};
pub(super) use lines::{edit_line, remove_line};
pub(super) use pay::close;
pub(crate) use pay::{disburse, reclaim};
pub(super) use plan::preview;
pub(crate) use sign::sign;
pub(crate) use view::read_line;
pub(super) use view::{lines, list, payments, read};

use super::model::DecisionStatus;
use super::store::{self, DecisionRow, LineRow};
use crate::hardship::applications::NoteKind;
use crate::hardship::applications::service as applications;
use crate::identity::policy::Action;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// The decision, if the caller may see it.
fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<DecisionRow> {
    let scope = r.who.scope(Action::HardshipRead);
    store::find(r.db, &scope, id)
}

/// `Ok` when the caller sees the decision.
pub(crate) fn see(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    find(r, id).map(drop)
}

/// Holds a draft whose files the caller may change, so that it is not signed meanwhile; answers whose it is.
pub(crate) fn hold(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let organisation = find(w, id)?.organisation_id;
    w.require(Action::HardshipDecide, organisation)?;
    if store::hold(w.db, id)? { Ok(organisation) } else { Err(Problem::new(Code::Frozen)) }
}

/// The line and its decision, if the caller may see them.
fn find_line(r: &mut Reading<'_>, id: Uuid) -> Outcome<(LineRow, DecisionRow)> {
    let scope = r.who.scope(Action::HardshipRead);
    store::find_line(r.db, &scope, id)
}

/// `Ok` for a draft: what is signed never changes.
fn check_draft(row: &DecisionRow) -> Outcome<()> {
    match row.status {
        DecisionStatus::Draft => Ok(()),
        DecisionStatus::Signed => Err(Problem::new(Code::Frozen)),
    }
}

/// Raises the decision's version for a change of its lines: so many more, for so much more.
fn touch(w: &mut Writing<'_>, id: Uuid, lines: i32, vnd: i64) -> Outcome<DecisionRow> {
    let now = w.now;
    store::touch(w.db, id, lines, vnd, now)?.ok_or_else(|| Problem::new(Code::Frozen))
}

/// Tells the application's union why, in a sealed note.
fn note(w: &mut Writing<'_>, application_id: Uuid, kind: NoteKind, text: &str) -> Outcome<()> {
    let id = id::new(w.now);
    applications::keep(w, id, application_id, kind, text).map(drop)
}
