//! Rows of registers and their entries.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::EntryStatus;
use crate::db::schema::{number_registers, register_entries};
use crate::db::{AnyConnection, MultiBackend, dialect};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::Outcome;

crate::text_column!(EntryStatus);

/// A register as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = number_registers, treat_none_as_default_value = false)]
pub(super) struct RegisterRow {
    pub(super) id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) series: String,
    pub(super) year: i32,
    pub(super) first_number: i64,
    pub(super) next_number: i64,
    pub(super) first_number_reason: Option<String>,
    pub(super) version: i64,
    pub(super) created_at: Instant,
    pub(super) updated_at: Instant,
}

/// A number as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = register_entries, treat_none_as_default_value = false)]
pub(super) struct EntryRow {
    pub(super) id: Uuid,
    pub(super) register_id: Uuid,
    pub(super) number: i64,
    pub(super) symbol: String,
    pub(super) title: String,
    pub(super) document_date: NaiveDate,
    pub(super) record_type: Option<String>,
    pub(super) record_id: Option<Uuid>,
    pub(super) status: EntryStatus,
    pub(super) void_reason: Option<String>,
    pub(super) version: i64,
    pub(super) created_at: Instant,
    pub(super) updated_at: Instant,
}

/// Which registers to list.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) organisation_id: Option<Uuid>,
    pub(super) series: Option<String>,
    pub(super) year: Option<i32>,
}

pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<RegisterRow> {
    let row: RegisterRow = number_registers::table.find(id).first(db)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

pub(super) fn of_year(
    db: &mut AnyConnection,
    organisation: Uuid,
    series: &str,
    year: i32,
) -> QueryResult<Option<RegisterRow>> {
    number_registers::table
        .filter(number_registers::organisation_id.eq(organisation))
        .filter(number_registers::series.eq(series))
        .filter(number_registers::year.eq(year))
        .first(db)
        .optional()
}

/// Inserts `row` unless the same register is there already; then that one is given back, and `false`. Whoever opens a
/// register of the organisation at the same moment waits here until this transaction ends.
pub(super) fn insert_or_find(db: &mut AnyConnection, row: RegisterRow) -> Outcome<(RegisterRow, bool)> {
    dialect::lock(db, row.organisation_id.as_bytes())?;
    if let Some(found) = of_year(db, row.organisation_id, &row.series, row.year)? {
        return Ok((found, false));
    }
    diesel::insert_into(number_registers::table).values(&row).execute(db)?;
    Ok((row, true))
}

/// Takes the next number. The row stays locked until the transaction ends, so the next taker waits and sees
/// whether this number was used.
pub(super) fn take(db: &mut AnyConnection, register: Uuid, now: Instant) -> Outcome<i64> {
    let next: i64 = diesel::update(number_registers::table.find(register))
        .set((
            number_registers::next_number.eq(number_registers::next_number + 1),
            number_registers::version.eq(number_registers::version + 1),
            number_registers::updated_at.eq(now),
        ))
        .returning(number_registers::next_number)
        .get_result(db)?;
    Ok(next - 1)
}

pub(super) fn insert_entry(db: &mut AnyConnection, row: &EntryRow) -> Outcome<()> {
    diesel::insert_into(register_entries::table).values(row).execute(db)?;
    Ok(())
}

fn matching(scope: &Scope, filter: &Filter) -> number_registers::BoxedQuery<'static, MultiBackend> {
    let mut rows = number_registers::table.into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        rows = rows.filter(number_registers::organisation_id.eq_any(descendants_of(trees)));
    }
    if let Some(organisation) = filter.organisation_id {
        rows = rows.filter(number_registers::organisation_id.eq(organisation));
    }
    if let Some(series) = &filter.series {
        rows = rows.filter(number_registers::series.eq(series.clone()));
    }
    if let Some(year) = filter.year {
        rows = rows.filter(number_registers::year.eq(year));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<RegisterRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, number_registers, page.start::<Created>()?, false);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

/// The date of the number that was given last and stands.
pub(super) fn last_date(db: &mut AnyConnection, register: Uuid) -> Outcome<Option<NaiveDate>> {
    Ok(register_entries::table
        .filter(register_entries::register_id.eq(register))
        .filter(register_entries::status.eq(EntryStatus::Given))
        .order(register_entries::number.desc())
        .select(register_entries::document_date)
        .first(db)
        .optional()?)
}

/// Whether a number is void, for a record that was found in scope and bears it.
pub(super) fn is_void(db: &mut AnyConnection, id: Uuid) -> Outcome<bool> {
    let status: EntryStatus = register_entries::table.find(id).select(register_entries::status).first(db)?;
    Ok(status == EntryStatus::Void)
}

/// The entry, with the organisation of its register.
pub(super) fn find_entry(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<(EntryRow, Uuid)> {
    let (row, organisation): (EntryRow, Uuid) = register_entries::table
        .inner_join(number_registers::table)
        .filter(register_entries::id.eq(id))
        .select((register_entries::all_columns, number_registers::organisation_id))
        .first(db)?;
    scope.check(db, organisation)?;
    Ok((row, organisation))
}

/// A register's entries by number, for a register that was found in scope.
pub(super) fn entries(
    db: &mut AnyConnection,
    register: &RegisterRow,
    status: Option<EntryStatus>,
    after: Option<i64>,
    limit: i64,
) -> Outcome<Vec<EntryRow>> {
    let mut rows = register_entries::table
        .filter(register_entries::register_id.eq(register.id))
        .order(register_entries::number)
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(status) = status {
        rows = rows.filter(register_entries::status.eq(status));
    }
    if let Some(after) = after {
        rows = rows.filter(register_entries::number.gt(after));
    }
    Ok(rows.load(db)?)
}

pub(super) fn count_entries(
    db: &mut AnyConnection,
    register: &RegisterRow,
    status: Option<EntryStatus>,
) -> Outcome<i64> {
    let mut rows = register_entries::table
        .filter(register_entries::register_id.eq(register.id))
        .into_boxed::<MultiBackend>();
    if let Some(status) = status {
        rows = rows.filter(register_entries::status.eq(status));
    }
    Ok(rows.count().get_result(db)?)
}

/// Marks the entry void if it is still at `version`.
pub(super) fn void(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    reason: &str,
    now: Instant,
) -> Outcome<Option<EntryRow>> {
    Ok(diesel::update(register_entries::table.find(id).filter(register_entries::version.eq(version)))
        .set((
            register_entries::status.eq(EntryStatus::Void),
            register_entries::void_reason.eq(reason),
            register_entries::version.eq(version + 1),
            register_entries::updated_at.eq(now),
        ))
        .returning(register_entries::all_columns)
        .get_result(db)
        .optional()?)
}
