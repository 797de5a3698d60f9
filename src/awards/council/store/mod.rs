//! Rows of sessions, what they vote on, and who has voted.

mod list;

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

use super::model::{CouncilBallot, CouncilResult, CouncilSessionStatus, Sums};
use crate::awards::model::NomineeKind;
use crate::awards::nominations::AwardAppraisal;
use crate::db::AnyConnection;
use crate::db::schema::{
    award_council_members as council, award_forms as forms, award_nominations as nominations,
    council_ballots as ballots, council_sessions as sessions, council_votes as votes, organisations,
};
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::vault::{Place, Sealed};

pub(in crate::awards::council) use list::{Filter, Waiting, count, list};

crate::text_column!(CouncilBallot, CouncilSessionStatus, CouncilResult);

/// A session as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub(in crate::awards::council) struct SessionRow {
    pub(in crate::awards::council) id: Uuid,
    pub(in crate::awards::council) organisation_id: Uuid,
    pub(in crate::awards::council) round_id: Uuid,
    pub(in crate::awards::council) ballot: CouncilBallot,
    pub(in crate::awards::council) status: CouncilSessionStatus,
    pub(in crate::awards::council) council_size: i32,
    pub(in crate::awards::council) ballot_count: i32,
    pub(in crate::awards::council) tally: Option<Sealed>,
    pub(in crate::awards::council) held_on: Option<NaiveDate>,
    pub(in crate::awards::council) present: Option<i32>,
    pub(in crate::awards::council) minutes: Option<Sealed>,
    pub(in crate::awards::council) cancel_reason: Option<Sealed>,
    /// Who concluded or cancelled it.
    pub(in crate::awards::council) concluded_by: Option<Uuid>,
    pub(in crate::awards::council) created_by: Uuid,
    pub(in crate::awards::council) version: i64,
    pub(in crate::awards::council) created_at: Instant,
    pub(in crate::awards::council) updated_at: Instant,
}

/// A nomination in a session.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = votes, treat_none_as_default_value = false)]
pub(in crate::awards::council) struct VoteRow {
    pub(in crate::awards::council) session_id: Uuid,
    pub(in crate::awards::council) position: i32,
    pub(in crate::awards::council) nomination_id: Uuid,
    /// How often it had been sent back when the session was opened.
    pub(in crate::awards::council) returns: i32,
    pub(in crate::awards::council) organisation_id: Uuid,
    pub(in crate::awards::council) form_id: Uuid,
    pub(in crate::awards::council) nominee_kind: NomineeKind,
    pub(in crate::awards::council) nominee_name: String,
    pub(in crate::awards::council) votes_for: i32,
    pub(in crate::awards::council) votes_against: i32,
    pub(in crate::awards::council) abstained: i32,
    pub(in crate::awards::council) in_writing: i32,
    pub(in crate::awards::council) threshold_numerator: i32,
    pub(in crate::awards::council) threshold_denominator: i32,
    pub(in crate::awards::council) result: Option<CouncilResult>,
}

/// A nomination in a session, with what is shown beside it.
#[derive(Clone, Debug, Queryable)]
pub(in crate::awards::council) struct Line {
    pub(in crate::awards::council) vote: VoteRow,
    pub(in crate::awards::council) organisation_name: String,
    pub(in crate::awards::council) form_name: String,
    pub(in crate::awards::council) nominee_title: Option<String>,
    pub(in crate::awards::council) workplace: Option<String>,
    pub(in crate::awards::council) rank: Option<i32>,
    pub(in crate::awards::council) appraisal: Option<AwardAppraisal>,
}

/// How a session ended.
#[derive(AsChangeset)]
#[diesel(table_name = sessions, treat_none_as_null = true)]
pub(in crate::awards::council) struct Ending {
    pub(in crate::awards::council) status: CouncilSessionStatus,
    pub(in crate::awards::council) tally: Option<Sealed>,
    pub(in crate::awards::council) held_on: Option<NaiveDate>,
    pub(in crate::awards::council) present: Option<i32>,
    pub(in crate::awards::council) minutes: Option<Sealed>,
    pub(in crate::awards::council) cancel_reason: Option<Sealed>,
    pub(in crate::awards::council) concluded_by: Option<Uuid>,
}

/// Where the sums of a secret ballot are sealed.
pub(in crate::awards::council) const fn tally_place(session: Uuid) -> Place {
    Place { table: "council_sessions", column: "tally", row: session }
}

/// Where the minutes are sealed.
pub(in crate::awards::council) const fn minutes_place(session: Uuid) -> Place {
    Place { table: "council_sessions", column: "minutes", row: session }
}

/// Where the reason is sealed for which a session was cancelled.
pub(in crate::awards::council) const fn cancel_place(session: Uuid) -> Place {
    Place { table: "council_sessions", column: "cancel_reason", row: session }
}

