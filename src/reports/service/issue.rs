//! Issuing: the report takes its number and never changes again (rules 1 and 4).

use chrono::NaiveDate;
use serde_json::json;

use super::review::step;
use super::{checks, find, neighbours, update, view};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::period::check_past_date;
use crate::kernel::problem::{Outcome, Problem, Violation};
use crate::registers::service::{Wanted, take};
use crate::reports::dto::{IssueReport, ReportDto};
use crate::reports::model::{Section, Step};
use crate::reports::store::{self, Changes, HeadingRow, ItemChanges, ReportRow};
use crate::usecase::Writing;

/// The series of reports.
const SERIES: &str = "BC";

/// The own chair signs the report: it gets the next number of its register, and its plan items become tasks.
pub(crate) fn issue(w: &mut Writing<'_>, id: Uuid, version: i64, body: IssueReport) -> Outcome<ReportDto> {
    let row = find(w, id)?;
    w.require(Action::ReportIssue, row.organisation_id)?;
    let to = step(&row, version, Step::Issue)?;
    let date = body.document_date.or(row.document_date).unwrap_or_else(|| w.today());
    let organisation = neighbours::brief(w, row.organisation_id)?;
    let place = row.place.clone().or_else(|| organisation.place.clone());
    Problem::check(unfit(&row, place.as_deref(), date, w.today()))?;
    make_tasks(w, &row)?;
    keep_names(w, id, organisation)?;
    // The number last: its register stays locked from here to the end.
    let entry = take(
        w,
        Wanted {
            organisation_id: row.organisation_id,
            series: SERIES,
            title: row.title.clone(),
            document_date: date,
            record: ("report", id),
        },
    )?;
    let changes = Changes {
        status: Some(to),
        place: Some(place),
        document_date: Some(Some(date)),
        issued_by: Some(w.who.user_id),
        issued_at: Some(w.now),
        register_entry_id: Some(entry.id),
        number: Some(entry.number),
        symbol: Some(entry.symbol.clone()),
        ..Changes::default()
    };
    let said = Entry::new("report.issue", "report", id)
        .of(row.organisation_id)
        .states(row.status.as_str(), to.as_str())
        .changes(json!({
            "status": to, "number": entry.number, "symbol": entry.symbol, "document_date": date,
            "register_entry_id": entry.id,
        }));
    let row = update(w, id, version, &changes)?;
    w.record(said);
    view::whole(w, row)
}

/// What an issued report must have.
fn unfit(row: &ReportRow, place: Option<&str>, date: NaiveDate, today: NaiveDate) -> Vec<Violation> {
    let needed = [
        ("/signing_capacity", row.signing_capacity.is_some()),
        ("/signing_body", row.signing_body.is_some()),
        ("/signer_position", row.signer_position.is_some()),
        ("/signer_name", row.signer_name.is_some()),
        ("/place", place.is_some()),
    ];
    let missing = needed.into_iter().filter(|(_, there)| !there).map(|(pointer, _)| {
        Violation::at(
            pointer,
            "missing",
            "Cần có trước khi ban hành.",
            "It is needed before the report is issued.",
        )
    });
    let misdated = check_past_date("/document_date", date, today)
        .or_else(|| checks::document_date(date, Some(row.period_start)));
    missing.chain(misdated).collect()
}

/// Names change, what was printed does not (rule 4): the report keeps what its organisation, the one above and its
/// figures are called today.
fn keep_names(w: &mut Writing<'_>, report_id: Uuid, organisation: neighbours::Brief) -> Outcome<()> {
    let heading =
        HeadingRow { report_id, organisation_name: organisation.name, above_name: organisation.parent_name };
    store::keep_heading(w.db, &heading)?;
    for figure in store::figures(w.db, report_id)? {
        let (name, position) = neighbours::indicator_name(w, figure.indicator_id)?;
        store::keep_name(w.db, figure.id, &name, position)?;
    }
    Ok(())
}

/// Each plan item makes its task; those of an amendment were made when the original was issued.
fn make_tasks(w: &mut Writing<'_>, row: &ReportRow) -> Outcome<()> {
    let now = w.now;
    for item in store::items(w.db, row.id)? {
        if item.section != Section::Plan || item.task_item_id.is_some() {
            continue;
        }
        let task = neighbours::make_task(w, row.organisation_id, &item)?;
        let changes = ItemChanges { task_item_id: Some(task), ..ItemChanges::default() };
        store::update_item(w.db, item.id, item.version, &changes, now)?
            .ok_or_else(|| Problem::stale(row.version + 1))?;
        w.record(
            Entry::new("report_item.make_task", "report_item", item.id)
                .of(row.organisation_id)
                .changes(json!({"task_item_id": task})),
        );
    }
    Ok(())
}
