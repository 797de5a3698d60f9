//! Concluding a session: its nominations are approved or rejected, all at once.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::sums::{secret, totals};
use super::{find, free_to_choose, hold_open, view};
use crate::awards::council::dto::{ConcludeCouncilSession, CouncilSessionDto};
use crate::awards::council::model::{
    CouncilBallot, CouncilResult, CouncilSessionStatus, LEAST_BALLOTS, Sums,
};
use crate::awards::council::store::{self, Ending, SessionRow, VoteRow};
use crate::awards::nominations::service::{self as nominations, NominationRow};
use crate::awards::papers::own_work;
use crate::awards::rounds::service as rounds;
use crate::awards::{Step, next, reaches};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::clock::local_day;
use crate::kernel::id::Uuid;
use crate::kernel::period::check_past_date;
use crate::kernel::problem::{Outcome, Problem, Violation};
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
    let ids: Vec<Uuid> = votes.iter().map(|vote| vote.nomination_id).collect();
    check_hands(w, &votes, &ids)?;
    let rows = nominations::of_ids(w.db, &ids)?;
    let stopped = nominations::stopped(w.db, &rows)?;
    let known: HashMap<Uuid, &NominationRow> = rows.iter().map(|row| (row.id, row)).collect();
    let (cast_by, writers) = (store::voters(w.db, id)?, nominations::writers_of(w.db, &ids)?);
    let stands = |vote: &VoteRow| {
        let nomination = known.get(&vote.nomination_id).copied().filter(|row| waits(vote, row))?;
        let goes_on = !stopped.contains_key(&nomination.id)
            && stays_secret(&row, &cast_by, writers.get(&nomination.id));
        goes_on.then_some(nomination)
    };
    let waiting: Vec<Option<&NominationRow>> = votes.iter().map(stands).collect();
    let mut errors = unfit(w, &row, &body, &waiting)?;
    let sums = match row.ballot {
        CouncilBallot::Totals => totals(&row, &votes, &body, &mut errors),
        CouncilBallot::Secret => secret(w, &row, &body, &cast_by, &mut errors)?,
    };
    Problem::check(errors)?;
    let results = decide(w, &row, &votes, &sums, &waiting)?;
    finish(w, &row, body, &results)
}

/// Nobody concludes on what they had a hand in.
fn check_hands(w: &mut Writing<'_>, votes: &[VoteRow], ids: &[Uuid]) -> Outcome<()> {
    let caller = w.who.user_id;
    let own = nominations::in_hands_of(w.db, caller, ids)?;
    own_work(votes.iter().filter(|vote| own.contains(&vote.nomination_id)).map(|vote| vote.position))
}

/// What is wrong with the day and with how many were there.
fn unfit(
    w: &mut Writing<'_>,
    row: &SessionRow,
    body: &ConcludeCouncilSession,
    waiting: &[Option<&NominationRow>],
) -> Outcome<Vec<Violation>> {
    let mut errors: Vec<Violation> =
        check_past_date("/held_on", body.held_on, w.today()).into_iter().collect();
    let submitted = waiting.iter().flatten().filter_map(|nomination| nomination.submitted_on);
    let opened = (row.ballot == CouncilBallot::Secret).then(|| local_day(row.created_at));
    let opens_on = rounds::of(w.db, row.round_id)?.opens_on;
    let first = submitted.chain(opened).fold(opens_on, Ord::max);
    if body.held_on < first {
        errors.push(Violation::at(
            "/held_on",
            "out_of_range",
            format!(
                "Đợt đã mở, các đề nghị đã trình và phiếu kín đã mở từ ngày {}.",
                first.format("%d/%m/%Y")
            ),
            format!("The round was open, all was submitted and a secret ballot open from {first} on."),
        ));
    }
    // In a secret ballot it is known who was there.
    if row.ballot == CouncilBallot::Totals && body.present > row.council_size {
        errors.push(Violation::at(
            "/present",
            "out_of_range",
            format!("Hội đồng có {} thành viên.", row.council_size),
            format!("The council has {} members.", row.council_size),
        ));
    }
    Ok(errors)
}

/// Writes sums and results, and moves each nomination on; one that lapses stays as it is. What was cast on it in secret is
/// told to nobody.
fn decide(
    w: &mut Writing<'_>,
    row: &SessionRow,
    votes: &[VoteRow],
    sums: &[Sums],
    waiting: &[Option<&NominationRow>],
) -> Outcome<Vec<(Uuid, CouncilResult)>> {
    if votes.len() != sums.len() {
        return Err(Problem::internal("a session with other sums than votes"));
    }
    let mut results = Vec::with_capacity(votes.len());
    for ((vote, sums), waiting) in votes.iter().zip(sums).zip(waiting) {
        let threshold = (vote.threshold_numerator, vote.threshold_denominator);
        let result = match waiting {
            None => CouncilResult::Lapsed,
            Some(_) if reaches(sums.votes_for, row.council_size, threshold) => CouncilResult::Approved,
            Some(_) => CouncilResult::Rejected,
        };
        let told = result != CouncilResult::Lapsed || row.ballot == CouncilBallot::Totals;
        store::save_vote(w.db, vote, if told { *sums } else { Sums::default() }, result)?;
        if let Some(nomination) = waiting {
            move_on(w, row.id, nomination, result)?;
        }
        results.push((vote.nomination_id, result));
    }
    Ok(results)
}

/// Whether a nomination still is what was voted on, and waits: it may have been taken back, or sent back and written anew.
fn waits(vote: &VoteRow, nomination: &NominationRow) -> bool {
    vote.returns == nomination.returns && next(nomination.status, Step::Approve).is_some()
}

/// Whether the sums on a nomination tell nobody's vote. Who must abstain on it is the same since the session was opened:
/// another writes or submits it only once it was sent back.
fn stays_secret(row: &SessionRow, voters: &[(Uuid, bool)], writers: Option<&HashSet<Uuid>>) -> bool {
    row.ballot == CouncilBallot::Totals
        || free_to_choose(voters.iter().map(|(member, _)| *member), writers) >= LEAST_BALLOTS
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
    let ending = Ending {
        status: CouncilSessionStatus::Concluded,
        tally: None,
        held_on: Some(body.held_on),
        present: Some(body.present),
        minutes: Some(sealer.seal(store::minutes_place(row.id), body.minutes.into_inner())?),
        cancel_reason: None,
        concluded_by: Some(w.who.user_id),
    };
    let now = w.now;
    let done = store::end(w.db, row.id, &ending, now)?;
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
    view::whole(w, done)
}
