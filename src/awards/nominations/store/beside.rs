//! What is shown beside nominations: names, and where each stands further on. Read for a page at once.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::awards::council::model::CouncilResult;
use crate::db::AnyConnection;
use crate::db::schema::{
    award_decision_lines as decision_lines, award_decisions as decisions, award_submission_lines as lines,
    award_submissions as submissions, awards, council_sessions as sessions, council_votes as votes,
    organisations,
};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// What the council decided: in which session, on which day, how.
pub(in crate::awards::nominations) type Council = (Uuid, Option<NaiveDate>, Option<CouncilResult>);

/// What stands beside nominations that the caller was shown to see.
#[derive(Default)]
pub(in crate::awards::nominations) struct Beside {
    /// Today's names of the unions.
    pub(in crate::awards::nominations) unions: HashMap<Uuid, String>,
    /// The sessions that approved or rejected; one in which a nomination lapsed did neither.
    pub(in crate::awards::nominations) councils: HashMap<Uuid, Council>,
    /// The signed submissions, with their symbols.
    pub(in crate::awards::nominations) submissions: HashMap<Uuid, (Uuid, Option<String>)>,
    /// The signed decisions, with their symbols.
    pub(in crate::awards::nominations) decisions: HashMap<Uuid, (Uuid, Option<String>)>,
    /// The entries of the register.
    pub(in crate::awards::nominations) awards: HashMap<Option<Uuid>, Uuid>,
}

impl Beside {
    /// Of these unions and nominations.
    pub(in crate::awards::nominations) fn of(
        db: &mut AnyConnection,
        unions: Vec<Uuid>,
        nominations: &[Uuid],
    ) -> Outcome<Self> {
        let ids = || nominations.to_vec();
        let decided = [CouncilResult::Approved, CouncilResult::Rejected].map(CouncilResult::as_str);
        let unions: Vec<(Uuid, String)> = organisations::table
            .filter(organisations::id.eq_any(unions))
            .select((organisations::id, organisations::name))
            .load(db)?;
        let councils: Vec<(Uuid, Council)> = votes::table
            .inner_join(sessions::table)
            .filter(votes::nomination_id.eq_any(ids()))
            .filter(votes::result.eq_any(decided))
            .select((votes::nomination_id, (sessions::id, sessions::held_on, votes::result)))
            .load(db)?;
        let submitted: Vec<(Uuid, (Uuid, Option<String>))> = lines::table
            .inner_join(submissions::table)
            .filter(lines::nomination_id.eq_any(ids()))
            .filter(submissions::symbol.is_not_null())
            .order(submissions::created_at)
            .select((lines::nomination_id, (submissions::id, submissions::symbol)))
            .load(db)?;
        let decided: Vec<(Uuid, (Uuid, Option<String>))> = decision_lines::table
            .inner_join(decisions::table)
            .filter(decision_lines::nomination_id.eq_any(ids()))
            .filter(decisions::symbol.is_not_null())
            .order(decisions::created_at)
            .select((decision_lines::nomination_id, (decisions::id, decisions::symbol)))
            .load(db)?;
        let entered: Vec<(Option<Uuid>, Uuid)> = awards::table
            .filter(awards::nomination_id.assume_not_null().eq_any(ids()))
            .select((awards::nomination_id, awards::id))
            .load(db)?;
        Ok(Self {
            unions: unions.into_iter().collect(),
            councils: councils.into_iter().collect(),
            submissions: submitted.into_iter().collect(),
            decisions: decided.into_iter().collect(),
            awards: entered.into_iter().collect(),
        })
    }
}
