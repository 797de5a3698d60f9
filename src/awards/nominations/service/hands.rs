//! Through whose hands a nomination went: nobody decides on what was theirs, however often it was written anew since.

use std::collections::{HashMap, HashSet};

use crate::awards::nominations::model::Deed;
use crate::awards::nominations::store;
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::Writing;

/// Those of these nominations that went through a user's hands: who began, changed, submitted, endorsed or appraised one
/// at any time.
pub(in crate::awards) fn in_hands_of(
    db: &mut AnyConnection,
    user: Uuid,
    nominations: &[Uuid],
) -> Outcome<HashSet<Uuid>> {
    store::handled(db, user, nominations, Deed::ALL)
}

/// Those of these nominations that a user began, changed or submitted at any time.
pub(in crate::awards) fn written_by(
    db: &mut AnyConnection,
    user: Uuid,
    nominations: &[Uuid],
) -> Outcome<HashSet<Uuid>> {
    store::handled(db, user, nominations, &[Deed::Wrote])
}

/// Who began, changed or submitted each of these nominations at any time.
pub(in crate::awards) fn writers_of(
    db: &mut AnyConnection,
    nominations: &[Uuid],
) -> Outcome<HashMap<Uuid, HashSet<Uuid>>> {
    let mut writers: HashMap<Uuid, HashSet<Uuid>> = HashMap::new();
    for (nomination, user) in store::hands_of(db, nominations, Deed::Wrote)? {
        writers.entry(nomination).or_default().insert(user);
    }
    Ok(writers)
}

/// `own_work` where the caller has done one of `deeds` to a nomination.
pub(super) fn refuse_own(w: &mut Writing<'_>, nomination: Uuid, deeds: &[Deed]) -> Outcome<()> {
    let user = w.who.user_id;
    let own = store::handled(w.db, user, &[nomination], deeds)?;
    if own.is_empty() { Ok(()) } else { Err(Problem::new(Code::OwnWork)) }
}

/// Notes what the caller does to a nomination, whose row is written by now.
pub(super) fn leave_hand(w: &mut Writing<'_>, nomination: Uuid, deed: Deed) -> Outcome<()> {
    let user = w.who.user_id;
    store::add_hand(w.db, nomination, user, deed)
}
