//! What is done to a nomination and said about it, on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::awards::nominations::model::{AwardAppraisal, AwardNoteKind};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::text::Prose;

/// No members.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct SubmitAwardNomination {}

/// Why something is done.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Thiếu báo cáo thành tích."}))]
pub struct AwardReason {
    /// The reason. Kept sealed.
    pub reason: Prose<4000>,
}

/// The union above puts it forward, or gives it another rank.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"rank": 1, "remark": "Đơn vị dẫn đầu khối thi đua."}))]
pub struct EndorseAwardNomination {
    /// Its place among the union's nominations for the form.
    #[schema(minimum = 1, maximum = 1000)]
    pub rank: i32,
    /// What the union above says. Kept sealed.
    pub remark: Option<Prose<4000>>,
}

/// What the appraiser thinks of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"appraisal": "favourable", "opinion": "Đủ điều kiện, tiêu chuẩn."}))]
pub struct AppraiseAwardNomination {
    /// Whether it should be awarded.
    pub appraisal: AwardAppraisal,
    /// Why. Kept sealed.
    pub opinion: Prose<4000>,
}

/// What was said.
#[derive(Serialize, ToSchema)]
pub struct AwardNoteDto {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: AwardNoteKind,
    /// What it says; null where it tells of a hold and the caller may not know why.
    #[schema(required = true)]
    pub text: Option<String>,
    /// Who said it.
    pub author_id: Uuid,
    /// When.
    pub created_at: Instant,
}

/// Everything that was said about a nomination, the oldest first.
#[derive(Serialize, ToSchema)]
pub struct AwardNotesDto {
    /// The notes.
    #[schema(max_items = 520)]
    pub notes: Vec<AwardNoteDto>,
}
