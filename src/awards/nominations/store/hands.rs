//! Rows of `award_nomination_hands`: through whose hands a nomination went. A row goes only with a draft that is removed.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::awards::nominations::model::Deed;
use crate::db::AnyConnection;
use crate::db::schema::award_nomination_hands as hands;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// Notes what a user did to a nomination whose row the transaction holds.
pub(in crate::awards::nominations) fn add_hand(
    db: &mut AnyConnection,
    nomination: Uuid,
    user: Uuid,
    deed: Deed,
) -> Outcome<()> {
    let known = hands::table
        .filter(hands::nomination_id.eq(nomination))
        .filter(hands::user_id.eq(user))
        .filter(hands::deed.eq(deed.as_str()));
    if !diesel::select(diesel::dsl::exists(known)).get_result::<bool>(db)? {
        let row =
            (hands::nomination_id.eq(nomination), hands::user_id.eq(user), hands::deed.eq(deed.as_str()));
        diesel::insert_into(hands::table).values(row).execute(db)?;
    }
    Ok(())
}

/// Those of these nominations, which the caller was shown to see, to which a user has done one of `deeds`.
pub(in crate::awards::nominations) fn handled(
    db: &mut AnyConnection,
    user: Uuid,
    nominations: &[Uuid],
    deeds: &[Deed],
) -> Outcome<HashSet<Uuid>> {
    let deeds: Vec<&'static str> = deeds.iter().map(|deed| deed.as_str()).collect();
    let ids: Vec<Uuid> = hands::table
        .filter(hands::nomination_id.eq_any(nominations.to_vec()))
        .filter(hands::user_id.eq(user))
        .filter(hands::deed.eq_any(deeds))
        .select(hands::nomination_id)
        .load(db)?;
    Ok(ids.into_iter().collect())
}

/// Who did this to each of these nominations, which the caller was shown to see.
pub(in crate::awards::nominations) fn hands_of(
    db: &mut AnyConnection,
    nominations: &[Uuid],
    deed: Deed,
) -> Outcome<Vec<(Uuid, Uuid)>> {
    Ok(hands::table
        .filter(hands::nomination_id.eq_any(nominations.to_vec()))
        .filter(hands::deed.eq(deed.as_str()))
        .select((hands::nomination_id, hands::user_id))
        .load(db)?)
}

/// Forgets a draft that is removed.
pub(in crate::awards::nominations) fn delete_hands(db: &mut AnyConnection, nomination: Uuid) -> Outcome<()> {
    diesel::delete(hands::table.filter(hands::nomination_id.eq(nomination))).execute(db)?;
    Ok(())
}
