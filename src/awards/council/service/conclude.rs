//! Concluding a session: its nominations are approved or rejected, all at once.

use std::collections::HashMap;

use serde_json::json;

use super::vote::{not_here, twice};
use super::{find, hold_open, tally_of, view};
use crate::awards::council::dto::{ConcludeCouncilSession, CouncilSessionDto, CouncilTotals};
use crate::awards::council::model::{
    CouncilBallot, CouncilResult, CouncilSessionStatus, LEAST_BALLOTS, Sums,
};
use crate::awards::council::store::{self, Conclusion, SessionRow, VoteRow};
use crate::awards::nominations::service::{self as nominations, NominationRow};
use crate::awards::papers::own_work;
use crate::awards::rounds::service as rounds;
use crate::awards::{Step, next, reaches};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::period::check_past_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::Writing;

/// Concludes a session.
pub(crate) fn conclude(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: ConcludeCouncilSession,
) -> Outcome<CouncilSessionDto> {
    let row = find(w, id)?;
    w.require(Action::AwardDecide, row.organisation_id)?;
    let row = hold_open(w, &row, version)?;
    let votes = store::votes_of(w.db, id)?;
    let known = nominations_of(w, &votes)?;
    check_hands(w, &votes)?;
    let mut errors = unfit(w, &row, &body)?;
    let sums = match row.ballot {
        CouncilBallot::Totals => totals(&row, &votes, &body, &mut errors),
        CouncilBallot::Secret => secret(w, &row, &body, &mut errors)?,
    };
    Problem::check(errors)?;
    let results = decide(w, &row, &votes, &sums, &known)?;
    finish(w, &row, body, &results)
}

fn nominations_of(w: &mut Writing<'_>, votes: &[VoteRow]) -> Outcome<HashMap<Uuid, NominationRow>> {
    let ids: Vec<Uuid> = votes.iter().map(|vote| vote.nomination_id).collect();
    Ok(nominations::of_ids(w.db, &ids)?.into_iter().map(|row| (row.id, row)).collect())
}

/// Nobody concludes on what they had a hand in.
fn check_hands(w: &mut Writing<'_>, votes: &[VoteRow]) -> Outcome<()> {
    let ids: Vec<Uuid> = votes.iter().map(|vote| vote.nomination_id).collect();
    let caller = w.who.user_id;
    let own = nominations::in_hands_of(w.db, caller, &ids)?;
    own_work(votes.iter().filter(|vote| own.contains(&vote.nomination_id)).map(|vote| vote.position))
}

/// What is wrong with the day and with how many were there.
fn unfit(w: &mut Writing<'_>, row: &SessionRow, body: &ConcludeCouncilSession) -> Outcome<Vec<Violation>> {
    let mut errors: Vec<Violation> =
        check_past_date("/held_on", body.held_on, w.today()).into_iter().collect();
    if body.held_on < rounds::of(w.db, row.round_id)?.opens_on {
        errors.push(Violation::at(
            "/held_on",
            "out_of_range",
            "Phiên họp không thể trước ngày mở đợt.",
            "The session cannot lie before the round opened.",
        ));
    }
    if body.present > row.council_size {
        errors.push(Violation::at(
            "/present",
            "out_of_range",
            format!("Hội đồng có {} thành viên.", row.council_size),
            format!("The council has {} members.", row.council_size),
        ));
    }
    Ok(errors)
}

/// The sums that were entered, in the order of the session.
fn totals(
    row: &SessionRow,
    votes: &[VoteRow],
    body: &ConcludeCouncilSession,
    errors: &mut Vec<Violation>,
) -> Vec<Sums> {
    let given = body.votes.as_deref().unwrap_or_default();
    let mut made: HashMap<Uuid, Sums> = HashMap::new();
    let before = errors.len();
    for (index, one) in given.iter().enumerate() {
        let sums = sums_of(one);
        errors.extend(impossible(row, body.present, index, &sums));
        let pointer = format!("/votes/{index}/nomination_id");
        if !votes.iter().any(|vote| vote.nomination_id == one.nomination_id) {
            errors.push(not_here(pointer));
        } else if made.insert(one.nomination_id, sums).is_some() {
            errors.push(twice(pointer));
        }
    }
    if errors.len() == before && made.len() < votes.len() {
        errors.push(Violation::at(
            "/votes",
            "missing",
            "Cần tổng số phiếu của từng đề nghị.",
            "The sums of every nomination are needed.",
        ));
    }
    votes.iter().filter_map(|vote| made.get(&vote.nomination_id).copied()).collect()
}

const fn sums_of(totals: &CouncilTotals) -> Sums {
    Sums {
        votes_for: totals.votes_for,
        votes_against: totals.votes_against,
        abstained: totals.abstained,
        in_writing: totals.in_writing,
    }
}

/// What cannot be in a council of this size with so many present.
fn impossible(row: &SessionRow, present: i32, index: usize, sums: &Sums) -> Vec<Violation> {
    let mut errors = Vec::new();
    if sums.cast() > row.council_size {
        errors.push(Violation::at(
            format!("/votes/{index}"),
            "above_council",
            format!("Hội đồng có {} thành viên, số phiếu nhiều hơn.", row.council_size),
            format!("The council has {} members, and there are more votes.", row.council_size),
        ));
    } else if sums.in_writing > sums.cast() || sums.in_writing > (row.council_size - present).max(0) {
        errors.push(Violation::at(
            format!("/votes/{index}/in_writing"),
            "out_of_range",
            "Chỉ thành viên vắng mặt gửi phiếu bằng văn bản, và phiếu đó nằm trong tổng số phiếu.",
            "Only who is absent votes in writing, and such votes are among the sums.",
        ));
    } else if sums.cast() - sums.in_writing > present {
        errors.push(Violation::at(
            format!("/votes/{index}"),
            "above_present",
            "Số phiếu tại phiên họp nhiều hơn số thành viên có mặt.",
            "More have voted in the session than were there.",
        ));
    }
    errors
}

