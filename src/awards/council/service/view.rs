//! Reading sessions. No sums are shown before the conclusion, to nobody.

use super::find;
use crate::awards::council::dto::{
    CouncilMinutesDto, CouncilSessionDto, CouncilSessionQuery, CouncilSessionSort, CouncilSessionSummaryDto,
    CouncilSumsDto, CouncilVoteDto,
};
use crate::awards::council::model::{CouncilBallot, CouncilResult, CouncilSessionStatus};
use crate::awards::council::store::{self, Filter, Line, SessionRow, Waiting};
use crate::awards::rounds::service::works_on_awards;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// Reads one session.
pub(in crate::awards::council) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<CouncilSessionDto> {
    let row = find(r, id)?;
    whole(r, row)
}

/// Lists sessions.
pub(in crate::awards::council) fn list(
    r: &mut Reading<'_>,
    query: &CouncilSessionQuery,
    page: &Page,
) -> Outcome<Slice<CouncilSessionSummaryDto>> {
    let scope = r.who.scope(Action::AwardRead);
    let filter = Filter {
        organisation: query.organisation_id,
        round: query.round_id,
        status: query.status,
        ballot: query.ballot,
        waiting: query.waiting_for_me.map(|wanted| waiting(r, wanted)),
        descending: query.sort.unwrap_or_default() == CouncilSessionSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id));
    let caller = Caller::of(r, &slice.items)?;
    Ok(slice.map(|row| summary(row, &caller)).with_total(total))
}

/// Who concludes, concludes for just the organisations of their own grants.
fn waiting(r: &Reading<'_>, wanted: bool) -> Waiting {
    let concludes = r.who.scope(Action::AwardDecide).trees().unwrap_or_default();
    Waiting { wanted, user: r.who.user_id, concludes }
}

/// What sessions are to the caller.
struct Caller {
    seats: Vec<Uuid>,
    voted: Vec<Uuid>,
}

impl Caller {
    fn of(r: &mut Reading<'_>, rows: &[SessionRow]) -> Outcome<Self> {
        let user = r.who.user_id;
        let rounds: Vec<Uuid> = rows.iter().map(|row| row.round_id).collect();
        let sessions: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        Ok(Self { seats: store::seats(r.db, &rounds, user)?, voted: store::voted_in(r.db, &sessions, user)? })
    }

    fn on_council(&self, row: &SessionRow) -> bool {
        self.seats.contains(&row.round_id)
    }

    fn has_voted(&self, row: &SessionRow) -> bool {
        self.voted.contains(&row.id)
    }
}

/// Reads the minutes of a session, or why it was cancelled. They tell of people, so each reading is in the journal.
pub(in crate::awards::council) fn minutes(w: &mut Writing<'_>, id: Uuid) -> Outcome<CouncilMinutesDto> {
    let row = find(w, id)?;
    if !may_read_minutes(w, &row)? {
        return Err(Problem::forbidden());
    }
    let minutes = w.vault.open_some(store::minutes_place(id), row.minutes.as_ref())?;
    let cancel_reason = w.vault.open_some(store::cancel_place(id), row.cancel_reason.as_ref())?;
    w.record(Entry::new("council_session.read_minutes", "council_session", id).of(row.organisation_id));
    Ok(CouncilMinutesDto { session_id: id, minutes, cancel_reason })
}

/// Who works on awards where the round is, sits on its council, or inspects.
fn may_read_minutes(r: &mut Reading<'_>, row: &SessionRow) -> Outcome<bool> {
    let caller = Caller::of(r, std::slice::from_ref(row))?;
    Ok(caller.on_council(row)
        || r.who.scope(Action::JournalRead).covers(r.db, row.organisation_id)?
        || works_on_awards(r, row.organisation_id)?)
}

/// A session that was found in scope.
pub(super) fn whole(r: &mut Reading<'_>, row: SessionRow) -> Outcome<CouncilSessionDto> {
    let caller = Caller::of(r, std::slice::from_ref(&row))?;
    let votes = store::lines_of(r.db, row.id)?;
    let votes = votes.into_iter().map(|one| vote(&row, one)).collect();
    Ok(CouncilSessionDto {
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        ballot: row.ballot,
        status: row.status,
        council_size: row.council_size,
        ballot_count: row.ballot_count,
        held_on: row.held_on,
        present: row.present,
        votes,
        on_council: caller.on_council(&row),
        has_voted: caller.has_voted(&row),
        created_by: row.created_by,
        concluded_by: row.concluded_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn vote(session: &SessionRow, line: Line) -> CouncilVoteDto {
    let row = line.vote;
    let lapsed_in_secret =
        session.ballot == CouncilBallot::Secret && row.result == Some(CouncilResult::Lapsed);
    let has_sums = session.status == CouncilSessionStatus::Concluded && !lapsed_in_secret;
    let absent = session.council_size - row.votes_for - row.votes_against - row.abstained;
    CouncilVoteDto {
        nomination_id: row.nomination_id,
        position: row.position,
        organisation_id: row.organisation_id,
        organisation_name: line.organisation_name,
        form_id: row.form_id,
        form_name: line.form_name,
        nominee_kind: row.nominee_kind,
        nominee_name: row.nominee_name,
        nominee_title: line.nominee_title,
        workplace: line.workplace,
        rank: line.rank,
        appraisal: line.appraisal,
        threshold_numerator: row.threshold_numerator,
        threshold_denominator: row.threshold_denominator,
        sums: has_sums.then_some(CouncilSumsDto {
            votes_for: row.votes_for,
            votes_against: row.votes_against,
            abstained: row.abstained,
            absent,
            in_writing: row.in_writing,
        }),
        result: row.result,
    }
}

fn summary(row: SessionRow, caller: &Caller) -> CouncilSessionSummaryDto {
    CouncilSessionSummaryDto {
        on_council: caller.on_council(&row),
        has_voted: caller.has_voted(&row),
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        ballot: row.ballot,
        status: row.status,
        council_size: row.council_size,
        ballot_count: row.ballot_count,
        held_on: row.held_on,
        present: row.present,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
