//! What the domain of files asks before one is put beside a report.

use super::{checks, find};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::reports::store;
use crate::usecase::{Reading, Writing};

/// `Ok` when the caller sees the report.
pub(crate) fn see(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    find(r, id).map(drop)
}

/// Holds a report whose files the caller may change, so that it is not sent on meanwhile; answers whose it is.
pub(crate) fn hold(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let organisation = find(w, id)?.organisation_id;
    w.require(Action::ReportDraft, organisation)?;
    let status = store::hold(w.db, id)?;
    if status.is_editable() { Ok(organisation) } else { Err(checks::not_editable(status)) }
}
