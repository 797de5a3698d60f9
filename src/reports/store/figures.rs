//! Rows of figures and of what is behind them.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::{ReportRow, find};
use crate::db::schema::{
    figure_records, figure_sources, indicators, report_figures, reports, round_obligations,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::figure::{Qualifier, Unit};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// A figure as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = report_figures, treat_none_as_default_value = false)]
pub(in crate::reports) struct FigureRow {
    pub(in crate::reports) id: Uuid,
    pub(in crate::reports) report_id: Uuid,
    pub(in crate::reports) item_id: Option<Uuid>,
    pub(in crate::reports) indicator_id: Uuid,
    pub(in crate::reports) unit: Unit,
    pub(in crate::reports) value: i64,
    pub(in crate::reports) computed_value: Option<i64>,
    pub(in crate::reports) override_reason: Option<String>,
    pub(in crate::reports) printed_value: Option<i64>,
    pub(in crate::reports) qualifier: Option<Qualifier>,
    pub(in crate::reports) denominator: Option<i64>,
    pub(in crate::reports) computed_denominator: Option<i64>,
    pub(in crate::reports) printed_name: Option<String>,
    pub(in crate::reports) printed_position: Option<i32>,
    pub(in crate::reports) version: i64,
    pub(in crate::reports) created_at: Instant,
    pub(in crate::reports) updated_at: Instant,
}

/// What a figure is set to, whole.
#[derive(Debug, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = report_figures, treat_none_as_null = true)]
pub(in crate::reports) struct FigureState {
    pub(in crate::reports) item_id: Option<Uuid>,
    pub(in crate::reports) value: i64,
    pub(in crate::reports) computed_value: Option<i64>,
    pub(in crate::reports) override_reason: Option<String>,
    pub(in crate::reports) printed_value: Option<i64>,
    pub(in crate::reports) qualifier: Option<Qualifier>,
    pub(in crate::reports) denominator: Option<i64>,
    pub(in crate::reports) computed_denominator: Option<i64>,
}

impl FigureRow {
    /// What the figure is now.
    pub(in crate::reports) fn state(&self) -> FigureState {
        FigureState {
            item_id: self.item_id,
            value: self.value,
            computed_value: self.computed_value,
            override_reason: self.override_reason.clone(),
            printed_value: self.printed_value,
            qualifier: self.qualifier,
            denominator: self.denominator,
            computed_denominator: self.computed_denominator,
        }
    }
}

/// A figure with its report, which decides whether it may be seen.
pub(in crate::reports) fn find_figure(
    db: &mut AnyConnection,
    scope: &Scope,
    id: Uuid,
) -> Outcome<(FigureRow, ReportRow)> {
    let row: FigureRow = report_figures::table.find(id).first(db)?;
    let report = find(db, scope, row.report_id)?;
    Ok((row, report))
}

/// A report's figures in the order of their indicators, as it was when the report was issued: consolidation makes
/// many in one instant.
pub(in crate::reports) fn figures(db: &mut AnyConnection, report: Uuid) -> Outcome<Vec<FigureRow>> {
    Ok(report_figures::table
        .inner_join(indicators::table)
        .filter(report_figures::report_id.eq(report))
        .order((
            sql::<Integer>("COALESCE(report_figures.printed_position, indicators.position)"),
            indicators::id,
        ))
        .select(report_figures::all_columns)
        .load(db)?)
}

pub(in crate::reports) fn figure_of_indicator(
    db: &mut AnyConnection,
    report: Uuid,
    indicator: Uuid,
) -> Outcome<Option<Uuid>> {
    Ok(report_figures::table
        .filter(report_figures::report_id.eq(report))
        .filter(report_figures::indicator_id.eq(indicator))
        .select(report_figures::id)
        .first(db)
        .optional()?)
}

pub(in crate::reports) fn count_figures(db: &mut AnyConnection, report: Uuid) -> Outcome<i64> {
    Ok(report_figures::table.filter(report_figures::report_id.eq(report)).count().get_result(db)?)
}

pub(in crate::reports) fn insert_figure(db: &mut AnyConnection, row: &FigureRow) -> Outcome<()> {
    diesel::insert_into(report_figures::table).values(row).execute(db)?;
    Ok(())
}

/// Sets a figure if it is still at `version`.
pub(in crate::reports) fn update_figure(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    state: &FigureState,
    now: Instant,
) -> Outcome<Option<FigureRow>> {
    Ok(diesel::update(report_figures::table.find(id).filter(report_figures::version.eq(version)))
        .set((state, report_figures::version.eq(version + 1), report_figures::updated_at.eq(now)))
        .returning(report_figures::all_columns)
        .get_result(db)
        .optional()?)
}

/// Keeps what a figure is called and where it stands, for a report that is being issued.
pub(in crate::reports) fn keep_name(
    db: &mut AnyConnection,
    id: Uuid,
    name: &str,
    position: i32,
) -> Outcome<()> {
    diesel::update(report_figures::table.find(id))
        .set((report_figures::printed_name.eq(name), report_figures::printed_position.eq(position)))
        .execute(db)?;
    Ok(())
}

/// Removes a figure at `version` with what is behind it.
pub(in crate::reports) fn delete_figure(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<bool> {
    diesel::delete(figure_sources::table.filter(figure_sources::figure_id.eq(id))).execute(db)?;
    diesel::delete(figure_records::table.filter(figure_records::figure_id.eq(id))).execute(db)?;
    let gone = diesel::delete(report_figures::table.find(id).filter(report_figures::version.eq(version)))
        .execute(db)?;
    Ok(gone == 1)
}

/// A row behind a computed figure.
#[derive(Clone, Debug, Queryable)]
pub(in crate::reports) struct SourceRow {
    pub(in crate::reports) figure_id: Uuid,
    pub(in crate::reports) report_id: Uuid,
    pub(in crate::reports) organisation_id: Uuid,
    /// As it was when the round opened.
    pub(in crate::reports) organisation_name: Option<String>,
    pub(in crate::reports) value: i64,
    pub(in crate::reports) denominator: Option<i64>,
}

/// The rows behind a figure that was found in scope, by the id of the source figure.
pub(in crate::reports) fn sources(
    db: &mut AnyConnection,
    figure: Uuid,
    after: Option<Uuid>,
    limit: i64,
) -> Outcome<Vec<SourceRow>> {
    let mut rows = figure_sources::table
        .inner_join(reports::table)
        .left_join(
            round_obligations::table.on(reports::round_id
                .eq(round_obligations::round_id.nullable())
                .and(round_obligations::organisation_id.eq(figure_sources::organisation_id))),
        )
        .filter(figure_sources::figure_id.eq(figure))
        .select((
            figure_sources::source_figure_id,
            figure_sources::source_report_id,
            figure_sources::organisation_id,
            round_obligations::organisation_name.nullable(),
            figure_sources::value,
            figure_sources::denominator,
        ))
        .order(figure_sources::source_figure_id)
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(after) = after {
        rows = rows.filter(figure_sources::source_figure_id.gt(after));
    }
    Ok(rows.load(db)?)
}

pub(in crate::reports) fn count_sources(db: &mut AnyConnection, figure: Uuid) -> Outcome<i64> {
    Ok(figure_sources::table.filter(figure_sources::figure_id.eq(figure)).count().get_result(db)?)
}
