//! Last period's plan items become this period's results, with what became of their tasks.

use serde_json::json;

use super::neighbours::TaskOutcome;
use super::{checks, neighbours};
use crate::journal::Entry;
use crate::kernel::figure::print_count;
use crate::kernel::id;
use crate::kernel::problem::{Outcome, Problem};
use crate::reports::model::Section;
use crate::reports::store::{self, ItemChanges, ItemRow, ReportRow};
use crate::tasks::TaskStatus;
use crate::usecase::Writing;

/// Carries over, once, the plan items of the same organisation's issued reports of the period before. Answers how
/// many were new. What was carried before tells what has become of its task since, unless somebody wrote over it.
pub(super) fn carry(w: &mut Writing<'_>, report: &ReportRow) -> Outcome<i64> {
    let Some(before) = checks::period_of(report)?.previous() else { return Ok(0) };
    let mut plans = Vec::new();
    for source in store::issued_of_period(w.db, report.organisation_id, &before)? {
        plans.extend(store::items(w.db, source)?.into_iter().filter(|item| item.section == Section::Plan));
    }
    let existing = store::items(w.db, report.id)?;
    let mut position = store::count_items(w.db, report.id, Section::Result)?;
    let mut carried = 0;
    for plan in plans {
        let body = body_of(w, &plan)?;
        if let Some(item) = existing.iter().find(|item| answers(item, &plan)) {
            refresh(w, report, item, body)?;
        } else {
            position += 1;
            carried += 1;
            add_result(w, report, plan, body, position)?;
        }
    }
    Ok(carried)
}

/// Whether an item is a plan item's result. An amendment of the last report copies its plan items; their tasks tell
/// that they are the same.
fn answers(item: &ItemRow, plan: &ItemRow) -> bool {
    let same_task = plan.task_item_id.is_some() && item.task_item_id == plan.task_item_id;
    item.source_item_id == Some(plan.id) || (item.section == Section::Result && same_task)
}

fn body_of(w: &mut Writing<'_>, plan: &ItemRow) -> Outcome<String> {
    let done = match plan.task_item_id {
        Some(task) => neighbours::task_outcome(w, task)?.map(|outcome| in_words(&outcome)),
        None => None,
    };
    Ok(match done {
        Some(done) => format!("{}\n{done}", plan.body),
        None => plan.body.clone(),
    })
}

fn add_result(
    w: &mut Writing<'_>,
    report: &ReportRow,
    plan: ItemRow,
    body: String,
    position: i32,
) -> Outcome<()> {
    let now = w.now;
    let row = ItemRow {
        id: id::new(now),
        report_id: report.id,
        section: Section::Result,
        position,
        topic: plan.topic,
        carried_body: Some(body.clone()),
        body,
        due_date: None,
        task_item_id: plan.task_item_id,
        source_item_id: Some(plan.id),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_item(w.db, &row)?;
    w.record(Entry::new("report_item.carry", "report_item", row.id).of(report.organisation_id).changes(json!({
        "report_id": report.id, "source_item_id": plan.id, "task_item_id": row.task_item_id, "position": position,
    })));
    Ok(())
}

fn refresh(w: &mut Writing<'_>, report: &ReportRow, item: &ItemRow, body: String) -> Outcome<()> {
    if item.carried_body.as_ref() != Some(&item.body) || item.body == body {
        return Ok(());
    }
    let now = w.now;
    let changes =
        ItemChanges { body: Some(body.clone()), carried_body: Some(body), ..ItemChanges::default() };
    store::update_item(w.db, item.id, item.version, &changes, now)?
        .ok_or_else(|| Problem::stale(item.version + 1))?;
    w.record(
        Entry::new("report_item.carry", "report_item", item.id)
            .of(report.organisation_id)
            .changes(json!({"report_id": report.id, "task_item_id": item.task_item_id, "body_set": true})),
    );
    Ok(())
}

/// What became of a task, as a sentence for the report.
fn in_words(outcome: &TaskOutcome) -> String {
    let mut words = format!("Kết quả: {}", standing(outcome.status));
    if let Some(share) = outcome.share {
        let owed = outcome.assigned - outcome.declined;
        let (done, owed) = (print_count(outcome.done), print_count(owed));
        words.push_str(&format!("; {done}/{owed} đơn vị đã thực hiện xong ({share}%)"));
    }
    words.push('.');
    if let Some(result) = &outcome.result {
        words.push(' ');
        words.push_str(result);
    }
    words
}

const fn standing(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Planned => "chưa thực hiện",
        TaskStatus::InProgress => "đang thực hiện",
        TaskStatus::Done => "đã hoàn thành",
        TaskStatus::Cancelled => "không thực hiện",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_a_task_reads_as_a_sentence() {
        let done = TaskOutcome {
            status: TaskStatus::Done,
            result: Some("Tổ chức 12 buổi gặp mặt.".to_owned()),
            assigned: 12,
            done: 8,
            declined: 2,
            share: Some(80),
        };
        assert_eq!(
            in_words(&done),
            "Kết quả: đã hoàn thành; 08/10 đơn vị đã thực hiện xong (80%). Tổ chức 12 buổi gặp mặt."
        );
        let open = TaskOutcome { status: TaskStatus::InProgress, result: None, share: None, ..done };
        assert_eq!(in_words(&open), "Kết quả: đang thực hiện.");
        let reason = Some("Dời sang tháng 5.".to_owned());
        let given_up = TaskOutcome { status: TaskStatus::Cancelled, result: reason, ..open };
        assert_eq!(in_words(&given_up), "Kết quả: không thực hiện. Dời sang tháng 5.");
    }
}
