//! Rows of sessions, what they vote on, and who has voted.

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

use super::model::{CouncilBallot, CouncilResult, CouncilSessionStatus, Sums};
use crate::awards::model::NomineeKind;
use crate::db::schema::{council_ballots as ballots, council_sessions as sessions, council_votes as votes};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::Outcome;
use crate::vault::{Place, Sealed};

crate::text_column!(CouncilBallot, CouncilSessionStatus, CouncilResult);

/// A session as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub(super) struct SessionRow {
    pub(super) id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) round_id: Uuid,
    pub(super) ballot: CouncilBallot,
    pub(super) status: CouncilSessionStatus,
    pub(super) council_size: i32,
    pub(super) ballot_count: i32,
    pub(super) tally: Option<Sealed>,
    pub(super) held_on: Option<NaiveDate>,
    pub(super) present: Option<i32>,
    pub(super) minutes: Option<Sealed>,
    pub(super) concluded_by: Option<Uuid>,
    pub(super) created_by: Uuid,
    pub(super) version: i64,
    pub(super) created_at: Instant,
    pub(super) updated_at: Instant,
}

/// A nomination in a session.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = votes, treat_none_as_default_value = false)]
pub(super) struct VoteRow {
    pub(super) session_id: Uuid,
    pub(super) position: i32,
    pub(super) nomination_id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) form_id: Uuid,
    pub(super) nominee_kind: NomineeKind,
    pub(super) nominee_name: String,
    pub(super) votes_for: i32,
    pub(super) votes_against: i32,
    pub(super) abstained: i32,
    pub(super) in_writing: i32,
    pub(super) threshold_numerator: i32,
    pub(super) threshold_denominator: i32,
    pub(super) result: Option<CouncilResult>,
}

/// How a session was concluded.
#[derive(AsChangeset)]
#[diesel(table_name = sessions, treat_none_as_null = true)]
pub(super) struct Conclusion {
    pub(super) status: CouncilSessionStatus,
    pub(super) tally: Option<Sealed>,
    pub(super) held_on: Option<NaiveDate>,
    pub(super) present: Option<i32>,
    pub(super) minutes: Option<Sealed>,
    pub(super) concluded_by: Option<Uuid>,
}

/// Which sessions to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) organisation: Option<Uuid>,
    pub(super) round: Option<Uuid>,
    pub(super) status: Option<CouncilSessionStatus>,
    pub(super) ballot: Option<CouncilBallot>,
    pub(super) descending: bool,
}

/// Where the sums of a secret ballot are sealed.
pub(super) const fn tally_place(session: Uuid) -> Place {
    Place { table: "council_sessions", column: "tally", row: session }
}

/// Where the minutes are sealed.
pub(super) const fn minutes_place(session: Uuid) -> Place {
    Place { table: "council_sessions", column: "minutes", row: session }
}

/// A session of an organisation in scope.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<SessionRow> {
    let row = get(db, id)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

/// The session again, which the caller was shown to see.
pub(super) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<SessionRow> {
    Ok(sessions::table.find(id).first(db)?)
}

pub(super) fn insert(db: &mut AnyConnection, row: &SessionRow) -> Outcome<()> {
    diesel::insert_into(sessions::table).values(row).execute(db)?;
    Ok(())
}

pub(super) fn insert_vote(db: &mut AnyConnection, row: &VoteRow) -> Outcome<()> {
    diesel::insert_into(votes::table).values(row).execute(db)?;
    Ok(())
}

/// Holds an open session until the transaction ends and answers it as it is now; nothing when it is concluded or gone.
/// Its version stays.
pub(super) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<Option<SessionRow>> {
    let open = sessions::table.find(id).filter(sessions::status.eq(CouncilSessionStatus::Open));
    Ok(diesel::update(open)
        .set(sessions::version.eq(sessions::version))
        .returning(sessions::all_columns)
        .get_result(db)
        .optional()?)
}

/// Counts a ballot of a session that is held, with the sums it leads to.
pub(super) fn count_ballot(
    db: &mut AnyConnection,
    id: Uuid,
    tally: &Sealed,
    now: Instant,
) -> Outcome<SessionRow> {
    Ok(diesel::update(sessions::table.find(id))
        .set((
            sessions::tally.eq(Some(tally)),
            sessions::ballot_count.eq(sessions::ballot_count + 1),
            sessions::version.eq(sessions::version + 1),
            sessions::updated_at.eq(now),
        ))
        .returning(sessions::all_columns)
        .get_result(db)?)
}

