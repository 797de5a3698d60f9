//! Rows of nominations and of what was said about them.

mod beside;
mod hands;
mod known;
mod list;
mod notes;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::AwardAppraisal;
use crate::awards::model::{NominationStatus, NomineeKind};
use crate::db::AnyConnection;
use crate::db::schema::award_nominations as nominations;
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

pub(in crate::awards::nominations) use beside::{Beside, Council};
pub(in crate::awards::nominations) use hands::{add_hand, delete_hands, handled, hands_of};
pub(in crate::awards::nominations) use known::{
    Identity, awards_named, awards_of, nominations_named, nominations_of, on_hold, rank_holder,
};
pub(in crate::awards::nominations) use list::{Filter, Order, Turns, count, list, rank_place};
pub(in crate::awards::nominations) use notes::{
    NoteRow, count_notes, delete_notes, insert_note, note_place, notes_of,
};

crate::text_column!(AwardAppraisal);

/// A nomination as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = nominations, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(in crate::awards) struct NominationRow {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) organisation_id: Uuid,
    pub(in crate::awards) round_id: Uuid,
    pub(in crate::awards) form_id: Uuid,
    pub(in crate::awards) nominee_kind: NomineeKind,
    pub(in crate::awards) nominee_name: String,
    pub(in crate::awards) nominee_folded: String,
    pub(in crate::awards) nominee_title: Option<String>,
    pub(in crate::awards) workplace: Option<String>,
    pub(in crate::awards) whole_organisation: bool,
    pub(in crate::awards) namesake: bool,
    pub(in crate::awards) earlier_award_id: Option<Uuid>,
    pub(in crate::awards) achievements: String,
    pub(in crate::awards) status: NominationStatus,
    pub(in crate::awards) on_hold: bool,
    pub(in crate::awards) rank: Option<i32>,
    pub(in crate::awards) appraisal: Option<AwardAppraisal>,
    pub(in crate::awards) submitted_on: Option<NaiveDate>,
    pub(in crate::awards) created_by: Uuid,
    pub(in crate::awards) submitted_by: Option<Uuid>,
    pub(in crate::awards) endorsed_by: Option<Uuid>,
    pub(in crate::awards) appraised_by: Option<Uuid>,
    /// How often it was sent back to be written anew.
    pub(in crate::awards) returns: i32,
    pub(in crate::awards) version: i64,
    pub(in crate::awards) created_at: Instant,
    pub(in crate::awards) updated_at: Instant,
}

/// A nomination of an organisation in scope.
pub(in crate::awards) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<NominationRow> {
    let row: NominationRow = nominations::table.find(id).first(db)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

/// Those of `ids` that are there, for a session, submission or decision that the caller was shown to see.
pub(in crate::awards) fn of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<NominationRow>> {
    Ok(nominations::table.filter(nominations::id.eq_any(ids.to_vec())).order(nominations::id).load(db)?)
}

pub(in crate::awards) fn insert(db: &mut AnyConnection, row: &NominationRow) -> Outcome<()> {
    diesel::insert_into(nominations::table).values(row).execute(db)?;
    Ok(())
}

/// Writes everything of `row` over version `row.version`; answers it with its new version.
pub(in crate::awards) fn save(
    db: &mut AnyConnection,
    row: &NominationRow,
    now: Instant,
) -> Outcome<NominationRow> {
    let known =
        nominations::table.filter(nominations::id.eq(row.id)).filter(nominations::version.eq(row.version));
    let next = NominationRow { version: row.version + 1, updated_at: now, ..row.clone() };
    diesel::update(known)
        .set(&next)
        .returning(nominations::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// Holds the row until the transaction ends and answers it as it is now. Its version stays.
pub(in crate::awards::nominations) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<NominationRow> {
    Ok(diesel::update(nominations::table.find(id))
        .set(nominations::version.eq(nominations::version))
        .returning(nominations::all_columns)
        .get_result(db)?)
}

/// Removes a draft at `version`.
pub(in crate::awards::nominations) fn delete(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<()> {
    let known = nominations::table.filter(nominations::id.eq(id)).filter(nominations::version.eq(version));
    match diesel::delete(known).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::stale(version + 1)),
    }
}
