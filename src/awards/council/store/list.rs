//! Lists of sessions.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::SessionRow;
use crate::awards::council::model::{CouncilBallot, CouncilSessionStatus};
use crate::db::schema::{
    award_council_members as council, award_nominations as nominations, council_ballots as ballots,
    council_sessions as sessions, council_votes as votes,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::Outcome;

/// Which sessions to list.
#[derive(Clone, Debug, Default)]
pub(in crate::awards::council) struct Filter {
    pub(in crate::awards::council) organisation: Option<Uuid>,
    pub(in crate::awards::council) round: Option<Uuid>,
    pub(in crate::awards::council) status: Option<CouncilSessionStatus>,
    pub(in crate::awards::council) ballot: Option<CouncilBallot>,
    pub(in crate::awards::council) waiting: Option<Waiting>,
    pub(in crate::awards::council) descending: bool,
}

/// Only what waits for this user, or only what does not.
#[derive(Clone, Debug)]
pub(in crate::awards::council) struct Waiting {
    pub(in crate::awards::council) wanted: bool,
    pub(in crate::awards::council) user: Uuid,
    /// Whose sessions the user concludes.
    pub(in crate::awards::council) concludes: Vec<Uuid>,
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
    match &filter.waiting {
        Some(waiting) if waiting.wanted => rows.filter(waits_for(waiting)),
        Some(waiting) => rows.filter(diesel::dsl::not(waits_for(waiting))),
        None => rows,
    }
}

/// Open, and either a secret ballot in which the user has a seat and has not voted, or the user's to conclude: nobody is
/// left to vote in secret, and the user had no hand in what it votes on.
fn waits_for(waiting: &Waiting) -> Box<dyn BoxableExpression<sessions::table, MultiBackend, SqlType = Bool>> {
    let user = waiting.user;
    let seats = council::table.filter(council::user_id.eq(user)).select(council::round_id);
    let cast = ballots::table.filter(ballots::user_id.eq(user)).select(ballots::session_id);
    let own = votes::table
        .inner_join(nominations::table)
        .filter(
            (nominations::created_by.eq(user))
                .or(nominations::submitted_by.eq(Some(user)))
                .or(nominations::endorsed_by.eq(Some(user)))
                .or(nominations::appraised_by.eq(Some(user))),
        )
        .select(votes::session_id);
    let to_vote = sessions::ballot
        .eq(CouncilBallot::Secret)
        .and(sessions::round_id.eq_any(seats))
        .and(sessions::id.ne_all(cast));
    let all_voted =
        sessions::ballot.eq(CouncilBallot::Totals).or(sessions::ballot_count.ge(sessions::council_size));
    let to_conclude = sessions::organisation_id
        .eq_any(waiting.concludes.clone())
        .and(all_voted)
        .and(sessions::id.ne_all(own));
    Box::new(sessions::status.eq(CouncilSessionStatus::Open).and(to_vote.or(to_conclude)))
}

pub(in crate::awards::council) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<SessionRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, sessions, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(in crate::awards::council) fn count(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}
