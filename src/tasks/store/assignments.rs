//! Rows of `task_assignments`, and the questions about the tree that assigning asks.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Place;
use crate::db::schema::{organisations, task_assignments, task_items};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::tasks::model::{Answer, AssignmentStatus, TaskStatus};

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = task_assignments, treat_none_as_default_value = false)]
pub(in crate::tasks) struct AssignmentRow {
    pub id: Uuid,
    pub task_item_id: Uuid,
    pub organisation_id: Uuid,
    pub status: AssignmentStatus,
    pub progress: i32,
    pub result: Option<String>,
    pub target_value: Option<i64>,
    pub actual_value: Option<i64>,
    pub decline_reason: Option<String>,
    pub assigned_by: Uuid,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// An assignment with what is shown beside it.
#[derive(Clone, Debug, Queryable)]
pub(in crate::tasks) struct Line {
    pub row: AssignmentRow,
    pub task_owner: Uuid,
    pub task_title: String,
    pub task_status: TaskStatus,
    pub due_date: Option<NaiveDate>,
    pub organisation_name: String,
}

type Columns = (
    <task_assignments::table as Table>::AllColumns,
    task_items::organisation_id,
    task_items::title,
    task_items::status,
    task_items::due_date,
    organisations::name,
);

const COLUMNS: Columns = (
    task_assignments::all_columns,
    task_items::organisation_id,
    task_items::title,
    task_items::status,
    task_items::due_date,
    organisations::name,
);

/// Whose assignments a list shows.
#[derive(Clone, Copy, Debug)]
pub(in crate::tasks) enum Reach<'s> {
    /// All of one task item, for a reader who was found to see its owner.
    Task(Uuid),
    /// Those of organisations in scope.
    Within(&'s Scope),
}

/// What a list of assignments is narrowed by.
#[derive(Clone, Debug, Default)]
pub(in crate::tasks) struct Filter {
    pub task: Option<Uuid>,
    pub organisation: Option<Uuid>,
    pub status: Option<AssignmentStatus>,
    /// Overdue on `today`, or not.
    pub overdue: Option<bool>,
}

#[diesel::dsl::auto_type]
fn lines() -> _ {
    task_assignments::table
        .inner_join(task_items::table)
        .inner_join(organisations::table.on(task_assignments::organisation_id.eq(organisations::id)))
}

type Boxed<'a> = diesel::dsl::IntoBoxed<'a, lines, MultiBackend>;

/// An assignment of an organisation in scope, or of a task item of one.
pub(in crate::tasks) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<Line> {
    let mut query: Boxed<'_> = lines().into_boxed();
    query = query.filter(task_assignments::id.eq(id));
    if let Some(trees) = scope.trees() {
        query = query.filter(
            task_assignments::organisation_id
                .eq_any(descendants_of(trees.clone()))
                .or(task_items::organisation_id.eq_any(descendants_of(trees))),
        );
    }
    Ok(query.select(COLUMNS).first(db)?)
}

fn matching<'a>(reach: Reach<'_>, filter: &Filter, today: NaiveDate) -> Boxed<'a> {
    let mut query: Boxed<'_> = lines().into_boxed();
    match reach {
        Reach::Task(task) => query = query.filter(task_assignments::task_item_id.eq(task)),
        Reach::Within(scope) => {
            if let Some(trees) = scope.trees() {
                query = query.filter(task_assignments::organisation_id.eq_any(descendants_of(trees)));
            }
        }
    }
    if let Some(task) = filter.task {
        query = query.filter(task_assignments::task_item_id.eq(task));
    }
    if let Some(organisation) = filter.organisation {
        query = query.filter(task_assignments::organisation_id.eq(organisation));
    }
    if let Some(status) = filter.status {
        query = query.filter(task_assignments::status.eq(status));
    }
    let open = || {
        task_assignments::status
            .eq_any(AssignmentStatus::OPEN.map(AssignmentStatus::as_str))
            .and(task_items::status.eq_any(TaskStatus::OPEN.map(TaskStatus::as_str)))
    };
    match filter.overdue {
        Some(true) => query.filter(task_items::due_date.lt(today)).filter(open()),
        Some(false) => query.filter(
            task_items::due_date.is_null().or(task_items::due_date.ge(today)).or(diesel::dsl::not(open())),
        ),
        None => query,
    }
}

