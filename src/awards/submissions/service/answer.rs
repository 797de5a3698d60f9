//! What an authority answers: it awards some and declines others, all at once or in several decisions.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::{find, view};
use crate::awards::decisions::service::{self as decisions, Answered};
use crate::awards::nominations::service::{self as nominations, NominationRow};
use crate::awards::papers::{AwardOutcome, check_holds};
use crate::awards::submissions::dto::{AnswerAwardSubmission, AnsweredAward, AwardSubmissionDto};
use crate::awards::submissions::model::SubmissionStatus;
use crate::awards::submissions::store::{self, LineRow, SubmissionRow};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::period::check_past_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, Prose};
use crate::usecase::Writing;

/// Records an answer: by the authority itself where it is an organisation of this system, else by who has submitted.
pub(crate) fn answer(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: AnswerAwardSubmission,
) -> Outcome<AwardSubmissionDto> {
    let row = find(w, id)?;
    w.require(Action::AwardManage, row.answers())?;
    Problem::check_version(row.version, version)?;
    let row = store::hold_signed(w.db, id)?.ok_or_else(|| Problem::new(Code::WrongState))?;
    Problem::check_version(row.version, version)?;
    let lines = store::lines_of(w.db, id)?;
    let mut errors: Vec<Violation> = wrong_day(w, &row, &body).into_iter().collect();
    errors.extend(unfit(&lines, &body.lines));
    Problem::check(errors)?;
    let answered = answered(w, &row, body)?;
    let open = lines.iter().filter(|line| line.answer.is_none()).count();
    for (nomination, outcome, _) in &answered.lines {
        store::answer(w.db, id, nomination.id, *outcome)?;
    }
    let decision = decisions::receive(w, &answered)?;
    let status =
        if answered.lines.len() == open { SubmissionStatus::Answered } else { SubmissionStatus::Signed };
    let now = w.now;
    let done = store::touch(w.db, id, status, now)?;
    w.record(
        Entry::new("award_submission.answer", "award_submission", id)
            .of(row.organisation_id)
            .states(row.status.as_str(), done.status.as_str())
            .changes(json!({"decision_id": decision, "symbol": answered.symbol})),
    );
    view::whole(w, done)
}

fn wrong_day(w: &Writing<'_>, row: &SubmissionRow, body: &AnswerAwardSubmission) -> Option<Violation> {
    let before = row.document_date.is_some_and(|submitted| body.decided_on < submitted);
    let before = before.then(|| {
        Violation::at(
            "/decided_on",
            "before_submission",
            "Ngày quyết định không thể trước ngày tờ trình.",
            "The decision cannot be dated before the submission.",
        )
    });
    before.or_else(|| check_past_date("/decided_on", body.decided_on, w.today()))
}

/// What is wrong with the lines of an answer.
fn unfit(lines: &[LineRow], given: &[AnsweredAward]) -> Vec<Violation> {
    let known: HashMap<Uuid, &LineRow> = lines.iter().map(|line| (line.nomination_id, line)).collect();
    let mut met = HashSet::new();
    let mut errors = Vec::new();
    for (index, one) in given.iter().enumerate() {
        let again = !met.insert(one.nomination_id);
        let fault = match known.get(&one.nomination_id) {
            None => Some((
                "not_found",
                "Tờ trình không có đề nghị này.",
                "The submission has no such nomination.",
            )),
            Some(_) if again => {
                Some(("duplicate", "Đề nghị này đã có ở trên.", "The nomination stands here already."))
            }
            Some(line) if line.answer.is_some() => {
                Some(("answered", "Đề nghị này đã được trả lời.", "The nomination was answered already."))
            }
            Some(_) => None,
        };
        errors.extend(
            fault.map(|(code, vi, en)| Violation::at(format!("/lines/{index}/nomination_id"), code, vi, en)),
        );
        errors.extend(wrong_reason(index, one));
    }
    errors
}

/// Who is declined is told why, and nobody else.
fn wrong_reason(index: usize, one: &AnsweredAward) -> Option<Violation> {
    let pointer = format!("/lines/{index}/reason");
    match (one.outcome, &one.reason) {
        (AwardOutcome::Declined, None) => Some(Violation::at(
            pointer,
            "missing",
            "Cần lý do không khen thưởng.",
            "The reason for declining is needed.",
        )),
        (AwardOutcome::Awarded, Some(_)) => Some(Violation::at(
            pointer,
            "not_allowed",
            "Chỉ ghi lý do khi không khen thưởng.",
            "A reason is given only for declining.",
        )),
        (AwardOutcome::Declined, Some(_)) | (AwardOutcome::Awarded, None) => None,
    }
}

/// The answer with its nominations. What is on hold is not awarded; it may be declined.
fn answered(w: &mut Writing<'_>, row: &SubmissionRow, body: AnswerAwardSubmission) -> Outcome<Answered> {
    let ids: Vec<Uuid> = body.lines.iter().map(|line| line.nomination_id).collect();
    let mut known: HashMap<Uuid, NominationRow> =
        nominations::of_ids(w.db, &ids)?.into_iter().map(|row| (row.id, row)).collect();
    let mut lines = Vec::with_capacity(ids.len());
    for line in body.lines {
        let nomination = known
            .remove(&line.nomination_id)
            .ok_or_else(|| Problem::internal("a line without its nomination"))?;
        if line.outcome == AwardOutcome::Awarded {
            check_holds(w.db, std::slice::from_ref(&nomination))?;
        }
        lines.push((nomination, line.outcome, line.reason.map(Prose::into_inner)));
    }
    Ok(Answered {
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        submission_id: row.id,
        authority: row.authority.clone(),
        title: body.title.into_inner(),
        symbol: body.symbol.into_inner(),
        decided_on: body.decided_on,
        signer_name: body.signer_name.into_inner(),
        signer_position: body.signer_position.map(Line::into_inner),
        lines,
    })
}
