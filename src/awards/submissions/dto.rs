//! Submissions on the wire.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::SubmissionStatus;
use crate::awards::papers::AwardOutcome;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::signing::SigningCapacity;
use crate::kernel::text::{Line, Prose};

/// A submission to begin. It is the round's organisation that submits.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "round_id": "01952a3e-7c00-7000-8000-000000000001", "authority": "peoples_committee",
    "nomination_ids": ["01952a3e-7c00-7000-8000-000000000002"],
    "title": "Về việc đề nghị khen thưởng thành tích năm 2024", "legal_bases": "Căn cứ Luật Thi đua, khen thưởng;",
    "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
    "signer_position": "PHÓ CHỦ TỊCH", "signer_name": "Nguyễn Văn Mẫu"
}))]
pub(crate) struct NewAwardSubmission {
    /// The client's own id for it, a UUID; without one it gets one.
    pub(crate) id: Option<Uuid>,
    /// The round whose nominations it puts forward.
    pub(crate) round_id: Uuid,
    /// Who is to award them: a code of the code list `award_authorities`, not the organisation's own level.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub(crate) authority: String,
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

/// What the authority has decided, on all or a part of what was submitted to it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "symbol": "215/QĐ-UBND", "decided_on": "2025-02-25", "title": "Về việc tặng Bằng khen",
    "signer_position": "CHỦ TỊCH", "signer_name": "Trần Văn Mẫu",
    "lines": [
        {"nomination_id": "01952a3e-7c00-7000-8000-000000000002", "outcome": "awarded"},
        {"nomination_id": "01952a3e-7c00-7000-8000-000000000003", "outcome": "declined", "reason": "Chưa đủ thành tích."}
    ]
}))]
pub(crate) struct AnswerAwardSubmission {
    /// Number and symbol of its decision, as they are on the paper. An authority that keeps its register `QD` in this
    /// system gives the paper its number there first, as to any document made outside the system.
    pub(crate) symbol: Line<100>,
    /// The date of the decision: not after today, nor before that of the submission.
    pub(crate) decided_on: NaiveDate,
    /// What the decision is about.
    pub(crate) title: Line<500>,
    /// Who signed it.
    pub(crate) signer_name: Line<200>,
    /// What the signer is.
    pub(crate) signer_position: Option<Line<200>>,
    /// What it says of each nomination that it answers. Each is answered once.
    #[schema(min_items = 1, max_items = 1000)]
    pub(crate) lines: Vec<AnsweredAward>,
}

/// What an authority says of a nomination.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"nomination_id": "01952a3e-7c00-7000-8000-000000000002", "outcome": "awarded"}))]
pub(crate) struct AnsweredAward {
    /// The nomination.
    pub(crate) nomination_id: Uuid,
    /// Whether it is awarded.
    pub(crate) outcome: AwardOutcome,
    /// Why it is declined; only then. It is kept sealed, and told in the notes of the nomination.
    pub(crate) reason: Option<Prose<2000>>,
}

/// Why a submission was taken back.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "submission_id": "01952a3e-7c00-7000-8000-000000000001", "reason": "Ghi nhầm tên một cá nhân.",
    "recalled_by": "01952a3e-7c00-7000-8000-000000000004", "recalled_at": "2025-02-11T01:00:00Z"
}))]
pub(crate) struct AwardRecallDto {
    /// The submission.
    pub(crate) submission_id: Uuid,
    /// Why.
    #[schema(required = true)]
    pub(crate) reason: Option<String>,
    /// Who took it back.
    pub(crate) recalled_by: Uuid,
    /// When.
    pub(crate) recalled_at: Instant,
}

/// A submission. What it names is at `…/lines`, what was decided on it among the decisions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardSubmissionDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The organisation that submits.
    pub(crate) organisation_id: Uuid,
    /// The round whose nominations it puts forward.
    pub(crate) round_id: Uuid,
    /// Who is to award them.
    pub(crate) authority: String,
    /// What the authority is called.
    pub(crate) authority_label: String,
    /// What it is about.
    pub(crate) title: String,
    /// What it rests on.
    pub(crate) legal_bases: String,
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
    pub(crate) status: SubmissionStatus,
    /// Its entry in the number register.
    #[schema(required = true)]
    pub(crate) register_entry_id: Option<Uuid>,
    /// Its number in the register `TTr`.
    #[schema(required = true)]
    pub(crate) number: Option<i64>,
    /// Number and symbol as printed.
    #[schema(required = true, example = "12/TTr-LĐLĐ")]
    pub(crate) symbol: Option<String>,
    /// True when the number was voided after the document was signed.
    pub(crate) number_void: bool,
    /// How many nominations it names.
    #[schema(minimum = 0)]
    pub(crate) line_count: i32,
    /// How many of them the authority has answered.
    #[schema(minimum = 0)]
    pub(crate) answered_count: i32,
    /// Who began it.
    pub(crate) created_by: Uuid,
    /// Who signed it.
    #[schema(required = true)]
    pub(crate) signed_by: Option<Uuid>,
    /// When it was signed.
    #[schema(required = true)]
    pub(crate) signed_at: Option<Instant>,
    /// The organisation of this system that is the authority, as the tree stood when it was signed: it records its
    /// answers itself. Null where the authority is none.
    #[schema(required = true)]
    pub(crate) authority_organisation_id: Option<Uuid>,
    /// Who took it back; why is at `…/recall`.
    #[schema(required = true)]
    pub(crate) recalled_by: Option<Uuid>,
    /// When it was taken back.
    #[schema(required = true)]
    pub(crate) recalled_at: Option<Instant>,
    /// Rises at every change of it or of what it names.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was begun.
    pub(crate) created_at: Instant,
    /// When it was last changed.
    pub(crate) updated_at: Instant,
}

impl Versioned for AwardSubmissionDto {
    fn version(&self) -> i64 {
        self.version
    }

    fn variant(&self) -> Option<Cow<'static, str>> {
        // Voiding the number changes what is told of a document that itself stays as it is.
        self.number_void.then_some(Cow::Borrowed("void"))
    }
}

impl Identified for AwardSubmissionDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A submission as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardSubmissionSummaryDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The organisation that submits.
    pub(crate) organisation_id: Uuid,
    /// The round whose nominations it puts forward.
    pub(crate) round_id: Uuid,
    /// Who is to award them.
    pub(crate) authority: String,
    /// What the authority is called.
    pub(crate) authority_label: String,
    /// What it is about.
    pub(crate) title: String,
    /// The date printed on it.
    #[schema(required = true)]
    pub(crate) document_date: Option<NaiveDate>,
    /// Where it stands.
    pub(crate) status: SubmissionStatus,
    /// Its number in the register `TTr`.
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

/// How a list of submissions is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum AwardSubmissionSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of submissions can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AwardSubmissionQuery {
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
    pub(crate) sort: Option<AwardSubmissionSort>,
    /// Only those of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation_id: Option<Uuid>,
    /// Only those of this round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) round_id: Option<Uuid>,
    /// Only those to this authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    #[schema(pattern = "^[a-z][a-z0-9_]{0,63}$", max_length = 64)]
    pub(crate) authority: Option<String>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<SubmissionStatus>,
    /// Only signed ones dated on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed_from: Option<NaiveDate>,
    /// Only signed ones dated on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed_to: Option<NaiveDate>,
}
