//! Submitting, returning and accepting.

use serde_json::json;

use super::{find, update, view};
use crate::identity::policy::Action;
use crate::journal::{self, Entry};
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::reports::dto::{AcceptReport, ReportDto, ReturnReport, SubmitReport};
use crate::reports::model::{ReportStatus, RoundStatus, Section, Step, next};
use crate::reports::rounds;
use crate::reports::store::{self, Changes, ReportRow};
use crate::usecase::{Reading, Writing};

/// The own chair sends the report to whom it is owed. The first time decides whether it was late.
pub(crate) fn submit(w: &mut Writing<'_>, id: Uuid, version: i64, _: SubmitReport) -> Outcome<ReportDto> {
    let row = find(w, id)?;
    w.require(Action::ReportSubmit, row.organisation_id)?;
    let to = step(&row, version, Step::Submit)?;
    if row.first_submitted_at.is_none() {
        still_open(w, &row)?;
    }
    complete(w, id)?;
    let changes = Changes {
        status: Some(to),
        submitted_by: Some(w.who.user_id),
        submitted_at: Some(w.now),
        first_submitted_at: row.first_submitted_at.or(Some(w.now)),
        ..Changes::default()
    };
    let entry = moved("report.submit", &row, to);
    let row = update(w, id, version, &changes)?;
    w.record(entry);
    view::whole(w, row)
}

/// The state a step leads to, once the version is known to be the present one.
pub(super) fn step(row: &ReportRow, version: i64, step: Step) -> Outcome<ReportStatus> {
    Problem::check_version(row.version, version)?;
    next(row.status, step).ok_or_else(|| {
        Problem::new(if row.status == ReportStatus::Issued { Code::Frozen } else { Code::WrongState })
    })
}

/// A closed round takes no first submissions; what was sent before and returned may be sent again.
fn still_open(r: &mut Reading<'_>, row: &ReportRow) -> Outcome<()> {
    let Some(round) = row.round_id else { return Ok(()) };
    if row.amends_id.is_none() && rounds::service::find(r, round)?.status == RoundStatus::Closed {
        return Err(Problem::new(Code::WrongState).detail("Đợt báo cáo đã đóng.", "The round is closed."));
    }
    Ok(())
}

/// A report says something: at least one item or figure.
fn complete(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    let items = store::count_items(r.db, id, Section::Result)? + store::count_items(r.db, id, Section::Plan)?;
    if items == 0 && store::count_figures(r.db, id)? == 0 {
        return Err(Problem::invalid_at(
            "/items",
            "missing",
            "Báo cáo cần ít nhất một mục hoặc một số liệu.",
            "A report needs at least one item or figure.",
        ));
    }
    Ok(())
}

fn moved(action: &'static str, row: &ReportRow, to: ReportStatus) -> Entry {
    Entry::new(action, "report", row.id)
        .of(row.organisation_id)
        .states(row.status.as_str(), to.as_str())
        .changes(json!({"status": to}))
}

/// The organisation whose clerk reviews the report: the one that opened the round it is owed to, else its own.
fn reviewer(r: &mut Reading<'_>, row: &ReportRow) -> Outcome<Uuid> {
    match row.round_id {
        Some(round) => rounds::service::opened_by(r, round),
        None => Ok(row.organisation_id),
    }
}

/// Only the reviewing clerk.
fn may_review(w: &mut Writing<'_>, row: &ReportRow) -> Outcome<()> {
    let reviewer = reviewer(w, row)?;
    w.require(Action::ReportReview, reviewer)
}

/// Nobody decides on what they themselves filed: began, began as an amendment, or ever submitted. The journal
/// remembers each of them, the report's row only the last who submitted it.
fn not_own_work(w: &mut Writing<'_>, row: &ReportRow) -> Outcome<()> {
    const FILING: [&str; 3] = ["report.create", "report.amend", "report.submit"];
    let user = w.who.user_id;
    if journal::has_acted(w.db, row.id, user, &FILING)? {
        return Err(Problem::new(Code::OwnWork));
    }
    Ok(())
}

/// The reviewing clerk sends the report back with a reason. Their own work too: that decides nothing in its favour,
/// and where they are the only clerk it is the way out.
pub(crate) fn return_(w: &mut Writing<'_>, id: Uuid, version: i64, body: ReturnReport) -> Outcome<ReportDto> {
    let row = find(w, id)?;
    may_review(w, &row)?;
    let to = step(&row, version, Step::Return)?;
    let reason = body.reason.into_inner();
    let changes =
        Changes { status: Some(to), return_reason: Some(Some(reason.clone())), ..Changes::default() };
    let entry = moved("report.return", &row, to).reason(reason);
    let row = update(w, id, version, &changes)?;
    w.record(entry);
    view::whole(w, row)
}

/// The reviewing clerk takes the report.
pub(crate) fn accept(w: &mut Writing<'_>, id: Uuid, version: i64, _: AcceptReport) -> Outcome<ReportDto> {
    let row = find(w, id)?;
    may_review(w, &row)?;
    not_own_work(w, &row)?;
    let to = step(&row, version, Step::Accept)?;
    let changes = Changes {
        status: Some(to),
        accepted_by: Some(w.who.user_id),
        accepted_at: Some(w.now),
        ..Changes::default()
    };
    let entry = moved("report.accept", &row, to);
    let row = update(w, id, version, &changes)?;
    w.record(entry);
    view::whole(w, row)
}