/// A session of an organisation in scope.
pub(in crate::awards::council) fn find(
    db: &mut AnyConnection,
    scope: &Scope,
    id: Uuid,
) -> Outcome<SessionRow> {
    let row = get(db, id)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

/// The session again, which the caller was shown to see.
pub(in crate::awards::council) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<SessionRow> {
    Ok(sessions::table.find(id).first(db)?)
}

pub(in crate::awards::council) fn insert(db: &mut AnyConnection, row: &SessionRow) -> Outcome<()> {
    diesel::insert_into(sessions::table).values(row).execute(db)?;
    Ok(())
}

pub(in crate::awards::council) fn insert_vote(db: &mut AnyConnection, row: &VoteRow) -> Outcome<()> {
    diesel::insert_into(votes::table).values(row).execute(db)?;
    Ok(())
}

/// Holds an open session until the transaction ends and answers it as it is now; nothing when it has ended or is gone.
/// Its version stays.
pub(in crate::awards::council) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<Option<SessionRow>> {
    let open = sessions::table.find(id).filter(sessions::status.eq(CouncilSessionStatus::Open));
    Ok(diesel::update(open)
        .set(sessions::version.eq(sessions::version))
        .returning(sessions::all_columns)
        .get_result(db)
        .optional()?)
}

/// Counts a ballot of a session that is held, with the sums it leads to.
pub(in crate::awards::council) fn count_ballot(
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

/// Ends a session that is held.
pub(in crate::awards::council) fn end(
    db: &mut AnyConnection,
    id: Uuid,
    ending: &Ending,
    now: Instant,
) -> Outcome<SessionRow> {
    Ok(diesel::update(sessions::table.find(id))
        .set((ending, sessions::version.eq(sessions::version + 1), sessions::updated_at.eq(now)))
        .returning(sessions::all_columns)
        .get_result(db)?)
}

/// Removes a session that is held, with what it was to vote on.
pub(in crate::awards::council) fn delete(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    diesel::delete(votes::table.filter(votes::session_id.eq(id))).execute(db)?;
    diesel::delete(sessions::table.find(id)).execute(db)?;
    Ok(())
}

/// What a session votes on, in its order.
pub(in crate::awards::council) fn votes_of(db: &mut AnyConnection, session: Uuid) -> Outcome<Vec<VoteRow>> {
    Ok(votes::table.filter(votes::session_id.eq(session)).order(votes::position).load(db)?)
}

/// The same with what is shown beside it, as it is today.
pub(in crate::awards::council) fn lines_of(db: &mut AnyConnection, session: Uuid) -> Outcome<Vec<Line>> {
    Ok(votes::table
        .inner_join(nominations::table)
        .inner_join(organisations::table.on(organisations::id.eq(votes::organisation_id)))
        .inner_join(forms::table.on(forms::id.eq(votes::form_id)))
        .filter(votes::session_id.eq(session))
        .order(votes::position)
        .select((
            votes::all_columns,
            organisations::name,
            forms::name_vi,
            nominations::nominee_title,
            nominations::workplace,
            nominations::rank,
            nominations::appraisal,
        ))
        .load(db)?)
}

/// Writes the sums and the result of one nomination.
pub(in crate::awards::council) fn save_vote(
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
pub(in crate::awards::council) fn approved_on(
    db: &mut AnyConnection,
    nominations: &[Uuid],
) -> Outcome<Option<NaiveDate>> {
    Ok(votes::table
        .inner_join(sessions::table.on(sessions::id.eq(votes::session_id)))
        .filter(votes::nomination_id.eq_any(nominations.to_vec()))
        .filter(votes::result.eq(Some(CouncilResult::Approved)))
        .select(max(sessions::held_on))
        .first(db)?)
}

/// Which of these nominations stand in an open session.
pub(in crate::awards::council) fn in_session(
    db: &mut AnyConnection,
    nominations: &[Uuid],
) -> Outcome<Vec<Uuid>> {
    Ok(votes::table
        .filter(votes::nomination_id.eq_any(nominations.to_vec()))
        .filter(votes::result.is_null())
        .select(votes::nomination_id)
        .load(db)?)
}

/// Whether somebody has voted in a session.
pub(in crate::awards::council) fn has_voted(
    db: &mut AnyConnection,
    session: Uuid,
    user: Uuid,
) -> Outcome<bool> {
    let cast = ballots::table.find((session, user));
    Ok(diesel::select(diesel::dsl::exists(cast)).get_result(db)?)
}

/// Who has voted in secret, and whether in writing.
pub(in crate::awards::council) fn voters(
    db: &mut AnyConnection,
    session: Uuid,
) -> Outcome<Vec<(Uuid, bool)>> {
    let cast = ballots::table.filter(ballots::session_id.eq(session));
    Ok(cast.select((ballots::user_id, ballots::in_writing)).order(ballots::user_id).load(db)?)
}

/// In which of these sessions somebody has voted.
pub(in crate::awards::council) fn voted_in(
    db: &mut AnyConnection,
    sessions: &[Uuid],
    user: Uuid,
) -> Outcome<Vec<Uuid>> {
    Ok(ballots::table
        .filter(ballots::user_id.eq(user))
        .filter(ballots::session_id.eq_any(sessions.to_vec()))
        .select(ballots::session_id)
        .load(db)?)
}

/// In the councils of which of these rounds somebody sits.
pub(in crate::awards::council) fn seats(
    db: &mut AnyConnection,
    rounds: &[Uuid],
    user: Uuid,
) -> Outcome<Vec<Uuid>> {
    Ok(council::table
        .filter(council::user_id.eq(user))
        .filter(council::round_id.eq_any(rounds.to_vec()))
        .select(council::round_id)
        .load(db)?)
}

/// Notes that somebody has voted.
pub(in crate::awards::council) fn insert_ballot(
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
