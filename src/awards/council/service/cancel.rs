//! Cancelling a session that was opened by mistake or cannot go on.

use super::{find, hold_open, view};
use crate::awards::council::dto::CouncilSessionDto;
use crate::awards::council::model::{CouncilResult, CouncilSessionStatus, Sums};
use crate::awards::council::store::{self, Ending};
use crate::awards::nominations::AwardReason;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::usecase::Writing;

/// Ends a session without results, for who would conclude it: it decides nothing, so having had a hand is no hindrance.
/// What was cast is told to nobody.
pub(in crate::awards::council) fn cancel(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: AwardReason,
) -> Outcome<CouncilSessionDto> {
    let row = find(w, id)?;
    w.require(Action::AwardDecide, row.organisation_id)?;
    let row = hold_open(w, &row, version)?;
    for vote in store::votes_of(w.db, id)? {
        store::save_vote(w.db, &vote, Sums::default(), CouncilResult::Lapsed)?;
    }
    let sealer = w.vault.clone().sealer(w.db)?;
    let ending = Ending {
        status: CouncilSessionStatus::Cancelled,
        tally: None,
        held_on: None,
        present: None,
        minutes: None,
        cancel_reason: Some(sealer.seal(store::cancel_place(id), why.reason.into_inner())?),
        concluded_by: Some(w.who.user_id),
    };
    let now = w.now;
    let done = store::end(w.db, id, &ending, now)?;
    w.record(
        Entry::new("council_session.cancel", "council_session", id)
            .of(row.organisation_id)
            .states(row.status.as_str(), done.status.as_str()),
    );
    view::whole(w, done)
}
