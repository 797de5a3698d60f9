//! Money that goes out and comes back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::hardship::decisions::model::{PaymentKind, PaymentMethod};
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::text::{Line, Prose};

/// How the amount of a line was paid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"paid_on": "2025-02-21", "voucher": "PC 12", "payer": "Thủ quỹ", "method": "cash"}))]
pub(crate) struct DisburseSupportLine {
    /// The day: not after today, nor before the decision's date.
    pub(crate) paid_on: NaiveDate,
    /// The number of the voucher.
    pub(crate) voucher: Line<100>,
    /// Who handed it out.
    pub(crate) payer: Line<200>,
    /// In cash or by transfer.
    pub(crate) method: PaymentMethod,
}

/// Nothing is needed to close a line.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub(crate) struct CloseSupportLine {}

/// How money came back, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "reason": "Đã được quỹ khác hỗ trợ", "paid_on": "2025-02-28", "voucher": "PT 3", "payer": "Thủ quỹ", "method": "cash"
}))]
pub(crate) struct ReclaimSupportLine {
    /// Why. It is kept sealed, and told in the notes of the application.
    pub(crate) reason: Prose<2000>,
    /// How much; all that was paid when it is not given.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub(crate) amount_vnd: Option<i64>,
    /// The day: not after today, nor before it was paid.
    pub(crate) paid_on: NaiveDate,
    /// The number of the voucher.
    pub(crate) voucher: Line<100>,
    /// Who took it in.
    pub(crate) payer: Line<200>,
    /// In cash or by transfer.
    pub(crate) method: PaymentMethod,
}

/// Money that went out or came back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupportPaymentDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// Which way it went.
    pub(crate) kind: PaymentKind,
    /// How much, whole đồng.
    #[schema(minimum = 1)]
    pub(crate) amount_vnd: i64,
    /// The day.
    pub(crate) paid_on: NaiveDate,
    /// The number of the voucher.
    pub(crate) voucher: String,
    /// Who handed it out or took it in.
    pub(crate) payer: String,
    /// In cash or by transfer.
    pub(crate) method: PaymentMethod,
    /// Who noted it.
    pub(crate) created_by: Uuid,
    /// When it was noted.
    pub(crate) created_at: Instant,
}

/// The payments of a line.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupportPaymentsDto {
    /// The line.
    pub(crate) line_id: Uuid,
    /// The disbursement first, then what was reclaimed.
    #[schema(max_items = 2)]
    pub(crate) items: Vec<SupportPaymentDto>,
    /// The line's version.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
}

impl Versioned for SupportPaymentsDto {
    fn version(&self) -> i64 {
        self.version
    }
}
