//! Rows of movements and registrations.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::{
    award_rounds as rounds, emulation_movements as movements, movement_registrations as registrations,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, ancestors_of, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};

/// A movement as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = movements)]
pub(in crate::awards) struct MovementRow {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) organisation_id: Uuid,
    pub(in crate::awards) name: String,
    pub(in crate::awards) name_folded: String,
    pub(in crate::awards) starts_on: NaiveDate,
    pub(in crate::awards) ends_on: NaiveDate,
    pub(in crate::awards) criteria: String,
    pub(in crate::awards) created_by: Uuid,
    pub(in crate::awards) version: i64,
    pub(in crate::awards) created_at: Instant,
    pub(in crate::awards) updated_at: Instant,
}

/// A union's registration.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = registrations)]
pub(super) struct RegistrationRow {
    pub(super) id: Uuid,
    pub(super) movement_id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) registered_on: NaiveDate,
    pub(super) registered_by: Uuid,
    pub(super) created_at: Instant,
}

/// Which movements to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) organisation: Option<Uuid>,
    /// Going on on this day.
    pub(super) running_on: Option<NaiveDate>,
    pub(super) like: Option<String>,
    pub(super) descending: bool,
}

/// A movement of an organisation in scope or on the line above it: who registers stands below it.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<MovementRow> {
    let row = get(db, id)?;
    if scope.covers_or_lies_below(db, row.organisation_id)? { Ok(row) } else { Err(Problem::not_found()) }
}

/// The movement of a record that the caller was shown to see.
pub(super) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<MovementRow> {
    Ok(movements::table.find(id).first(db)?)
}

fn matching(scope: &Scope, filter: &Filter) -> movements::BoxedQuery<'static, MultiBackend> {
    let mut rows = movements::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(
            movements::organisation_id
                .eq_any(descendants_of(tops.clone()))
                .or(movements::organisation_id.eq_any(ancestors_of(tops))),
        );
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(movements::organisation_id.eq(organisation));
    }
    if let Some(day) = filter.running_on {
        rows = rows.filter(movements::starts_on.le(day)).filter(movements::ends_on.ge(day));
    }
    if let Some(like) = filter.like.clone() {
        rows = rows.filter(movements::name_folded.like(like).escape('\\'));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<MovementRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, movements, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

pub(super) fn insert(db: &mut AnyConnection, row: &MovementRow) -> Outcome<()> {
    diesel::insert_into(movements::table).values(row).execute(db)?;
    Ok(())
}

/// Writes everything of `row` over version `row.version`; answers it with its new version.
pub(super) fn save(db: &mut AnyConnection, row: &MovementRow, now: Instant) -> Outcome<MovementRow> {
    let known = movements::table.filter(movements::id.eq(row.id)).filter(movements::version.eq(row.version));
    let next = MovementRow { version: row.version + 1, updated_at: now, ..row.clone() };
    diesel::update(known)
        .set(&next)
        .returning(movements::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// Holds the row until the transaction ends: unions register, and its end moves, one after the other.
pub(super) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    diesel::update(movements::table.find(id)).set(movements::version.eq(movements::version)).execute(db)?;
    Ok(())
}

/// Removes a movement; the foreign keys refuse one that is used.
pub(super) fn delete(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<()> {
    let known = movements::table.filter(movements::id.eq(id)).filter(movements::version.eq(version));
    match diesel::delete(known).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::stale(version + 1)),
    }
}

/// Whether a union is registered for it, or a round concludes it.
pub(super) fn is_used(db: &mut AnyConnection, id: Uuid) -> Outcome<bool> {
    let registered = registrations::table.filter(registrations::movement_id.eq(id));
    let concluded = rounds::table.filter(rounds::movement_id.assume_not_null().eq(id));
    Ok(diesel::select(diesel::dsl::exists(registered)).get_result::<bool>(db)?
        || diesel::select(diesel::dsl::exists(concluded)).get_result::<bool>(db)?)
}

/// Which registrations to list.
#[derive(Clone, Copy, Debug)]
pub(super) struct RegistrationFilter {
    pub(super) movement: Uuid,
    pub(super) organisation: Option<Uuid>,
    pub(super) descending: bool,
}

fn registered(filter: RegistrationFilter) -> registrations::BoxedQuery<'static, MultiBackend> {
    let rows = registrations::table
        .filter(registrations::movement_id.eq(filter.movement))
        .into_boxed::<MultiBackend>();
    match filter.organisation {
        Some(organisation) => rows.filter(registrations::organisation_id.eq(organisation)),
        None => rows,
    }
}

/// The registrations for a movement that the caller was shown to see.
pub(super) fn registrations_of(
    db: &mut AnyConnection,
    filter: RegistrationFilter,
    page: &Page,
) -> Outcome<Vec<RegistrationRow>> {
    let rows = registered(filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, registrations, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count_registrations(db: &mut AnyConnection, filter: RegistrationFilter) -> Outcome<i64> {
    Ok(registered(filter).count().get_result(db)?)
}

/// A registration, for whoever is then shown to see its movement.
pub(super) fn registration(db: &mut AnyConnection, id: Uuid) -> Outcome<RegistrationRow> {
    Ok(registrations::table.find(id).first(db)?)
}

/// Whether a union is registered for a movement.
pub(super) fn is_registered(db: &mut AnyConnection, movement: Uuid, union: Uuid) -> Outcome<bool> {
    let known = registrations::table
        .filter(registrations::movement_id.eq(movement))
        .filter(registrations::organisation_id.eq(union));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(db)?)
}

pub(super) fn insert_registration(db: &mut AnyConnection, row: &RegistrationRow) -> Outcome<()> {
    diesel::insert_into(registrations::table).values(row).execute(db)?;
    Ok(())
}

/// Removes a registration; of two who do, the second finds none.
pub(super) fn delete_registration(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    match diesel::delete(registrations::table.find(id)).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::not_found()),
    }
}
