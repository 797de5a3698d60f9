//! Use cases of rounds, and what the other parts of awards ask of them.

mod candidates;
mod council;
mod edit;
mod quotas;
mod read;
mod shown;

use super::store;
pub(in crate::awards) use super::store::{CouncilMemberRow, RoundRow};
use crate::awards::nominations::service::NominationRow;
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisations::service as organisations;
use crate::usecase::Reading;

pub(super) use candidates::candidates;
pub(crate) use edit::create;
pub(super) use edit::{delete, edit};
pub(super) use read::{list, read};

/// The round, where the caller may see it.
pub(in crate::awards) fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<RoundRow> {
    let scope = r.who.scope(Action::AwardRoundRead);
    store::find(r.db, &scope, id)
}

/// The round of a record that the caller was shown to see.
pub(in crate::awards) fn of(db: &mut AnyConnection, id: Uuid) -> Outcome<RoundRow> {
    store::get(db, id)
}

/// Holds a round until the transaction ends: what is counted or compared within it changes one after the other. Whoever
/// also changes nominations holds it first.
pub(in crate::awards) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    store::hold(db, id)
}

/// Whether it takes nominations for a form.
pub(in crate::awards) fn takes(db: &mut AnyConnection, round: Uuid, form: Uuid) -> Outcome<bool> {
    store::takes(db, round, form)
}

/// Whether the caller works on the awards of just this organisation: keeps, appraises, decides or pays.
pub(in crate::awards) fn works_on_awards(r: &mut Reading<'_>, organisation: Uuid) -> Outcome<bool> {
    // A scope reaches below; these rights do not.
    for action in [Action::AwardManage, Action::AwardAppraise, Action::AwardDecide, Action::AwardPay] {
        if r.who.may(r.db, action, organisation)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The council of a round, in its order.
pub(in crate::awards) fn council_of(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<CouncilMemberRow>> {
    store::council_of(db, round)
}

/// Takes a place of every quota that a nomination counts against: those of its union and of all above it. The round keeps
/// its version, which all see who nominate in it: they would learn from it when others are put forward.
///
/// # Errors
/// `quota_exhausted` where one has none left; what was taken of the others goes with the transaction.
pub(in crate::awards) fn take_places(db: &mut AnyConnection, nomination: &NominationRow) -> Outcome<()> {
    // Quotas that are set at the same moment count this nomination, or are counted here.
    hold(db, nomination.round_id)?;
    let line = organisations::line_of(db, nomination.organisation_id)?;
    for quota in store::quotas_for(db, nomination.round_id, nomination.form_id, &line)? {
        if !store::take_place(db, quota.id, nomination.id)? {
            let (name, most) = (organisations::name_of(db, quota.organisation_id)?, quota.maximum);
            return Err(Problem::new(Code::QuotaExhausted).detail(
                format!("Chỉ tiêu của {name} cho hình thức này là {most} và đã dùng hết."),
                format!("The quota of {name} for this form is {most}, and all of it is used."),
            ));
        }
    }
    Ok(())
}

/// Gives back what [`take_places`] took, before the nomination itself is written: the round is held first there too, so
/// that nobody waits in a ring.
pub(in crate::awards) fn give_places_back(db: &mut AnyConnection, nomination: &NominationRow) -> Outcome<()> {
    hold(db, nomination.round_id)?;
    store::give_places_back(db, nomination.id)
}
