//! Use cases of nominations.

mod attach;
mod checks;
mod draft;
mod duplicates;
mod eligibility;
mod hands;
mod notes;
mod pause;
mod read;
mod review;
mod shown;
mod stopped;
mod submit;

use serde_json::{Value, json};

use super::model::AwardNoteKind;
pub(in crate::awards) use super::store::NominationRow;
use super::store::{self, NoteRow, note_place};
use crate::awards::{NominationStatus, Step, next};
use crate::db::{AnyConnection, dialect};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

pub(crate) use attach::{hold, see};
pub(crate) use draft::{create, delete, edit};
pub(super) use eligibility::eligibility;
pub(in crate::awards) use eligibility::require_eligible;
pub(in crate::awards) use hands::{in_hands_of, writers_of, written_by};
pub(super) use notes::notes;
pub(crate) use pause::{put_on_hold, release};
pub(super) use read::list;
pub(crate) use read::read;
pub(crate) use review::{appraise, endorse, send_back};
pub(in crate::awards) use stopped::stopped;
pub(crate) use submit::{submit, withdraw};

/// The most that is said about one nomination on the way to the council. Beyond it one may still release it, send it back
/// and take it back, and none is submitted again, so that there is an end.
const MOST_NOTES: i64 = 500;

/// The nomination, where the caller may see it.
pub(in crate::awards) fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<NominationRow> {
    let scope = r.who.scope(Action::AwardRead);
    store::find(r.db, &scope, id)
}

/// Those of `ids` that are there, for a session, submission or decision that the caller was shown to see.
pub(in crate::awards) fn of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<NominationRow>> {
    store::of_ids(db, ids)
}

/// Whether the caller may do this to what belongs to `organisation`.
fn may(r: &mut Reading<'_>, action: Action, organisation: Uuid) -> Outcome<bool> {
    r.who.may(r.db, action, organisation)
}

/// Nothing is done to a nomination that is on hold itself; whether it goes further, [`stopped`] tells.
fn check_hold(row: &NominationRow) -> Outcome<()> {
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
    let row =
        store::save(w.db, &NominationRow { status: to, ..row.clone() }, now).map_err(Problem::overtaken)?;
    w.record(said.of(row.organisation_id).states(from.as_str(), to.as_str()));
    Ok(row)
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

/// The same, on the way to the council, where there is an end to what is said.
fn remark(w: &mut Writing<'_>, nomination: Uuid, kind: AwardNoteKind, text: &str) -> Outcome<Value> {
    use AwardNoteKind as K;
    if !matches!(kind, K::Release | K::Return | K::Withdrawal) {
        check_room(w, nomination)?;
    }
    let note = say(w, nomination, kind, text)?;
    Ok(json!({"note_id": note, "note": kind}))
}

/// More can be said about it.
fn check_room(w: &mut Writing<'_>, nomination: Uuid) -> Outcome<()> {
    if store::count_notes(w.db, nomination)? < MOST_NOTES {
        return Ok(());
    }
    Err(Problem::invalid_at(
        "",
        "too_many",
        format!("Mỗi đề nghị có nhiều nhất {MOST_NOTES} ý kiến."),
        format!("At most {MOST_NOTES} notes are kept with a nomination."),
    ))
}

/// The state a step leads to, at the version that was read, unless the nomination is on hold.
fn lead(row: &NominationRow, version: i64, step: Step) -> Outcome<NominationStatus> {
    Problem::check_version(row.version, version)?;
    let to = next(row.status, step).ok_or_else(|| Problem::new(Code::WrongState))?;
    check_hold(row)?;
    Ok(to)
}

/// Holds what a union nominates until the transaction ends, so that of two nominations that exclude one another the
/// second is compared with the first, and a hold stops what comes after it; answers the nomination as it is then.
fn alone(w: &mut Writing<'_>, row: &NominationRow) -> Outcome<NominationRow> {
    hold_union(w.db, row.organisation_id)?;
    find(w, row.id)
}

fn hold_union(db: &mut AnyConnection, union: Uuid) -> Outcome<()> {
    Ok(dialect::lock(db, &[b"nominations of ".as_slice(), union.as_bytes()].concat())?)
}

/// Holds what the unions of these nominations nominate, as [`alone`] does, for a paper that is about to be signed.
pub(in crate::awards) fn hold_unions(db: &mut AnyConnection, nominations: &[Uuid]) -> Outcome<()> {
    let mut unions: Vec<Uuid> =
        store::of_ids(db, nominations)?.into_iter().map(|row| row.organisation_id).collect();
    // In one order for all, so that two who hold several never wait for each other.
    unions.sort_unstable();
    unions.dedup();
    unions.into_iter().try_for_each(|union| hold_union(db, union))
}

/// Saves a changed nomination and records what was done to it.
fn conclude(
    w: &mut Writing<'_>,
    row: &NominationRow,
    action: &'static str,
    from: NominationStatus,
    changes: Value,
) -> Outcome<NominationRow> {
    let now = w.now;
    let saved = store::save(w.db, row, now)?;
    let entry = Entry::new(action, "award_nomination", row.id).of(row.organisation_id).changes(changes);
    let moved = from != saved.status;
    w.record(if moved { entry.states(from.as_str(), saved.status.as_str()) } else { entry });
    Ok(saved)
}
