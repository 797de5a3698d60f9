//! Reading sessions. No sums are shown before the conclusion, to nobody.

use super::find;
use crate::awards::council::dto::{
    CouncilMinutesDto, CouncilSessionDto, CouncilSessionQuery, CouncilSessionSort, CouncilSessionSummaryDto,
    CouncilSumsDto, CouncilVoteDto,
};
use crate::awards::council::model::CouncilSessionStatus;
use crate::awards::council::store::{self, Filter, SessionRow, VoteRow};
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::usecase::Reading;

/// Reads one session.
pub(in crate::awards::council) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<CouncilSessionDto> {
    let row = find(r, id)?;
    whole(r.db, row)
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
        descending: query.sort.unwrap_or_default() == CouncilSessionSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.created_at, row.id)).map(summary).with_total(total))
}

/// Reads the minutes of a session.
pub(in crate::awards::council) fn minutes(r: &mut Reading<'_>, id: Uuid) -> Outcome<CouncilMinutesDto> {
    let row = find(r, id)?;
    let minutes = r.vault.open_some(store::minutes_place(id), row.minutes.as_ref())?;
    Ok(CouncilMinutesDto { session_id: id, minutes, version: row.version })
}

/// A session that was found in scope.
pub(super) fn whole(db: &mut AnyConnection, row: SessionRow) -> Outcome<CouncilSessionDto> {
    let votes = store::votes_of(db, row.id)?;
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
        created_by: row.created_by,
        concluded_by: row.concluded_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn vote(session: &SessionRow, row: VoteRow) -> CouncilVoteDto {
    let concluded = session.status == CouncilSessionStatus::Concluded;
    let absent = session.council_size - row.votes_for - row.votes_against - row.abstained;
    CouncilVoteDto {
        nomination_id: row.nomination_id,
        position: row.position,
        organisation_id: row.organisation_id,
        form_id: row.form_id,
        nominee_kind: row.nominee_kind,
        nominee_name: row.nominee_name,
        threshold_numerator: row.threshold_numerator,
        threshold_denominator: row.threshold_denominator,
        sums: concluded.then_some(CouncilSumsDto {
            votes_for: row.votes_for,
            votes_against: row.votes_against,
            abstained: row.abstained,
            absent,
            in_writing: row.in_writing,
        }),
        result: row.result,
    }
}

fn summary(row: SessionRow) -> CouncilSessionSummaryDto {
    CouncilSessionSummaryDto {
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
