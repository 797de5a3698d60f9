//! Last period's plan items become this period's results, with what became of their tasks.

use std::collections::HashSet;

use serde_json::json;

use super::neighbours::TaskOutcome;
use super::{checks, neighbours};
use crate::journal::Entry;
use crate::kernel::figure::print_count;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::Outcome;
use crate::reports::model::Section;
use crate::reports::store::{self, ItemRow, ReportRow};
use crate::tasks::TaskStatus;
use crate::usecase::Writing;

/// Carries over, once, the plan items of the same organisation's issued reports of the period before. Answers how
/// many were new. What was carried before stays as it was written since.
pub(super) fn carry(w: &mut Writing<'_>, report: &ReportRow) -> Outcome<i64> {
    let Some(before) = checks::period_of(report)?.previous() else { return Ok(0) };
    let mut plans = Vec::new();
    for source in store::issued_of_period(w.db, report.organisation_id, &before)? {
        plans.extend(store::items(w.db, source)?.into_iter().filter(|item| item.section == Section::Plan));
    }
    let existing = store::items(w.db, report.id)?;
    let sources: HashSet<Uuid> = existing.iter().filter_map(|item| item.source_item_id).collect();
    // An amendment of the last report copies its plan items; their tasks tell that they are the same.
    let tasks: HashSet<Uuid> = existing
        .iter()
        .filter(|item| item.section == Section::Result)
        .filter_map(|item| item.task_item_id)
        .collect();
    let mut position = store::count_items(w.db, report.id, Section::Result)?;
    let mut carried = 0;
    for plan in plans {
        let known = sources.contains(&plan.id) || plan.task_item_id.is_some_and(|task| tasks.contains(&task));
        if known {
            continue;
        }
        position += 1;
        carried += 1;
        add_result(w, report, plan, position)?;
    }
    Ok(carried)
}

fn add_result(w: &mut Writing<'_>, report: &ReportRow, plan: ItemRow, position: i32) -> Outcome<()> {
    let done = match plan.task_item_id {
        Some(task) => neighbours::task_outcome(w, task)?.map(|outcome| in_words(&outcome)),
        None => None,
    };
    let body = match done {
        Some(done) => format!("{}\n{done}", plan.body),
        None => plan.body,
    };
    let now = w.now;
    let row = ItemRow {
        id: id::new(now),
        report_id: report.id,
        section: Section::Result,
        position,
        topic: plan.topic,
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
            results: Vec::new(),
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
