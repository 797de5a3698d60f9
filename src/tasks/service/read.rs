//! Reading and listing.

use super::{place, visible, visible_assignment};
use crate::identity::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::kernel::text::like_pattern;
use crate::tasks::dto::{
    AssignmentDto, AssignmentLineDto, AssignmentQuery, TaskItemAssignmentQuery, TaskItemDto, TaskItemQuery,
    TaskSort,
};
use crate::tasks::store::assignments::{self, Line, Reach};
use crate::tasks::store::{Place, items};
use crate::usecase::Reading;

pub(crate) fn list(r: &mut Reading<'_>, query: &TaskItemQuery, page: &Page) -> Outcome<Slice<TaskItemDto>> {
    let (scope, today) = (r.who.scope(Action::TaskRead), r.today());
    let filter = items::Filter {
        organisation: query.organisation_id,
        status: query.status,
        topic: query.topic.clone(),
        overdue: query.overdue,
        due_from: query.due_from,
        due_to: query.due_to,
        like: query.q.as_ref().map(|q| like_pattern(q)),
    };
    let place = place(page, is_descending(query.sort))?;
    let rows = items::list(r.db, &scope, &filter, today, &place)?;
    let total = page.total.then(|| items::count(r.db, &scope, &filter, today)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.created_at, row.id))
        .map(|row| TaskItemDto::of(row, today))
        .with_total(total))
}

pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<TaskItemDto> {
    let today = r.today();
    visible(r, id).map(|row| TaskItemDto::of(row, today))
}

/// The assignments of a task item: all of them for who sees its owner, else those of the caller's own tree.
pub(crate) fn list_assignments(
    r: &mut Reading<'_>,
    task: Uuid,
    query: &TaskItemAssignmentQuery,
    page: &Page,
) -> Outcome<Slice<AssignmentLineDto>> {
    let owner = visible(r, task)?.organisation_id;
    let scope = r.who.scope(Action::TaskRead);
    let reach = if scope.covers(r.db, owner)? { Reach::Task(task) } else { Reach::Within(&scope) };
    let filter = assignments::Filter { task: Some(task), status: query.status, ..Default::default() };
    page_of(r, reach, &filter, page, &place(page, false)?)
}

/// The assignments of the caller's own tree, across task items.
pub(crate) fn list_across(
    r: &mut Reading<'_>,
    query: &AssignmentQuery,
    page: &Page,
) -> Outcome<Slice<AssignmentLineDto>> {
    let scope = r.who.scope(Action::TaskRead);
    let filter = assignments::Filter {
        task: None,
        organisation: query.organisation_id,
        status: query.status,
        overdue: query.overdue,
    };
    page_of(r, Reach::Within(&scope), &filter, page, &place(page, is_descending(query.sort))?)
}

pub(crate) fn read_assignment(r: &mut Reading<'_>, id: Uuid) -> Outcome<AssignmentDto> {
    let today = r.today();
    let line = visible_assignment(r, id)?;
    let overdue = line.is_overdue(today);
    Ok(AssignmentDto::of(line.row, overdue))
}

fn page_of(
    r: &mut Reading<'_>,
    reach: Reach<'_>,
    filter: &assignments::Filter,
    page: &Page,
    place: &Place,
) -> Outcome<Slice<AssignmentLineDto>> {
    let today = r.today();
    let rows = assignments::list(r.db, reach, filter, today, place)?;
    let total = page.total.then(|| assignments::count(r.db, reach, filter, today)).transpose()?;
    let next = |line: &Line| (line.row.created_at, line.row.id);
    Ok(Slice::cut(rows, page, next).map(|line| AssignmentLineDto::of(line, today)).with_total(total))
}

fn is_descending(sort: Option<TaskSort>) -> bool {
    sort.unwrap_or_default() == TaskSort::CreatedAtDown
}
