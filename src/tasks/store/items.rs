//! Rows of `task_items`.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Place;
use crate::db::schema::{task_assignments, task_items};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::tasks::model::TaskStatus;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = task_items, treat_none_as_default_value = false)]
pub(in crate::tasks) struct TaskRow {
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub title: String,
    pub title_folded: String,
    pub description: Option<String>,
    pub topic: Option<String>,
    pub partner: Option<String>,
    pub starts_on: Option<NaiveDate>,
    pub due_date: Option<NaiveDate>,
    pub status: TaskStatus,
    pub result: Option<String>,
    pub cancel_reason: Option<String>,
    pub indicator_id: Option<Uuid>,
    pub source_report_item_id: Option<Uuid>,
    pub created_by: Uuid,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// What a list of task items is narrowed by.
#[derive(Clone, Debug, Default)]
pub(in crate::tasks) struct Filter {
    pub organisation: Option<Uuid>,
    pub status: Option<TaskStatus>,
    pub topic: Option<String>,
    /// Overdue on `today`, or not.
    pub overdue: Option<bool>,
    pub due_from: Option<NaiveDate>,
    pub due_to: Option<NaiveDate>,
    /// A pattern of `kernel::text::like_pattern`.
    pub like: Option<String>,
}

type Boxed<'a> = task_items::BoxedQuery<'a, MultiBackend>;

/// A task item of an organisation in scope, or with an assignment of one.
pub(in crate::tasks) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<TaskRow> {
    let mut query = task_items::table.filter(task_items::id.eq(id)).into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        // Asks for this one task item's assignments only, not for all that the trees hold.
        let assigned = task_assignments::table
            .filter(task_assignments::task_item_id.eq(task_items::id))
            .filter(task_assignments::organisation_id.eq_any(descendants_of(trees.clone())));
        query = query.filter(
            task_items::organisation_id.eq_any(descendants_of(trees)).or(diesel::dsl::exists(assigned)),
        );
    }
    Ok(query.first(db)?)
}

fn matching<'a>(scope: &Scope, filter: &Filter, today: NaiveDate) -> Boxed<'a> {
    let mut query = task_items::table.into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        let assigned = task_assignments::table
            .filter(task_assignments::organisation_id.eq_any(descendants_of(trees.clone())))
            .select(task_assignments::task_item_id);
        query = query.filter(
            task_items::organisation_id.eq_any(descendants_of(trees)).or(task_items::id.eq_any(assigned)),
        );
    }
    if let Some(organisation) = filter.organisation {
        query = query.filter(task_items::organisation_id.eq(organisation));
    }
    if let Some(status) = filter.status {
        query = query.filter(task_items::status.eq(status));
    }
    if let Some(topic) = filter.topic.clone() {
        query = query.filter(task_items::topic.eq(topic));
    }
    if let Some(from) = filter.due_from {
        query = query.filter(task_items::due_date.ge(from));
    }
    if let Some(to) = filter.due_to {
        query = query.filter(task_items::due_date.le(to));
    }
    if let Some(like) = filter.like.clone() {
        query = query.filter(task_items::title_folded.like(like).escape('\\'));
    }
    match filter.overdue {
        Some(true) => query
            .filter(task_items::due_date.lt(today))
            .filter(task_items::status.eq_any(TaskStatus::OPEN.map(TaskStatus::as_str))),
        Some(false) => query.filter(
            task_items::due_date
                .is_null()
                .or(task_items::due_date.ge(today))
                .or(task_items::status.ne_all(TaskStatus::OPEN.map(TaskStatus::as_str))),
        ),
        None => query,
    }
}

/// One page in the order of creation, newest first when `descending`.
pub(in crate::tasks) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    today: NaiveDate,
    place: &Place,
) -> Outcome<Vec<TaskRow>> {
    let rows = matching(scope, filter, today).limit(place.rows);
    let rows = crate::in_order_of_creation!(rows, task_items, place.after, place.descending);
    Ok(rows.load(db)?)
}

pub(in crate::tasks) fn count(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    today: NaiveDate,
) -> Outcome<i64> {
    Ok(matching(scope, filter, today).count().get_result(db)?)
}

pub(in crate::tasks) fn insert(db: &mut AnyConnection, row: &TaskRow) -> Outcome<()> {
    diesel::insert_into(task_items::table).values(row).execute(db)?;
    Ok(())
}

/// The task item that a report's item made.
pub(in crate::tasks) fn made_by(db: &mut AnyConnection, report_item: Uuid) -> Outcome<Option<Uuid>> {
    Ok(task_items::table
        .filter(task_items::source_report_item_id.eq(report_item))
        .select(task_items::id)
        .first(db)
        .optional()?)
}

/// Holds the row until the transaction ends and answers it as it is now, so that what changes an assignment and
/// what finishes the task item come one after the other. Its version stays: no assignment is shown with it.
pub(in crate::tasks) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<TaskRow> {
    Ok(diesel::update(task_items::table.find(id))
        .set(task_items::version.eq(task_items::version))
        .returning(task_items::all_columns)
        .get_result(db)?)
}

/// Writes everything of `row` that can change over version `row.version`.
pub(in crate::tasks) fn save(db: &mut AnyConnection, row: &TaskRow, now: Instant) -> Outcome<TaskRow> {
    let known =
        task_items::table.filter(task_items::id.eq(row.id)).filter(task_items::version.eq(row.version));
    diesel::update(known)
        .set((
            task_items::title.eq(&row.title),
            task_items::title_folded.eq(&row.title_folded),
            task_items::description.eq(row.description.as_deref()),
            task_items::topic.eq(row.topic.as_deref()),
            task_items::partner.eq(row.partner.as_deref()),
            task_items::starts_on.eq(row.starts_on),
            task_items::due_date.eq(row.due_date),
            task_items::status.eq(row.status),
            task_items::result.eq(row.result.as_deref()),
            task_items::cancel_reason.eq(row.cancel_reason.as_deref()),
            task_items::indicator_id.eq(row.indicator_id),
            task_items::version.eq(row.version + 1),
            task_items::updated_at.eq(now),
        ))
        .returning(task_items::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// Removes a task item without assignments at `version`.
pub(in crate::tasks) fn delete(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<()> {
    let known = task_items::table.filter(task_items::id.eq(id)).filter(task_items::version.eq(version));
    match diesel::delete(known).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::stale(version + 1)),
    }
}
