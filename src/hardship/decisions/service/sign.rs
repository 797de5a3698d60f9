//! Signing: all lines take effect in one transaction, or none (rules 1, 2 and 4).

use serde_json::json;

use super::draft::update;
use super::plan::{Plan, Planned};
use super::{check_draft, find, note, view};
use crate::code_lists::service::after_working_days;
use crate::hardship::applications::store::{self as applications, ApplicationRow};
use crate::hardship::applications::{NoteKind, Step, next};
use crate::hardship::decisions::dto::{SignSupportDecision, SupportDecisionDto};
use crate::hardship::decisions::model::DecisionStatus;
use crate::hardship::decisions::store::{self, Changes, DecisionRow};
use crate::hardship::programmes::service as programmes;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::registers::service::{Wanted, take};
use crate::usecase::Writing;

/// The series of decisions.
pub(super) const SERIES: &str = "QD";

/// Signs a decision: it draws the programme, approves its applications, takes back the lines it cancels, gets the next
/// number of its register, and never changes again.
pub(crate) fn sign(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: SignSupportDecision,
) -> Outcome<SupportDecisionDto> {
    let row = find(w, id)?;
    w.require(Action::HardshipDecide, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    check_draft(&row)?;
    // From here to the end no other decision or payment of this programme changes what is looked at.
    programmes::hold(w.db, row.programme_id)?;
    let plan = Plan::of(w, &row, body.document_date)?;
    plan.check()?;
    let now = w.now;
    programmes::draw(w.db, row.programme_id, plan.approves() - plan.cancels(), now)?;
    take_back(w, &row, &plan)?;
    approve(w, &row, &plan)?;
    let signed = finish(w, &row, version, &plan)?;
    view::whole(w, signed)
}

/// Approves the applications.
fn approve(w: &mut Writing<'_>, row: &DecisionRow, plan: &Plan) -> Outcome<()> {
    let today = w.today();
    let due = after_working_days(w.db, today, plan.programme.pay_days)?;
    for one in plan.lines.iter().filter(|one| !one.cancels()) {
        let next = ApplicationRow {
            approved_vnd: Some(one.line.amount_vnd),
            decision_line_id: Some(one.line.id),
            step_due: Some(due),
            ..one.application.clone()
        };
        let said =
            Entry::new("hardship_application.approve", "hardship_application", next.id).changes(json!({
                "decision_id": row.id, "decision_line_id": one.line.id, "approved_vnd": one.line.amount_vnd,
            }));
        step(w, next, Step::Approve, said)?;
    }
    Ok(())
}

/// Takes back the lines that are cancelled; their applications wait for a decision again.
fn take_back(w: &mut Writing<'_>, row: &DecisionRow, plan: &Plan) -> Outcome<()> {
    let cancelling: Vec<&Planned> = plan.lines.iter().filter(|one| one.cancels()).collect();
    if cancelling.is_empty() {
        return Ok(());
    }
    let earlier: Vec<Uuid> = cancelling.iter().filter_map(|one| one.line.cancels_line_id).collect();
    if store::cancel(w.db, earlier)? != cancelling.len() {
        return Err(Problem::internal("a line in force was not found"));
    }
    let today = w.today();
    let due = after_working_days(w.db, today, plan.programme.decide_days)?;
    for one in cancelling {
        tell_why(w, one)?;
        let next = ApplicationRow {
            approved_vnd: None,
            decision_line_id: None,
            step_due: Some(due),
            ..one.application.clone()
        };
        let said =
            Entry::new("hardship_application.reopen", "hardship_application", next.id).changes(json!({
                "decision_id": row.id, "cancelled_line_id": one.line.cancels_line_id,
            }));
        step(w, next, Step::Reopen, said)?;
    }
    Ok(())
}

/// The reason of a cancellation goes to the notes of its application.
fn tell_why(w: &mut Writing<'_>, one: &Planned) -> Outcome<()> {
    let Some(sealed) = &one.line.reason else { return Ok(()) };
    let reason = w.vault.open_text(store::line_reason(one.line.id), sealed)?;
    note(w, one.application.id, NoteKind::Cancellation, &reason)
}

/// Moves an application on. `row` holds what is new of it, but for its state.
pub(super) fn step(
    w: &mut Writing<'_>,
    row: ApplicationRow,
    step: Step,
    said: Entry,
) -> Outcome<ApplicationRow> {
    let from = row.status;
    let to = next(from, step, row.asked_from).ok_or_else(|| Problem::new(Code::WrongState))?;
    let now = w.now;
    let row = ApplicationRow { status: to, step_since: now, ..row };
    let row = applications::save(w.db, &row, now).map_err(Problem::overtaken)?;
    w.record(said.of(row.organisation_id).states(from.as_str(), to.as_str()));
    Ok(row)
}

/// Freezes the decision under its number, the last of all: its register stays locked from here to the end.
fn finish(w: &mut Writing<'_>, row: &DecisionRow, version: i64, plan: &Plan) -> Outcome<DecisionRow> {
    if store::enforce(w.db, row.id)? != plan.lines.len() {
        return Err(Problem::stale(store::get(w.db, row.id)?.version));
    }
    let entry = take(
        w,
        Wanted {
            organisation_id: row.organisation_id,
            series: SERIES,
            title: row.title.clone(),
            document_date: plan.date,
            record: ("support_decision", row.id),
        },
    )?;
    let changes = Changes {
        status: Some(DecisionStatus::Signed),
        place: Some(plan.place.clone()),
        document_date: Some(Some(plan.date)),
        register_entry_id: Some(entry.id),
        number: Some(entry.number),
        symbol: Some(entry.symbol.clone()),
        signed_by: Some(w.who.user_id),
        signed_at: Some(w.now),
        ..Changes::default()
    };
    let signed = update(w, row.id, version, &changes)?;
    w.record(
        Entry::new("support_decision.sign", "support_decision", row.id)
            .of(row.organisation_id)
            .states(row.status.as_str(), signed.status.as_str())
            .changes(json!({
                "number": entry.number, "symbol": entry.symbol, "document_date": plan.date,
                "line_count": signed.line_count, "total_vnd": signed.total_vnd,
            })),
    );
    Ok(signed)
}
