//! What the domain of files asks before one is put beside a nomination.

use super::{check_hold, find};
use crate::awards::nominations::store;
use crate::awards::{Step, next};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// `Ok` when the caller sees the nomination.
pub(crate) fn see(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    find(r, id).map(drop)
}

/// Holds a nomination whose files the caller may change, so that it is not sent on meanwhile; answers whose it is.
pub(crate) fn hold(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let organisation = find(w, id)?.organisation_id;
    w.require(Action::AwardDraft, organisation)?;
    let row = store::hold(w.db, id)?;
    if next(row.status, Step::Edit).is_none() {
        return Err(Problem::new(Code::WrongState));
    }
    check_hold(&row)?;
    Ok(organisation)
}
