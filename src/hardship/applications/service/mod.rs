//! Use cases of applications.

mod attach;
mod draft;
mod duplicates;
mod notes;
mod person;
mod read;
mod review;
mod shown;
mod submit;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::model::{ApplicationStatus as Status, NoteKind, Step, next};
use super::store::notes::{NoteRow, count_notes, insert_note, note_place};
use super::store::{self, ApplicationRow};
use crate::code_lists::service as code_lists;
use crate::hardship::programmes::service::ProgrammeRow;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::kernel::text::Prose;
use crate::usecase::{Reading, Writing};

pub(crate) use attach::{hold, see};
pub(crate) use draft::{create, delete, edit};
pub(in crate::hardship) use duplicates::refuse_duplicate;
pub(super) use duplicates::{likely, override_duplicate};
pub(in crate::hardship) use notes::full as full_note;
pub(super) use notes::{comment, notes, read_note};
pub(super) use person::personal;
pub(in crate::hardship) use person::{check as check_person, opened};
pub(super) use read::list;
pub(crate) use read::read;
pub(crate) use review::{appraise, ask, endorse, reject, send_back};
pub(in crate::hardship) use shown::one as shown;
pub(crate) use submit::{answer, submit, withdraw};

/// The most that is said about one application.
const MOST_NOTES: i64 = 500;

/// The application, where the caller may see it.
pub(in crate::hardship) fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<ApplicationRow> {
    let scope = r.who.scope(Action::HardshipRead);
    store::find(r.db, &scope, id)
}

/// The state a step leads to, at the version that was read.
pub(in crate::hardship) fn step(row: &ApplicationRow, version: i64, step: Step) -> Outcome<Status> {
    Problem::check_version(row.version, version)?;
    next(row.status, step, row.asked_from).ok_or_else(|| Problem::new(Code::WrongState))
}

/// Puts an application into a state, with the last day of the step that begins.
pub(in crate::hardship) fn enter(
    w: &mut Writing<'_>,
    row: &mut ApplicationRow,
    to: Status,
    programme: &ProgrammeRow,
) -> Outcome<()> {
    row.status = to;
    row.step_since = w.now;
    row.step_due = due(w, to, programme)?;
    let over = matches!(to, Status::Rejected | Status::Withdrawn | Status::Closed | Status::Reclaimed);
    row.finished_on = over.then(|| w.today());
    Ok(())
}

/// The last day on which a state is left in time.
fn due(w: &mut Writing<'_>, status: Status, programme: &ProgrammeRow) -> Outcome<Option<NaiveDate>> {
    let days = match status {
        Status::NeedsInformation => programme.answer_days,
        Status::Submitted => programme.endorse_days,
        Status::Endorsed => programme.appraise_days,
        Status::Appraised => programme.decide_days,
        Status::Approved => programme.pay_days,
        Status::Draft
        | Status::Rejected
        | Status::Disbursed
        | Status::Closed
        | Status::Withdrawn
        | Status::Reclaimed => return Ok(None),
    };
    let today = w.today();
    code_lists::after_working_days(w.db, today, days).map(Some)
}

/// Keeps what somebody says, sealed; answers the note's id, which is all the journal tells of it.
pub(in crate::hardship) fn say(
    w: &mut Writing<'_>,
    application: Uuid,
    kind: NoteKind,
    text: Prose<4000>,
) -> Outcome<NoteRow> {
    let note = id::new(w.now);
    say_as(w, note, application, kind, text)
}

fn say_as(
    w: &mut Writing<'_>,
    note: Uuid,
    application: Uuid,
    kind: NoteKind,
    text: Prose<4000>,
) -> Outcome<NoteRow> {
    if count_notes(w.db, application)? >= MOST_NOTES {
        return Err(Problem::invalid_at(
            "",
            "too_many",
            format!("Mỗi hồ sơ có nhiều nhất {MOST_NOTES} ý kiến."),
            format!("At most {MOST_NOTES} notes are kept with an application."),
        ));
    }
    keep(w, note, application, kind, &text)
}

/// Keeps a note, sealed, however many there are: the reason of what has happened to the money is never refused.
pub(in crate::hardship) fn keep(
    w: &mut Writing<'_>,
    note: Uuid,
    application: Uuid,
    kind: NoteKind,
    text: &str,
) -> Outcome<NoteRow> {
    let sealer = w.vault.clone().sealer(w.db)?;
    let row = NoteRow {
        id: note,
        application_id: application,
        kind,
        body: Some(sealer.seal(note_place(note), text)?),
        author_id: w.who.user_id,
        created_at: w.now,
    };
    insert_note(w.db, &row)?;
    Ok(row)
}

/// Saves a changed application and records what was done to it.
pub(in crate::hardship) fn conclude(
    w: &mut Writing<'_>,
    row: &ApplicationRow,
    action: &'static str,
    from: Status,
    changes: Value,
) -> Outcome<ApplicationRow> {
    let now = w.now;
    let saved = store::save(w.db, row, now)?;
    let entry = Entry::new(action, "hardship_application", row.id).of(row.organisation_id).changes(changes);
    let moved = from != saved.status;
    w.record(if moved { entry.states(from.as_str(), saved.status.as_str()) } else { entry });
    Ok(saved)
}

/// What the journal is told of a note.
fn noted(note: &NoteRow) -> Value {
    json!({"note_id": note.id, "note": note.kind})
}

/// One more member of what the journal is told.
fn with(changes: Value, name: &str, value: Value) -> Value {
    let mut members = match changes {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    members.insert(name.to_owned(), value);
    Value::Object(members)
}
