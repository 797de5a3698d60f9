//! The sums that a session ends with, as they are entered or as they were cast.

use std::collections::HashMap;

use super::tally_of;
use super::vote::{not_here, twice};
use crate::awards::council::dto::{ConcludeCouncilSession, CouncilTotals};
use crate::awards::council::model::{LEAST_BALLOTS, Sums};
use crate::awards::council::store::{SessionRow, VoteRow};
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::Writing;

/// The sums that were entered, in the order of the session.
pub(super) fn totals(
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
pub(super) fn secret(
    w: &Writing<'_>,
    row: &SessionRow,
    body: &ConcludeCouncilSession,
    voters: &[(Uuid, bool)],
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
    // Who is there votes, if only to abstain: nobody ends the session before they have.
    let there = voters.iter().filter(|(_, in_writing)| !in_writing).count();
    if usize::try_from(body.present).ok() != Some(there) {
        let in_writing = voters.len() - there;
        errors.push(Violation::at(
            "/present",
            "out_of_range",
            format!("{there} người đã bỏ phiếu tại phiên họp và {in_writing} người bằng văn bản."),
            format!("{there} have voted in the session and {in_writing} in writing."),
        ));
    }
    Ok(tally_of(w, row)?.0)
}
