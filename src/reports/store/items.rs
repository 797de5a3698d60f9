//! Rows of items. Positions of a section are 1..n; who inserts, moves or removes shifts the others, whose
//! version rises too because their position is part of them.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::{report_figures, report_items};
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::reports::model::Section;

use super::{ReportRow, find};

/// An item as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = report_items, treat_none_as_default_value = false)]
pub(in crate::reports) struct ItemRow {
    pub(in crate::reports) id: Uuid,
    pub(in crate::reports) report_id: Uuid,
    pub(in crate::reports) section: Section,
    pub(in crate::reports) position: i32,
    pub(in crate::reports) topic: Option<String>,
    pub(in crate::reports) body: String,
    pub(in crate::reports) due_date: Option<NaiveDate>,
    pub(in crate::reports) task_item_id: Option<Uuid>,
    pub(in crate::reports) source_item_id: Option<Uuid>,
    /// What consolidation wrote; while the body is the same, nobody wrote over it.
    pub(in crate::reports) carried_body: Option<String>,
    pub(in crate::reports) version: i64,
    pub(in crate::reports) created_at: Instant,
    pub(in crate::reports) updated_at: Instant,
}

/// What may change of an item. `None` outside keeps, `None` inside clears.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = report_items)]
pub(in crate::reports) struct ItemChanges {
    pub(in crate::reports) position: Option<i32>,
    pub(in crate::reports) topic: Option<Option<String>>,
    pub(in crate::reports) body: Option<String>,
    pub(in crate::reports) due_date: Option<Option<NaiveDate>>,
    pub(in crate::reports) task_item_id: Option<Uuid>,
    pub(in crate::reports) carried_body: Option<String>,
}

/// An item with its report, which decides whether it may be seen.
pub(in crate::reports) fn find_item(
    db: &mut AnyConnection,
    scope: &Scope,
    id: Uuid,
) -> Outcome<(ItemRow, ReportRow)> {
    let row: ItemRow = report_items::table.find(id).first(db)?;
    let report = find(db, scope, row.report_id)?;
    Ok((row, report))
}

/// A report's items: results, then plans, each in order.
pub(in crate::reports) fn items(db: &mut AnyConnection, report: Uuid) -> Outcome<Vec<ItemRow>> {
    Ok(report_items::table
        .filter(report_items::report_id.eq(report))
        .order((report_items::section.desc(), report_items::position))
        .load(db)?)
}

/// How many items a section has.
pub(in crate::reports) fn count_items(
    db: &mut AnyConnection,
    report: Uuid,
    section: Section,
) -> Outcome<i32> {
    let count: i64 = report_items::table
        .filter(report_items::report_id.eq(report))
        .filter(report_items::section.eq(section))
        .count()
        .get_result(db)?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

pub(in crate::reports) fn insert_item(db: &mut AnyConnection, row: &ItemRow) -> Outcome<()> {
    diesel::insert_into(report_items::table).values(row).execute(db)?;
    Ok(())
}

/// Applies `changes` if the item is still at `version`.
pub(in crate::reports) fn update_item(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    changes: &ItemChanges,
    now: Instant,
) -> Outcome<Option<ItemRow>> {
    Ok(diesel::update(report_items::table.find(id).filter(report_items::version.eq(version)))
        .set((changes, report_items::version.eq(version + 1), report_items::updated_at.eq(now)))
        .returning(report_items::all_columns)
        .get_result(db)
        .optional()?)
}

/// Moves the items of a section at positions `from..=to` by `by`; answers which they were.
pub(in crate::reports) fn shift_items(
    db: &mut AnyConnection,
    (report, section): (Uuid, Section),
    (from, to): (i32, i32),
    by: i32,
    now: Instant,
) -> Outcome<Vec<Uuid>> {
    let moved = report_items::table
        .filter(report_items::report_id.eq(report))
        .filter(report_items::section.eq(section))
        .filter(report_items::position.between(from, to));
    Ok(diesel::update(moved)
        .set((
            report_items::position.eq(report_items::position + by),
            report_items::version.eq(report_items::version + 1),
            report_items::updated_at.eq(now),
        ))
        .returning(report_items::id)
        .get_results(db)?)
}

/// Takes the item away from the figures that are printed with it, which stay with the report; answers which they
/// were.
pub(in crate::reports) fn release_figures(
    db: &mut AnyConnection,
    item: Uuid,
    now: Instant,
) -> Outcome<Vec<Uuid>> {
    Ok(diesel::update(report_figures::table.filter(report_figures::item_id.eq(item)))
        .set((
            report_figures::item_id.eq(None::<Uuid>),
            report_figures::version.eq(report_figures::version + 1),
            report_figures::updated_at.eq(now),
        ))
        .returning(report_figures::id)
        .get_results(db)?)
}

/// Removes an item at `version` that no figure is printed with.
pub(in crate::reports) fn delete_item(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<bool> {
    let gone =
        diesel::delete(report_items::table.find(id).filter(report_items::version.eq(version))).execute(db)?;
    Ok(gone == 1)
}

/// As [`shift_items`], but leaves the item `but` where it is.
pub(in crate::reports) fn shift_others(
    db: &mut AnyConnection,
    (report, section): (Uuid, Section),
    but: Uuid,
    (from, to): (i32, i32),
    by: i32,
    now: Instant,
) -> Outcome<Vec<Uuid>> {
    let moved = report_items::table
        .filter(report_items::report_id.eq(report))
        .filter(report_items::section.eq(section))
        .filter(report_items::id.ne(but))
        .filter(report_items::position.between(from, to));
    Ok(diesel::update(moved)
        .set((
            report_items::position.eq(report_items::position + by),
            report_items::version.eq(report_items::version + 1),
            report_items::updated_at.eq(now),
        ))
        .returning(report_items::id)
        .get_results(db)?)
}
