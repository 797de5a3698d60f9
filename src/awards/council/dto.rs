//! Sessions of the council on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{CouncilBallot, CouncilChoice, CouncilResult, CouncilSessionStatus};
use crate::awards::NomineeKind;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::text::Prose;

/// A session to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "round_id": "01952a3e-7c00-7000-8000-000000000001",
    "nomination_ids": ["01952a3e-7c00-7000-8000-000000000002"], "ballot": "secret"
}))]
pub(crate) struct NewCouncilSession {
    /// The client's own id for it, a UUID; without one it gets one.
    pub(crate) id: Option<Uuid>,
    /// The round whose council meets.
    pub(crate) round_id: Uuid,
    /// What it votes on, in this order: endorsed nominations of the round that are not on hold and stand in no other open
    /// session.
    #[schema(min_items = 1, max_items = 500)]
    pub(crate) nomination_ids: Vec<Uuid>,
    /// How it votes. A secret ballot needs a council of three at least.
    pub(crate) ballot: CouncilBallot,
}

/// The one ballot of a member: a choice for every nomination of the session.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "choices": [{"nomination_id": "01952a3e-7c00-7000-8000-000000000002", "choice": "for"}], "in_writing": false
}))]
pub(crate) struct CastCouncilBallot {
    /// Each nomination of the session once, in any order. On what members wrote or submitted themselves they may only
    /// abstain.
    #[schema(min_items = 1, max_items = 500)]
    pub(crate) choices: Vec<CouncilBallotChoice>,
    /// Whether the member votes in writing instead of being present.
    #[serde(default)]
    pub(crate) in_writing: bool,
}

/// A choice on a ballot.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"nomination_id": "01952a3e-7c00-7000-8000-000000000002", "choice": "for"}))]
pub(crate) struct CouncilBallotChoice {
    /// The nomination.
    pub(crate) nomination_id: Uuid,
    /// The vote on it.
    pub(crate) choice: CouncilChoice,
}

/// What the caller is told of a ballot that was cast: never what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CouncilBallotCast {
    /// The session.
    pub(crate) session_id: Uuid,
    /// How many have voted now.
    #[schema(minimum = 1)]
    pub(crate) ballot_count: i32,
}

/// How a session ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "held_on": "2025-02-10", "present": 7, "minutes": "Hội đồng họp tại trụ sở, vắng hai thành viên.",
    "votes": [{
        "nomination_id": "01952a3e-7c00-7000-8000-000000000002", "votes_for": 6, "votes_against": 0, "abstained": 1,
        "in_writing": 0
    }]
}))]
pub(crate) struct ConcludeCouncilSession {
    /// The day it was held: not after today, nor before the round opened.
    pub(crate) held_on: NaiveDate,
    /// How many members were there.
    #[schema(minimum = 0, maximum = 1000)]
    pub(crate) present: i32,
    /// The minutes. They are kept sealed.
    pub(crate) minutes: Prose<20000>,
    /// The sums of each nomination of the session, each once; not of a secret ballot, whose sums are known.
    #[schema(min_items = 1, max_items = 500)]
    pub(crate) votes: Option<Vec<CouncilTotals>>,
}

/// The votes on one nomination; whoever is in none of the sums was absent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "nomination_id": "01952a3e-7c00-7000-8000-000000000002", "votes_for": 6, "votes_against": 0, "abstained": 1,
    "in_writing": 0
}))]
pub(crate) struct CouncilTotals {
    /// The nomination.
    pub(crate) nomination_id: Uuid,
    /// Votes for it.
    #[schema(minimum = 0, maximum = 1000)]
    pub(crate) votes_for: i32,
    /// Votes against it.
    #[schema(minimum = 0, maximum = 1000)]
    pub(crate) votes_against: i32,
    /// Who abstained.
    #[schema(minimum = 0, maximum = 1000)]
    pub(crate) abstained: i32,
    /// How many of these came in writing.
    #[schema(minimum = 0, maximum = 1000)]
    pub(crate) in_writing: i32,
}

