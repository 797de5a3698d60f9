//! What follows a signed line: paying, closing, reclaiming.

use chrono::NaiveDate;
use serde_json::json;

use super::sign::step;
use super::{find_line, note, view};
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::applications::{NoteKind, Step, next};
use crate::hardship::decisions::dto::{
    CloseSupportLine, DisburseSupportLine, ReclaimSupportLine, SupportDecisionLineDto,
};
use crate::hardship::decisions::model::{LineState, PaymentKind, PaymentMethod};
use crate::hardship::decisions::store::{self, DecisionRow, LineRow, PaymentRow};
use crate::hardship::programmes::service as programmes;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::period::{check_past_date, date_short_vi};
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::Writing;

/// A line in force whose application the step leads on.
struct Due {
    line: LineRow,
    decision: DecisionRow,
    application: ApplicationRow,
}

/// What a voucher says.
struct Voucher {
    kind: PaymentKind,
    amount: i64,
    paid_on: NaiveDate,
    number: String,
    payer: String,
    method: PaymentMethod,
}

/// The line, when the caller may pay and it has come to this step. Holds the programme first.
fn due(w: &mut Writing<'_>, id: Uuid, version: i64, step: Step) -> Outcome<Due> {
    let (seen, decision) = find_line(w, id)?;
    w.require(Action::HardshipPay, decision.organisation_id)?;
    programmes::hold(w.db, decision.programme_id)?;
    // Only now nobody else is paying or cancelling it.
    let (line, decision) = find_line(w, seen.id)?;
    Problem::check_version(line.version, version)?;
    let application = store::application_of(w.db, line.application_id)?;
    // Why money comes back is told of a person, and nothing is told any more of who was erased.
    if application.erased_at.is_some() {
        return Err(Problem::new(Code::WrongState).detail(
            "Thông tin cá nhân của hồ sơ đã được xóa; không ghi thêm gì vào hồ sơ nữa.",
            "The personal data of the dossier were erased; nothing is added to it any more.",
        ));
    }
    let leads_on = line.state == LineState::InForce && next(application.status, step, None).is_some();
    if leads_on { Ok(Due { line, decision, application }) } else { Err(Problem::new(Code::WrongState)) }
}

/// Notes that the amount of a line was paid. Not by who signed the decision.
pub(crate) fn disburse(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: DisburseSupportLine,
) -> Outcome<SupportDecisionLineDto> {
    let due = due(w, id, version, Step::Disburse)?;
    if due.decision.signed_by == Some(w.who.user_id) {
        return Err(Problem::new(Code::OwnWork).detail(
            "Người ký quyết định không tự chi tiền.",
            "Who signed the decision does not pay it out.",
        ));
    }
    Problem::check(misdated(body.paid_on, due.decision.document_date, w.today()))?;
    let voucher = Voucher {
        kind: PaymentKind::Disbursement,
        amount: due.line.amount_vnd,
        paid_on: body.paid_on,
        number: body.voucher.into_inner(),
        payer: body.payer.into_inner(),
        method: body.method,
    };
    let now = w.now;
    programmes::note_paid(w.db, due.decision.programme_id, voucher.amount, now)?;
    insert(w, &due, &voucher, None)?;
    let next = ApplicationRow { step_due: None, ..due.application };
    let said = Entry::new("hardship_application.disburse", "hardship_application", next.id).changes(json!({
        "decision_line_id": id, "amount_vnd": voucher.amount, "paid_on": voucher.paid_on, "voucher": voucher.number,
        "method": voucher.method,
    }));
    move_on(w, &due.line, next, Step::Disburse, said)
}

