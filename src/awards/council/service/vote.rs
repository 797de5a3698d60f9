//! A member's one ballot. What it says goes into the sums and nowhere else: not into the journal, an answer, a problem
//! or a row of its own.

use std::collections::HashMap;

use super::{check_open, find, tally_of};
use crate::awards::council::dto::{CastCouncilBallot, CouncilBallotCast, CouncilBallotChoice};
use crate::awards::council::model::{CouncilBallot, CouncilChoice};
use crate::awards::council::store::{self, SessionRow, VoteRow};
use crate::awards::nominations::service as nominations;
use crate::awards::papers::own_work;
use crate::awards::rounds::service as rounds;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::Writing;

/// Casts the caller's ballot.
pub(crate) fn cast(w: &mut Writing<'_>, id: Uuid, ballot: &CastCouncilBallot) -> Outcome<CouncilBallotCast> {
    let row = find(w, id)?;
    check_member(w, &row)?;
    check_open(&row)?;
    if row.ballot != CouncilBallot::Secret {
        return Err(Problem::new(Code::WrongState).detail(
            "Phiên họp này nhập tổng số phiếu khi kết luận.",
            "The sums of this session are entered when it is concluded.",
        ));
    }
    // Ballots come one after the other, so that each is added to the sums of the one before.
    let row = store::hold(w.db, id)?.ok_or_else(|| Problem::new(Code::WrongState))?;
    let member = w.who.user_id;
    if store::has_voted(w.db, id, member)? {
        return Err(Problem::new(Code::AlreadyVoted));
    }
    let votes = store::votes_of(w.db, id)?;
    let choices = in_order(&votes, &ballot.choices)?;
    check_hands(w, &votes, &choices)?;
    store::insert_ballot(w.db, id, member, ballot.in_writing)?;
    let tally = tally_of(w, &row)?.with(&choices, ballot.in_writing);
    let sealer = w.vault.clone().sealer(w.db)?;
    let tally = sealer.seal(store::tally_place(id), tally.write())?;
    let now = w.now;
    let row = store::count_ballot(w.db, id, &tally, now)?;
    w.record(Entry::new("council_session.vote", "council_session", id).of(row.organisation_id));
    Ok(CouncilBallotCast { session_id: id, ballot_count: row.ballot_count })
}

fn check_member(w: &mut Writing<'_>, row: &SessionRow) -> Outcome<()> {
    let member = w.who.user_id;
    let council = rounds::council_of(w.db, row.round_id)?;
    if council.iter().any(|one| one.user_id == member) {
        Ok(())
    } else {
        Err(Problem::new(Code::NotOnCouncil))
    }
}

/// The choices in the order of the session, when the ballot has each of its nominations once.
fn in_order(votes: &[VoteRow], choices: &[CouncilBallotChoice]) -> Outcome<Vec<CouncilChoice>> {
    let mut made: HashMap<Uuid, CouncilChoice> = HashMap::new();
    let mut errors = Vec::new();
    for (index, one) in choices.iter().enumerate() {
        let pointer = format!("/choices/{index}/nomination_id");
        if !votes.iter().any(|vote| vote.nomination_id == one.nomination_id) {
            errors.push(not_here(pointer));
        } else if made.insert(one.nomination_id, one.choice).is_some() {
            errors.push(twice(pointer));
        }
    }
    if errors.is_empty() && made.len() < votes.len() {
        errors.push(Violation::at(
            "/choices",
            "missing",
            "Phiếu phải có ý kiến cho từng đề nghị của phiên họp.",
            "A ballot has a choice for every nomination of the session.",
        ));
    }
    Problem::check(errors)?;
    Ok(votes.iter().filter_map(|vote| made.get(&vote.nomination_id).copied()).collect())
}

pub(super) fn not_here(pointer: String) -> Violation {
    Violation::at(
        pointer,
        "not_found",
        "Phiên họp không xét đề nghị này.",
        "The session does not vote on this nomination.",
    )
}

pub(super) fn twice(pointer: String) -> Violation {
    Violation::at(pointer, "duplicate", "Đề nghị này đã có ở trên.", "The nomination stands here already.")
}

/// On what members wrote or submitted themselves they may only abstain.
fn check_hands(w: &mut Writing<'_>, votes: &[VoteRow], choices: &[CouncilChoice]) -> Outcome<()> {
    let ids: Vec<Uuid> = votes.iter().map(|vote| vote.nomination_id).collect();
    let member = w.who.user_id;
    let own = nominations::written_by(w.db, member, &ids)?;
    let voted_on = |(vote, choice): (&VoteRow, &CouncilChoice)| {
        (*choice != CouncilChoice::Abstain && own.contains(&vote.nomination_id)).then_some(vote.position)
    };
    own_work(votes.iter().zip(choices).filter_map(voted_on))
}
