//! What reports ask of tasks: a plan item becomes a task item, and next period asks what became of it.

use chrono::NaiveDate;

use super::{edit, visible};
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::Outcome;
use crate::kernel::text::fold;
use crate::tasks::model::{Tally, TaskStatus};
use crate::tasks::store::items::TaskRow;
use crate::tasks::store::{assignments, items};
use crate::usecase::{Reading, Writing};

/// The most characters of a title.
const TITLE: usize = 500;

/// What became of a task item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TaskOutcome {
    /// Where it stands.
    pub(crate) status: TaskStatus,
    /// What its owner says was done, once it is done; why it was given up, when it was.
    pub(crate) result: Option<String>,
    /// Unions it was assigned to, whatever they answered.
    pub(crate) assigned: i64,
    /// Unions that are done.
    pub(crate) done: i64,
    /// Unions that declined.
    pub(crate) declined: i64,
    /// `done` of all but those who declined, in whole percent; nothing when there is nobody to count.
    pub(crate) share: Option<i64>,
}

/// Makes the task item of a report's plan item, or answers the one that was made before. The caller has shown
/// that the organisation's report may be written, and that `topic` is a code of `report_topics`.
pub(crate) fn create_for_report_item(
    w: &mut Writing<'_>,
    organisation_id: Uuid,
    text: &str,
    topic: Option<String>,
    due_date: Option<NaiveDate>,
    source_report_item_id: Uuid,
) -> Outcome<Uuid> {
    if let Some(made) = items::made_by(w.db, source_report_item_id)? {
        return Ok(made);
    }
    let now = w.now;
    let (title, description) = titled(text);
    let row = TaskRow {
        id: id::new(now),
        organisation_id,
        title_folded: fold(&title),
        title,
        description,
        topic,
        partner: None,
        starts_on: None,
        due_date,
        status: TaskStatus::Planned,
        result: None,
        cancel_reason: None,
        indicator_id: None,
        source_report_item_id: Some(source_report_item_id),
        created_by: w.who.user_id,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    edit::insert(w, &row)?;
    Ok(row.id)
}

/// The first line as a title, cut where it is too long, and the whole text beside it when it says more.
fn titled(text: &str) -> (String, Option<String>) {
    let line = text.lines().next().unwrap_or_default().trim();
    let title: String = if line.chars().nth(TITLE).is_some() {
        line.chars().take(TITLE - 1).chain(['…']).collect()
    } else {
        line.to_owned()
    };
    let description = (title != text.trim()).then(|| text.to_owned());
    (title, description)
}

/// What became of a task item that the caller may see.
pub(crate) fn outcome_of(r: &mut Reading<'_>, task: Uuid) -> Outcome<TaskOutcome> {
    let row = visible(r, task)?;
    let tally = Tally::of(&assignments::answers(r.db, task, None)?);
    Ok(TaskOutcome {
        status: row.status,
        result: row.result.or(row.cancel_reason),
        assigned: tally.assigned,
        done: tally.done,
        declined: tally.declined,
        share: tally.percent(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_plan_item_keeps_its_whole_text_beside_a_short_title() {
        assert_eq!(titled("Tổ chức giải thể thao"), ("Tổ chức giải thể thao".to_owned(), None));
        let (title, description) = titled("Tổ chức giải thể thao.\nPhối hợp với Sở.");
        assert_eq!(title, "Tổ chức giải thể thao.");
        assert_eq!(description.as_deref(), Some("Tổ chức giải thể thao.\nPhối hợp với Sở."));
        let long = "đ".repeat(TITLE + 1);
        let (title, description) = titled(&long);
        assert_eq!((title.chars().count(), title.ends_with('…')), (TITLE, true));
        assert_eq!(description, Some(long));
        assert_eq!(titled(&"đ".repeat(TITLE)).1, None);
    }
}
