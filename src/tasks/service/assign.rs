//! Assigning a task item, and passing it on.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::neighbours::{at_or_below, of_kind_under};
use super::{check_figure, visible, wrong_state};
use crate::identity::Action;
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Outcome, Problem, Violation};
use crate::tasks::dto::{AssignKind, AssignmentDto, AssignmentsMade, NewAssignments};
use crate::tasks::model::{AssignmentAction, AssignmentStatus, is_overdue, next_assignment};
use crate::tasks::store::assignments::{self, AssignmentRow};
use crate::tasks::store::items::{self, TaskRow};
use crate::usecase::{Reading, Writing};

/// How many organisations of a kind one request assigns to.
const MOST: usize = 2000;

/// Assigns to those who do not have it yet, and once more to those who declined it. The owner assigns to itself and all below; who holds an assignment
/// that is still open passes the task item on to those below itself.
pub(crate) fn assign(w: &mut Writing<'_>, task: Uuid, asked: NewAssignments) -> Outcome<AssignmentsMade> {
    let seen = visible(w, task)?;
    let bases = bases(w, &seen)?;
    let row = items::hold(w.db, task)?;
    if !row.status.is_open() {
        return Err(wrong_state());
    }
    let (targets, target_value) = match asked {
        NewAssignments::Named(named) => {
            let errors = check_named(w, &bases, &named.organisation_ids)?;
            finish_checks(errors, named.target_value, &row)?;
            (named.organisation_ids, named.target_value)
        }
        NewAssignments::OfKind(kind) => {
            let errors = check_under(w, &bases, kind.under)?;
            finish_checks(errors, kind.target_value, &row)?;
            (all_of_kind(w, &kind)?, kind.target_value)
        }
    };
    add(w, &row, &targets, target_value)
}

/// The organisations in whose name the caller may assign this task item: its owner, or else the caller's own
/// ones that hold an assignment of it.
fn bases(w: &mut Writing<'_>, task: &TaskRow) -> Outcome<Vec<Uuid>> {
    let Reading { db, who, .. } = &mut **w;
    if who.may(db, Action::TaskManage, task.organisation_id)? {
        return Ok(vec![task.organisation_id]);
    }
    let own = who.scope(Action::TaskManage).trees().unwrap_or_default();
    let held: Vec<_> = assignments::of_task(db, task.id)?
        .into_iter()
        .filter(|(_, organisation, _)| own.contains(organisation))
        .collect();
    if held.is_empty() {
        return Err(Problem::forbidden());
    }
    let open: Vec<Uuid> = held
        .into_iter()
        .filter(|(_, _, status)| status.is_open())
        .map(|(_, organisation, _)| organisation)
        .collect();
    if open.is_empty() { Err(wrong_state()) } else { Ok(open) }
}

fn check_named(w: &mut Writing<'_>, bases: &[Uuid], targets: &[Uuid]) -> Outcome<Vec<Violation>> {
    let known: HashSet<Uuid> = at_or_below(w, bases, targets)?.into_iter().collect();
    let unknown = targets.iter().enumerate().filter(|(_, target)| !known.contains(target));
    Ok(unknown.map(|(index, _)| no_such(format!("/organisation_ids/{index}"))).collect())
}

fn check_under(w: &mut Writing<'_>, bases: &[Uuid], under: Uuid) -> Outcome<Vec<Violation>> {
    let known = at_or_below(w, bases, &[under])?;
    Ok(if known.is_empty() { vec![no_such("/under".to_owned())] } else { Vec::new() })
}

fn no_such(pointer: String) -> Violation {
    Violation::at(
        pointer,
        "not_found",
        "Không có đơn vị đang hoạt động nào như vậy từ đơn vị giao việc trở xuống.",
        "There is no such active organisation at or below the one that assigns.",
    )
}

fn finish_checks(mut errors: Vec<Violation>, target: Option<i64>, task: &TaskRow) -> Outcome<()> {
    errors.extend(check_figure("/target_value", target, task));
    Problem::check(errors)
}

