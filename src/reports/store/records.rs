//! Which records of other domains are behind a figure.

use diesel::prelude::*;

use crate::db::schema::{figure_records, report_figures};
use crate::db::types::Uuid as UuidSql;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// A record behind a figure.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = figure_records)]
pub(in crate::reports) struct RecordRow {
    pub(in crate::reports) figure_id: Uuid,
    pub(in crate::reports) record_type: String,
    pub(in crate::reports) record_id: Uuid,
    /// Whose record it is.
    pub(in crate::reports) organisation_id: Uuid,
    /// What it adds to the figure.
    pub(in crate::reports) value: i64,
}

pub(in crate::reports) fn insert_record(db: &mut AnyConnection, row: &RecordRow) -> Outcome<()> {
    diesel::insert_into(figure_records::table).values(row).execute(db)?;
    Ok(())
}

/// Whether any figure of `report` is computed from records.
pub(in crate::reports) fn has_records(db: &mut AnyConnection, report: Uuid) -> Outcome<bool> {
    let some = figure_records::table
        .inner_join(report_figures::table)
        .filter(report_figures::report_id.eq(report))
        .select(figure_records::figure_id);
    Ok(diesel::select(diesel::dsl::exists(some)).get_result(db)?)
}

/// Forgets the records behind all figures of `report`.
pub(in crate::reports) fn forget_records(db: &mut AnyConnection, report: Uuid) -> Outcome<()> {
    let own = report_figures::table.filter(report_figures::report_id.eq(report)).select(report_figures::id);
    diesel::delete(figure_records::table.filter(figure_records::figure_id.eq_any(own))).execute(db)?;
    Ok(())
}

/// Puts the records behind the figure `from` behind its copy `to` as well.
pub(in crate::reports) fn copy_records(db: &mut AnyConnection, from: Uuid, to: Uuid) -> Outcome<()> {
    diesel::sql_query(
        "INSERT INTO figure_records (figure_id, record_type, record_id, organisation_id, value) \
         SELECT $1, record_type, record_id, organisation_id, value FROM figure_records WHERE figure_id = $2",
    )
    .bind::<UuidSql, _>(to)
    .bind::<UuidSql, _>(from)
    .execute(db)?;
    Ok(())
}

/// How many records are behind a figure, whoever may see them.
pub(in crate::reports) fn records_behind(db: &mut AnyConnection, figure: Uuid) -> Outcome<i64> {
    Ok(figure_records::table.filter(figure_records::figure_id.eq(figure)).count().get_result(db)?)
}

/// What kind of records is behind a figure that was found; a figure has one.
pub(in crate::reports) fn kind_behind(db: &mut AnyConnection, figure: Uuid) -> Outcome<Option<String>> {
    Ok(figure_records::table
        .filter(figure_records::figure_id.eq(figure))
        .select(figure_records::record_type)
        .first(db)
        .optional()?)
}

fn in_scope(scope: &Scope, figure: Uuid) -> figure_records::BoxedQuery<'static, MultiBackend> {
    let rows =
        figure_records::table.filter(figure_records::figure_id.eq(figure)).into_boxed::<MultiBackend>();
    match scope.trees() {
        None => rows,
        Some(tops) => rows.filter(figure_records::organisation_id.eq_any(descendants_of(tops))),
    }
}

/// The records behind a figure that was found, as far as `scope` shows them, by their ids.
pub(in crate::reports) fn records(
    db: &mut AnyConnection,
    scope: &Scope,
    figure: Uuid,
    after: Option<Uuid>,
    limit: i64,
) -> Outcome<Vec<RecordRow>> {
    let mut rows = in_scope(scope, figure);
    if let Some(after) = after {
        rows = rows.filter(figure_records::record_id.gt(after));
    }
    Ok(rows.order(figure_records::record_id).limit(limit).load(db)?)
}

pub(in crate::reports) fn count_records(db: &mut AnyConnection, scope: &Scope, figure: Uuid) -> Outcome<i64> {
    Ok(in_scope(scope, figure).count().get_result(db)?)
}
