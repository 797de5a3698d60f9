//! What the filing union does: submit, answer, take back.

use chrono::Datelike;
use serde_json::json;

use super::draft::no_norm;
use super::duplicates::refuse_duplicate;
use super::shown::one;
use super::{conclude, enter, find, noted, say, step};
use crate::hardship::applications::dto::{AnswerQuestion, HardshipApplicationDto, HardshipReason};
use crate::hardship::applications::model::{NoteKind, Step};
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::applications::store::counters::take_number;
use crate::hardship::programmes::service::{self as programmes, ProgrammeRow};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::period::date_short_vi;
use crate::kernel::problem::{Outcome, Problem, Violation};
use crate::organisations::service as organisations;
use crate::usecase::Writing;

/// The own chair sends an application up. The first time it gets its number, and the norm of that day.
pub(crate) fn submit(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    w.require(Action::HardshipSubmit, row.organisation_id)?;
    let to = step(&row, version, Step::Submit)?;
    let programme = programmes::of(w.db, row.programme_id)?;
    let day = row.filed_on.unwrap_or_else(|| w.today());
    let mut errors: Vec<Violation> = closed(&programme, day).into_iter().collect();
    let norm = programmes::norm_on(w.db, programme.id, &row.category, day)?;
    if norm.is_none() {
        errors.push(no_norm());
    }
    Problem::check(errors)?;
    refuse_duplicate(w, &row, &programme, day)?;
    let from = row.status;
    row.filed_on = Some(day);
    row.norm_id = norm.map(|norm| norm.id);
    row.submitted_by = Some(w.who.user_id);
    (row.endorsed_by, row.appraised_by, row.proposed_vnd) = (None, None, None);
    enter(w, &mut row, to, &programme)?;
    // The number last: its register stays locked from here to the end.
    if row.number.is_none() {
        number(w, &mut row, day.year())?;
    }
    let changes = json!({"code": row.code, "filed_on": day, "norm_id": row.norm_id});
    let row = conclude(w, &row, "hardship_application.submit", from, changes)?;
    one(w, row)
}

/// Why the programme takes no application on this day.
fn closed(programme: &ProgrammeRow, day: chrono::NaiveDate) -> Option<Violation> {
    let (opens, closes) = (programme.opens_on, programme.closes_on);
    (day < opens || day > closes).then(|| {
        Violation::at(
            "/programme_id",
            "closed",
            format!("Chương trình chỉ nhận hồ sơ từ {} đến {}.", date_short_vi(opens), date_short_vi(closes)),
            format!("The programme takes applications from {opens} to {closes}."),
        )
    })
}

fn number(w: &mut Writing<'_>, row: &mut ApplicationRow, year: i32) -> Outcome<()> {
    let union = organisations::of(w.db, row.organisation_id)?;
    let number = take_number(w.db, row.organisation_id, year)?;
    row.year = Some(year);
    row.number = Some(number);
    row.code = Some(format!("HS-{number:04}/{year}/{}", union.code));
    Ok(())
}

/// The union answers, and the application goes back to where it was asked. What was edited meanwhile is looked at for
/// duplicates again.
pub(crate) fn answer(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: AnswerQuestion,
) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    w.require(Action::HardshipDraft, row.organisation_id)?;
    let to = step(&row, version, Step::Answer)?;
    let programme = programmes::of(w.db, row.programme_id)?;
    let day = row.filed_on.unwrap_or_else(|| w.today());
    refuse_duplicate(w, &row, &programme, day)?;
    let from = row.status;
    row.asked_from = None;
    enter(w, &mut row, to, &programme)?;
    let note = say(w, id, NoteKind::Answer, body.answer)?;
    let row = conclude(w, &row, "hardship_application.answer", from, noted(&note))?;
    one(w, row)
}

/// The union takes an application back that is not decided.
pub(crate) fn withdraw(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: HardshipReason,
) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    w.require(Action::HardshipDraft, row.organisation_id)?;
    let to = step(&row, version, Step::Withdraw)?;
    let programme = programmes::of(w.db, row.programme_id)?;
    let from = row.status;
    row.asked_from = None;
    enter(w, &mut row, to, &programme)?;
    let note = say(w, id, NoteKind::Withdrawal, why.reason)?;
    let row = conclude(w, &row, "hardship_application.withdraw", from, noted(&note))?;
    one(w, row)
}
