//! Opening a session, and dropping one that nobody has voted in.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::{find, free_to_choose, hold_open, view};
use crate::awards::council::dto::{CouncilSessionDto, NewCouncilSession};
use crate::awards::council::model::{CouncilBallot, CouncilSessionStatus, LEAST_BALLOTS, Tally};
use crate::awards::council::store::{self, SessionRow, VoteRow};
use crate::awards::forms::service::{self as forms, FormRow};
use crate::awards::nominations::service::{self as nominations, NominationRow};
use crate::awards::papers::{Fault, Named, check_holds, round_named};
use crate::awards::rounds::service::{self as rounds, CouncilMemberRow};
use crate::awards::{Step, next};
use crate::files::service as files;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::{Claim, Writing};
use crate::vault::Sealed;

/// Opens a session of a round's council.
pub(crate) fn create(w: &mut Writing<'_>, new: NewCouncilSession) -> Outcome<CouncilSessionDto> {
    let round = round_named(w, new.round_id)?;
    w.require(Action::AwardManage, round.organisation_id)?;
    let id = match w.claim("council_session", new.id)? {
        Claim::Known(id) => return view::read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    // The council does not change meanwhile, and no other session takes the same nominations.
    rounds::hold(w.db, round.id)?;
    let members = rounds::council_of(w.db, round.id)?;
    let council = i32::try_from(members.len()).unwrap_or(i32::MAX);
    if council == 0 {
        return Err(Problem::new(Code::WrongState)
            .detail("Đợt này chưa có hội đồng.", "The round has no council yet."));
    }
    let named = Named::of(w.db, round.id, &new.nomination_ids)?;
    let mut errors =
        if new.ballot == CouncilBallot::Secret { not_secret(w, &members, &named)? } else { Vec::new() };
    errors.extend(unfit(w, &named)?);
    Problem::check(errors)?;
    check_holds(w.db, named.rows())?;
    let row = SessionRow {
        id,
        organisation_id: round.organisation_id,
        round_id: round.id,
        ballot: new.ballot,
        status: CouncilSessionStatus::Open,
        council_size: council,
        ballot_count: 0,
        tally: empty_tally(w, id, new.ballot, named.rows().len())?,
        held_on: None,
        present: None,
        minutes: None,
        cancel_reason: None,
        concluded_by: None,
        created_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    store::insert(w.db, &row)?;
    insert_votes(w, id, named.rows())?;
    w.record(Entry::new("council_session.create", "council_session", id).of(row.organisation_id).changes(
        json!({
            "round_id": row.round_id, "ballot": row.ballot, "council_size": council,
            "nomination_ids": new.nomination_ids,
        }),
    ));
    view::whole(w, row)
}

/// What would not stay secret, however many vote: on each nomination enough members must be free to choose.
fn not_secret(w: &mut Writing<'_>, members: &[CouncilMemberRow], named: &Named) -> Outcome<Vec<Violation>> {
    let size = i32::try_from(members.len()).unwrap_or(i32::MAX);
    if size < LEAST_BALLOTS {
        return Ok(vec![Violation::at(
            "/ballot",
            "council_too_small",
            format!("Bỏ phiếu kín cần hội đồng có ít nhất {LEAST_BALLOTS} thành viên."),
            format!("A secret ballot needs a council of {LEAST_BALLOTS} at least."),
        )]);
    }
    let writers = nominations::writers_of(w.db, &named.ids())?;
    let few = |(index, id): (usize, Uuid)| {
        let free = free_to_choose(members.iter().map(|one| one.user_id), writers.get(&id));
        (free < LEAST_BALLOTS).then(|| {
            Violation::at(
                format!("/nomination_ids/{index}"),
                "too_few_voters",
                format!(
                    "Chỉ {free} thành viên hội đồng không lập hay trình đề nghị này; phiếu kín cần ít nhất \
                     {LEAST_BALLOTS}."
                ),
                format!(
                    "Only {free} of the council neither wrote nor submitted it; a secret ballot needs \
                     {LEAST_BALLOTS} at least."
                ),
            )
        })
    };
    Ok(named.ids().into_iter().enumerate().filter_map(few).collect())
}

/// What is wrong with the nominations that are named.
fn unfit(w: &mut Writing<'_>, named: &Named) -> Outcome<Vec<Violation>> {
    let busy: HashSet<Uuid> = store::in_session(w.db, &named.ids())?.into_iter().collect();
    Ok(named.faults(|row| {
        if next(row.status, Step::Approve).is_none() {
            Some(Fault::WrongState)
        } else {
            busy.contains(&row.id).then_some(Fault::InOpenSession)
        }
    }))
}

fn empty_tally(
    w: &mut Writing<'_>,
    session: Uuid,
    ballot: CouncilBallot,
    nominations: usize,
) -> Outcome<Option<Sealed>> {
    if ballot == CouncilBallot::Totals {
        return Ok(None);
    }
    let sealer = w.vault.clone().sealer(w.db)?;
    sealer.seal(store::tally_place(session), Tally::empty(nominations).write()).map(Some)
}

fn insert_votes(w: &mut Writing<'_>, session: Uuid, nominations: &[NominationRow]) -> Outcome<()> {
    let ids: Vec<Uuid> = nominations.iter().map(|nomination| nomination.form_id).collect();
    let forms: HashMap<Uuid, FormRow> =
        forms::of_ids(w.db, &ids)?.into_iter().map(|form| (form.id, form)).collect();
    for (position, nomination) in (1..).zip(nominations) {
        let Some(form) = forms.get(&nomination.form_id) else {
            return Err(Problem::internal("a nomination without its form"));
        };
        let row = VoteRow {
            session_id: session,
            position,
            nomination_id: nomination.id,
            returns: nomination.returns,
            organisation_id: nomination.organisation_id,
            form_id: form.id,
            nominee_kind: nomination.nominee_kind,
            nominee_name: nomination.nominee_name.clone(),
            votes_for: 0,
            votes_against: 0,
            abstained: 0,
            in_writing: 0,
            threshold_numerator: form.threshold_numerator,
            threshold_denominator: form.threshold_denominator,
            result: None,
        };
        store::insert_vote(w.db, &row)?;
    }
    Ok(())
}

/// Removes a session in which nobody has voted.
pub(in crate::awards::council) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::AwardManage, row.organisation_id)?;
    let row = hold_open(w, &row, version)?;
    if row.ballot_count > 0 {
        return Err(Problem::new(Code::WrongState)
            .detail("Đã có thành viên bỏ phiếu.", "Somebody has voted in it already."));
    }
    files::erase_of_record(w, "council_session", id)?;
    store::delete(w.db, id)?;
    w.record(
        Entry::new("council_session.delete", "council_session", id)
            .of(row.organisation_id)
            .changes(json!({"round_id": row.round_id, "ballot": row.ballot})),
    );
    Ok(())
}
