//! Registers on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::EntryStatus;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::text::Line;

/// A register that is to start at a number of one's choice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "series": "BC", "year": 2025,
    "first_number": 209, "reason": "Tiếp theo sổ giấy"
}))]
pub(crate) struct NewRegister {
    /// The client's own id for it.
    pub(crate) id: Option<Uuid>,
    /// Whose register it is.
    pub(crate) organisation_id: Uuid,
    /// A code of the list of document types, e.g. `BC`.
    #[schema(min_length = 1, max_length = 16, pattern = "^[A-Za-z][A-Za-z0-9_]{0,15}$")]
    pub(crate) series: String,
    /// The year whose documents it numbers.
    #[schema(minimum = 1900, maximum = 2100)]
    pub(crate) year: i32,
    /// The first number it gives.
    #[schema(minimum = 1, maximum = 999_999)]
    pub(crate) first_number: i64,
    /// Why it does not start at 1.
    pub(crate) reason: Line<500>,
}

/// A register.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegisterDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// Whose register it is.
    pub(crate) organisation_id: Uuid,
    /// A code of the list of document types.
    pub(crate) series: String,
    /// The year whose documents it numbers.
    pub(crate) year: i32,
    /// The number that its first document has.
    #[schema(minimum = 1)]
    pub(crate) first_number: i64,
    /// The number it gives next.
    #[schema(minimum = 1)]
    pub(crate) next_number: i64,
    /// Why the first number was set; null when it was not.
    #[schema(required = true)]
    pub(crate) first_number_reason: Option<String>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was made.
    pub(crate) created_at: Instant,
    /// When it was changed last.
    pub(crate) updated_at: Instant,
}

impl Versioned for RegisterDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for RegisterDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A number for a document made outside this system.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Kế hoạch tổ chức Ngày Quốc tế Phụ nữ", "document_date": "2025-02-20"}))]
pub(crate) struct NewEntry {
    /// The client's own id for it.
    pub(crate) id: Option<Uuid>,
    /// What the document is about.
    pub(crate) title: Line<500>,
    /// In the register's year, not after today and not before the date of the number given last.
    pub(crate) document_date: NaiveDate,
}

/// Why a number is void.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Cấp nhầm sổ"}))]
pub(crate) struct VoidEntry {
    /// Why the number is void.
    pub(crate) reason: Line<500>,
}

/// A number that was given.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegisterEntryDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The register it stands in.
    pub(crate) register_id: Uuid,
    /// The number that was given.
    #[schema(minimum = 1)]
    pub(crate) number: i64,
    /// Number and symbol as printed, e.g. `209/BC-LĐLĐ`.
    #[schema(example = "209/BC-LĐLĐ")]
    pub(crate) symbol: String,
    /// What the document is about.
    pub(crate) title: String,
    /// The date of the document.
    pub(crate) document_date: NaiveDate,
    /// The report the number belongs to; null when it belongs to no report.
    #[schema(required = true)]
    pub(crate) report_id: Option<Uuid>,
    /// The kind of record the number belongs to; null for a document made outside this system.
    #[schema(required = true, example = "report")]
    pub(crate) record_type: Option<String>,
    /// That record; null for a document made outside this system.
    #[schema(required = true)]
    pub(crate) record_id: Option<Uuid>,
    /// Whether the number holds.
    pub(crate) status: EntryStatus,
    /// Why it is void.
    #[schema(required = true)]
    pub(crate) void_reason: Option<String>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was made.
    pub(crate) created_at: Instant,
    /// When it was changed last.
    pub(crate) updated_at: Instant,
}

impl Versioned for RegisterEntryDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for RegisterEntryDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// What a list of registers can be asked for. Oldest first.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RegisterQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation_id: Option<Uuid>,
    /// A code of the list of document types.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 16, pattern = "^[A-Za-z][A-Za-z0-9_]{0,15}$")]
    #[param(min_length = 1, max_length = 16, pattern = "^[A-Za-z][A-Za-z0-9_]{0,15}$")]
    pub(crate) series: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1900, maximum = 2100)]
    #[param(minimum = 1900, maximum = 2100)]
    pub(crate) year: Option<i32>,
}

/// What a register's entries can be asked for. By number.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EntryQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<EntryStatus>,
}
