//! Rows of rounds, their forms, quotas and council.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::CouncilFunction;
use crate::db::AnyConnection;
use crate::db::schema::{
    award_council_members as council, award_quota_places as places, award_quotas as quotas,
    award_round_forms as round_forms, award_rounds as rounds,
};
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

crate::text_column!(CouncilFunction);

/// A round as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = rounds, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(in crate::awards) struct RoundRow {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) organisation_id: Uuid,
    pub(in crate::awards) year: i32,
    pub(in crate::awards) name: String,
    pub(in crate::awards) name_folded: String,
    pub(in crate::awards) movement_id: Option<Uuid>,
    pub(in crate::awards) opens_on: NaiveDate,
    pub(in crate::awards) closes_on: NaiveDate,
    pub(in crate::awards) created_by: Uuid,
    pub(in crate::awards) version: i64,
    pub(in crate::awards) created_at: Instant,
    pub(in crate::awards) updated_at: Instant,
}

/// How many nominations for a form may be endorsed from an organisation and below.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = quotas, treat_none_as_default_value = false)]
pub(in crate::awards) struct QuotaRow {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) round_id: Uuid,
    pub(in crate::awards) form_id: Uuid,
    pub(in crate::awards) organisation_id: Uuid,
    pub(in crate::awards) maximum: i32,
    pub(in crate::awards) members: Option<i32>,
    pub(in crate::awards) share_basis_points: Option<i32>,
    pub(in crate::awards) used: i32,
}

/// Who votes.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = council, treat_none_as_default_value = false)]
pub(in crate::awards) struct CouncilMemberRow {
    pub(in crate::awards) round_id: Uuid,
    pub(in crate::awards) position: i32,
    pub(in crate::awards) user_id: Uuid,
    pub(in crate::awards) name: String,
    pub(in crate::awards) function: CouncilFunction,
}

/// A round of an organisation in scope or on the line above it: who nominates stands below it.
pub(in crate::awards) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<RoundRow> {
    let row = get(db, id)?;
    if scope.covers_or_lies_below(db, row.organisation_id)? { Ok(row) } else { Err(Problem::not_found()) }
}

/// The round of a record that the caller was shown to see.
pub(in crate::awards) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<RoundRow> {
    Ok(rounds::table.find(id).first(db)?)
}

/// Holds the row until the transaction ends. Its version stays.
pub(in crate::awards) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    diesel::update(rounds::table.find(id)).set(rounds::version.eq(rounds::version)).execute(db)?;
    Ok(())
}

/// Whether a round takes nominations for a form.
pub(in crate::awards) fn takes(db: &mut AnyConnection, round: Uuid, form: Uuid) -> Outcome<bool> {
    let taken =
        round_forms::table.filter(round_forms::round_id.eq(round)).filter(round_forms::form_id.eq(form));
    Ok(diesel::select(diesel::dsl::exists(taken)).get_result(db)?)
}

/// The quotas of a form that a nomination of one of `organisations` (a union with all above it) counts against, in one
/// order for all, so that two who take them wait for one another and never for each other.
pub(in crate::awards) fn quotas_for(
    db: &mut AnyConnection,
    round: Uuid,
    form: Uuid,
    organisations: &[Uuid],
) -> Outcome<Vec<QuotaRow>> {
    Ok(quotas::table
        .filter(quotas::round_id.eq(round))
        .filter(quotas::form_id.eq(form))
        .filter(quotas::organisation_id.eq_any(organisations.to_vec()))
        .order(quotas::id)
        .load(db)?)
}

/// Takes a place of a quota for a nomination, unless none is left. The row stays locked until the transaction ends.
pub(in crate::awards) fn take_place(db: &mut AnyConnection, quota: Uuid, nomination: Uuid) -> Outcome<bool> {
    let free = quotas::table.filter(quotas::id.eq(quota)).filter(quotas::used.lt(quotas::maximum));
    if diesel::update(free).set(quotas::used.eq(quotas::used + 1)).execute(db)? == 0 {
        return Ok(false);
    }
    let place = (places::quota_id.eq(quota), places::nomination_id.eq(nomination));
    diesel::insert_into(places::table).values(place).execute(db)?;
    Ok(true)
}

/// Gives back every place that a nomination has taken.
pub(in crate::awards) fn give_places_back(db: &mut AnyConnection, nomination: Uuid) -> Outcome<()> {
    let taken = places::table.filter(places::nomination_id.eq(nomination));
    let ids: Vec<Uuid> = taken.select(places::quota_id).order(places::quota_id).load(db)?;
    for quota in ids {
        diesel::update(quotas::table.find(quota)).set(quotas::used.eq(quotas::used - 1)).execute(db)?;
    }
    diesel::delete(taken).execute(db)?;
    Ok(())
}

/// The council of a round, in its order.
pub(in crate::awards) fn council_of(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<CouncilMemberRow>> {
    Ok(council::table.filter(council::round_id.eq(round)).order(council::position).load(db)?)
}
