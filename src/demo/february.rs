//! February: the unions report, the province consolidates and issues number 209 on the 17th.

use serde_json::{Value, json};

use super::awards::Approved;
use super::cast::{self, CHAIR, CLERK, OFFICER, PHONG_THO};
use super::rounds::{self, Round};
use super::stage::{Stage, at, body};
use super::{FEBRUARY, PROVINCE, awards, hardship, numbers, texts, words};
use crate::identity::Role;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::registers::service as registers;
use crate::reports::service as reports;

/// The union whose report is sent back once, for a figure with a digit too many.
const RETURNED: &str = "sin-ho";
/// The union that is late.
const LATE: &str = "nam-nhun";

/// All of February.
pub(super) fn tell(stage: &mut Stage<'_>, programme: Uuid, approved: &Approved) -> Outcome<()> {
    let kinds = ["district_federation", "sector_union"];
    let deadline = at(2, 14, 17, 0);
    let round = rounds::open(stage, CLERK, at(2, 3, 8, 0), (PROVINCE, &kinds), rounds::FEBRUARY, deadline)?;
    let below = open_below_phong_tho(stage)?;
    hardship::tell(stage, programme)?;
    below_phong_tho(stage, below)?;
    awards::submit(stage, approved)?;
    unions_report(stage, round)?;
    write(stage)?;
    issue(stage)
}

/// Phong Thổ opens a round of its own for the grassroots unions below it.
fn open_below_phong_tho(stage: &mut Stage<'_>) -> Outcome<Round> {
    let clerk = rounds::direct(PHONG_THO)?.user(Role::Clerk);
    let organisation = stage.organisation(PHONG_THO)?;
    let below = (organisation, &["grassroots_union"][..]);
    rounds::open(stage, &clerk, at(2, 3, 9, 0), below, rounds::FEBRUARY, at(2, 9, 17, 0))
}

/// They report, and Phong Thổ takes what they send.
fn below_phong_tho(stage: &mut Stage<'_>, round: Round) -> Outcome<()> {
    let clerk = rounds::direct(PHONG_THO)?.user(Role::Clerk);
    let mut sent = Vec::new();
    for (minute, union) in (0..).map(|step| step * 20).zip(cast::below_phong_tho()) {
        let now = at(2, 6, 8, minute);
        let report = rounds::draft(stage, union, now, round)?;
        let figures = numbers::february(union.key);
        rounds::count(stage, union, now, report, &figures)?;
        rounds::tell(stage, union, now, report, &words::february(&figures))?;
        rounds::submit(stage, union, at(2, 6, 8, minute + 10), report)?;
        sent.push(report);
    }
    sent.into_iter().try_for_each(|report| rounds::accept(stage, &clerk, at(2, 7, 14, 0), report))
}

