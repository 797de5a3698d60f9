//! Imports on the wire.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::awards::register::AwardImportStatus;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;

/// The file: UTF-8 with or without a byte order mark, columns by comma or semicolon, their names in the first row.
pub(crate) struct AwardTable;

impl PartialSchema for AwardTable {
    fn schema() -> RefOr<Schema> {
        let example = "organisation_code,recipient_kind,recipient_name,recipient_title,workplace,form_code,year,symbol,decided_on,signer_name,reward_vnd\n\
            CDCS-VD,individual,Nguyễn Văn Ví Dụ,Tổ trưởng,Phân xưởng Ví Dụ,certificate_of_merit_confederation,2019,12/QĐ-VD,2020-02-03,Trần Thị Ví Dụ,1000000\n";
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "A table as text: UTF-8 with or without a byte order mark, columns by comma or semicolon, in any order, \
                 their names in the first row. Needed: `organisation_code` (a union at or below the importing one), \
                 `recipient_kind` (`collective` or `individual`), `recipient_name`, `form_code`, `year` (of achievement), \
                 `symbol`, `decided_on` (`2020-02-03` or `03/02/2020`; in a year before this one, whoever decided: what is decided \
                 this year is decided here or recorded as the answer of an authority), `signer_name`; may be left out: \
                 `recipient_title`, `workplace`, `reward_vnd` (whole đồng), `namesake` (`true`: another person than the one \
                 of the same name and union). At most 20,000 rows of 64 values and 8 MiB.",
            ))
            .examples([serde_json::json!(example)])
            .into()
    }
}

impl ToSchema for AwardTable {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("AwardTable")
    }
}

/// A workbook's bytes.
pub(crate) struct AwardWorkbook;

impl PartialSchema for AwardWorkbook {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of a workbook (Office Open XML)."))
            .into()
    }
}

impl ToSchema for AwardWorkbook {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("AwardWorkbook")
    }
}

/// Whose register is written, and whether it is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct NewAwardImportQuery {
    /// The union that imports: rows are of it and of all below it.
    pub(crate) organisation_id: Uuid,
    /// Only to look for faults; nothing is entered. It is not, unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dry_run: Option<bool>,
}

/// A file of past years' awards that is read in: all of its rows or none.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01952a3e-7c00-7000-8000-000000000043", "organisation_id": "01952a3e-7c00-7000-8000-000000000001",
    "dry_run": false, "status": "checking", "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "row_count": 9876, "rows_checked": 2000, "bad_rows": 0, "created_by": "01952a3e-7c00-7000-8000-000000000045",
    "version": 3, "created_at": "2025-02-10T01:00:00Z", "updated_at": "2025-02-10T01:00:01Z"
}))]
pub(crate) struct AwardImportDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The union that imports.
    pub(crate) organisation_id: Uuid,
    /// Whether it only looks for faults.
    pub(crate) dry_run: bool,
    /// How far it has come.
    pub(crate) status: AwardImportStatus,
    /// SHA-256 of the file, in hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$", min_length = 64, max_length = 64)]
    pub(crate) sha256: String,
    /// How many rows the file has below its head.
    #[schema(minimum = 0)]
    pub(crate) row_count: i32,
    /// How many of them were looked at.
    #[schema(minimum = 0)]
    pub(crate) rows_checked: i32,
    /// How many rows have a fault.
    #[schema(minimum = 0)]
    pub(crate) bad_rows: i32,
    /// Who began it.
    pub(crate) created_by: Uuid,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was begun.
    pub(crate) created_at: Instant,
    /// When it last came on, or was heard of: while it runs, every few seconds.
    pub(crate) updated_at: Instant,
}

impl Versioned for AwardImportDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for AwardImportDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A fault of a row. The file itself is not kept, and nothing of the row is repeated here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "position": 1, "row": 9999, "column": "form_code", "code": "not_found",
    "message_vi": "Không có giá trị này.", "message_en": "There is no such value."
}))]
pub(crate) struct AwardImportFaultDto {
    /// Its place among the faults that are kept: at most 1,000.
    #[schema(minimum = 1)]
    pub(crate) position: i32,
    /// The row of the file as a spreadsheet counts them: its head is row 1, empty lines count, and a row of values with
    /// line breaks is one.
    #[schema(minimum = 1)]
    pub(crate) row: i32,
    /// The column; null where it is about the whole row.
    #[schema(required = true)]
    pub(crate) column: Option<String>,
    /// Which kind of fault.
    pub(crate) code: String,
    /// What is wrong, in Vietnamese.
    pub(crate) message_vi: String,
    /// The same in English.
    pub(crate) message_en: String,
}

/// How a list of imports is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum AwardImportSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of imports can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AwardImportQuery {
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
    pub(crate) sort: Option<AwardImportSort>,
    /// Only those of this union.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation_id: Option<Uuid>,
    /// Only those that have come so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<AwardImportStatus>,
}

/// What the list of faults can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AwardImportFaultQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<CursorText>,
    /// `total` counts all that are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include: Option<Include>,
}
