//! Rows of `award_notes`: what was said, sealed and never changed.

use diesel::prelude::*;

use crate::awards::nominations::model::AwardNoteKind;
use crate::db::AnyConnection;
use crate::db::schema::award_notes as notes;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::vault::{Place, Sealed};

crate::text_column!(AwardNoteKind);

/// What somebody said.
#[derive(Clone, Queryable, Insertable)]
#[diesel(table_name = notes, treat_none_as_default_value = false)]
pub(in crate::awards::nominations) struct NoteRow {
    pub(in crate::awards::nominations) id: Uuid,
    pub(in crate::awards::nominations) nomination_id: Uuid,
    pub(in crate::awards::nominations) kind: AwardNoteKind,
    pub(in crate::awards::nominations) body: Sealed,
    pub(in crate::awards::nominations) author_id: Uuid,
    pub(in crate::awards::nominations) created_at: Instant,
}

/// Where the text of a note is sealed.
pub(in crate::awards::nominations) const fn note_place(note: Uuid) -> Place {
    Place { table: "award_notes", column: "body", row: note }
}

/// All notes of a nomination that the caller was shown to see, the oldest first.
pub(in crate::awards::nominations) fn notes_of(
    db: &mut AnyConnection,
    nomination: Uuid,
) -> Outcome<Vec<NoteRow>> {
    Ok(notes::table
        .filter(notes::nomination_id.eq(nomination))
        .order((notes::created_at, notes::id))
        .load(db)?)
}

pub(in crate::awards::nominations) fn count_notes(db: &mut AnyConnection, nomination: Uuid) -> Outcome<i64> {
    Ok(notes::table.filter(notes::nomination_id.eq(nomination)).count().get_result(db)?)
}

pub(in crate::awards::nominations) fn insert_note(db: &mut AnyConnection, row: &NoteRow) -> Outcome<()> {
    diesel::insert_into(notes::table).values(row).execute(db)?;
    Ok(())
}

/// Removes what was said about a draft that is removed.
pub(in crate::awards::nominations) fn delete_notes(db: &mut AnyConnection, nomination: Uuid) -> Outcome<()> {
    diesel::delete(notes::table.filter(notes::nomination_id.eq(nomination))).execute(db)?;
    Ok(())
}