fn all_of_kind(w: &mut Writing<'_>, asked: &AssignKind) -> Outcome<Vec<Uuid>> {
    let found = of_kind_under(w, asked.under, asked.kind)?;
    if found.is_empty() {
        return Err(Problem::invalid_at(
            "/kind",
            "not_found",
            "Không có đơn vị đang hoạt động nào thuộc loại này ở cấp dưới.",
            "There is no active organisation of this kind below.",
        ));
    }
    if found.len() > MOST {
        return Err(Problem::invalid_at(
            "/under",
            "too_many",
            format!("Tối đa {MOST} đơn vị một lần; hãy chia theo từng đơn vị cấp trên."),
            format!("At most {MOST} organisations at once; assign under each upper union."),
        ));
    }
    Ok(found)
}

fn add(
    w: &mut Writing<'_>,
    task: &TaskRow,
    targets: &[Uuid],
    target_value: Option<i64>,
) -> Outcome<AssignmentsMade> {
    let mut having: HashSet<Uuid> =
        assignments::of_task(w.db, task.id)?.into_iter().map(|(_, organisation, _)| organisation).collect();
    let mut declined: HashMap<Uuid, AssignmentRow> =
        assignments::declined(w.db, task.id)?.into_iter().map(|row| (row.organisation_id, row)).collect();
    let overdue = is_overdue(true, task.due_date, w.today());
    let mut made = AssignmentsMade { items: Vec::new(), added: 0, already: 0 };
    for &organisation in targets {
        let row = if having.insert(organisation) {
            give(w, task.id, organisation, target_value)?
        } else if let Some(row) = declined.remove(&organisation) {
            give_again(w, row, target_value)?
        } else {
            made.already += 1;
            continue;
        };
        made.items.push(AssignmentDto::of(row, overdue));
        made.added += 1;
    }
    if made.added == 0 {
        w.nothing_to_do();
    } else {
        w.record(
            Entry::new("task_item.assign", "task_item", task.id)
                .of(task.organisation_id)
                .changes(json!({"added": made.added})),
        );
    }
    Ok(made)
}

fn give(
    w: &mut Writing<'_>,
    task: Uuid,
    organisation: Uuid,
    target_value: Option<i64>,
) -> Outcome<AssignmentRow> {
    let row = new_row(w, task, organisation, target_value);
    assignments::insert(w.db, &row)?;
    w.record(
        Entry::new("task_assignment.create", "task_assignment", row.id)
            .of(organisation)
            .changes(json!({"task_item_id": task, "target_value": target_value})),
    );
    Ok(row)
}

/// The union that declined begins anew; what it had answered stays in the journal. Its target stays where no other is
/// given.
fn give_again(
    w: &mut Writing<'_>,
    mut row: AssignmentRow,
    target_value: Option<i64>,
) -> Outcome<AssignmentRow> {
    let from = row.status;
    row.status = next_assignment(from, AssignmentAction::Reassign).ok_or_else(wrong_state)?;
    row.progress = 0;
    row.result = None;
    row.actual_value = None;
    row.decline_reason = None;
    row.target_value = target_value.or(row.target_value);
    row.assigned_by = w.who.user_id;
    let now = w.now;
    assignments::save(w.db, &row, now)?;
    row.version += 1;
    row.updated_at = now;
    w.record(
        Entry::new("task_assignment.reassign", "task_assignment", row.id)
            .of(row.organisation_id)
            .states(from.as_str(), row.status.as_str())
            .changes(json!({"target_value": row.target_value})),
    );
    Ok(row)
}

fn new_row(w: &Writing<'_>, task: Uuid, organisation: Uuid, target_value: Option<i64>) -> AssignmentRow {
    AssignmentRow {
        id: id::new(w.now),
        task_item_id: task,
        organisation_id: organisation,
        status: AssignmentStatus::Assigned,
        progress: 0,
        result: None,
        target_value,
        actual_value: None,
        decline_reason: None,
        assigned_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    }
}
