//! What submissions and decisions have in common on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::AwardOutcome;
use crate::awards::{NominationStatus, NomineeKind};
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::signing::SigningCapacity;
use crate::kernel::text::{Line, Prose};

/// What may change of a draft; a member that is absent is kept, and null clears.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "nomination_ids": ["01952a3e-7c00-7000-8000-000000000002"], "signing_body": "BAN THƯỜNG VỤ"
}))]
pub(crate) struct EditAwardDocument {
    /// The nominations it names from now on, in the order they are printed: these instead of all before.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, max_items = 1000)]
    pub(crate) nomination_ids: Patch<Vec<Uuid>>,
    /// What it is about.
    #[serde(default)]
    pub(crate) title: Patch<Line<500>>,
    /// What it rests on, a basis a line.
    #[serde(default)]
    pub(crate) legal_bases: Patch<Prose<10000>>,
    /// Where it is signed.
    #[serde(default)]
    pub(crate) place: Patch<Option<Line<100>>>,
    /// The date printed on it.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub(crate) document_date: Patch<Option<NaiveDate>>,
    /// In whose name it is signed.
    #[serde(default)]
    pub(crate) signing_capacity: Patch<Option<SigningCapacity>>,
    /// The body or head in whose name it is signed.
    #[serde(default)]
    pub(crate) signing_body: Patch<Option<Line<200>>>,
    /// What the signer is.
    #[serde(default)]
    pub(crate) signer_position: Patch<Option<Line<200>>>,
    /// Who signs.
    #[serde(default)]
    pub(crate) signer_name: Patch<Option<Line<200>>>,
}

/// How a document is signed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"document_date": "2025-02-20"}))]
pub(crate) struct SignAwardDocument {
    /// The date printed on it: not after today, nor before the council met or that of the register's last number. By default the one the
    /// document has, else today. Its year decides the register.
    pub(crate) document_date: Option<NaiveDate>,
}

/// A nomination that a document names.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardLineDto {
    /// The nomination.
    pub(crate) nomination_id: Uuid,
    /// Its place in the document.
    #[schema(minimum = 1)]
    pub(crate) position: i32,
    /// The nominee's union.
    pub(crate) organisation_id: Uuid,
    /// Its name today.
    pub(crate) organisation_name: String,
    /// The form of award.
    pub(crate) form_id: Uuid,
    /// Its name.
    pub(crate) form_name: String,
    /// What the nominee is.
    pub(crate) nominee_kind: NomineeKind,
    /// Who is nominated.
    pub(crate) nominee_name: String,
    /// What the nominee is by profession or office.
    #[schema(required = true)]
    pub(crate) nominee_title: Option<String>,
    /// Where the nominee works.
    #[schema(required = true)]
    pub(crate) workplace: Option<String>,
    /// Where the nomination stands now.
    pub(crate) nomination_status: NominationStatus,
    /// What was decided on it; null until it is.
    #[schema(required = true)]
    pub(crate) outcome: Option<AwardOutcome>,
    /// Its award in the register; null unless it was awarded.
    #[schema(required = true)]
    pub(crate) award_id: Option<Uuid>,
}

/// What the list of a document's nominations can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AwardLineQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
}

/// What signing a draft now would do, for the caller as its signer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardDocumentPreview {
    /// The document.
    pub(crate) document_id: Uuid,
    /// The version it was looked at in.
    #[schema(minimum = 1)]
    pub(crate) document_version: i64,
    /// Whether nothing hinders it.
    pub(crate) ready: bool,
    /// Its nominations, in their order.
    #[schema(max_items = 1000)]
    pub(crate) lines: Vec<PreviewedAward>,
    /// What the document itself misses.
    #[schema(max_items = 20)]
    pub(crate) problems: Vec<PreviewedFault>,
    /// The rewards of all its nominations, whole đồng.
    #[schema(minimum = 0)]
    pub(crate) reward_vnd: i64,
}

/// A nomination as signing would find it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewedAward {
    /// The nomination.
    pub(crate) nomination_id: Uuid,
    /// The money that its form gives on the date of the document, whole đồng.
    #[schema(minimum = 0)]
    pub(crate) reward_vnd: i64,
    /// What hinders it.
    #[schema(max_items = 8)]
    pub(crate) problems: Vec<PreviewedFault>,
}

/// What hinders a nomination or the document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "pointer": "/nomination_ids/3", "code": "discipline_hold", "detail": "Đề nghị đang tạm dừng để xem xét kỷ luật."
}))]
pub(crate) struct PreviewedFault {
    /// Where it is, as signing would tell it.
    pub(crate) pointer: String,
    /// `wrong_state`, `other_authority`, `discipline_hold`, `not_eligible`, `form_not_in_force`, `own_work`; of the
    /// document `missing`, `out_of_range`, `before_council`, `before_last_number`, `no_symbol`.
    pub(crate) code: String,
    /// What is wrong, in Vietnamese.
    pub(crate) detail: String,
}
