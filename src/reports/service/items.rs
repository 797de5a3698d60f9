//! Items of a report.

use serde_json::json;

use super::{neighbours, touch, view};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::reports::dto::{EditItem, ItemDto, NewItem};
use crate::reports::model::Section;
use crate::reports::store::{self, ItemChanges, ItemRow, ReportRow};
use crate::usecase::{Claim, Reading, Writing};

/// The most items of one section.
const MOST: i32 = 500;

/// Reads one item.
pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<ItemDto> {
    find(r, id).map(|(row, _)| view::item(row))
}

fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<(ItemRow, ReportRow)> {
    let scope = r.who.scope(Action::ReportRead);
    store::find_item(r.db, &scope, id)
}

/// Adds an item, by default at the end of its section.
pub(crate) fn add(w: &mut Writing<'_>, report_id: Uuid, new: NewItem) -> Outcome<ItemDto> {
    let report = super::find(w, report_id)?;
    w.require(Action::ReportDraft, report.organisation_id)?;
    let id = match w.claim("report_item", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    touch(w, &report)?;
    let now = w.now;
    let count = store::count_items(w.db, report_id, new.section)?;
    let mut errors = Vec::new();
    if count >= MOST {
        errors.push(Violation::at(
            "",
            "too_many",
            format!("Mỗi phần có nhiều nhất {MOST} mục."),
            format!("A section holds at most {MOST} items."),
        ));
    }
    let position = new.position.unwrap_or(count + 1);
    if !(1..=count + 1).contains(&position) {
        errors.push(outside(count + 1));
    }
    errors.extend(new.due_date.and_then(|date| due_date_error(new.section, date)));
    errors.extend(topic_error(w, new.topic.as_deref(), &report)?);
    Problem::check(errors)?;
    let behind = store::shift_items(w.db, (report_id, new.section), (position, MOST), 1, now)?;
    let row = ItemRow {
        id,
        report_id,
        section: new.section,
        position,
        topic: new.topic,
        body: new.body.into_inner(),
        due_date: new.due_date,
        task_item_id: None,
        source_item_id: None,
        carried_body: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_item(w.db, &row)?;
    w.record(Entry::new("report_item.create", "report_item", id).of(report.organisation_id).changes(json!({
        "report_id": report_id, "section": row.section, "position": position, "topic": row.topic,
        "due_date": row.due_date,
    })));
    record_moved(w, &report, row.section, (&behind, 1));
    Ok(view::item(row))
}

/// Items that make room for another are told in one entry of their report.
fn record_moved(w: &mut Writing<'_>, report: &ReportRow, section: Section, (ids, by): (&[Uuid], i32)) {
    if !ids.is_empty() {
        let changes = json!({"section": section, "item_ids": ids, "moved_by": by});
        w.record(
            Entry::new("report.move_items", "report", report.id).of(report.organisation_id).changes(changes),
        );
    }
}

fn outside(most: i32) -> Violation {
    Violation::at(
        "/position",
        "out_of_range",
        format!("Vị trí từ 1 đến {most}."),
        format!("The position lies between 1 and {most}."),
    )
}

/// A topic is a code of the list of report topics.
fn topic_error(r: &mut Reading<'_>, topic: Option<&str>, report: &ReportRow) -> Outcome<Option<Violation>> {
    let Some(topic) = topic else { return Ok(None) };
    if neighbours::is_topic(r, topic, report.period_end)? {
        return Ok(None);
    }
    Ok(Some(Violation::at(
        "/topic",
        "not_found",
        "Không có chủ đề này trong danh mục.",
        "The list of report topics has no such code.",
    )))
}

fn due_date_error(section: Section, date: chrono::NaiveDate) -> Option<Violation> {
    if section == Section::Result {
        return Some(Violation::at(
            "/due_date",
            "not_allowed",
            "Chỉ nhiệm vụ sắp tới mới có hạn.",
            "Only a plan item has a due date.",
        ));
    }
    check_date("/due_date", date)
}

/// Edits an item; a new position moves the others of its section.
pub(crate) fn edit(w: &mut Writing<'_>, id: Uuid, version: i64, edit: EditItem) -> Outcome<ItemDto> {
    let (row, report) = find(w, id)?;
    w.require(Action::ReportDraft, report.organisation_id)?;
    Problem::check_version(row.version, version)?;
    touch(w, &report)?;
    let now = w.now;
    let mut errors = Vec::new();
    let position = edit.position.into_option().filter(|&position| position != row.position);
    if let Some(position) = position {
        let count = store::count_items(w.db, report.id, row.section)?;
        if !(1..=count).contains(&position) {
            errors.push(outside(count));
        }
    }
    if let Patch::Set(Some(date)) = edit.due_date {
        errors.extend(due_date_error(row.section, date));
    }
    if let Patch::Set(topic) = &edit.topic {
        errors.extend(topic_error(w, topic.as_deref(), &report)?);
    }
    Problem::check(errors)?;
    let changes = ItemChanges {
        position,
        topic: edit.topic.into_option(),
        body: edit.body.map(|body| body.into_inner()).into_option(),
        due_date: edit.due_date.into_option(),
        ..ItemChanges::default()
    };
    // This one first, at the version that was read: if it moved meanwhile, so did its version.
    let stale = || Problem::stale(version + 1);
    let edited = store::update_item(w.db, id, version, &changes, now)?.ok_or_else(stale)?;
    let (moved, by) = match position {
        Some(to) => make_room(w, &row, to)?,
        None => (Vec::new(), 0),
    };
    w.record(Entry::new("report_item.edit", "report_item", id).of(report.organisation_id).changes(json!({
        "position": changes.position, "topic": changes.topic, "body_set": changes.body.is_some(),
        "due_date": changes.due_date,
    })));
    record_moved(w, &report, row.section, (&moved, by));
    Ok(view::item(edited))
}

/// Moves the items between the old and the new place of `row` by one, without `row` itself, which stands at the
/// new place already. Answers which they were and by how much they moved.
fn make_room(w: &mut Writing<'_>, row: &ItemRow, to: i32) -> Outcome<(Vec<Uuid>, i32)> {
    let now = w.now;
    let place = (row.report_id, row.section);
    let (between, by) = if to < row.position { ((to, row.position), 1) } else { ((row.position, to), -1) };
    Ok((store::shift_others(w.db, place, row.id, between, by, now)?, by))
}

/// Removes an item; its figures stay with the report.
pub(crate) fn remove(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let (row, report) = find(w, id)?;
    w.require(Action::ReportDraft, report.organisation_id)?;
    Problem::check_version(row.version, version)?;
    touch(w, &report)?;
    let now = w.now;
    let figures = store::release_figures(w.db, id, now)?;
    if !store::delete_item(w.db, id, version)? {
        return Err(Problem::stale(version + 1));
    }
    let place = (report.id, row.section);
    let behind = store::shift_items(w.db, place, (row.position + 1, MOST + 1), -1, now)?;
    w.record(
        Entry::new("report_item.delete", "report_item", id)
            .of(report.organisation_id)
            .changes(json!({"report_id": report.id, "section": row.section, "position": row.position})),
    );
    for figure in figures {
        w.record(
            Entry::new("report_figure.edit", "report_figure", figure)
                .of(report.organisation_id)
                .changes(json!({"item_id": null})),
        );
    }
    record_moved(w, &report, row.section, (&behind, -1));
    Ok(())
}
