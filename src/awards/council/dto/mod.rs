//! Sessions of the council on the wire.

mod list;

use std::borrow::Cow;

use aws_lc_rs::digest;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{CouncilBallot, CouncilChoice, CouncilResult, CouncilSessionStatus};
use crate::awards::NomineeKind;
use crate::awards::nominations::AwardAppraisal;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::hex::hex;
use crate::kernel::id::Uuid;
use crate::kernel::text::Prose;

pub(super) use list::{CouncilSessionQuery, CouncilSessionSort, CouncilSessionSummaryDto};

/// A session to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "round_id": "01952a3e-7c00-7000-8000-000000000001",
    "nomination_ids": ["01952a3e-7c00-7000-8000-000000000002"], "ballot": "totals"
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
    /// How it votes. A secret ballot needs three members at least who are free to choose on each of its nominations, having
    /// neither written nor submitted it.
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
    "held_on": "2025-02-10", "present": 3, "minutes": "Hội đồng họp tại trụ sở, đủ ba thành viên.",
    "votes": [{
        "nomination_id": "01952a3e-7c00-7000-8000-000000000002", "votes_for": 3, "votes_against": 0, "abstained": 0,
        "in_writing": 0
    }]
}))]
pub(crate) struct ConcludeCouncilSession {
    /// The day it was held: not after today, nor before the round opened or one of its nominations was submitted, nor
    /// before a secret ballot was opened.
    pub(crate) held_on: NaiveDate,
    /// How many members were there. In a secret ballot that is how many have voted otherwise than in writing: who is there
    /// votes, if only to abstain.
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
    "nomination_id": "01952a3e-7c00-7000-8000-000000000002", "votes_for": 3, "votes_against": 0, "abstained": 0,
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
    /// Whether the caller sits on the round's council.
    pub(crate) on_council: bool,
    /// Whether the caller has voted in secret.
    pub(crate) has_voted: bool,
    /// Who opened it.
    pub(crate) created_by: Uuid,
    /// Who concluded or cancelled it.
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

    fn variant(&self) -> Option<Cow<'static, str>> {
        // What it says of the caller, and of unions, forms and nominations as they are today, changes without it.
        let shown = serde_json::to_vec(self).ok()?;
        let digest = digest::digest(&digest::SHA256, &shown);
        digest.as_ref().first_chunk::<8>().map(|first| hex(first).into())
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
    /// The union's name today.
    pub(crate) organisation_name: String,
    /// The form of award.
    pub(crate) form_id: Uuid,
    /// The form's Vietnamese name.
    pub(crate) form_name: String,
    /// What the nominee is.
    pub(crate) nominee_kind: NomineeKind,
    /// Who is nominated.
    pub(crate) nominee_name: String,
    /// The person's title, as the nomination has it now.
    #[schema(required = true)]
    pub(crate) nominee_title: Option<String>,
    /// Where the person works, as the nomination has it now.
    #[schema(required = true)]
    pub(crate) workplace: Option<String>,
    /// Its rank among the union's nominations for the form, as it is now.
    #[schema(required = true, minimum = 1)]
    pub(crate) rank: Option<i32>,
    /// What the appraiser thinks of it now.
    #[schema(required = true)]
    pub(crate) appraisal: Option<AwardAppraisal>,
    /// The share of the full council that must vote for it.
    #[schema(minimum = 1)]
    pub(crate) threshold_numerator: i32,
    /// The share's denominator.
    #[schema(minimum = 1)]
    pub(crate) threshold_denominator: i32,
    /// The sums; null until the session is concluded, and of what lapsed in a secret ballot for ever.
    #[schema(required = true)]
    pub(crate) sums: Option<CouncilSumsDto>,
    /// What came of it; null until the session has ended.
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

/// The minutes of a session.
#[derive(Serialize, ToSchema)]
pub(crate) struct CouncilMinutesDto {
    /// The session.
    pub(crate) session_id: Uuid,
    /// Its minutes; null until it is concluded.
    #[schema(required = true)]
    pub(crate) minutes: Option<String>,
    /// Why it was cancelled; null when it was not.
    #[schema(required = true)]
    pub(crate) cancel_reason: Option<String>,
}
