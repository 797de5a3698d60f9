//! What was said about a nomination. It tells of people's conduct, so each reading is in the journal.

use super::{find, may};
use crate::awards::nominations::dto::{AwardNoteDto, AwardNotesDto};
use crate::awards::nominations::model::AwardNoteKind;
use crate::awards::nominations::store::{NoteRow, note_place, notes_of};
use crate::awards::register::service as register;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::usecase::{Reading, Writing};

/// Everything that was said about a nomination; why it is on hold or was taken back only to those who may know.
pub(in crate::awards::nominations) fn notes(w: &mut Writing<'_>, id: Uuid) -> Outcome<AwardNotesDto> {
    let row = find(w, id)?;
    let held = may(w, Action::AwardHoldRead, row.organisation_id)?;
    let revoked = register::may_know_why_of(w, id)?;
    let mut notes = Vec::new();
    for note in notes_of(w.db, id)? {
        let hidden = match note.kind {
            AwardNoteKind::Hold | AwardNoteKind::Release => !held,
            // None is written any more; the award has it.
            AwardNoteKind::Revocation => !revoked,
            _ => false,
        };
        notes.push(shown(w, note, hidden)?);
    }
    w.record(Entry::new("award_nomination.read_notes", "award_nomination", id).of(row.organisation_id));
    Ok(AwardNotesDto { notes })
}

fn shown(r: &Reading<'_>, row: NoteRow, hidden: bool) -> Outcome<AwardNoteDto> {
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