/// Concludes a session that is held.
pub(super) fn conclude(
    db: &mut AnyConnection,
    id: Uuid,
    conclusion: &Conclusion,
    now: Instant,
) -> Outcome<SessionRow> {
    Ok(diesel::update(sessions::table.find(id))
        .set((conclusion, sessions::version.eq(sessions::version + 1), sessions::updated_at.eq(now)))
        .returning(sessions::all_columns)
        .get_result(db)?)
}

/// Removes a session that is held, with what it was to vote on.
pub(super) fn delete(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    diesel::delete(votes::table.filter(votes::session_id.eq(id))).execute(db)?;
    diesel::delete(sessions::table.find(id)).execute(db)?;
    Ok(())
}

/// What a session votes on, in its order.
pub(super) fn votes_of(db: &mut AnyConnection, session: Uuid) -> Outcome<Vec<VoteRow>> {
    Ok(votes::table.filter(votes::session_id.eq(session)).order(votes::position).load(db)?)
}

/// Writes the sums and the result of one nomination.
pub(super) fn save_vote(
    db: &mut AnyConnection,
    row: &VoteRow,
    sums: Sums,
    result: CouncilResult,
) -> Outcome<()> {
    diesel::update(votes::table.find((row.session_id, row.nomination_id)))
        .set((
            votes::votes_for.eq(sums.votes_for),
            votes::votes_against.eq(sums.votes_against),
            votes::abstained.eq(sums.abstained),
            votes::in_writing.eq(sums.in_writing),
            votes::result.eq(Some(result)),
        ))
        .execute(db)?;
    Ok(())
}

/// The last day on which a session approved one of these nominations, for a paper that names them.
pub(super) fn approved_on(db: &mut AnyConnection, nominations: &[Uuid]) -> Outcome<Option<NaiveDate>> {
    Ok(votes::table
        .inner_join(sessions::table.on(sessions::id.eq(votes::session_id)))
        .filter(votes::nomination_id.eq_any(nominations.to_vec()))
        .filter(votes::result.eq(Some(CouncilResult::Approved)))
        .select(max(sessions::held_on))
        .first(db)?)
}

/// Which of these nominations stand in an open session.
pub(super) fn in_session(db: &mut AnyConnection, nominations: &[Uuid]) -> Outcome<Vec<Uuid>> {
    Ok(votes::table
        .filter(votes::nomination_id.eq_any(nominations.to_vec()))
        .filter(votes::result.is_null())
        .select(votes::nomination_id)
        .load(db)?)
}

/// Whether somebody has voted in a session.
pub(super) fn has_voted(db: &mut AnyConnection, session: Uuid, user: Uuid) -> Outcome<bool> {
    let cast = ballots::table.find((session, user));
    Ok(diesel::select(diesel::dsl::exists(cast)).get_result(db)?)
}

/// How many of the votes in secret came in writing.
pub(super) fn in_writing(db: &mut AnyConnection, session: Uuid) -> Outcome<i64> {
    let cast = ballots::table.filter(ballots::session_id.eq(session)).filter(ballots::in_writing.eq(true));
    Ok(cast.count().get_result(db)?)
}

/// Notes that somebody has voted.
pub(super) fn insert_ballot(
    db: &mut AnyConnection,
    session: Uuid,
    user: Uuid,
    in_writing: bool,
) -> Outcome<()> {
    let row =
        (ballots::session_id.eq(session), ballots::user_id.eq(user), ballots::in_writing.eq(in_writing));
    diesel::insert_into(ballots::table).values(row).execute(db)?;
    Ok(())
}

fn matching(scope: &Scope, filter: &Filter) -> sessions::BoxedQuery<'static, MultiBackend> {
    let mut rows = sessions::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(sessions::organisation_id.eq_any(descendants_of(tops)));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(sessions::organisation_id.eq(organisation));
    }
    if let Some(round) = filter.round {
        rows = rows.filter(sessions::round_id.eq(round));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(sessions::status.eq(status));
    }
    if let Some(ballot) = filter.ballot {
        rows = rows.filter(sessions::ballot.eq(ballot));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<SessionRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, sessions, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}
