//! Creating, editing and removing task items.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::neighbours::{indicator_exists, topic_exists};
use super::{manageable, read, wrong_state};
use crate::files::service as files;
use crate::identity::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, Prose, fold};
use crate::tasks::dto::{EditTaskItem, NewTaskItem, TaskItemDto};
use crate::tasks::model::{AssignmentStatus, TaskStatus};
use crate::tasks::store::items::TaskRow;
use crate::tasks::store::{assignments, items};
use crate::usecase::{Claim, Reading, Writing};

pub(crate) fn create(w: &mut Writing<'_>, new: NewTaskItem) -> Outcome<TaskItemDto> {
    let organisation_id = new.organisation_id;
    see_organisation(w, organisation_id)?;
    w.require(Action::TaskManage, organisation_id)?;
    let id = match w.claim("task_item", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let (now, created_by) = (w.now, w.who.user_id);
    let row = TaskRow {
        id,
        organisation_id,
        title_folded: fold(&new.title),
        title: new.title.into_inner(),
        description: new.description.map(Prose::into_inner),
        topic: new.topic,
        partner: new.partner.map(Line::into_inner),
        starts_on: new.starts_on,
        due_date: new.due_date,
        status: TaskStatus::Planned,
        result: None,
        cancel_reason: None,
        indicator_id: new.indicator_id,
        source_report_item_id: None,
        created_by,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let mut errors = check_dates(row.starts_on, row.due_date);
    errors.extend(check_topic(w, row.topic.as_deref())?);
    errors.extend(check_indicator(w, row.indicator_id)?);
    Problem::check(errors)?;
    insert(w, &row)?;
    Ok(TaskItemDto::of(row, w.today()))
}

/// Writes a new row with its journal entry.
pub(super) fn insert(w: &mut Writing<'_>, row: &TaskRow) -> Outcome<()> {
    items::insert(w.db, row)?;
    let mut changes = json!({"title": row.title, "topic": row.topic, "due_date": row.due_date});
    if let (Some(source), Some(members)) = (row.source_report_item_id, changes.as_object_mut()) {
        members.insert("source_report_item_id".to_owned(), json!(source));
    }
    w.record(Entry::new("task_item.create", "task_item", row.id).of(row.organisation_id).changes(changes));
    Ok(())
}

pub(crate) fn edit(w: &mut Writing<'_>, id: Uuid, version: i64, edit: EditTaskItem) -> Outcome<TaskItemDto> {
    let mut row = manageable(w, id, version)?;
    if !row.status.is_open() {
        return Err(wrong_state());
    }
    let before = row.clone();
    apply(&mut row, edit);
    let mut errors = check_dates(row.starts_on, row.due_date);
    if row.topic != before.topic {
        errors.extend(check_topic(w, row.topic.as_deref())?);
    }
    let recount = row.indicator_id != before.indicator_id;
    if recount {
        errors.extend(check_indicator(w, row.indicator_id)?);
    }
    Problem::check(errors)?;
    if recount {
        // Held first, so that no figure of the old unit can be written at the same moment.
        Problem::check_version(items::hold(w.db, id)?.version, version)?;
        if assignments::has_figures(w.db, id)? {
            return Err(Problem::new(Code::InUse).detail(
                "Đã có số liệu theo chỉ tiêu hiện tại.",
                "There are figures of the present indicator already.",
            ));
        }
    }
    let now = w.now;
    let saved = items::save(w.db, &row, now)?;
    w.record(
        Entry::new("task_item.edit", "task_item", id)
            .of(row.organisation_id)
            .changes(changes(&before, &saved)),
    );
    Ok(TaskItemDto::of(saved, w.today()))
}

fn apply(row: &mut TaskRow, edit: EditTaskItem) {
    if let Patch::Set(title) = edit.title {
        row.title_folded = fold(&title);
        row.title = title.into_inner();
    }
    if let Patch::Set(text) = edit.description {
        row.description = text.map(Prose::into_inner);
    }
    if let Patch::Set(topic) = edit.topic {
        row.topic = topic;
    }
    if let Patch::Set(text) = edit.partner {
        row.partner = text.map(Line::into_inner);
    }
    row.starts_on = edit.starts_on.or(row.starts_on);
    row.due_date = edit.due_date.or(row.due_date);
    row.indicator_id = edit.indicator_id.or(row.indicator_id);
}

/// The members that differ, with their new values; of the long text only that it changed.
fn changes(before: &TaskRow, after: &TaskRow) -> Value {
    let mut changed = Map::new();
    let mut note = |name: &str, differs: bool, value: Value| {
        if differs {
            changed.insert(name.to_owned(), value);
        }
    };
    note("title", before.title != after.title, json!(after.title));
    note("description", before.description != after.description, json!("changed"));
    note("topic", before.topic != after.topic, json!(after.topic));
    note("partner", before.partner != after.partner, json!(after.partner));
    note("starts_on", before.starts_on != after.starts_on, json!(after.starts_on));
    note("due_date", before.due_date != after.due_date, json!(after.due_date));
    note("indicator_id", before.indicator_id != after.indicator_id, json!(after.indicator_id));
    Value::Object(changed)
}

/// Removes a task item that nobody has begun to work on and that no report made.
pub(crate) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = manageable(w, id, version)?;
    if row.status != TaskStatus::Planned {
        return Err(wrong_state());
    }
    if row.source_report_item_id.is_some() {
        return Err(Problem::new(Code::InUse)
            .detail("Nhiệm vụ được lập từ một báo cáo.", "A report made this task item."));
    }
    items::hold(w.db, id)?;
    let given = assignments::of_task(w.db, id)?;
    if given.iter().any(|(_, _, status)| *status != AssignmentStatus::Assigned) {
        return Err(
            Problem::new(Code::InUse).detail("Đã có đơn vị trả lời.", "Some union has answered already.")
        );
    }
    for (assignment, ..) in &given {
        files::erase_of_record(w, "task_assignment", *assignment)?;
    }
    files::erase_of_record(w, "task_item", id)?;
    assignments::delete_all(w.db, id)?;
    items::delete(w.db, id, version)?;
    for (assignment, organisation, _) in given {
        w.record(Entry::new("task_assignment.delete", "task_assignment", assignment).of(organisation));
    }
    w.record(
        Entry::new("task_item.delete", "task_item", id)
            .of(row.organisation_id)
            .changes(json!({"title": row.title})),
    );
    Ok(())
}

/// The same answer for an organisation that is not there and for one that the caller may not see.
fn see_organisation(w: &mut Writing<'_>, organisation: Uuid) -> Outcome<()> {
    let Reading { db, who, .. } = &mut **w;
    if who.may(db, Action::OrganisationRead, organisation)? {
        return Ok(());
    }
    Err(Problem::invalid_at(
        "/organisation_id",
        "not_found",
        "Không có đơn vị này.",
        "There is no such organisation.",
    ))
}

fn check_dates(starts_on: Option<NaiveDate>, due_date: Option<NaiveDate>) -> Vec<Violation> {
    let mut errors: Vec<Violation> = Vec::new();
    errors.extend(starts_on.and_then(|date| check_date("/starts_on", date)));
    errors.extend(due_date.and_then(|date| check_date("/due_date", date)));
    if let (Some(start), Some(due)) = (starts_on, due_date)
        && start > due
    {
        errors.push(Violation::at(
            "/due_date",
            "out_of_range",
            "Hạn hoàn thành không được trước ngày bắt đầu.",
            "The due date is not before the first day.",
        ));
    }
    errors
}

fn check_topic(w: &mut Writing<'_>, topic: Option<&str>) -> Outcome<Option<Violation>> {
    let Some(topic) = topic else { return Ok(None) };
    let known = topic_exists(w, topic)?;
    Ok((!known).then(|| {
        Violation::at(
            "/topic",
            "not_found",
            "Danh mục report_topics không có mã này.",
            "The code list report_topics has no such code.",
        )
    }))
}

fn check_indicator(w: &mut Writing<'_>, indicator: Option<Uuid>) -> Outcome<Option<Violation>> {
    let Some(indicator) = indicator else { return Ok(None) };
    let known = indicator_exists(w, indicator)?;
    Ok((!known).then(|| {
        Violation::at("/indicator_id", "not_found", "Không có chỉ tiêu này.", "There is no such indicator.")
    }))
}
