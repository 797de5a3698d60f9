//! What domains ask of users.

use chrono::NaiveDate;

use crate::db::AnyConnection;
use crate::identity::store::grants;
use crate::kernel::id::Uuid;
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
