//! What the domain of files asks before one is put beside an application.

use super::find;
use crate::hardship::applications::model::ApplicationStatus as Status;
use crate::hardship::applications::store;
use crate::hardship::persons::see_in_full;
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// `Ok` when the caller sees what an application holds on a person: its files tell as much.
pub(crate) fn see(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    let organisation = find(r, id)?.organisation_id;
    see_in_full(r, organisation)
}

/// Holds an application whose files the caller may change, so that it is not sent on meanwhile; answers whose it is.
pub(crate) fn hold(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let organisation = find(w, id)?.organisation_id;
    w.require(Action::HardshipDraft, organisation)?;
    let status = store::hold(w.db, id)?;
    let open = matches!(status, Status::Draft | Status::NeedsInformation);
    if open { Ok(organisation) } else { Err(Problem::new(Code::WrongState)) }
}
