//! What decisions read of an application whose line the caller was shown to see, and the notes they leave with it.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::{hardship_applications as applications, hardship_notes as notes};
use crate::hardship::applications::store::ApplicationRow;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::vault::Sealed;

/// The application of a line that the caller was shown to see.
pub(in crate::hardship::decisions) fn application_of(
    db: &mut AnyConnection,
    id: Uuid,
) -> Outcome<ApplicationRow> {
    Ok(applications::table.find(id).first(db)?)
}

/// A note of an application.
#[derive(Debug, Insertable)]
#[diesel(table_name = notes, treat_none_as_default_value = false)]
pub(in crate::hardship::decisions) struct NoteRow {
    pub(in crate::hardship::decisions) id: Uuid,
    pub(in crate::hardship::decisions) application_id: Uuid,
    pub(in crate::hardship::decisions) kind: &'static str,
    pub(in crate::hardship::decisions) body: Option<Sealed>,
    pub(in crate::hardship::decisions) author_id: Uuid,
    pub(in crate::hardship::decisions) created_at: Instant,
}

pub(in crate::hardship::decisions) fn insert_note(db: &mut AnyConnection, row: &NoteRow) -> Outcome<()> {
    diesel::insert_into(notes::table).values(row).execute(db)?;
    Ok(())
}
