//! Holding a nomination while its nominee is looked into, and letting it go on.

use super::shown::one;
use super::{alone, conclude, find, may, remark};
use crate::awards::NominationStatus;
use crate::awards::nominations::dto::{AwardNominationDto, AwardReason};
use crate::awards::nominations::model::AwardNoteKind;
use crate::awards::nominations::store::NominationRow;
use crate::awards::rounds::service as rounds;
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::Writing;

/// Whether anything is still to be done to it.
pub(super) const fn goes_on(status: NominationStatus) -> bool {
    use NominationStatus as N;
    match status {
        N::Draft | N::Submitted | N::Endorsed | N::CouncilApproved | N::Forwarded => true,
        N::CouncilRejected | N::Awarded | N::Declined | N::Withdrawn | N::Revoked => false,
    }
}

/// Nothing goes on with it from now, and nothing of the same nominee goes further.
pub(crate) fn put_on_hold(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: AwardReason,
) -> Outcome<AwardNominationDto> {
    let mut row = found(w, id, version)?;
    if row.on_hold || !goes_on(row.status) {
        return Err(Problem::new(Code::WrongState));
    }
    row.on_hold = true;
    let changes = remark(w, id, AwardNoteKind::Hold, &why.reason)?;
    let row = conclude(w, &row, "award_nomination.hold", row.status, changes)?;
    one(w, row)
}

/// It goes on from where it was.
pub(crate) fn release(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: AwardReason,
) -> Outcome<AwardNominationDto> {
    let mut row = found(w, id, version)?;
    if !row.on_hold {
        return Err(Problem::new(Code::WrongState));
    }
    row.on_hold = false;
    let changes = remark(w, id, AwardNoteKind::Release, &why.reason)?;
    let row = conclude(w, &row, "award_nomination.release", row.status, changes)?;
    one(w, row)
}

/// The nomination at this version, for the chair of a union above or the round's appraiser.
fn found(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<NominationRow> {
    let row = find(w, id)?;
    if !may(w, Action::AwardEndorse, row.organisation_id)? {
        let round = rounds::of(w.db, row.round_id)?;
        w.require(Action::AwardAppraise, round.organisation_id)?;
    }
    let row = alone(w, &row)?;
    Problem::check_version(row.version, version)?;
    Ok(row)
}