/// One page in the order of creation, newest first when `descending`.
pub(in crate::tasks) fn list(
    db: &mut AnyConnection,
    reach: Reach<'_>,
    filter: &Filter,
    today: NaiveDate,
    place: &Place,
) -> Outcome<Vec<Line>> {
    let rows = matching(reach, filter, today).limit(place.rows);
    let rows = crate::in_order_of_creation!(rows, task_assignments, place.after, place.descending);
    Ok(rows.select(COLUMNS).load(db)?)
}

pub(in crate::tasks) fn count(
    db: &mut AnyConnection,
    reach: Reach<'_>,
    filter: &Filter,
    today: NaiveDate,
) -> Outcome<i64> {
    Ok(matching(reach, filter, today).count().get_result(db)?)
}

/// All answers of one task item, of all its organisations or of those in `scope`.
pub(in crate::tasks) fn answers(
    db: &mut AnyConnection,
    task: Uuid,
    scope: Option<&Scope>,
) -> Outcome<Vec<Answer>> {
    let mut query =
        task_assignments::table.filter(task_assignments::task_item_id.eq(task)).into_boxed::<MultiBackend>();
    if let Some(trees) = scope.and_then(Scope::trees) {
        query = query.filter(task_assignments::organisation_id.eq_any(descendants_of(trees)));
    }
    let rows: Vec<(AssignmentStatus, Option<i64>, Option<i64>)> = query
        .select((task_assignments::status, task_assignments::target_value, task_assignments::actual_value))
        .load(db)?;
    Ok(rows.into_iter().map(|(status, target, actual)| Answer { status, target, actual }).collect())
}

/// The assignments of a task item, each with its organisation and state.
pub(in crate::tasks) fn of_task(
    db: &mut AnyConnection,
    task: Uuid,
) -> Outcome<Vec<(Uuid, Uuid, AssignmentStatus)>> {
    Ok(task_assignments::table
        .filter(task_assignments::task_item_id.eq(task))
        .select((task_assignments::id, task_assignments::organisation_id, task_assignments::status))
        .load(db)?)
}

/// The assignments of a task item that were declined. The caller has shown that the task item may be assigned.
pub(in crate::tasks) fn declined(db: &mut AnyConnection, task: Uuid) -> Outcome<Vec<AssignmentRow>> {
    Ok(task_assignments::table
        .filter(task_assignments::task_item_id.eq(task))
        .filter(task_assignments::status.eq(AssignmentStatus::Declined))
        .load(db)?)
}

/// Whether an assignment of the task item has a target or an actual figure.
pub(in crate::tasks) fn has_figures(db: &mut AnyConnection, task: Uuid) -> Outcome<bool> {
    let with_figures = task_assignments::table.filter(task_assignments::task_item_id.eq(task)).filter(
        task_assignments::target_value.is_not_null().or(task_assignments::actual_value.is_not_null()),
    );
    Ok(diesel::select(diesel::dsl::exists(with_figures)).get_result(db)?)
}

pub(in crate::tasks) fn insert(db: &mut AnyConnection, row: &AssignmentRow) -> Outcome<()> {
    diesel::insert_into(task_assignments::table).values(row).execute(db)?;
    Ok(())
}

/// Writes everything of `row` that can change over version `row.version`.
pub(in crate::tasks) fn save(db: &mut AnyConnection, row: &AssignmentRow, now: Instant) -> Outcome<()> {
    let known = task_assignments::table
        .filter(task_assignments::id.eq(row.id))
        .filter(task_assignments::version.eq(row.version));
    let saved = diesel::update(known)
        .set((
            task_assignments::status.eq(row.status),
            task_assignments::progress.eq(row.progress),
            task_assignments::result.eq(row.result.as_deref()),
            task_assignments::target_value.eq(row.target_value),
            task_assignments::actual_value.eq(row.actual_value),
            task_assignments::decline_reason.eq(row.decline_reason.as_deref()),
            task_assignments::assigned_by.eq(row.assigned_by),
            task_assignments::version.eq(row.version + 1),
            task_assignments::updated_at.eq(now),
        ))
        .execute(db)?;
    if saved == 1 { Ok(()) } else { Err(Problem::stale(row.version + 1)) }
}

/// Removes all assignments of a task item that is itself removed.
pub(in crate::tasks) fn delete_all(db: &mut AnyConnection, task: Uuid) -> Outcome<()> {
    diesel::delete(task_assignments::table.filter(task_assignments::task_item_id.eq(task))).execute(db)?;
    Ok(())
}
