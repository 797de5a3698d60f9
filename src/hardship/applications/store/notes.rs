//! Rows of `hardship_notes`: what was said, sealed and never changed.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::hardship_notes as notes;
use crate::hardship::applications::model::NoteKind;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::vault::{Place, Sealed};

crate::text_column!(NoteKind);

/// What somebody said.
#[derive(Clone, Queryable, Insertable)]
#[diesel(table_name = notes, treat_none_as_default_value = false)]
pub(in crate::hardship) struct NoteRow {
    pub(in crate::hardship) id: Uuid,
    pub(in crate::hardship) application_id: Uuid,
    pub(in crate::hardship) kind: NoteKind,
    pub(in crate::hardship) body: Option<Sealed>,
    pub(in crate::hardship) author_id: Uuid,
    pub(in crate::hardship) created_at: Instant,
}

/// Where the text of a note is sealed.
pub(in crate::hardship) const fn note_place(note: Uuid) -> Place {
    Place { table: "hardship_notes", column: "body", row: note }
}

/// A note, for whoever is then shown to see its application.
pub(in crate::hardship) fn note(db: &mut AnyConnection, id: Uuid) -> Outcome<NoteRow> {
    Ok(notes::table.find(id).first(db)?)
}

/// All notes of an application that the caller was shown to see, the oldest first.
pub(in crate::hardship) fn notes_of(db: &mut AnyConnection, application: Uuid) -> Outcome<Vec<NoteRow>> {
    Ok(notes::table
        .filter(notes::application_id.eq(application))
        .order((notes::created_at, notes::id))
        .load(db)?)
}

pub(in crate::hardship) fn count_notes(db: &mut AnyConnection, application: Uuid) -> Outcome<i64> {
    Ok(notes::table.filter(notes::application_id.eq(application)).count().get_result(db)?)
}

pub(in crate::hardship) fn insert_note(db: &mut AnyConnection, row: &NoteRow) -> Outcome<()> {
    diesel::insert_into(notes::table).values(row).execute(db)?;
    Ok(())
}

/// Removes what was said about a draft that is removed.
pub(in crate::hardship) fn delete_notes(db: &mut AnyConnection, application: Uuid) -> Outcome<()> {
    diesel::delete(notes::table.filter(notes::application_id.eq(application))).execute(db)?;
    Ok(())
}
