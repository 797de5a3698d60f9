//! Taking an award back, and the money with it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::text::{Line, Prose};

/// The decision that takes an award back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "symbol": "34/QĐ-VD", "revoked_on": "2025-02-10", "signer_name": "Trần Thị Ví Dụ",
    "reason": "Kê khai thành tích không đúng.", "due_back_vnd": 1_000_000
}))]
pub(crate) struct RevokeAward {
    /// Number and symbol of the decision, of the authority or of a union above. Not where the union takes back what it
    /// awarded itself: then its decision gets the next number of its register `QD`.
    pub(crate) symbol: Option<Line<100>>,
    /// The date of the decision; not before that of the award, not after today.
    pub(crate) revoked_on: NaiveDate,
    /// Who signed it.
    pub(crate) signer_name: Line<200>,
    /// Why. Kept sealed.
    pub(crate) reason: Prose<2000>,
    /// What of the reward is due back, whole đồng.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub(crate) due_back_vnd: i64,
}

/// Why an award is struck.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Tệp nhập ghi sai số tiền thưởng."}))]
pub(crate) struct StrikeAward {
    /// Which error was made when it was entered. Kept sealed.
    pub(crate) reason: Prose<2000>,
}

/// Why an award was struck.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "award_id": "01952a3e-7c00-7000-8000-000000000041", "reason": "Tệp nhập ghi sai số tiền thưởng."
}))]
pub(crate) struct AwardStrikeDto {
    /// The award.
    pub(crate) award_id: Uuid,
    /// Which error was made.
    #[schema(required = true)]
    pub(crate) reason: Option<String>,
}

/// Why and how an award was taken back.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "award_id": "01952a3e-7c00-7000-8000-000000000041", "symbol": "34/QĐ-VD", "revoked_on": "2025-02-10",
    "signer_name": "Trần Thị Ví Dụ", "reason": "Kê khai thành tích không đúng.", "due_back_vnd": 1_000_000,
    "paid_back_vnd": 0
}))]
pub(crate) struct AwardRevocationDto {
    /// The award.
    pub(crate) award_id: Uuid,
    /// Number and symbol of the decision.
    pub(crate) symbol: String,
    /// Its date.
    pub(crate) revoked_on: NaiveDate,
    /// Who signed it.
    #[schema(required = true)]
    pub(crate) signer_name: Option<String>,
    /// Why.
    #[schema(required = true)]
    pub(crate) reason: Option<String>,
    /// What of the reward is due back.
    #[schema(minimum = 0)]
    pub(crate) due_back_vnd: i64,
    /// What of that came.
    #[schema(minimum = 0)]
    pub(crate) paid_back_vnd: i64,
}

/// Money of a reward that came back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"amount_vnd": 500_000, "paid_on": "2025-02-10", "voucher": "PT-12"}))]
pub(crate) struct NewAwardRepayment {
    /// The client's own id for it, a UUID; without one it gets one.
    pub(crate) id: Option<Uuid>,
    /// How much, whole đồng; no more than is still due.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub(crate) amount_vnd: i64,
    /// The day it came; not before the revocation, not after today.
    pub(crate) paid_on: NaiveDate,
    /// The number of the receipt.
    pub(crate) voucher: Line<100>,
}

/// Money of a reward that came back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01952a3e-7c00-7000-8000-000000000044", "award_id": "01952a3e-7c00-7000-8000-000000000041",
    "amount_vnd": 500_000, "paid_on": "2025-02-10", "voucher": "PT-12",
    "created_by": "01952a3e-7c00-7000-8000-000000000045", "version": 1, "created_at": "2025-02-10T01:00:00Z"
}))]
pub(crate) struct AwardRepaymentDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The award.
    pub(crate) award_id: Uuid,
    /// How much, whole đồng.
    #[schema(minimum = 1)]
    pub(crate) amount_vnd: i64,
    /// The day it came.
    pub(crate) paid_on: NaiveDate,
    /// The number of the receipt.
    pub(crate) voucher: String,
    /// Who recorded it.
    pub(crate) created_by: Uuid,
    /// Always 1: it never changes.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was recorded.
    pub(crate) created_at: Instant,
}

impl Versioned for AwardRepaymentDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for AwardRepaymentDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// What the list of repayments can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AwardRepaymentQuery {
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
