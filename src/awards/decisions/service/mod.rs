//! Use cases of decisions.

mod draft;
mod give;
mod sign;
mod view;

pub(crate) use draft::create;
pub(super) use draft::{delete, edit};
pub(in crate::awards) use give::{Answered, receive};
pub(super) use sign::preview;
pub(crate) use sign::sign;
pub(super) use view::{lines, list, read};

use super::model::AwardDecisionStatus;
use super::store::{self, DecisionRow};
use crate::awards::submissions::service as submissions;
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// The decision, if the caller may see it.
fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<DecisionRow> {
    let scope = r.who.scope(Action::AwardRead);
    store::find(r.db, &scope, id)
}

/// `Ok` when the caller sees the decision.
pub(crate) fn see(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    find(r, id).map(drop)
}

/// Holds a decision whose files the caller may change: a draft, so that it is not signed meanwhile, or what an authority
/// has decided, whose paper comes when it is frozen already, from who records its answers. Answers whose it is.
pub(crate) fn hold(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let row = find(w, id)?;
    if let Some(submission) = row.submission_id {
        // Nothing of what is signed is written, so its submission stands in for it.
        submissions::hold_answers(w, submission)?;
    } else {
        w.require(Action::AwardManage, row.organisation_id)?;
        store::hold(w.db, id)?.ok_or_else(|| Problem::new(Code::Frozen))?;
    }
    Ok(row.organisation_id)
}

/// `Ok` for a draft: what is signed never changes.
fn check_draft(row: &DecisionRow) -> Outcome<()> {
    match row.status {
        AwardDecisionStatus::Draft => Ok(()),
        AwardDecisionStatus::Signed => Err(Problem::new(Code::Frozen)),
    }
}

/// Holds the draft that was seen at `version`.
fn hold_draft(w: &mut Writing<'_>, row: &DecisionRow, version: i64) -> Outcome<DecisionRow> {
    Problem::check_version(row.version, version)?;
    check_draft(row)?;
    let held = store::hold(w.db, row.id)?.ok_or_else(|| Problem::stale(version + 1))?;
    Problem::check_version(held.version, version)?;
    Ok(held)
}
