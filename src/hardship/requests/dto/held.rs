//! Everything that is held on one person, as they are given it.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::DataRequestPersonalDto;
use crate::hardship::applications::dto::{ApplicationPersonalDto, FullNoteDto, HardshipApplicationDto};
use crate::hardship::decisions::{LineState, PaymentKind, PaymentMethod};
use crate::hardship::surveys::dto::{HousingSurveyDto, SurveyPersonalDto};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;

/// Everything that is held on a citizen id, in the part of the union tree of whoever makes the export.
#[derive(Serialize, ToSchema)]
pub struct DataExportDto {
    /// The request that it answers.
    pub request_id: Uuid,
    /// When it was made.
    pub made_at: Instant,
    /// The citizen id.
    #[schema(required = true, example = "012090000089")]
    pub citizen_id: Option<String>,
    /// What the person has asked for so far, the oldest first.
    pub requests: Vec<DataRequestPersonalDto>,
    /// Dossiers, the oldest first.
    pub applications: Vec<HeldApplicationDto>,
    /// Survey entries, the oldest first.
    pub housing_surveys: Vec<HeldSurveyDto>,
}

/// A dossier with all that belongs to it.
#[derive(Serialize, ToSchema)]
pub struct HeldApplicationDto {
    /// The dossier.
    pub application: HardshipApplicationDto,
    /// What is known of the beneficiary.
    pub personal: ApplicationPersonalDto,
    /// What was said, the oldest first.
    pub notes: Vec<FullNoteDto>,
    /// The lines of decisions on it.
    pub decision_lines: Vec<HeldLineDto>,
    /// What was paid, and what came back.
    pub payments: Vec<HeldPaymentDto>,
    /// The files beside it.
    pub files: Vec<HeldFileDto>,
}

/// A survey entry with all that belongs to it.
#[derive(Serialize, ToSchema)]
pub struct HeldSurveyDto {
    /// The survey entry.
    pub housing_survey: HousingSurveyDto,
    /// What is known of the family.
    pub personal: SurveyPersonalDto,
    /// The files beside it.
    pub files: Vec<HeldFileDto>,
}

/// The line of a decision on a dossier.
#[derive(Serialize, ToSchema)]
pub struct HeldLineDto {
    /// Its id.
    pub id: Uuid,
    /// The decision.
    pub decision_id: Uuid,
    /// The decision's number with its symbol; null until it is signed.
    #[schema(required = true, example = "12/QĐ-LĐLĐ")]
    pub decision_symbol: Option<String>,
    /// How much it gives, or takes back where it cancels.
    #[schema(minimum = 1)]
    pub amount_vnd: i64,
    /// Where it stands.
    pub state: LineState,
    /// Why it cancels another line.
    #[schema(required = true)]
    pub reason: Option<String>,
}

/// Money that went out or came back.
#[derive(Serialize, ToSchema)]
pub struct HeldPaymentDto {
    /// Its id.
    pub id: Uuid,
    /// The line.
    pub line_id: Uuid,
    /// Which way it went.
    pub kind: PaymentKind,
    /// How much.
    #[schema(minimum = 1)]
    pub amount_vnd: i64,
    /// The day.
    pub paid_on: NaiveDate,
    /// The voucher.
    pub voucher: String,
    /// Who paid.
    pub payer: String,
    /// How.
    pub method: PaymentMethod,
    /// Why it came back.
    #[schema(required = true)]
    pub reason: Option<String>,
}

/// That a file is kept; its content is read as an attachment.
#[derive(Serialize, ToSchema)]
pub struct HeldFileDto {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(required = true)]
    pub name: Option<String>,
    /// How many bytes it has.
    #[schema(required = true, minimum = 0)]
    pub size: Option<i64>,
    /// When it came.
    pub created_at: Instant,
}
