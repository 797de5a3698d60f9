//! Use cases of forms.

use super::store;
pub(in crate::awards) use super::store::{ConditionRow, FormRow};
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// The conditions of these forms, in their order.
pub(in crate::awards) fn conditions_of(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<ConditionRow>> {
    store::conditions_of(db, ids)
}

/// The form of a record that the caller was shown to see.
pub(in crate::awards) fn of(db: &mut AnyConnection, id: Uuid) -> Outcome<FormRow> {
    store::get(db, id)
}
