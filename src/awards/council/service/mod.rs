//! Use cases of sessions.

mod cancel;
mod conclude;
mod open;
mod sums;
mod view;
mod vote;

pub(super) use cancel::cancel;
pub(crate) use conclude::conclude;
pub(crate) use open::create;
pub(super) use open::delete;
pub(super) use view::{list, minutes, read};
pub(crate) use vote::cast;

use std::collections::HashSet;

use chrono::NaiveDate;

use super::model::{CouncilSessionStatus, Tally};
use super::store::{self, SessionRow};
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// The session, if the caller may see it.
fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<SessionRow> {
    let scope = r.who.scope(Action::AwardRead);
    store::find(r.db, &scope, id)
}

/// `Ok` when the caller sees the session.
pub(crate) fn see(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    find(r, id).map(drop)
}

/// The last day on which a session approved one of these nominations, for a paper that names them.
pub(in crate::awards) fn approved_on(
    db: &mut AnyConnection,
    nominations: &[Uuid],
) -> Outcome<Option<NaiveDate>> {
    store::approved_on(db, nominations)
}

/// Holds an open session whose files the caller may change, so that it does not end meanwhile; answers whose it is.
pub(crate) fn hold(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let organisation = find(w, id)?.organisation_id;
    w.require(Action::AwardManage, organisation)?;
    match store::hold(w.db, id)? {
        Some(row) => Ok(row.organisation_id),
        None => Err(Problem::new(Code::Frozen)),
    }
}

/// Holds the session that was seen at `version`, while it is open.
fn hold_open(w: &mut Writing<'_>, row: &SessionRow, version: i64) -> Outcome<SessionRow> {
    Problem::check_version(row.version, version)?;
    check_open(row)?;
    let held = store::hold(w.db, row.id)?.ok_or_else(|| Problem::new(Code::WrongState))?;
    Problem::check_version(held.version, version)?;
    Ok(held)
}

fn check_open(row: &SessionRow) -> Outcome<()> {
    match row.status {
        CouncilSessionStatus::Open => Ok(()),
        CouncilSessionStatus::Concluded | CouncilSessionStatus::Cancelled => {
            Err(Problem::new(Code::WrongState))
        }
    }
}

/// How many of these are free to choose on a nomination: on what members wrote or submitted themselves they may only
/// abstain, and everybody can know that.
fn free_to_choose(members: impl Iterator<Item = Uuid>, writers: Option<&HashSet<Uuid>>) -> i32 {
    let free = members.filter(|member| !writers.is_some_and(|writers| writers.contains(member))).count();
    i32::try_from(free).unwrap_or(i32::MAX)
}

/// The sums of a secret ballot so far. Nobody is told them.
fn tally_of(w: &Writing<'_>, row: &SessionRow) -> Outcome<Tally> {
    let lost = || Problem::internal("a secret ballot without its sums");
    let sealed = row.tally.as_ref().ok_or_else(lost)?;
    Tally::read(&w.vault.open_text(store::tally_place(row.id), sealed)?).ok_or_else(lost)
}
