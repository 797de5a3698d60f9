//! What was said about a nomination. It tells of people's conduct, so each reading is in the journal.

use super::{find, may};
use crate::awards::nominations::dto::{AwardNoteDto, AwardNotesDto};
use crate::awards::nominations::model::AwardNoteKind;
use crate::awards::nominations::store::{NoteRow, note_place, notes_of};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::usecase::{Reading, Writing};

/// Everything that was said about a nomination; why it is on hold only to those who may know.
pub(in crate::awards::nominations) fn notes(w: &mut Writing<'_>, id: Uuid) -> Outcome<AwardNotesDto> {
    let row = find(w, id)?;
    let all = may(w, Action::AwardHoldRead, row.organisation_id)?;
    let mut notes = Vec::new();
    for note in notes_of(w.db, id)? {
        notes.push(shown(w, note, all)?);
    }
    w.record(Entry::new("award_nomination.read_notes", "award_nomination", id).of(row.organisation_id));
    Ok(AwardNotesDto { notes })
}

fn shown(r: &Reading<'_>, row: NoteRow, all: bool) -> Outcome<AwardNoteDto> {
    let hidden = !all && matches!(row.kind, AwardNoteKind::Hold | AwardNoteKind::Release);
    let body = if hidden { None } else { Some(&row.body) };
    let text = r.vault.open_some(note_place(row.id), body)?;
    Ok(AwardNoteDto {
        id: row.id,
        kind: row.kind,
        text,
        author_id: row.author_id,
        created_at: row.created_at,
    })
}