/// The sums of the ballots, in the order of the session.
fn secret(
    w: &mut Writing<'_>,
    row: &SessionRow,
    body: &ConcludeCouncilSession,
    errors: &mut Vec<Violation>,
) -> Outcome<Vec<Sums>> {
    if row.ballot_count < LEAST_BALLOTS {
        return Err(Problem::new(Code::WrongState).detail(
            format!("Phiếu kín chỉ được kiểm khi có ít nhất {LEAST_BALLOTS} người đã bỏ phiếu."),
            format!("A secret ballot is counted when {LEAST_BALLOTS} have voted at least."),
        ));
    }
    if body.votes.is_some() {
        errors.push(Violation::at(
            "/votes",
            "not_allowed",
            "Phiếu kín do hệ thống cộng.",
            "The sums of a secret ballot are known.",
        ));
    }
    let in_writing = i32::try_from(store::in_writing(w.db, row.id)?).unwrap_or(i32::MAX);
    let in_the_room = row.ballot_count - in_writing;
    if body.present <= row.council_size
        && (body.present < in_the_room || body.present > row.council_size - in_writing)
    {
        errors.push(Violation::at(
            "/present",
            "out_of_range",
            format!("{in_the_room} người đã bỏ phiếu tại phiên họp và {in_writing} người bằng văn bản."),
            format!("{in_the_room} have voted in the session and {in_writing} in writing."),
        ));
    }
    Ok(tally_of(w, row)?.0)
}

/// Writes sums and results, and moves each nomination on; one that was taken back or is on hold stays as it is.
fn decide(
    w: &mut Writing<'_>,
    row: &SessionRow,
    votes: &[VoteRow],
    sums: &[Sums],
    known: &HashMap<Uuid, NominationRow>,
) -> Outcome<Vec<(Uuid, CouncilResult)>> {
    if votes.len() != sums.len() {
        return Err(Problem::internal("a session with other sums than votes"));
    }
    let rows: Vec<NominationRow> = known.values().cloned().collect();
    let stopped = nominations::stopped(w.db, &rows)?;
    let mut results = Vec::with_capacity(votes.len());
    for (vote, sums) in votes.iter().zip(sums) {
        let waiting = known
            .get(&vote.nomination_id)
            .filter(|nomination| !stopped.contains_key(&nomination.id) && waits(vote, nomination));
        let threshold = (vote.threshold_numerator, vote.threshold_denominator);
        let result = match waiting {
            None => CouncilResult::Lapsed,
            Some(_) if reaches(sums.votes_for, row.council_size, threshold) => CouncilResult::Approved,
            Some(_) => CouncilResult::Rejected,
        };
        store::save_vote(w.db, vote, *sums, result)?;
        if let Some(nomination) = waiting {
            move_on(w, row.id, nomination, result)?;
        }
        results.push((vote.nomination_id, result));
    }
    Ok(results)
}

/// Whether a nomination still is what was voted on, and waits: it may have been taken back, or returned and written
/// anew.
fn waits(vote: &VoteRow, nomination: &NominationRow) -> bool {
    let as_was = vote.form_id == nomination.form_id
        && vote.nominee_kind == nomination.nominee_kind
        && vote.nominee_name == nomination.nominee_name;
    as_was && next(nomination.status, Step::Approve).is_some()
}

fn move_on(
    w: &mut Writing<'_>,
    session: Uuid,
    nomination: &NominationRow,
    result: CouncilResult,
) -> Outcome<()> {
    let (step, action) = match result {
        CouncilResult::Approved => (Step::Approve, "award_nomination.approve"),
        CouncilResult::Rejected => (Step::Reject, "award_nomination.reject"),
        CouncilResult::Lapsed => return Ok(()),
    };
    let said = Entry::new(action, "award_nomination", nomination.id).changes(json!({"session_id": session}));
    nominations::step(w, nomination, step, said).map(drop)
}

/// Freezes the session.
fn finish(
    w: &mut Writing<'_>,
    row: &SessionRow,
    body: ConcludeCouncilSession,
    results: &[(Uuid, CouncilResult)],
) -> Outcome<CouncilSessionDto> {
    let sealer = w.vault.clone().sealer(w.db)?;
    let conclusion = Conclusion {
        status: CouncilSessionStatus::Concluded,
        tally: None,
        held_on: Some(body.held_on),
        present: Some(body.present),
        minutes: Some(sealer.seal(store::minutes_place(row.id), body.minutes.into_inner())?),
        concluded_by: Some(w.who.user_id),
    };
    let now = w.now;
    let done = store::conclude(w.db, row.id, &conclusion, now)?;
    let of = |wanted: CouncilResult| -> Vec<Uuid> {
        results.iter().filter(|(_, result)| *result == wanted).map(|(id, _)| *id).collect()
    };
    w.record(
        Entry::new("council_session.conclude", "council_session", row.id)
            .of(row.organisation_id)
            .states(row.status.as_str(), done.status.as_str())
            .changes(json!({
                "held_on": body.held_on, "present": body.present, "approved": of(CouncilResult::Approved),
                "rejected": of(CouncilResult::Rejected), "lapsed": of(CouncilResult::Lapsed),
            })),
    );
    view::whole(w.db, done)
}
