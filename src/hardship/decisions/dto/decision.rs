//! A decision.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::hardship::decisions::model::DecisionStatus;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::signing::SigningCapacity;
use crate::kernel::text::{Line, Prose};

/// A decision to begin. It is the programme's organisation that decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "programme_id": "01952a3e-7c00-7000-8000-000000000001",
    "title": "Về việc hỗ trợ đoàn viên có hoàn cảnh khó khăn tháng 02 năm 2025",
    "legal_bases": "Căn cứ Điều lệ Công đoàn Việt Nam;",
    "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
    "signer_position": "PHÓ CHỦ TỊCH", "signer_name": "Nguyễn Văn Mẫu"
}))]
pub(crate) struct NewSupportDecision {
    /// The client's own id for it, a UUID; without one it gets one.
    pub(crate) id: Option<Uuid>,
    /// The programme whose money it gives.
    pub(crate) programme_id: Uuid,
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

/// What may change of a draft; a member that is absent is kept, and null clears.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ"}))]
pub(crate) struct EditSupportDecision {
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

/// How a decision is signed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"document_date": "2025-02-20"}))]
pub(crate) struct SignSupportDecision {
    /// The date printed on it: not after today, nor before that of the register's last number. By default the one the
    /// decision has, else today. Its year decides the register.
    pub(crate) document_date: Option<NaiveDate>,
}

/// A decision. Its lines are at `…/lines`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupportDecisionDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The organisation that decides.
    pub(crate) organisation_id: Uuid,
    /// The programme whose money it gives.
    pub(crate) programme_id: Uuid,
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
    pub(crate) status: DecisionStatus,
    /// Its entry in the number register.
    #[schema(required = true)]
    pub(crate) register_entry_id: Option<Uuid>,
    /// Its number in the register `QD`.
    #[schema(required = true)]
    pub(crate) number: Option<i64>,
    /// Number and symbol as printed.
    #[schema(required = true, example = "57/QĐ-LĐLĐ")]
    pub(crate) symbol: Option<String>,
    /// True when the number was voided after the decision was signed.
    pub(crate) number_void: bool,
    /// How many lines it has.
    #[schema(minimum = 0)]
    pub(crate) line_count: i32,
    /// What it approves less what it cancels, whole đồng.
    pub(crate) total_vnd: i64,
    /// Who began it.
    pub(crate) created_by: Uuid,
    /// Who signed it.
    #[schema(required = true)]
    pub(crate) signed_by: Option<Uuid>,
    /// When it was signed.
    #[schema(required = true)]
    pub(crate) signed_at: Option<Instant>,
    /// Rises at every change of it or of its lines.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was begun.
    pub(crate) created_at: Instant,
    /// When it was last changed.
    pub(crate) updated_at: Instant,
}

impl Versioned for SupportDecisionDto {
    fn version(&self) -> i64 {
        self.version
    }

    fn variant(&self) -> Option<Cow<'static, str>> {
        // Voiding the number changes what is told of a decision that itself never changes again.
        self.number_void.then_some("void".into())
    }
}

impl Identified for SupportDecisionDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A decision as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupportDecisionSummaryDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The organisation that decides.
    pub(crate) organisation_id: Uuid,
    /// The programme whose money it gives.
    pub(crate) programme_id: Uuid,
    /// What it is about.
    pub(crate) title: String,
    /// The date printed on it.
    #[schema(required = true)]
    pub(crate) document_date: Option<NaiveDate>,
    /// Where it stands.
    pub(crate) status: DecisionStatus,
    /// Its number in the register `QD`.
    #[schema(required = true)]
    pub(crate) number: Option<i64>,
    /// Number and symbol as printed.
    #[schema(required = true)]
    pub(crate) symbol: Option<String>,
    /// How many lines it has.
    #[schema(minimum = 0)]
    pub(crate) line_count: i32,
    /// What it approves less what it cancels, whole đồng.
    pub(crate) total_vnd: i64,
    /// When it was signed.
    #[schema(required = true)]
    pub(crate) signed_at: Option<Instant>,
    /// Rises at every change of it or of its lines.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was begun.
    pub(crate) created_at: Instant,
    /// When it was last changed.
    pub(crate) updated_at: Instant,
}
