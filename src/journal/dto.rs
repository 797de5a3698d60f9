//! An entry on the wire.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;

/// One write: who did what to which record, when, from which state to which.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryDto {
    /// Its place in the order of commits, without gaps.
    #[schema(minimum = 1, example = 4711)]
    pub seq: i64,
    /// When it was done.
    pub at: Instant,
    /// Who did it; null for the system itself.
    #[schema(required = true)]
    pub actor_id: Option<Uuid>,
    /// That person's name as it is today.
    #[schema(required = true)]
    pub actor_name: Option<String>,
    /// What was done, e.g. `report.submit`.
    #[schema(example = "report.submit")]
    pub action: String,
    /// The kind of record.
    #[schema(example = "report")]
    pub record_type: String,
    /// The record.
    pub record_id: Uuid,
    /// The organisation the record belongs to.
    #[schema(required = true)]
    pub organisation_id: Option<Uuid>,
    /// The state before.
    #[schema(required = true, example = "draft")]
    pub from_state: Option<String>,
    /// The state after.
    #[schema(required = true, example = "submitted")]
    pub to_state: Option<String>,
    /// The reason given.
    #[schema(required = true)]
    pub reason: Option<String>,
    /// The members that were set, with their new values; under `before` what a sum replaced. Never personal data.
    #[schema(required = true, value_type = Option<Object>)]
    pub changes: Option<Value>,
    /// The request it came with, as in `X-Request-Id`.
    #[schema(required = true)]
    pub request_id: Option<Uuid>,
}

/// What the journal can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JournalQuery {
    /// How many entries a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// What to add to the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub include: Option<Include>,
    /// Only entries after this sequence number: a follower asks again with the last one it has seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub after: Option<i64>,
    /// Only this kind of record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z_]{1,40}$", max_length = 40)]
    #[param(pattern = "^[a-z_]{1,40}$", max_length = 40)]
    pub record_type: Option<String>,
    /// Only this action.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[a-z_.]{1,60}$", max_length = 60)]
    #[param(pattern = "^[a-z_.]{1,60}$", max_length = 60)]
    pub action: Option<String>,
    /// Only what this user did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<Uuid>,
}
