//! What submissions name.

use diesel::prelude::*;

use crate::awards::papers::AwardOutcome;
use crate::awards::papers::store::Shown;
use crate::db::schema::{award_nominations as nominations, award_submission_lines as lines};
use crate::db::{AnyConnection, MultiBackend};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// A nomination that a submission names.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = lines, treat_none_as_default_value = false)]
pub(in crate::awards::submissions) struct LineRow {
    pub(in crate::awards::submissions) submission_id: Uuid,
    pub(in crate::awards::submissions) position: i32,
    pub(in crate::awards::submissions) nomination_id: Uuid,
    pub(in crate::awards::submissions) answer: Option<AwardOutcome>,
    pub(in crate::awards::submissions) recalled: bool,
}

/// A line with its nomination.
pub(in crate::awards::submissions) type Listed = (LineRow, Shown);

/// Notes what the authority says of a nomination.
pub(in crate::awards::submissions) fn answer(
    db: &mut AnyConnection,
    submission: Uuid,
    nomination: Uuid,
    answer: AwardOutcome,
) -> Outcome<()> {
    let line = lines::table.find((submission, nomination));
    diesel::update(line).set(lines::answer.eq(Some(answer))).execute(db)?;
    Ok(())
}

pub(in crate::awards::submissions) fn insert_line(db: &mut AnyConnection, row: &LineRow) -> Outcome<()> {
    diesel::insert_into(lines::table).values(row).execute(db)?;
    Ok(())
}

pub(in crate::awards::submissions) fn delete_lines(db: &mut AnyConnection, submission: Uuid) -> Outcome<()> {
    diesel::delete(lines::table.filter(lines::submission_id.eq(submission))).execute(db)?;
    Ok(())
}

/// Frees what a submission names, which is taken back, for another one.
pub(super) fn recall_lines(db: &mut AnyConnection, submission: Uuid) -> Outcome<()> {
    let named = lines::table.filter(lines::submission_id.eq(submission));
    diesel::update(named).set(lines::recalled.eq(true)).execute(db)?;
    Ok(())
}

/// What a submission names, in its order.
pub(in crate::awards::submissions) fn lines_of(
    db: &mut AnyConnection,
    submission: Uuid,
) -> Outcome<Vec<LineRow>> {
    Ok(lines::table.filter(lines::submission_id.eq(submission)).order(lines::position).load(db)?)
}

/// Which of these nominations another submission names that stands.
pub(in crate::awards::submissions) fn named_elsewhere(
    db: &mut AnyConnection,
    submission: Uuid,
    of: &[Uuid],
) -> Outcome<Vec<Uuid>> {
    Ok(lines::table
        .filter(lines::nomination_id.eq_any(of.to_vec()))
        .filter(lines::submission_id.ne(submission))
        .filter(lines::recalled.eq(false))
        .select(lines::nomination_id)
        .load(db)?)
}

/// A submission's lines with their nominations, by position.
pub(in crate::awards::submissions) fn list_lines(
    db: &mut AnyConnection,
    submission: Uuid,
    after: Option<i32>,
    rows: i64,
) -> Outcome<Vec<Listed>> {
    let mut query = lines::table
        .inner_join(nominations::table)
        .filter(lines::submission_id.eq(submission))
        .into_boxed::<MultiBackend>();
    if let Some(position) = after {
        query = query.filter(lines::position.gt(position));
    }
    let columns = (lines::all_columns, Shown::as_select());
    Ok(query.select(columns).order(lines::position).limit(rows).load(db)?)
}

/// How many lines of a submission are answered.
pub(in crate::awards::submissions) fn count_answered(
    db: &mut AnyConnection,
    submission: Uuid,
) -> Outcome<i64> {
    let answered =
        lines::table.filter(lines::submission_id.eq(submission)).filter(lines::answer.is_not_null());
    Ok(answered.count().get_result(db)?)
}