/// The twelve unions report: one is sent back and sends again, one is late.
fn unions_report(stage: &mut Stage<'_>, round: Round) -> Outcome<()> {
    let mut drafts = Vec::new();
    for (step, union) in (0..).zip(&cast::DIRECT) {
        let now = at(2, 10, 8 + step / 3, step % 3 * 20);
        let report = rounds::draft(stage, union, now, round)?;
        if union.key == PHONG_THO {
            rounds::consolidate(stage, &union.user(Role::Officer), now, report)?;
        }
        let figures = written(union.key);
        rounds::count(stage, union, now, report, &figures)?;
        rounds::tell(stage, union, now, report, &words::february(&figures))?;
        drafts.push((union, report));
    }
    for (step, (union, report)) in (0..).zip(&drafts).filter(|(_, draft)| draft.0.key != LATE) {
        rounds::submit(stage, union, at(2, 12, 8 + step / 3, step % 3 * 20), *report)?;
    }
    for (minute, (union, report)) in (0..).zip(&drafts).filter(|(_, draft)| draft.0.key != LATE) {
        let now = at(2, 13, 9, minute * 2);
        if union.key == RETURNED {
            rounds::send_back(stage, CLERK, now, *report, texts::RETURNED)?;
        } else {
            rounds::accept(stage, CLERK, now, *report)?;
        }
    }
    for (union, report) in &drafts {
        match union.key {
            RETURNED => put_right(stage, union, *report)?,
            LATE => {
                rounds::submit(stage, union, at(2, 15, 8, 30), *report)?;
                rounds::accept(stage, CLERK, at(2, 15, 9, 0), *report)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// What a union first writes: one of them with a digit too many.
fn written(key: &str) -> Vec<numbers::Figure> {
    let mut figures = numbers::february(key);
    if let Some(first) = figures.first_mut().filter(|_| key == RETURNED) {
        first.1 *= 10;
    }
    figures
}

/// The officer corrects the figure and its sentence, and the chair sends the report again.
fn put_right(stage: &mut Stage<'_>, union: &cast::Union, report: Uuid) -> Outcome<()> {
    let officer = union.user(Role::Officer);
    let figures = numbers::february(union.key);
    let right = figures.first().map(|figure| figure.1).unwrap_or_default();
    let indicator = stage.indicator(numbers::ATTENDANCES)?;
    let text = words::february(&figures).swap_remove(0).2;
    let (figure_edit, item_edit) = (body(json!({"value": right}))?, body(json!({"body": text}))?);
    stage.act(&officer, at(2, 13, 15, 0), |w| {
        let whole = reports::read(w, report)?;
        let figure = whole.figures.iter().find(|figure| figure.indicator_id == indicator).ok_or_else(gone)?;
        let item = whole.items.first().ok_or_else(gone)?;
        reports::edit_figure(w, figure.id, figure.version, figure_edit)?;
        reports::edit_item(w, item.id, item.version, item_edit).map(drop)
    })?;
    rounds::submit(stage, union, at(2, 14, 8, 0), report)?;
    rounds::accept(stage, CLERK, at(2, 14, 9, 0), report)
}

fn gone() -> Problem {
    Problem::internal("the demo's report has not what was written into it")
}

/// The province's officer consolidates and writes the report.
fn write(stage: &mut Stage<'_>) -> Outcome<()> {
    let now = at(2, 15, 14, 0);
    begin(
        stage,
        now,
        FEBRUARY,
        (rounds::FEBRUARY.days, texts::FEBRUARY_TITLE, texts::FEBRUARY_PREAMBLE),
        "2025-02-17",
    )?;
    rounds::consolidate(stage, OFFICER, now, FEBRUARY)?;
    let mut results = Vec::new();
    for (topic, text) in texts::FEBRUARY_RESULTS {
        let item = body(json!({"section": "result", "topic": topic, "body": text}))?;
        results.push(stage.act(OFFICER, at(2, 15, 14, 30), |w| reports::add_item(w, FEBRUARY, item))?.id);
    }
    plan(stage, at(2, 15, 15, 0), FEBRUARY, &texts::MARCH_PLANS)?;
    let under = |number: usize| results.get(number - 1).copied().ok_or_else(gone);
    for (code, number) in numbers::PRINTED_UNDER {
        let mut edit = json!({"item_id": under(number)?});
        if let Some(members) = edit.as_object_mut().filter(|_| code == numbers::ATTENDANCES) {
            members.insert("qualifier".to_owned(), json!("nearly"));
            members.insert("printed_value".to_owned(), json!(numbers::PRINTED_ATTENDANCES));
        }
        print_under(stage, at(2, 15, 16, 0), code, edit)?;
    }
    Ok(())
}

/// The officer begins a report of the province: period, title, preamble, and the date it will bear.
pub(super) fn begin(
    stage: &mut Stage<'_>,
    now: Instant,
    id: Uuid,
    ((start, end), title, preamble): ((&str, &str), &str, &str),
    document_date: &str,
) -> Outcome<()> {
    let recipients: Vec<Value> = texts::RECIPIENTS
        .into_iter()
        .map(|(direction, name)| json!({"direction": direction, "name": name}))
        .collect();
    let new = body(json!({
        "id": id, "organisation_id": PROVINCE, "period_kind": "month", "period_start": start, "period_end": end,
        "title": title, "preamble": preamble, "document_date": document_date,
        "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
        "signer_position": "PHÓ CHỦ TỊCH", "signer_name": cast::SIGNER, "recipients": recipients,
    }))?;
    stage.act(OFFICER, now, |w| reports::create(w, new)).map(drop)
}

/// The officer writes the plan.
pub(super) fn plan(stage: &mut Stage<'_>, now: Instant, report: Uuid, plans: &[texts::Plan]) -> Outcome<()> {
    for (topic, text, due) in plans {
        let mut item = json!({"section": "plan", "topic": topic, "body": text});
        if let (Some(due), Some(members)) = (due, item.as_object_mut()) {
            members.insert("due_date".to_owned(), json!(due));
        }
        let item = body(item)?;
        stage.act(OFFICER, now, |w| reports::add_item(w, report, item))?;
    }
    Ok(())
}

fn print_under(stage: &mut Stage<'_>, now: Instant, code: &str, edit: Value) -> Outcome<()> {
    let indicator = stage.indicator(code)?;
    let edit = body(edit)?;
    stage.act(OFFICER, now, |w| {
        let figures = reports::read(w, FEBRUARY)?.figures;
        let figure = figures.iter().find(|figure| figure.indicator_id == indicator).ok_or_else(gone)?;
        reports::edit_figure(w, figure.id, figure.version, edit).map(drop)
    })
}

/// The chair sends it, the clerk takes it and opens the register at 209, the chair signs.
fn issue(stage: &mut Stage<'_>) -> Outcome<()> {
    rounds::submit_as(stage, CHAIR, at(2, 17, 8, 0), FEBRUARY)?;
    rounds::accept(stage, CLERK, at(2, 17, 9, 0), FEBRUARY)?;
    let register = body(json!({
        "organisation_id": PROVINCE, "series": "BC", "year": 2025, "first_number": 209,
        "reason": texts::REGISTER_REASON,
    }))?;
    stage.act(CLERK, at(2, 17, 9, 30), |w| registers::create(w, register))?;
    let nothing = body(json!({}))?;
    stage.act(CHAIR, at(2, 17, 10, 0), |w| {
        let version = reports::read(w, FEBRUARY)?.version;
        reports::issue(w, FEBRUARY, version, nothing).map(drop)
    })
}
