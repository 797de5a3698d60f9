//! Rows of `code_lists`, `code_items` and `indicators`. All organisations share them, so there is no scope: whoever is
//! signed in may read them.

use chrono::NaiveDate;
use diesel::dsl::{exists, max};
use diesel::prelude::*;
use diesel::select;

use crate::db::schema::{code_items, code_lists, indicators};
use crate::db::{AnyConnection, MultiBackend};
use crate::kernel::clock::Instant;
use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

crate::text_column!(Unit);

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = code_lists)]
pub(super) struct CodeListRow {
    pub id: Uuid,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = code_items, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct CodeItemRow {
    pub id: Uuid,
    pub code_list_id: Uuid,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub abbreviation: Option<String>,
    pub position: i32,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = indicators, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct IndicatorRow {
    pub id: Uuid,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub name_folded: String,
    pub unit: Unit,
    pub position: i32,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// Where a page starts: after this position and id.
pub(super) type PositionKey = (i32, Uuid);

pub(super) fn find_list(db: &mut AnyConnection, id: Uuid) -> Outcome<CodeListRow> {
    Ok(code_lists::table.find(id).first(db)?)
}

/// The code lists after the one with the code `after`, by code.
pub(super) fn lists(
    db: &mut AnyConnection,
    code: Option<&str>,
    after: Option<&str>,
    rows: i64,
) -> Outcome<Vec<CodeListRow>> {
    let mut query = code_lists::table.into_boxed::<MultiBackend>();
    if let Some(code) = code {
        query = query.filter(code_lists::code.eq(code));
    }
    if let Some(after) = after {
        query = query.filter(code_lists::code.gt(after));
    }
    Ok(query.order(code_lists::code).limit(rows).load(db)?)
}

/// Makes changes of one list's entries run one after another, until this transaction ends.
pub(super) fn lock_list(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    diesel::update(code_lists::table.find(id))
        .set(code_lists::version.eq(code_lists::version))
        .execute(db)?;
    Ok(())
}

pub(super) fn find_item(db: &mut AnyConnection, id: Uuid) -> Outcome<CodeItemRow> {
    Ok(code_items::table.find(id).first(db)?)
}

/// A list's entries by position; with a day, only those that can be used on it.
pub(super) fn items(
    db: &mut AnyConnection,
    list: Uuid,
    on: Option<NaiveDate>,
    after: Option<PositionKey>,
    rows: i64,
) -> Outcome<Vec<CodeItemRow>> {
    let mut query = code_items::table.filter(code_items::code_list_id.eq(list)).into_boxed::<MultiBackend>();
    if let Some(day) = on {
        query = query
            .filter(code_items::valid_from.le(day))
            .filter(code_items::valid_to.is_null().or(code_items::valid_to.gt(day)));
    }
    if let Some((position, id)) = after {
        query = query
            .filter(code_items::position.ge(position))
            .filter(code_items::position.gt(position).or(code_items::id.gt(id)));
    }
    Ok(query.order((code_items::position, code_items::id)).limit(rows).load(db)?)
}

/// Every entry of a list that the program itself knows, in its order.
pub(super) fn all_of(db: &mut AnyConnection, list: &str) -> Outcome<Vec<CodeItemRow>> {
    Ok(code_items::table
        .inner_join(code_lists::table)
        .filter(code_lists::code.eq(list))
        .order((code_items::position, code_items::id))
        .select(code_items::all_columns)
        .load(db)?)
}

/// The entry of a list that a code means on a day.
pub(super) fn item_by_code(
    db: &mut AnyConnection,
    list: &str,
    code: &str,
    on: NaiveDate,
) -> Outcome<Option<CodeItemRow>> {
    Ok(code_items::table
        .inner_join(code_lists::table)
        .filter(code_lists::code.eq(list))
        .filter(code_items::code.eq(code))
        .filter(code_items::valid_from.le(on))
        .filter(code_items::valid_to.is_null().or(code_items::valid_to.gt(on)))
        .select(code_items::all_columns)
        .first(db)
        .optional()?)
}

/// Whether another entry of the list has this code on a day of the entry's.
pub(super) fn item_overlaps(db: &mut AnyConnection, item: &CodeItemRow) -> Outcome<bool> {
    let mut query = code_items::table
        .filter(code_items::code_list_id.eq(item.code_list_id))
        .filter(code_items::code.eq(item.code.clone()))
        .filter(code_items::id.ne(item.id))
        .filter(code_items::valid_to.is_null().or(code_items::valid_to.gt(item.valid_from)))
        .into_boxed::<MultiBackend>();
    if let Some(to) = item.valid_to {
        query = query.filter(code_items::valid_from.lt(to));
    }
    let found: i64 = query.count().get_result(db)?;
    Ok(found > 0)
}

/// The last position of a list, 0 in an empty one.
pub(super) fn last_item(db: &mut AnyConnection, list: Uuid) -> Outcome<i32> {
    let position: Option<i32> = code_items::table
        .filter(code_items::code_list_id.eq(list))
        .select(max(code_items::position))
        .first(db)?;
    Ok(position.unwrap_or(0))
}

pub(super) fn insert_item(db: &mut AnyConnection, row: &CodeItemRow) -> Outcome<()> {
    diesel::insert_into(code_items::table).values(row).execute(db)?;
    Ok(())
}

/// Writes `row`, whose version is the new one, over version `version`.
pub(super) fn update_item(db: &mut AnyConnection, row: &CodeItemRow, version: i64) -> Outcome<()> {
    let same = code_items::table.filter(code_items::id.eq(row.id)).filter(code_items::version.eq(version));
    match diesel::update(same).set(row).execute(db)? {
        0 => Err(Problem::stale(find_item(db, row.id)?.version)),
        _ => Ok(()),
    }
}

/// What the list of indicators is narrowed to.
#[derive(Debug, Default)]
pub(super) struct IndicatorFilter {
    pub on: Option<NaiveDate>,
    pub unit: Option<Unit>,
    pub like: Option<String>,
}

pub(super) fn find_indicator(db: &mut AnyConnection, id: Uuid) -> Outcome<IndicatorRow> {
    Ok(indicators::table.find(id).first(db)?)
}

pub(super) fn indicator_by_code(db: &mut AnyConnection, code: &str) -> Outcome<Option<IndicatorRow>> {
    Ok(indicators::table.filter(indicators::code.eq(code)).first(db).optional()?)
}

fn filtered(filter: &IndicatorFilter) -> indicators::BoxedQuery<'static, MultiBackend> {
    let mut query = indicators::table.into_boxed();
    if let Some(day) = filter.on {
        query = query
            .filter(indicators::valid_from.le(day))
            .filter(indicators::valid_to.is_null().or(indicators::valid_to.gt(day)));
    }
    if let Some(unit) = filter.unit {
        query = query.filter(indicators::unit.eq(unit));
    }
    if let Some(like) = &filter.like {
        query = query.filter(indicators::name_folded.like(like.clone()).escape('\\'));
    }
    query
}

pub(super) fn count_indicators(db: &mut AnyConnection, filter: &IndicatorFilter) -> Outcome<i64> {
    Ok(filtered(filter).count().get_result(db)?)
}

/// Indicators by position.
pub(super) fn list_indicators(
    db: &mut AnyConnection,
    filter: &IndicatorFilter,
    after: Option<PositionKey>,
    rows: i64,
) -> Outcome<Vec<IndicatorRow>> {
    let mut query = filtered(filter);
    if let Some((position, id)) = after {
        query = query
            .filter(indicators::position.ge(position))
            .filter(indicators::position.gt(position).or(indicators::id.gt(id)));
    }
    Ok(query.order((indicators::position, indicators::id)).limit(rows).load(db)?)
}

/// The last position of all indicators, 0 where there are none.
pub(super) fn last_indicator(db: &mut AnyConnection) -> Outcome<i32> {
    let last: Option<i32> = indicators::table.select(max(indicators::position)).first(db)?;
    Ok(last.unwrap_or(0))
}

pub(super) fn indicator_code_taken(db: &mut AnyConnection, code: &str) -> Outcome<bool> {
    Ok(select(exists(indicators::table.filter(indicators::code.eq(code)))).get_result(db)?)
}

pub(super) fn insert_indicator(db: &mut AnyConnection, row: &IndicatorRow) -> Outcome<()> {
    diesel::insert_into(indicators::table).values(row).execute(db)?;
    Ok(())
}

/// Writes `row`, whose version is the new one, over version `version`.
pub(super) fn update_indicator(db: &mut AnyConnection, row: &IndicatorRow, version: i64) -> Outcome<()> {
    let same = indicators::table.filter(indicators::id.eq(row.id)).filter(indicators::version.eq(version));
    match diesel::update(same).set(row).execute(db)? {
        0 => Err(Problem::stale(find_indicator(db, row.id)?.version)),
        _ => Ok(()),
    }
}
