//! Rows of reports, their items, figures and recipients.

mod consolidation;
mod figures;
mod items;
mod list;
mod records;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Direction, ReportStatus, Section};
use crate::db::AnyConnection;
use crate::db::schema::{
    figure_sources, report_figures, report_headings, report_items, report_recipients, reporting_rounds,
    reports,
};
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::figure::Qualifier;
use crate::kernel::id::Uuid;
use crate::kernel::period::PeriodKind;
use crate::kernel::problem::{Outcome, Problem};
use crate::kernel::signing::SigningCapacity;

pub(super) use consolidation::*;
pub(super) use figures::*;
pub(super) use items::*;
pub(super) use list::*;
pub(super) use records::*;

crate::text_column!(ReportStatus, Section, Direction, Qualifier);

/// A report as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = reports, treat_none_as_default_value = false)]
pub(crate) struct ReportRow {
    pub(crate) id: Uuid,
    pub(crate) organisation_id: Uuid,
    pub(crate) round_id: Option<Uuid>,
    pub(crate) period_kind: PeriodKind,
    pub(crate) period_start: NaiveDate,
    pub(crate) period_end: NaiveDate,
    pub(crate) title: String,
    pub(crate) preamble: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) document_date: Option<NaiveDate>,
    pub(crate) status: ReportStatus,
    pub(crate) return_reason: Option<String>,
    pub(crate) signing_capacity: Option<SigningCapacity>,
    pub(crate) signing_body: Option<String>,
    pub(crate) signer_position: Option<String>,
    pub(crate) signer_name: Option<String>,
    pub(crate) submitted_by: Option<Uuid>,
    pub(crate) submitted_at: Option<Instant>,
    pub(crate) first_submitted_at: Option<Instant>,
    pub(crate) accepted_by: Option<Uuid>,
    pub(crate) accepted_at: Option<Instant>,
    pub(crate) issued_by: Option<Uuid>,
    pub(crate) issued_at: Option<Instant>,
    pub(crate) register_entry_id: Option<Uuid>,
    pub(crate) number: Option<i64>,
    pub(crate) symbol: Option<String>,
    pub(crate) amends_id: Option<Uuid>,
    pub(crate) created_by: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: Instant,
    pub(crate) updated_at: Instant,
}

/// What may change of a report's own row. `None` outside keeps, `None` inside clears.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = reports)]
pub(super) struct Changes {
    pub(super) title: Option<String>,
    pub(super) preamble: Option<Option<String>>,
    pub(super) place: Option<Option<String>>,
    pub(super) document_date: Option<Option<NaiveDate>>,
    pub(super) signing_capacity: Option<Option<SigningCapacity>>,
    pub(super) signing_body: Option<Option<String>>,
    pub(super) signer_position: Option<Option<String>>,
    pub(super) signer_name: Option<Option<String>>,
    pub(super) status: Option<ReportStatus>,
    pub(super) return_reason: Option<Option<String>>,
    pub(super) submitted_by: Option<Uuid>,
    pub(super) submitted_at: Option<Instant>,
    pub(super) first_submitted_at: Option<Instant>,
    pub(super) accepted_by: Option<Uuid>,
    pub(super) accepted_at: Option<Instant>,
    pub(super) issued_by: Option<Uuid>,
    pub(super) issued_at: Option<Instant>,
    pub(super) register_entry_id: Option<Uuid>,
    pub(super) number: Option<i64>,
    pub(super) symbol: Option<String>,
}

pub(super) fn insert(db: &mut AnyConnection, row: &ReportRow) -> Outcome<()> {
    diesel::insert_into(reports::table).values(row).execute(db)?;
    Ok(())
}

/// A report of an organisation in scope, or one that is owed to such an organisation: who opened a round goes on
/// seeing what the round asked for, wherever a union stands today.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<ReportRow> {
    let row: ReportRow = reports::table.find(id).first(db)?;
    if scope.covers(db, row.organisation_id)? {
        return Ok(row);
    }
    let round = row.round_id.ok_or_else(Problem::not_found)?;
    let owed_to = reporting_rounds::table.find(round).select(reporting_rounds::organisation_id).first(db)?;
    scope.check(db, owed_to)?;
    Ok(row)
}

/// Applies `changes` if the report is still at `version`.
pub(super) fn update(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    changes: &Changes,
    now: Instant,
) -> Outcome<Option<ReportRow>> {
    Ok(diesel::update(reports::table.find(id).filter(reports::version.eq(version)))
        .set((changes, reports::version.eq(version + 1), reports::updated_at.eq(now)))
        .returning(reports::all_columns)
        .get_result(db)
        .optional()?)
}

