//! What is said about an application. Reading it is reading of health: each is in the journal.

use super::shown::note as shown;
use super::{find, noted, say_as};
use crate::hardship::applications::dto::{ApplicationNotesDto, FullNoteDto, NewComment, NoteDto};
use crate::hardship::applications::model::NoteKind;
use crate::hardship::applications::store::hold;
use crate::hardship::applications::store::notes::{NoteRow, note, note_place, notes_of};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Claim, Reading, Writing};

/// Writes a comment; it stays with those of the union tree who work on dossiers.
pub(in crate::hardship::applications) fn comment(
    w: &mut Writing<'_>,
    application: Uuid,
    new: NewComment,
) -> Outcome<NoteDto> {
    let row = find(w, application)?;
    w.require(Action::HardshipComment, row.organisation_id)?;
    let id = match w.claim("hardship_note", new.id)? {
        Claim::Known(id) => {
            let known = note(w.db, id).map_err(|_| Problem::new(Code::IdTaken))?;
            return Ok(shown(&known));
        }
        Claim::New(id) => id,
    };
    // An erasure holds the row as well: either it finds this comment, or the comment finds it.
    hold(w.db, application)?;
    // Whose person was erased is not to be told of anew.
    if find(w, application)?.erased_at.is_some() {
        return Err(Problem::new(Code::WrongState));
    }
    let note = say_as(w, id, application, NoteKind::Comment, new.text)?;
    w.record(
        Entry::new("hardship_application.comment", "hardship_application", application)
            .of(row.organisation_id)
            .changes(noted(&note)),
    );
    Ok(shown(&note))
}

/// A note in full, for whoever was shown to see all of its application.
pub(in crate::hardship) fn full(r: &Reading<'_>, row: &NoteRow) -> Outcome<FullNoteDto> {
    let text = r.vault.open_some(note_place(row.id), row.body.as_ref())?;
    Ok(FullNoteDto { note: shown(row), text })
}

/// Everything that was said about an application.
pub(in crate::hardship::applications) fn notes(
    w: &mut Writing<'_>,
    id: Uuid,
) -> Outcome<ApplicationNotesDto> {
    let row = find(w, id)?;
    w.require(Action::HardshipPersonal, row.organisation_id)?;
    let mut notes = Vec::new();
    for note in notes_of(w.db, id)? {
        notes.push(full(w, &note)?);
    }
    w.record(
        Entry::new("hardship_application.read_notes", "hardship_application", id).of(row.organisation_id),
    );
    Ok(ApplicationNotesDto { notes })
}

/// One note.
pub(in crate::hardship::applications) fn read_note(w: &mut Writing<'_>, id: Uuid) -> Outcome<FullNoteDto> {
    let note = note(w.db, id)?;
    let row = find(w, note.application_id)?;
    w.require(Action::HardshipPersonal, row.organisation_id)?;
    w.record(
        Entry::new("hardship_application.read_notes", "hardship_application", row.id)
            .of(row.organisation_id)
            .changes(noted(&note)),
    );
    full(w, &note)
}
