//! What decisions read of an application whose line the caller was shown to see.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::hardship_applications as applications;
use crate::hardship::applications::store::ApplicationRow;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// The application of a line that the caller was shown to see.
pub(in crate::hardship::decisions) fn application_of(
    db: &mut AnyConnection,
    id: Uuid,
) -> Outcome<ApplicationRow> {
    Ok(applications::table.find(id).first(db)?)
}
