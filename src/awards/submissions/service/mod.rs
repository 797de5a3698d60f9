//! Use cases of submissions.

mod answer;
mod draft;
mod sign;
mod view;

pub(crate) use answer::answer;
pub(crate) use draft::create;
pub(super) use draft::{delete, edit};
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

/// Holds the submission of a decision that the caller was shown to see, until the transaction ends.
pub(in crate::awards) fn keep_still(w: &mut Writing<'_>, id: Uuid) -> Outcome<()> {
    store::keep_still(w.db, id)
}

/// Holds the draft that was seen at `version`: what is signed never changes.
fn hold_draft(w: &mut Writing<'_>, row: &SubmissionRow, version: i64) -> Outcome<SubmissionRow> {
    Problem::check_version(row.version, version)?;
    if row.status != SubmissionStatus::Draft {
        return Err(Problem::new(Code::Frozen));
    }
    let held = store::hold(w.db, row.id)?.ok_or_else(|| Problem::stale(version + 1))?;
    Problem::check_version(held.version, version)?;
    Ok(held)
}
