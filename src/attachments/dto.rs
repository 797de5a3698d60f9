//! Files on the wire.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::model::RecordType;
use crate::files::{FileState, MediaType};
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;

/// Bytes as they are.
pub(super) struct Binary;

impl PartialSchema for Binary {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .into()
    }
}

impl ToSchema for Binary {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Binary")
    }
}

/// A file in one form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only documented: the parts of a form are read one after the other")]
pub(super) struct NewAttachment {
    /// What it belongs to.
    record_type: RecordType,
    /// Which one.
    record_id: Uuid,
    /// SHA-256 of the file as it is sent, in hexadecimal digits; checked where it is told.
    #[schema(pattern = "^[0-9a-f]{64}$", min_length = 64, max_length = 64, nullable = false)]
    sha256: Option<String>,
    /// The file with its name, after the others: PDF, JPEG, PNG or HEIC.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A file beside a record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AttachmentDto {
    /// Its id, that of its upload too.
    pub id: Uuid,
    /// What it belongs to.
    pub record_type: RecordType,
    /// Which one.
    pub record_id: Uuid,
    /// Its name; gone once it is erased.
    #[schema(max_length = 400, example = "Giấy ra viện.pdf")]
    pub name: Option<String>,
    /// Where it stands: `stored`, or `erased`.
    pub state: FileState,
    /// What it is, told by its content.
    pub media_type: MediaType,
    /// How many bytes are kept: photos lose what tells where they were taken.
    #[schema(minimum = 1)]
    pub size: i64,
    /// SHA-256 of what is kept, in hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$", min_length = 64, max_length = 64)]
    pub sha256: String,
    /// Who sent it.
    pub created_by: Uuid,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was sent.
    pub created_at: Instant,
    /// When it changed last.
    pub updated_at: Instant,
}

impl Versioned for AttachmentDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for AttachmentDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// An upload that has begun.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct UploadDto {
    /// Its id, that of the file too once it is whole.
    pub id: Uuid,
    /// What the file will belong to.
    pub record_type: RecordType,
    /// Which one.
    pub record_id: Uuid,
    /// How many bytes it will have.
    #[schema(minimum = 1)]
    pub length: i64,
    /// Until when it must be whole.
    pub expires_at: Instant,
    /// Always 1: an upload is told by its offset.
    #[schema(minimum = 1)]
    pub version: i64,
}

impl Versioned for UploadDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for UploadDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// Whose files are listed.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AttachmentQuery {
    /// What they belong to.
    #[param(inline)]
    pub record_type: RecordType,
    /// Which one.
    pub record_id: Uuid,
    /// How many files a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// What to add to the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub include: Option<Include>,
}