/// Closes a line that was paid: nothing is left to do for its application.
pub(in crate::hardship::decisions) fn close(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    CloseSupportLine {}: CloseSupportLine,
) -> Outcome<SupportDecisionLineDto> {
    let due = due(w, id, version, Step::Close)?;
    let next = ApplicationRow { finished_on: Some(w.today()), step_due: None, ..due.application };
    let said = Entry::new("hardship_application.close", "hardship_application", next.id)
        .changes(json!({"decision_line_id": id}));
    move_on(w, &due.line, next, Step::Close, said)
}

/// Notes that what was paid came back, all or a part; the programme can give it again.
pub(crate) fn reclaim(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: ReclaimSupportLine,
) -> Outcome<SupportDecisionLineDto> {
    let due = due(w, id, version, Step::Reclaim)?;
    let payments = store::payments_of(w.db, id)?;
    let paid = payments.iter().find(|payment| payment.kind == PaymentKind::Disbursement);
    let paid = paid.ok_or_else(|| Problem::internal("a paid line without its payment"))?;
    let voucher = Voucher {
        kind: PaymentKind::Reclaim,
        amount: body.amount_vnd.unwrap_or(paid.amount_vnd),
        paid_on: body.paid_on,
        number: body.voucher.into_inner(),
        payer: body.payer.into_inner(),
        method: body.method,
    };
    let mut errors = misdated(body.paid_on, Some(paid.paid_on), w.today());
    errors.extend((voucher.amount > paid.amount_vnd).then(more_than_paid));
    Problem::check(errors)?;
    let now = w.now;
    programmes::note_reclaimed(w.db, due.decision.programme_id, voucher.amount, now)?;
    insert(w, &due, &voucher, Some(&body.reason))?;
    note(w, due.application.id, NoteKind::Reclaim, &body.reason)?;
    let next = ApplicationRow { finished_on: Some(w.today()), step_due: None, ..due.application };
    let said = Entry::new("hardship_application.reclaim", "hardship_application", next.id).changes(json!({
        "decision_line_id": id, "amount_vnd": voucher.amount, "paid_on": voucher.paid_on, "voucher": voucher.number,
        "method": voucher.method,
    }));
    move_on(w, &due.line, next, Step::Reclaim, said)
}

/// A day after today, or before the one that money can move from.
fn misdated(day: NaiveDate, from: Option<NaiveDate>, today: NaiveDate) -> Vec<Violation> {
    let late = check_past_date("/paid_on", day, today);
    let early = from.filter(|from| day < *from).map(|from| {
        Violation::at(
            "/paid_on",
            "out_of_range",
            format!("Không được trước ngày {}.", date_short_vi(from)),
            format!("It may not lie before {from}."),
        )
    });
    late.or(early).into_iter().collect()
}

fn more_than_paid() -> Violation {
    Violation::at(
        "/amount_vnd",
        "above_paid",
        "Không thu hồi quá số đã chi.",
        "No more is reclaimed than was paid.",
    )
}

fn insert(w: &mut Writing<'_>, due: &Due, voucher: &Voucher, reason: Option<&str>) -> Outcome<()> {
    let id = id::new(w.now);
    let sealer = w.vault.clone().sealer(w.db)?;
    let row = PaymentRow {
        id,
        line_id: due.line.id,
        application_id: due.application.id,
        programme_id: due.decision.programme_id,
        kind: voucher.kind,
        amount_vnd: voucher.amount,
        paid_on: voucher.paid_on,
        voucher: voucher.number.clone(),
        payer: voucher.payer.clone(),
        method: voucher.method,
        reason: sealer.seal_some(store::payment_reason(id), reason)?,
        created_by: w.who.user_id,
        created_at: w.now,
    };
    store::insert_payment(w.db, &row)
}

/// Moves line and application on.
fn move_on(
    w: &mut Writing<'_>,
    line: &LineRow,
    application: ApplicationRow,
    action: Step,
    said: Entry,
) -> Outcome<SupportDecisionLineDto> {
    let line = store::step_line(w.db, line.id, line.version)?;
    let application = step(w, application, action, said)?;
    Ok(view::line(line, &application))
}
