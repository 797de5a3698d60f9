//! What domains ask of users.

use chrono::NaiveDate;

use crate::db::AnyConnection;
use crate::identity::store::{grants, users};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;

/// The name of an active user who holds a role in this very organisation on a day; who is not there and who holds none
/// are not told apart.
pub(crate) fn holder(
    db: &mut AnyConnection,
    user: Uuid,
    organisation: Uuid,
    on: NaiveDate,
) -> Outcome<Option<String>> {
    grants::holder(db, user, organisation, on)
}

/// The ids and names of all such users of an organisation on a day, for who may know them, in the order in which they were
/// entered.
pub(crate) fn holders(
    db: &mut AnyConnection,
    here: (Uuid, NaiveDate),
    like: Option<String>,
    page: &Page,
) -> Outcome<Slice<(Uuid, String)>> {
    let rows = users::holding(db, here, like.clone(), page)?;
    let total = page.total.then(|| users::count_holding(db, here, like)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id)).with_total(total);
    Ok(slice.map(|row| (row.id, row.display_name)))
}
