//! What tasks ask of organisations and code lists, each through its `service`.

use crate::code_lists::service as code_lists;
use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome};
use crate::organisations::{OrganisationKind, service as organisations};
use crate::usecase::Reading;

/// Which of `targets` are active and at or below one of `bases`.
pub(super) fn at_or_below(r: &mut Reading<'_>, bases: &[Uuid], targets: &[Uuid]) -> Outcome<Vec<Uuid>> {
    organisations::active_within(r.db, bases, targets)
}

/// The active organisations of `kind` below `under`.
pub(super) fn of_kind_under(r: &mut Reading<'_>, under: Uuid, kind: OrganisationKind) -> Outcome<Vec<Uuid>> {
    let found = organisations::of_kind_under(r.db, under, Some(kind))?;
    Ok(found.into_iter().map(|one| one.id).collect())
}

/// Whether `report_topics` has this code today.
pub(super) fn topic_exists(r: &mut Reading<'_>, code: &str) -> Outcome<bool> {
    let today = r.today();
    code_lists::is_topic(r.db, code, today)
}

pub(super) fn indicator_exists(r: &mut Reading<'_>, id: Uuid) -> Outcome<bool> {
    match code_lists::indicator_of(r.db, id) {
        Ok(_) => Ok(true),
        Err(problem) if problem.code == Code::NotFound => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// What an indicator counts.
pub(super) fn unit_of(r: &mut Reading<'_>, id: Uuid) -> Outcome<Unit> {
    code_lists::indicator_of(r.db, id).map(|indicator| indicator.unit)
}
