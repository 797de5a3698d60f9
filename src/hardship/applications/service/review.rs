//! What the union above and the province do: ask, endorse, send back, appraise, refuse.

use serde_json::json;

use super::shown::one;
use super::{conclude, enter, find, noted, say, step, with};
use crate::hardship::applications::dto::{
    AppraiseHardshipApplication, EndorseHardshipApplication, HardshipApplicationDto, HardshipReason,
    RequestInformation,
};
use crate::hardship::applications::model::{ApplicationStatus as Status, NoteKind, Step};
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::programmes::service::{self as programmes, ProgrammeRow};
use crate::identity::policy::Action;
use crate::kernel::figure::group_thousands;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::Writing;

/// The state a step leads to, for whose turn it is: the union above first, later the programme's appraiser. Who has
/// one of the two turns is told of a stale version and a wrong state before whose turn it is.
fn in_turn(
    w: &mut Writing<'_>,
    row: &ApplicationRow,
    programme: &ProgrammeRow,
    version: i64,
    next: Step,
) -> Outcome<Status> {
    let endorses = |w: &mut Writing<'_>| w.require(Action::HardshipEndorse, row.organisation_id);
    let appraises = |w: &mut Writing<'_>| w.require(Action::HardshipAppraise, programme.organisation_id);
    endorses(w).or_else(|_| appraises(w))?;
    let to = step(row, version, next)?;
    if row.status == Status::Endorsed {
        appraises(w)?;
    } else {
        endorses(w)?;
    }
    Ok(to)
}

/// Asks the union something; it goes on when the union has answered.
pub(crate) fn ask(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: RequestInformation,
) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    let programme = programmes::of(w.db, row.programme_id)?;
    let to = in_turn(w, &row, &programme, version, Step::Ask)?;
    let from = row.status;
    row.asked_from = Some(from);
    enter(w, &mut row, to, &programme)?;
    let note = say(w, id, NoteKind::Question, body.question)?;
    let row = conclude(w, &row, "hardship_application.request_information", from, noted(&note))?;
    one(w, row)
}

/// The chair of a union above stands by an application that somebody else has written and sent.
pub(crate) fn endorse(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: EndorseHardshipApplication,
) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    w.require(Action::HardshipEndorse, row.organisation_id)?;
    let to = step(&row, version, Step::Endorse)?;
    w.not_own(&[Some(row.created_by), row.submitted_by])?;
    let programme = programmes::of(w.db, row.programme_id)?;
    let from = row.status;
    row.endorsed_by = Some(w.who.user_id);
    enter(w, &mut row, to, &programme)?;
    let changes = match body.opinion {
        Some(opinion) => noted(&say(w, id, NoteKind::Endorsement, opinion)?),
        None => json!({}),
    };
    let row = conclude(w, &row, "hardship_application.endorse", from, changes)?;
    one(w, row)
}

/// Sends an application back to its union to be written anew.
pub(crate) fn send_back(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: HardshipReason,
) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    let programme = programmes::of(w.db, row.programme_id)?;
    let to = in_turn(w, &row, &programme, version, Step::Return)?;
    let from = row.status;
    enter(w, &mut row, to, &programme)?;
    let note = say(w, id, NoteKind::Return, why.reason)?;
    let row = conclude(w, &row, "hardship_application.return", from, noted(&note))?;
    one(w, row)
}

/// The programme's appraiser says what should be given, within the norm of the day of filing.
pub(crate) fn appraise(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: AppraiseHardshipApplication,
) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    let programme = programmes::of(w.db, row.programme_id)?;
    w.require(Action::HardshipAppraise, programme.organisation_id)?;
    let to = step(&row, version, Step::Appraise)?;
    w.not_own(&[Some(row.created_by), row.submitted_by, row.endorsed_by])?;
    check_norm(w, &row, body.proposed_vnd)?;
    let from = row.status;
    row.appraised_by = Some(w.who.user_id);
    row.proposed_vnd = Some(body.proposed_vnd);
    enter(w, &mut row, to, &programme)?;
    let note = say(w, id, NoteKind::Opinion, body.opinion)?;
    let changes = with(noted(&note), "proposed_vnd", json!(row.proposed_vnd));
    let row = conclude(w, &row, "hardship_application.appraise", from, changes)?;
    one(w, row)
}

/// Nothing above the norm of the day of filing is proposed (rule 2).
fn check_norm(w: &mut Writing<'_>, row: &ApplicationRow, proposed: i64) -> Outcome<()> {
    let norm = row.norm_id.ok_or_else(|| Problem::internal("a filed application without a norm"))?;
    let most = programmes::norm_of(w.db, norm)?.maximum_vnd;
    if proposed <= most {
        return Ok(());
    }
    let most = group_thousands(most);
    Err(Problem::invalid_at(
        "/proposed_vnd",
        "above_norm",
        format!("Định mức vào ngày nộp hồ sơ là {most} đồng."),
        format!("The norm of the day of filing is {most} đồng."),
    ))
}

/// The programme's approver refuses an application.
pub(crate) fn reject(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: HardshipReason,
) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    let programme = programmes::of(w.db, row.programme_id)?;
    w.require(Action::HardshipDecide, programme.organisation_id)?;
    let to = step(&row, version, Step::Reject)?;
    w.not_own(&row.hands())?;
    let from = row.status;
    enter(w, &mut row, to, &programme)?;
    let note = say(w, id, NoteKind::Rejection, why.reason)?;
    let row = conclude(w, &row, "hardship_application.reject", from, noted(&note))?;
    one(w, row)
}
