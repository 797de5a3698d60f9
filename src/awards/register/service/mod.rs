//! Use cases of the register.

mod export;
mod imports;
mod payments;
mod read;
mod revoke;
pub(super) mod running;
mod shown;

pub(in crate::awards) use super::model::AwardState;
use super::store;
pub(in crate::awards) use super::store::AwardRow;
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::{Reading, Writing};

pub(super) use export::{export, written};
pub(super) use imports::{NewImport, begin, check_rights, faults, list_imports, read_import, read_table};
pub(super) use payments::{list_repayments, read_repayment, repay};
pub(super) use read::{list, read, read_revocation};
pub(crate) use revoke::revoke;
pub(crate) use running::interrupt_stuck;

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
