//! Use cases of the register.

pub(in crate::awards) use super::model::AwardState;
use super::store;
pub(in crate::awards) use super::store::AwardRow;
use crate::awards::NomineeKind;
use crate::db::AnyConnection;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::usecase::Writing;

/// What a person or a collective of this folded name and union was given, what was revoked included, the oldest first.
pub(in crate::awards) fn held_by(
    db: &mut AnyConnection,
    kind: NomineeKind,
    folded: &str,
    union: Uuid,
) -> Outcome<Vec<AwardRow>> {
    store::held_by(db, kind, folded, union)
}

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
