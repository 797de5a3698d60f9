//! Lists of sessions on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::awards::council::model::{CouncilBallot, CouncilSessionStatus};
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;

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
    /// Whether the caller sits on the round's council.
    pub(crate) on_council: bool,
    /// Whether the caller has voted in secret.
    pub(crate) has_voted: bool,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was opened.
    pub(crate) created_at: Instant,
    /// When it was last changed.
    pub(crate) updated_at: Instant,
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
    /// Only open ones that wait for the caller, or only all others. A member of the council is waited for where the ballot
    /// is secret and the caller has not voted; who concludes, where all have voted in secret or only the totals are to be
    /// entered, and the caller had no hand in what it votes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) waiting_for_me: Option<bool>,
}
