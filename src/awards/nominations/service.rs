//! Use cases of nominations.

use super::model::AwardNoteKind;
pub(in crate::awards) use super::store::NominationRow;
use super::store::{self, NoteRow, note_place};
use crate::awards::{Step, next};
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// The nomination, where the caller may see it.
pub(in crate::awards) fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<NominationRow> {
    let scope = r.who.scope(Action::AwardRead);
    store::find(r.db, &scope, id)
}

/// Those of `ids` that are there, for a session, submission or decision that the caller was shown to see.
pub(in crate::awards) fn of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<NominationRow>> {
    store::of_ids(db, ids)
}

/// Nothing goes on with a nomination that is on hold.
pub(in crate::awards) fn check_hold(row: &NominationRow) -> Outcome<()> {
    if row.on_hold { Err(Problem::new(Code::DisciplineHold)) } else { Ok(()) }
}

/// Moves a nomination on, as part of what is done to many: a session, a submission, a decision. `said` is its entry of
/// the journal.
pub(in crate::awards) fn step(
    w: &mut Writing<'_>,
    row: &NominationRow,
    step: Step,
    said: Entry,
) -> Outcome<NominationRow> {
    let from = row.status;
    let to = next(from, step).ok_or_else(|| Problem::new(Code::WrongState))?;
    let now = w.now;
    let row = store::save(w.db, &NominationRow { status: to, ..row.clone() }, now).map_err(overtaken)?;
    w.record(said.of(row.organisation_id).states(from.as_str(), to.as_str()));
    Ok(row)
}

/// Somebody changed a nomination at this very moment, e.g. withdrew it: its version is not what the caller sent.
fn overtaken(problem: Problem) -> Problem {
    if problem.code != Code::PreconditionFailed {
        return problem;
    }
    Problem::new(Code::WrongState).detail(
        "Một đề nghị vừa được người khác thay đổi; hãy thử lại.",
        "A nomination was changed at this very moment; try again.",
    )
}

/// Keeps what somebody says, sealed; answers the note's id, which is all the journal tells of it.
pub(in crate::awards) fn say(
    w: &mut Writing<'_>,
    nomination: Uuid,
    kind: AwardNoteKind,
    text: &str,
) -> Outcome<Uuid> {
    let id = id::new(w.now);
    let sealer = w.vault.clone().sealer(w.db)?;
    let note = NoteRow {
        id,
        nomination_id: nomination,
        kind,
        body: sealer.seal(note_place(id), text)?,
        author_id: w.who.user_id,
        created_at: w.now,
    };
    store::insert_note(w.db, &note)?;
    Ok(id)
}
