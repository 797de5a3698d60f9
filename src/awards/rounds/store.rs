//! Rows of rounds, their forms, quotas and council.

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::CouncilFunction;
use crate::awards::model::NominationStatus;
use crate::db::schema::{
    award_council_members as council, award_nominations as nominations, award_quota_places as places,
    award_quotas as quotas, award_round_forms as round_forms, award_rounds as rounds,
    council_sessions as sessions,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, ancestors_of, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
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

/// A form that a round takes nominations for.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = round_forms)]
pub(super) struct RoundFormRow {
    pub(super) round_id: Uuid,
    pub(super) position: i32,
    pub(super) form_id: Uuid,
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
pub(super) fn council_of(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<CouncilMemberRow>> {
    Ok(council::table.filter(council::round_id.eq(round)).order(council::position).load(db)?)
}

/// The forms of these rounds, each in its order.
pub(super) fn forms_of(db: &mut AnyConnection, rounds: &[Uuid]) -> Outcome<Vec<RoundFormRow>> {
    Ok(round_forms::table
        .filter(round_forms::round_id.eq_any(rounds.to_vec()))
        .order((round_forms::round_id, round_forms::position))
        .load(db)?)
}

/// The quotas of a round, by form and organisation.
pub(super) fn quotas_of(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<QuotaRow>> {
    Ok(quotas::table
        .filter(quotas::round_id.eq(round))
        .order((quotas::form_id, quotas::organisation_id))
        .load(db)?)
}

/// The quotas of a round whose use may be seen in `scope`: those of organisations in it, and of the line above them.
pub(super) fn quotas_seen(db: &mut AnyConnection, scope: &Scope, round: Uuid) -> Outcome<HashSet<Uuid>> {
    let mut rows = quotas::table.filter(quotas::round_id.eq(round)).into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(
            quotas::organisation_id
                .eq_any(descendants_of(tops.clone()))
                .or(quotas::organisation_id.eq_any(ancestors_of(tops))),
        );
    }
    let ids: Vec<Uuid> = rows.select(quotas::id).load(db)?;
    Ok(ids.into_iter().collect())
}

/// Which rounds to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) organisation: Option<Uuid>,
    pub(super) year: Option<i32>,
    pub(super) movement: Option<Uuid>,
    pub(super) form: Option<Uuid>,
    /// Taking nominations on this day.
    pub(super) open_on: Option<NaiveDate>,
    pub(super) like: Option<String>,
    pub(super) descending: bool,
}

fn matching(scope: &Scope, filter: &Filter) -> rounds::BoxedQuery<'static, MultiBackend> {
    let mut rows = rounds::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(
            rounds::organisation_id
                .eq_any(descendants_of(tops.clone()))
                .or(rounds::organisation_id.eq_any(ancestors_of(tops))),
        );
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(rounds::organisation_id.eq(organisation));
    }
    if let Some(year) = filter.year {
        rows = rows.filter(rounds::year.eq(year));
    }
    if let Some(movement) = filter.movement {
        rows = rows.filter(rounds::movement_id.eq(movement));
    }
    if let Some(form) = filter.form {
        let with = round_forms::table.filter(round_forms::form_id.eq(form)).select(round_forms::round_id);
        rows = rows.filter(rounds::id.eq_any(with));
    }
    if let Some(day) = filter.open_on {
        rows = rows.filter(rounds::opens_on.le(day)).filter(rounds::closes_on.ge(day));
    }
    if let Some(like) = filter.like.clone() {
        rows = rows.filter(rounds::name_folded.like(like).escape('\\'));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<RoundRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, rounds, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

pub(super) fn insert(db: &mut AnyConnection, row: &RoundRow) -> Outcome<()> {
    diesel::insert_into(rounds::table).values(row).execute(db)?;
    Ok(())
}

/// Writes everything of `row` over version `row.version`; answers it with its new version.
pub(super) fn save(db: &mut AnyConnection, row: &RoundRow, now: Instant) -> Outcome<RoundRow> {
    let known = rounds::table.filter(rounds::id.eq(row.id)).filter(rounds::version.eq(row.version));
    let next = RoundRow { version: row.version + 1, updated_at: now, ..row.clone() };
    diesel::update(known)
        .set(&next)
        .returning(rounds::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// Removes a round with its forms, quotas and council; the foreign keys refuse one that has nominations.
pub(super) fn delete(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<()> {
    diesel::delete(quotas::table.filter(quotas::round_id.eq(id))).execute(db)?;
    diesel::delete(council::table.filter(council::round_id.eq(id))).execute(db)?;
    diesel::delete(round_forms::table.filter(round_forms::round_id.eq(id))).execute(db)?;
    let known = rounds::table.filter(rounds::id.eq(id)).filter(rounds::version.eq(version));
    match diesel::delete(known).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::stale(version + 1)),
    }
}

pub(super) fn replace_forms(db: &mut AnyConnection, round: Uuid, rows: &[RoundFormRow]) -> Outcome<()> {
    diesel::delete(round_forms::table.filter(round_forms::round_id.eq(round))).execute(db)?;
    for row in rows {
        diesel::insert_into(round_forms::table).values(row).execute(db)?;
    }
    Ok(())
}

pub(super) fn replace_council(db: &mut AnyConnection, round: Uuid, rows: &[CouncilMemberRow]) -> Outcome<()> {
    diesel::delete(council::table.filter(council::round_id.eq(round))).execute(db)?;
    for row in rows {
        diesel::insert_into(council::table).values(row).execute(db)?;
    }
    Ok(())
}

/// Leaves a round with these quotas, for whoever holds it. One that stays keeps the places taken of it; `taken` are
/// those of the ones that are new, as quota and nomination.
pub(super) fn replace_quotas(
    db: &mut AnyConnection,
    round: Uuid,
    rows: &[QuotaRow],
    taken: &[(Uuid, Uuid)],
) -> Outcome<()> {
    let before: Vec<Uuid> = quotas::table.filter(quotas::round_id.eq(round)).select(quotas::id).load(db)?;
    for gone in before.iter().filter(|id| !rows.iter().any(|row| row.id == **id)) {
        diesel::delete(places::table.filter(places::quota_id.eq(gone))).execute(db)?;
        diesel::delete(quotas::table.find(gone)).execute(db)?;
    }
    for row in rows {
        if before.contains(&row.id) {
            let amounts = (
                quotas::maximum.eq(row.maximum),
                quotas::members.eq(row.members),
                quotas::share_basis_points.eq(row.share_basis_points),
            );
            diesel::update(quotas::table.find(row.id)).set(amounts).execute(db)?;
        } else {
            diesel::insert_into(quotas::table).values(row).execute(db)?;
        }
    }
    for (quota, nomination) in taken {
        let place = (places::quota_id.eq(quota), places::nomination_id.eq(nomination));
        diesel::insert_into(places::table).values(place).execute(db)?;
    }
    Ok(())
}

/// The nominations for a form that hold a place under an organisation: endorsed, and whatever came of it then.
pub(super) fn endorsed_under(
    db: &mut AnyConnection,
    round: Uuid,
    form: Uuid,
    organisation: Uuid,
) -> Outcome<Vec<Uuid>> {
    use NominationStatus::{Draft, Submitted, Withdrawn};
    Ok(nominations::table
        .filter(nominations::round_id.eq(round))
        .filter(nominations::form_id.eq(form))
        .filter(nominations::status.ne(Draft))
        .filter(nominations::status.ne(Submitted))
        .filter(nominations::status.ne(Withdrawn))
        .filter(nominations::organisation_id.eq_any(descendants_of(vec![organisation])))
        .select(nominations::id)
        .order(nominations::id)
        .load(db)?)
}

/// The forms that somebody is nominated for in a round, drafts and what was withdrawn included.
pub(super) fn nominated(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<Uuid>> {
    Ok(nominations::table
        .filter(nominations::round_id.eq(round))
        .select(nominations::form_id)
        .distinct()
        .load(db)?)
}

/// Whether a session of the round's council is open.
pub(super) fn council_sits(db: &mut AnyConnection, round: Uuid) -> Outcome<bool> {
    let open = sessions::table.filter(sessions::round_id.eq(round)).filter(sessions::concluded_by.is_null());
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(db)?)
}
