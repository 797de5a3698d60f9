//! Use cases of submissions.

mod answer;
mod draft;
mod recall;
mod sign;
mod view;

pub(crate) use answer::answer;
pub(crate) use draft::create;
pub(super) use draft::{delete, edit};
pub(super) use recall::{read_recall, recall};
pub(super) use sign::preview;
pub(crate) use sign::sign;
pub(super) use view::{lines, list, read};

use super::model::SubmissionStatus;
use super::store::{self, SubmissionRow};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// The submission, if the caller may see it.
fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<SubmissionRow> {
    let scope = r.who.scope(Action::AwardRead);
    store::find(r.db, &scope, id)
}

/// `Ok` when the caller sees the submission.
pub(crate) fn see(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    find(r, id).map(drop)
}

/// Holds a submission whose files the caller may change; its signed paper comes when it is frozen already. Answers whose
/// it is.
pub(crate) fn hold(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let organisation = find(w, id)?.organisation_id;
    w.require(Action::AwardManage, organisation)?;
    store::keep_still(w.db, id).map(|row| row.organisation_id)
}

/// Holds the submission of a decision that the caller was shown to see until the transaction ends, for who may record
/// its answers.
pub(in crate::awards) fn hold_answers(w: &mut Writing<'_>, id: Uuid) -> Outcome<()> {
    let row = store::keep_still(w.db, id)?;
    w.require(Action::AwardManage, row.answers())
}

/// `Ok` for a draft: what is signed never changes.
fn check_draft(row: &SubmissionRow) -> Outcome<()> {
    if row.status == SubmissionStatus::Draft { Ok(()) } else { Err(Problem::new(Code::Frozen)) }
}

/// Holds the draft that was seen at `version`.
fn hold_draft(w: &mut Writing<'_>, row: &SubmissionRow, version: i64) -> Outcome<SubmissionRow> {
    Problem::check_version(row.version, version)?;
    check_draft(row)?;
    let held = store::hold(w.db, row.id)?.ok_or_else(|| Problem::stale(version + 1))?;
    Problem::check_version(held.version, version)?;
    Ok(held)
}
