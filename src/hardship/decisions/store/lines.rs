//! Rows of `support_decision_lines`.

use diesel::dsl::max;
use diesel::prelude::*;

use super::{DecisionRow, get};
use crate::db::schema::{hardship_applications as applications, support_decision_lines as lines};
use crate::db::{AnyConnection, MultiBackend};
use crate::hardship::applications::ApplicationStatus;
use crate::hardship::decisions::model::LineState;
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::vault::{Place, Sealed};

crate::text_column!(LineState);

/// Where the reason of a line is sealed.
pub(in crate::hardship) const fn line_reason(line: Uuid) -> Place {
    Place { table: "support_decision_lines", column: "reason", row: line }
}

/// A line as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = lines, treat_none_as_default_value = false)]
pub(in crate::hardship::decisions) struct LineRow {
    pub(in crate::hardship::decisions) id: Uuid,
    pub(in crate::hardship::decisions) decision_id: Uuid,
    pub(in crate::hardship::decisions) position: i32,
    pub(in crate::hardship::decisions) application_id: Uuid,
    pub(in crate::hardship::decisions) organisation_id: Uuid,
    pub(in crate::hardship::decisions) category: String,
    pub(in crate::hardship::decisions) amount_vnd: i64,
    pub(in crate::hardship::decisions) cancels_line_id: Option<Uuid>,
    pub(in crate::hardship::decisions) reason: Option<Sealed>,
    pub(in crate::hardship::decisions) state: LineState,
    pub(in crate::hardship::decisions) version: i64,
    pub(in crate::hardship::decisions) created_at: Instant,
}

impl LineRow {
    /// What it adds to the decision's total.
    pub(in crate::hardship::decisions) const fn worth(&self) -> i64 {
        if self.cancels_line_id.is_some() { -self.amount_vnd } else { self.amount_vnd }
    }
}

/// A line with what is shown beside it: code, name and state of its application.
pub(in crate::hardship::decisions) type Listed = (LineRow, Option<String>, String, ApplicationStatus);

/// A line with its decision: of a decision in scope, and, once it is signed, of an application in scope.
pub(in crate::hardship::decisions) fn find_line(
    db: &mut AnyConnection,
    scope: &Scope,
    id: Uuid,
) -> Outcome<(LineRow, DecisionRow)> {
    let row: LineRow = lines::table.find(id).first(db)?;
    let decision = get(db, row.decision_id)?;
    let seen = scope.covers(db, decision.organisation_id)?
        || (row.state != LineState::Draft && scope.covers(db, row.organisation_id)?);
    if seen { Ok((row, decision)) } else { Err(Problem::not_found()) }
}

/// All lines of a decision, in their order.
pub(in crate::hardship::decisions) fn lines_of(
    db: &mut AnyConnection,
    decision: Uuid,
) -> Outcome<Vec<LineRow>> {
    Ok(lines::table.filter(lines::decision_id.eq(decision)).order(lines::position).load(db)?)
}

/// Lines of these ids: those that a decision's lines cancel.
pub(in crate::hardship::decisions) fn lines_of_ids(
    db: &mut AnyConnection,
    ids: Vec<Uuid>,
) -> Outcome<Vec<LineRow>> {
    Ok(lines::table.filter(lines::id.eq_any(ids)).load(db)?)
}

/// Which of these applications a line in force approves.
pub(in crate::hardship::decisions) fn decided(db: &mut AnyConnection, of: Vec<Uuid>) -> Outcome<Vec<Uuid>> {
    Ok(lines::table
        .filter(lines::application_id.eq_any(of))
        .filter(lines::state.eq(LineState::InForce))
        .select(lines::application_id)
        .load(db)?)
}

/// A decision's lines with their applications, by position.
pub(in crate::hardship::decisions) fn list_lines(
    db: &mut AnyConnection,
    decision: &DecisionRow,
    after: Option<i32>,
    rows: i64,
) -> Outcome<Vec<Listed>> {
    let mut query = lines::table
        .inner_join(applications::table)
        .filter(lines::decision_id.eq(decision.id))
        .into_boxed::<MultiBackend>();
    if let Some(position) = after {
        query = query.filter(lines::position.gt(position));
    }
    let columns =
        (lines::all_columns, applications::code, applications::beneficiary_name, applications::status);
    Ok(query.select(columns).order(lines::position).limit(rows).load(db)?)
}

/// The position after the last.
pub(in crate::hardship::decisions) fn next_position(db: &mut AnyConnection, decision: Uuid) -> Outcome<i32> {
    let last: Option<i32> =
        lines::table.filter(lines::decision_id.eq(decision)).select(max(lines::position)).first(db)?;
    Ok(last.unwrap_or(0) + 1)
}

pub(in crate::hardship::decisions) fn insert_line(db: &mut AnyConnection, row: &LineRow) -> Outcome<()> {
    diesel::insert_into(lines::table).values(row).execute(db)?;
    Ok(())
}

/// Writes amount and reason of a draft's line over version `row.version`.
pub(in crate::hardship::decisions) fn save_line(db: &mut AnyConnection, row: &LineRow) -> Outcome<LineRow> {
    let known = lines::table.filter(lines::id.eq(row.id)).filter(lines::version.eq(row.version));
    diesel::update(known)
        .set((
            lines::amount_vnd.eq(row.amount_vnd),
            lines::reason.eq(row.reason.as_ref()),
            lines::version.eq(row.version + 1),
        ))
        .returning(lines::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// Raises the version of a line for a step of its payment.
pub(in crate::hardship::decisions) fn step_line(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
) -> Outcome<LineRow> {
    let known = lines::table.filter(lines::id.eq(id)).filter(lines::version.eq(version));
    diesel::update(known)
        .set(lines::version.eq(version + 1))
        .returning(lines::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(version + 1))
}

pub(in crate::hardship::decisions) fn delete_line(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
) -> Outcome<()> {
    let known = lines::table.filter(lines::id.eq(id)).filter(lines::version.eq(version));
    match diesel::delete(known).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::stale(version + 1)),
    }
}

pub(super) fn delete_lines(db: &mut AnyConnection, decision: Uuid) -> Outcome<()> {
    diesel::delete(lines::table.filter(lines::decision_id.eq(decision))).execute(db)?;
    Ok(())
}

/// Puts the lines of a decision that is being signed in force; answers how many there were.
pub(in crate::hardship::decisions) fn enforce(db: &mut AnyConnection, decision: Uuid) -> Outcome<usize> {
    let raised = lines::version.eq(lines::version + 1);
    let approving =
        lines::table.filter(lines::decision_id.eq(decision)).filter(lines::cancels_line_id.is_null());
    let approved =
        diesel::update(approving).set((lines::state.eq(LineState::InForce), raised)).execute(db)?;
    let cancelling =
        lines::table.filter(lines::decision_id.eq(decision)).filter(lines::cancels_line_id.is_not_null());
    let cancelled =
        diesel::update(cancelling).set((lines::state.eq(LineState::Cancelling), raised)).execute(db)?;
    Ok(approved + cancelled)
}

/// Takes these lines of earlier decisions back; answers how many were in force.
pub(in crate::hardship::decisions) fn cancel(db: &mut AnyConnection, ids: Vec<Uuid>) -> Outcome<usize> {
    let in_force = lines::table.filter(lines::id.eq_any(ids)).filter(lines::state.eq(LineState::InForce));
    let set = (lines::state.eq(LineState::Cancelled), lines::version.eq(lines::version + 1));
    Ok(diesel::update(in_force).set(set).execute(db)?)
}
