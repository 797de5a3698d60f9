//! Decisions on the wire.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::AwardDecisionStatus;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::signing::SigningCapacity;
use crate::kernel::text::{Line, Prose};

/// A decision of the own organisation to begin, on what it may award itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "round_id": "01952a3e-7c00-7000-8000-000000000001",
    "nomination_ids": ["01952a3e-7c00-7000-8000-000000000002"],
    "title": "Về việc tặng Giấy khen năm 2024", "legal_bases": "Căn cứ Luật Thi đua, khen thưởng;",
    "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
    "signer_position": "CHỦ TỊCH", "signer_name": "Nguyễn Văn Mẫu"
}))]
pub(crate) struct NewAwardDecision {
    /// The client's own id for it, a UUID; without one it gets one.
    pub(crate) id: Option<Uuid>,
    /// The round whose nominations it awards.
    pub(crate) round_id: Uuid,
    /// The nominations it names, in the order they are printed.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub(crate) nomination_ids: Vec<Uuid>,
    /// What it is about.
    pub(crate) title: Line<500>,
    /// What it rests on, a basis a line.
    pub(crate) legal_bases: Prose<10000>,
    /// Where it is signed; by default the organisation's place.
    pub(crate) place: Option<Line<100>>,
    /// The date printed on it; by default the day of signing.
    pub(crate) document_date: Option<NaiveDate>,
    /// In whose name it is signed.
    pub(crate) signing_capacity: Option<SigningCapacity>,
    /// The body or head in whose name it is signed, e.g. `BAN THƯỜNG VỤ`.
    pub(crate) signing_body: Option<Line<200>>,
    /// What the signer is.
    pub(crate) signer_position: Option<Line<200>>,
    /// Who signs.
    pub(crate) signer_name: Option<Line<200>>,
}

/// A decision: the own organisation's, or that of an authority on a submission. What it names is at `…/lines`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardDecisionDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The organisation of the round.
    pub(crate) organisation_id: Uuid,
    /// The round.
    pub(crate) round_id: Uuid,
    /// The submission that it answers; null for the organisation's own.
    #[schema(required = true)]
    pub(crate) submission_id: Option<Uuid>,
    /// Who awards.
    pub(crate) authority: String,
    /// What the authority is called.
    pub(crate) authority_label: String,
    /// What it is about.
    pub(crate) title: String,
    /// What it rests on. Null in what an authority has decided.
    #[schema(required = true)]
    pub(crate) legal_bases: Option<String>,
    /// Where it is signed.
    #[schema(required = true)]
    pub(crate) place: Option<String>,
    /// The date printed on it.
    #[schema(required = true)]
    pub(crate) document_date: Option<NaiveDate>,
    /// In whose name it is signed.
    #[schema(required = true)]
    pub(crate) signing_capacity: Option<SigningCapacity>,
    /// The body or head in whose name it is signed.
    #[schema(required = true)]
    pub(crate) signing_body: Option<String>,
    /// What the signer is.
    #[schema(required = true)]
    pub(crate) signer_position: Option<String>,
    /// Who signs.
    #[schema(required = true)]
    pub(crate) signer_name: Option<String>,
    /// Where it stands.
    pub(crate) status: AwardDecisionStatus,
    /// Its entry in the number register.
    #[schema(required = true)]
    pub(crate) register_entry_id: Option<Uuid>,
    /// Its number in the register `QD`; null of an authority's.
    #[schema(required = true)]
    pub(crate) number: Option<i64>,
    /// Number and symbol as printed.
    #[schema(required = true, example = "57/QĐ-LĐLĐ")]
    pub(crate) symbol: Option<String>,
    /// True when the number was voided after the document was signed.
    pub(crate) number_void: bool,
    /// How many nominations it names.
    #[schema(minimum = 0)]
    pub(crate) line_count: i32,
    /// How many of them it awards, once it is signed.
    #[schema(minimum = 0)]
    pub(crate) awarded_count: i32,
    /// Who began it.
    pub(crate) created_by: Uuid,
    /// Who signed it, or entered the authority's.
    #[schema(required = true)]
    pub(crate) signed_by: Option<Uuid>,
    /// When it was signed.
    #[schema(required = true)]
    pub(crate) signed_at: Option<Instant>,
    /// Rises at every change of it or of what it names.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was begun.
    pub(crate) created_at: Instant,
    /// When it was last changed.
    pub(crate) updated_at: Instant,
}

impl Versioned for AwardDecisionDto {
    fn version(&self) -> i64 {
        self.version
    }

    fn variant(&self) -> Option<Cow<'static, str>> {
        // Voiding the number changes what is told of a document that itself stays as it is.
        self.number_void.then_some(Cow::Borrowed("void"))
    }
}

impl Identified for AwardDecisionDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A decision as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardDecisionSummaryDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The organisation of the round.
    pub(crate) organisation_id: Uuid,
    /// The round.
    pub(crate) round_id: Uuid,
    /// The submission that it answers; null for the organisation's own.
    #[schema(required = true)]
    pub(crate) submission_id: Option<Uuid>,
    /// Who awards.
    pub(crate) authority: String,
    /// What the authority is called.
    pub(crate) authority_label: String,
    /// What it is about.
    pub(crate) title: String,
    /// The date printed on it.
    #[schema(required = true)]
    pub(crate) document_date: Option<NaiveDate>,
    /// Where it stands.
    pub(crate) status: AwardDecisionStatus,
    /// Its number in the register `QD`; null of an authority's.
    #[schema(required = true)]
    pub(crate) number: Option<i64>,
    /// Number and symbol as printed.
    #[schema(required = true)]
    pub(crate) symbol: Option<String>,
    /// How many nominations it names.
    #[schema(minimum = 0)]
    pub(crate) line_count: i32,
    /// When it was signed.
    #[schema(required = true)]
    pub(crate) signed_at: Option<Instant>,
    /// Rises at every change of it or of what it names.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was begun.
    pub(crate) created_at: Instant,
    /// When it was last changed.
    pub(crate) updated_at: Instant,
}

/// How a list of decisions is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum AwardDecisionSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of decisions can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AwardDecisionQuery {
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
    pub(crate) sort: Option<AwardDecisionSort>,
    /// Only those of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation_id: Option<Uuid>,
    /// Only those of this round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) round_id: Option<Uuid>,
    /// Only those of this authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub(crate) authority: Option<String>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<AwardDecisionStatus>,
    /// Only those on this submission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) submission_id: Option<Uuid>,
    /// Only signed ones dated on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed_from: Option<NaiveDate>,
    /// Only signed ones dated on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed_to: Option<NaiveDate>,
}
