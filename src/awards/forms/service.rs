//! Use cases of forms.

use super::store;
pub(in crate::awards) use super::store::{ConditionRow, FormRow};
use crate::awards::nominations::service::NominationRow;
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// The form of a record that the caller was shown to see.
pub(in crate::awards) fn of(db: &mut AnyConnection, id: Uuid) -> Outcome<FormRow> {
    store::get(db, id)
}

/// Which forms of these nominations another authority awards.
pub(in crate::awards) fn of_others(
    db: &mut AnyConnection,
    authority: &str,
    nominations: &[NominationRow],
) -> Outcome<Vec<Uuid>> {
    let ids: Vec<Uuid> = nominations.iter().map(|row| row.form_id).collect();
    let forms = store::of_ids(db, &ids)?;
    Ok(forms.into_iter().filter(|form| form.authority != authority).map(|form| form.id).collect())
}
