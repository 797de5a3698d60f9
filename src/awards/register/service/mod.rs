//! Use cases of the register.

/// Which awards a query asks for. A macro, because a list and a file are asked for alike by two types.
macro_rules! filter {
    ($query:expr) => {{
        let sort = $query.sort.unwrap_or_default();
        crate::awards::register::store::Filter {
            like: $query.q.as_ref().map(|q| crate::kernel::text::like_pattern(q)),
            recipient_kind: $query.recipient_kind,
            organisation: $query.organisation_id,
            form: $query.form_id,
            kind: $query.kind.clone(),
            authority: $query.authority.clone(),
            year: $query.year,
            state: $query.state,
            import: $query.import_id,
            decision: $query.decision_id,
            nomination: $query.nomination_id,
            round: $query.round_id,
            by_decision: sort.is_by_decision(),
            descending: sort.is_down(),
        }
    }};
}

mod export;
mod imports;
mod payments;
mod read;
mod revoke;
pub(super) mod running;
mod shown;
mod strike;

pub(in crate::awards) use super::model::AwardState;
use super::store;
pub(in crate::awards) use super::store::AwardRow;
use crate::awards::nominations::service as nominations;
use crate::awards::rounds::service::works_on_awards;
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::{Reading, Writing};

pub(super) use export::{export, written};
pub(super) use imports::{NewImport, begin, check_rights, faults, list_imports, read_import, read_table};
pub(super) use payments::{list_repayments, read_repayment, repay};
pub(super) use read::{list, read, read_revocation, read_strike};
pub(crate) use revoke::revoke;
pub(crate) use running::{interrupt_left, interrupt_stuck};
pub(super) use strike::strike;

/// An award, for whoever is then shown to see it.
pub(in crate::awards) fn of(db: &mut AnyConnection, id: Uuid) -> Outcome<AwardRow> {
    store::get(db, id)
}

/// Enters an award that a decision gave.
pub(in crate::awards) fn enter(w: &mut Writing<'_>, row: &AwardRow) -> Outcome<()> {
    store::insert(w.db, row)?;
    w.record(Entry::new("award.enter", "award", row.id).of(row.organisation_id));
    Ok(())
}

/// The award, where the caller may see it.
fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardRow> {
    let scope = r.who.scope(Action::AwardRead);
    store::find(r.db, &scope, id)
}

/// The organisation that answers for an award: whose decision or import brought it.
fn keeper(db: &mut AnyConnection, row: &AwardRow) -> Outcome<Uuid> {
    store::keeper(db, row)?.ok_or_else(|| Problem::internal("an award that nobody decided or imported"))
}

/// Whether the caller may do this to what belongs to `organisation`.
fn may(r: &mut Reading<'_>, action: Action, organisation: Uuid) -> Outcome<bool> {
    r.who.may(r.db, action, organisation)
}

/// Nobody takes back or strikes what they worked on themselves.
fn check_hands(w: &mut Writing<'_>, row: &AwardRow) -> Outcome<()> {
    let (mut hands, caller) = (Vec::new(), w.who.user_id);
    if let Some(nomination) = row.nomination_id
        && !nominations::in_hands_of(w.db, caller, &[nomination])?.is_empty()
    {
        hands.push(Some(caller));
    }
    if let Some(import) = row.import_id {
        hands.push(Some(store::import_of(w.db, import)?.created_by));
    }
    w.not_own(&hands)
}

/// Whether the caller is told why an award does not hold any more: those who work on awards where it was decided, those
/// who may take it back, and who inspects.
fn may_know_why(r: &mut Reading<'_>, row: &AwardRow) -> Outcome<bool> {
    let keeper = keeper(r.db, row)?;
    let inspected = r.who.scope(Action::JournalRead);
    if inspected.covers(r.db, row.organisation_id)? || inspected.covers(r.db, keeper)? {
        return Ok(true);
    }
    Ok(works_on_awards(r, keeper)? || may(r, Action::AwardRevoke, keeper)?)
}

/// The same of the award that a nomination led to.
pub(in crate::awards) fn may_know_why_of(r: &mut Reading<'_>, nomination: Uuid) -> Outcome<bool> {
    match store::of_nomination(r.db, nomination)? {
        Some(award) => may_know_why(r, &award),
        None => Ok(false),
    }
}