/// A session of the council.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CouncilSessionDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The organisation of the round.
    pub(crate) organisation_id: Uuid,
    /// The round.
    pub(crate) round_id: Uuid,
    /// How it votes.
    pub(crate) ballot: CouncilBallot,
    /// Where it stands.
    pub(crate) status: CouncilSessionStatus,
    /// How many members the council had when the session was opened: thresholds count all of them.
    #[schema(minimum = 1)]
    pub(crate) council_size: i32,
    /// How many have voted in secret.
    #[schema(minimum = 0)]
    pub(crate) ballot_count: i32,
    /// The day it was held.
    #[schema(required = true)]
    pub(crate) held_on: Option<NaiveDate>,
    /// How many members were there.
    #[schema(required = true, minimum = 0)]
    pub(crate) present: Option<i32>,
    /// What it votes on, in its order.
    #[schema(max_items = 500)]
    pub(crate) votes: Vec<CouncilVoteDto>,
    /// Who opened it.
    pub(crate) created_by: Uuid,
    /// Who concluded it.
    #[schema(required = true)]
    pub(crate) concluded_by: Option<Uuid>,
    /// Rises at every change, a ballot included.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was opened.
    pub(crate) created_at: Instant,
    /// When it was last changed.
    pub(crate) updated_at: Instant,
}

impl Versioned for CouncilSessionDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for CouncilSessionDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A nomination in a session. The nominee stands here as it was nominated when the session was opened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CouncilVoteDto {
    /// The nomination.
    pub(crate) nomination_id: Uuid,
    /// Its place in the session.
    #[schema(minimum = 1)]
    pub(crate) position: i32,
    /// The nominee's union.
    pub(crate) organisation_id: Uuid,
    /// The form of award.
    pub(crate) form_id: Uuid,
    /// What the nominee is.
    pub(crate) nominee_kind: NomineeKind,
    /// Who is nominated.
    pub(crate) nominee_name: String,
    /// The share of the full council that must vote for it.
    #[schema(minimum = 1)]
    pub(crate) threshold_numerator: i32,
    /// The share's denominator.
    #[schema(minimum = 1)]
    pub(crate) threshold_denominator: i32,
    /// The sums; null until the session is concluded.
    #[schema(required = true)]
    pub(crate) sums: Option<CouncilSumsDto>,
    /// What came of it; null until the session is concluded.
    #[schema(required = true)]
    pub(crate) result: Option<CouncilResult>,
}

/// The votes on a nomination. For, against, abstained and absent come to the full council.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CouncilSumsDto {
    /// Votes for it.
    #[schema(minimum = 0)]
    pub(crate) votes_for: i32,
    /// Votes against it.
    #[schema(minimum = 0)]
    pub(crate) votes_against: i32,
    /// Who abstained.
    #[schema(minimum = 0)]
    pub(crate) abstained: i32,
    /// Who did not vote.
    #[schema(minimum = 0)]
    pub(crate) absent: i32,
    /// How many of those who voted did so in writing.
    #[schema(minimum = 0)]
    pub(crate) in_writing: i32,
}

/// A session as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CouncilSessionSummaryDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The organisation of the round.
    pub(crate) organisation_id: Uuid,
    /// The round.
    pub(crate) round_id: Uuid,
    /// How it votes.
    pub(crate) ballot: CouncilBallot,
    /// Where it stands.
    pub(crate) status: CouncilSessionStatus,
    /// How many members the council had when the session was opened.
    #[schema(minimum = 1)]
    pub(crate) council_size: i32,
    /// How many have voted in secret.
    #[schema(minimum = 0)]
    pub(crate) ballot_count: i32,
    /// The day it was held.
    #[schema(required = true)]
    pub(crate) held_on: Option<NaiveDate>,
    /// How many members were there.
    #[schema(required = true, minimum = 0)]
    pub(crate) present: Option<i32>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was opened.
    pub(crate) created_at: Instant,
    /// When it was last changed.
    pub(crate) updated_at: Instant,
}

/// The minutes of a session.
#[derive(Serialize, ToSchema)]
pub(crate) struct CouncilMinutesDto {
    /// The session.
    pub(crate) session_id: Uuid,
    /// Its minutes; null until it is concluded.
    #[schema(required = true)]
    pub(crate) minutes: Option<String>,
    /// The version of the session.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
}

impl Versioned for CouncilMinutesDto {
    fn version(&self) -> i64 {
        self.version
    }
}

/// How a list of sessions is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum CouncilSessionSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of sessions can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CouncilSessionQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
    /// The order; newest first when it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub(crate) sort: Option<CouncilSessionSort>,
    /// Only those of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation_id: Option<Uuid>,
    /// Only those of this round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) round_id: Option<Uuid>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<CouncilSessionStatus>,
    /// Only those that vote in this way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ballot: Option<CouncilBallot>,
}