/// Raises the version of a report whose content may change, so that edits of its items and figures, edits of
/// itself and its submission run one after another. Nothing when its content may not change any more.
pub(super) fn touch(db: &mut AnyConnection, id: Uuid, now: Instant) -> Outcome<Option<ReportRow>> {
    Ok(diesel::update(reports::table.find(id).filter(reports::status.eq_any(editable())))
        .set((reports::version.eq(reports::version + 1), reports::updated_at.eq(now)))
        .returning(reports::all_columns)
        .get_result(db)
        .optional()?)
}

/// Holds a report whose content may change as it is until the transaction ends; answers its state. What is issued is not
/// touched, not even so.
pub(super) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<ReportStatus> {
    let held = diesel::update(reports::table.find(id).filter(reports::status.eq_any(editable())))
        .set(reports::version.eq(reports::version))
        .returning(reports::status)
        .get_result(db)
        .optional()?;
    match held {
        Some(status) => Ok(status),
        None => Ok(reports::table.find(id).select(reports::status).first(db)?),
    }
}

/// The states in which content may change.
fn editable() -> Vec<&'static str> {
    let all = ReportStatus::ALL.iter().filter(|status| status.is_editable());
    all.map(|status| status.as_str()).collect()
}

/// The version the report has now, for who lost a race.
pub(super) fn version_now(db: &mut AnyConnection, id: Uuid) -> Outcome<i64> {
    Ok(reports::table.find(id).select(reports::version).first(db)?)
}

/// The report an organisation has begun for a round, amendments aside.
pub(super) fn of_round(db: &mut AnyConnection, round: Uuid, organisation: Uuid) -> Outcome<Option<Uuid>> {
    Ok(reports::table
        .filter(reports::round_id.eq(round))
        .filter(reports::organisation_id.eq(organisation))
        .filter(reports::amends_id.is_null())
        .select(reports::id)
        .first(db)
        .optional()?)
}

/// The report that amends this one.
pub(super) fn amendment_of(db: &mut AnyConnection, id: Uuid) -> Outcome<Option<Uuid>> {
    Ok(reports::table.filter(reports::amends_id.eq(id)).select(reports::id).first(db).optional()?)
}

/// Removes a draft at `version` with all that hangs on it.
pub(super) fn delete(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<bool> {
    let figures = report_figures::table.filter(report_figures::report_id.eq(id)).select(report_figures::id);
    diesel::delete(figure_sources::table.filter(figure_sources::figure_id.eq_any(figures))).execute(db)?;
    forget_records(db, id)?;
    diesel::delete(report_figures::table.filter(report_figures::report_id.eq(id))).execute(db)?;
    diesel::delete(report_items::table.filter(report_items::report_id.eq(id))).execute(db)?;
    diesel::delete(report_recipients::table.filter(report_recipients::report_id.eq(id))).execute(db)?;
    let gone = diesel::delete(reports::table.find(id).filter(reports::version.eq(version))).execute(db)?;
    Ok(gone == 1)
}

/// A recipient as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = report_recipients, treat_none_as_default_value = false)]
pub(super) struct RecipientRow {
    pub(super) report_id: Uuid,
    pub(super) position: i32,
    pub(super) direction: Direction,
    pub(super) name: String,
}

pub(super) fn recipients(db: &mut AnyConnection, report: Uuid) -> Outcome<Vec<RecipientRow>> {
    Ok(report_recipients::table
        .filter(report_recipients::report_id.eq(report))
        .order(report_recipients::position)
        .load(db)?)
}

/// Puts these recipients in the place of those there were.
pub(super) fn set_recipients(db: &mut AnyConnection, report: Uuid, rows: &[RecipientRow]) -> Outcome<()> {
    diesel::delete(report_recipients::table.filter(report_recipients::report_id.eq(report))).execute(db)?;
    for row in rows {
        diesel::insert_into(report_recipients::table).values(row).execute(db)?;
    }
    Ok(())
}

/// What stands above an issued report.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = report_headings, treat_none_as_default_value = false)]
pub(super) struct HeadingRow {
    pub(super) report_id: Uuid,
    pub(super) organisation_name: String,
    pub(super) above_name: Option<String>,
}

pub(super) fn keep_heading(db: &mut AnyConnection, row: &HeadingRow) -> Outcome<()> {
    diesel::insert_into(report_headings::table).values(row).execute(db)?;
    Ok(())
}

/// What an issued report was headed with; nothing before it is issued.
pub(super) fn heading(db: &mut AnyConnection, report: Uuid) -> Outcome<Option<HeadingRow>> {
    Ok(report_headings::table.find(report).first(db).optional()?)
}
