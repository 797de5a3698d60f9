//! Nobody is given the same form twice for a year, in whatever version and by whatever round.

use super::eligibility::identity_of;
use crate::awards::NominationStatus;
use crate::awards::forms::service::{self as forms, FormRow};
use crate::awards::nominations::store::{self, NominationRow};
use crate::awards::register::service::{self as register, AwardState};
use crate::awards::rounds::service::{self as rounds, RoundRow};
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};

/// Where another nomination of the same person or collective may be in the way: it was submitted and not taken back.
const SUBMITTED: [NominationStatus; 8] = [
    NominationStatus::Submitted,
    NominationStatus::Endorsed,
    NominationStatus::CouncilApproved,
    NominationStatus::CouncilRejected,
    NominationStatus::Forwarded,
    NominationStatus::Awarded,
    NominationStatus::Declined,
    NominationStatus::Revoked,
];

/// `duplicate_nomination` where the nominee was awarded the same form for the same year, or is nominated for it by
/// another nomination. In one round there is one try; what another round has refused may be tried again.
pub(super) fn refuse_duplicate(
    db: &mut AnyConnection,
    row: &NominationRow,
    round: &RoundRow,
    form: &FormRow,
) -> Outcome<()> {
    let who = identity_of(db, row)?;
    // What is under way is read first: it only moves towards the register, so that it is met in one of the two.
    for other in store::nominations_of(db, &who, row.id, &SUBMITTED)? {
        if counts(row, &other)
            && rounds::of(db, other.round_id)?.year == round.year
            && is_same(form, &forms::of(db, other.form_id)?)
        {
            return Err(refused("đề nghị", "nomination", other.id));
        }
    }
    let mut awards = store::awards_of(db, &who)?;
    awards.extend(row.earlier_award_id.map(|id| register::of(db, id)).transpose()?);
    for award in awards.into_iter().filter(|award| award.state == AwardState::Valid) {
        if award.year == round.year && is_same(form, &forms::of(db, award.form_id)?) {
            return Err(refused("khen thưởng", "award", award.id));
        }
    }
    Ok(())
}

/// Whether one is in the way of the other. Of two that are submitted (a union may have been renamed since) the one that
/// is endorsed first goes on.
fn counts(row: &NominationRow, other: &NominationRow) -> bool {
    use NominationStatus as N;
    match other.status {
        N::Draft | N::Withdrawn => false,
        N::Submitted => row.status == N::Draft,
        N::Endorsed | N::CouncilApproved | N::Forwarded | N::Awarded => true,
        N::CouncilRejected | N::Declined | N::Revoked => other.round_id == row.round_id,
    }
}

/// Whether two are versions of one form.
fn is_same(one: &FormRow, other: &FormRow) -> bool {
    one.code == other.code && one.authority == other.authority
}

fn refused(vi: &str, en: &str, id: Uuid) -> Problem {
    Problem::new(Code::DuplicateNomination).detail(
        format!("Trùng với {vi} {id}."),
        format!("The same person or collective has this form for this year by {en} {id}."),
    )
}
