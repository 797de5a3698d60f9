//! The headers of tus 1.0.0 (<https://tus.io/protocols/resumable-upload>): core, creation, checksum, expiration,
//! termination.

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use aws_lc_rs::digest::{self, Algorithm};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::model::RecordType;
use crate::files::service::NewFile;
use crate::files::{FileLimits, check_name};
use crate::http::api::Digested;
use crate::http::body::digest_of;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Bilingual, Code, Outcome, Place, Problem, Violation};

/// What of the protocol is spoken, for `OPTIONS`.
pub(super) const EXTENSIONS: &str = "creation,checksum,expiration,termination";
/// The algorithms of `Upload-Checksum`.
pub(super) const ALGORITHMS: &str = "sha1,sha256";
/// The media type of a piece.
pub(super) const PIECE: &str = "application/offset+octet-stream";

/// `Ok` when the request speaks the version that is spoken here.
pub(super) fn check_version(request: &HttpRequest) -> Outcome<()> {
    match header(request, "Tus-Resumable")? {
        Some("1.0.0") => Ok(()),
        _ => Err(Problem::new(Code::UnsupportedTusVersion)),
    }
}

/// A header that may be given once.
fn header<'r>(request: &'r HttpRequest, name: &'static str) -> Outcome<Option<&'r str>> {
    let mut values = request.headers().get_all(name);
    match (values.next().map(|value| value.to_str()), values.next()) {
        (None, _) => Ok(None),
        (Some(Ok(text)), None) => Ok(Some(text.trim())),
        _ => Err(wrong(name, "Cần văn bản ASCII, một lần.", "ASCII text is needed, once.")),
    }
}

fn wrong(name: &'static str, vi: &'static str, en: &'static str) -> Problem {
    broken(Code::InvalidHeader, name, "malformed", vi, en)
}

fn broken(code: Code, name: &'static str, kind: &'static str, vi: &'static str, en: &'static str) -> Problem {
    let detail = Bilingual::new(vi, en);
    Problem::new(code).errors(vec![Violation { place: Place::Header(name), code: kind, detail }])
}

/// A whole number from 0 on.
fn number(request: &HttpRequest, name: &'static str) -> Outcome<i64> {
    let text = header(request, name)?.unwrap_or_default();
    let plain = (1..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let value = if plain { text.parse().ok() } else { None };
    value.ok_or_else(|| wrong(name, "Cần một số nguyên không âm.", "A whole number from 0 on is needed."))
}

/// Where the piece begins.
pub(super) fn offset(request: &HttpRequest) -> Outcome<i64> {
    number(request, "Upload-Offset")
}

/// `Ok` when the body is a piece.
pub(super) fn check_piece(request: &HttpRequest) -> Outcome<()> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.trim().eq_ignore_ascii_case(PIECE) {
        return Ok(());
    }
    Err(Problem::new(Code::UnsupportedMediaType).detail(
        "Mỗi phần tải lên có kiểu application/offset+octet-stream.",
        "A piece of an upload is application/offset+octet-stream.",
    ))
}

/// What the bytes of a piece must add up to.
pub(super) struct Checksum {
    context: digest::Context,
    expected: Vec<u8>,
}

impl Checksum {
    /// That of a request, where it has one.
    pub(super) fn of(request: &HttpRequest) -> Outcome<Option<Self>> {
        const NAME: &str = "Upload-Checksum";
        let Some(text) = header(request, NAME)? else { return Ok(None) };
        let malformed = || {
            wrong(
                NAME,
                "Cần sha1 hoặc sha256 và mã băm dạng Base64.",
                "sha1 or sha256 and a hash in Base64 are needed.",
            )
        };
        let (name, hash) = text.split_once(' ').ok_or_else(malformed)?;
        let algorithm: &'static Algorithm = match name {
            "sha1" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            "sha256" => &digest::SHA256,
            _ => return Err(malformed()),
        };
        let expected = STANDARD.decode(hash.trim()).map_err(|_| malformed())?;
        if expected.len() != algorithm.output_len() {
            return Err(malformed());
        }
        Ok(Some(Self { context: digest::Context::new(algorithm), expected }))
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.context.update(bytes);
    }

    pub(super) fn matches(self) -> bool {
        self.context.finish().as_ref() == self.expected.as_slice()
    }
}

/// What a file is to be and to belong to.
#[derive(Debug)]
pub(super) struct NewUpload {
    pub(super) record: (RecordType, Uuid),
    pub(super) file: NewFile,
}

impl NewUpload {
    /// As the headers of a creation tell it. Nothing comes with it: `creation-with-upload` is not spoken.
    pub(super) fn of(request: &HttpRequest, limits: &FileLimits) -> Outcome<Digested<Self>> {
        let length = request.headers().get(CONTENT_LENGTH);
        if length.is_some_and(|length| length != "0") || request.headers().contains_key(TRANSFER_ENCODING) {
            return Err(Problem::new(Code::MalformedBody)
                .detail("Yêu cầu này không có nội dung.", "This request takes no body."));
        }
        let length = number(request, "Upload-Length")?;
        if length == 0 {
            let (vi, en) = ("Tệp không được rỗng.", "The file is not empty.");
            return Err(broken(Code::ValidationFailed, "Upload-Length", "out_of_range", vi, en));
        }
        if usize::try_from(length).map_or(true, |length| length > limits.max_bytes) {
            return Err(too_large(limits));
        }
        let metadata = header(request, METADATA)?.unwrap_or_default();
        let (record, name, sha256) = read_metadata(metadata)?;
        let digest = digest_of(request, format!("{length}\n{metadata}").as_bytes())?;
        Ok(Digested { value: Self { record, file: NewFile { name, length, sha256 } }, digest })
    }
}

pub(super) fn too_large(limits: &FileLimits) -> Problem {
    let most = limits.max_bytes;
    Problem::new(Code::PayloadTooLarge)
        .detail(format!("Tối đa {most} byte mỗi tệp."), format!("At most {most} bytes a file."))
}

const METADATA: &str = "Upload-Metadata";

type Metadata = ((RecordType, Uuid), String, Option<[u8; 32]>);

/// Pairs of a key and a value in Base64. All that is wrong is told at once.
fn read_metadata(text: &str) -> Outcome<Metadata> {
    let (mut name, mut kind, mut record, mut hash) = (None, None, None, None);
    for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = STANDARD.decode(value.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let value = value.ok_or_else(malformed_metadata)?;
        let place = match key {
            "filename" => &mut name,
            "record_type" => &mut kind,
            "record_id" => &mut record,
            "sha256" => &mut hash,
            // What browsers think it is; its bytes tell.
            "filetype" => continue,
            _ => return Err(malformed_metadata()),
        };
        if place.replace(value).is_some() {
            return Err(malformed_metadata());
        }
    }
    let mut errors = Vec::new();
    let mut fault = |code: &'static str, vi: &'static str, en: &'static str| {
        errors.push(Violation { place: Place::Header(METADATA), code, detail: Bilingual::new(vi, en) });
    };
    let name = check_name(&name.unwrap_or_default()).map_err(|(code, vi, en)| fault(code, vi, en)).ok();
    let kind: Option<RecordType> = kind.and_then(|kind| kind.parse().ok());
    if kind.is_none() {
        fault(
            "not_allowed",
            "Thiếu record_type hoặc không có loại này.",
            "record_type is missing or not of the list.",
        );
    }
    let record: Option<Uuid> = record.and_then(|id| id.parse().ok());
    if record.is_none() {
        fault("malformed", "Thiếu record_id hoặc không phải UUID.", "record_id is missing or no UUID.");
    }
    let sha256 = hash.map(|hash| hash_of(&hash));
    if sha256 == Some(None) {
        fault("malformed", "sha256 cần 64 chữ số thập lục phân.", "sha256 needs 64 hexadecimal digits.");
    }
    match (name, kind, record) {
        (Some(name), Some(kind), Some(record)) if errors.is_empty() => {
            Ok(((kind, record), name, sha256.flatten()))
        }
        _ => Err(Problem::invalid(errors)),
    }
}

fn malformed_metadata() -> Problem {
    wrong(
        METADATA,
        "Cần các cặp khóa và giá trị Base64: filename, record_type, record_id, sha256, filetype.",
        "Pairs of a key and a value in Base64 are needed: filename, record_type, record_id, sha256, filetype.",
    )
}

/// A hash of 64 hexadecimal digits.
pub(super) fn hash_of(text: &str) -> Option<[u8; 32]> {
    let text = text.trim();
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut hash = [0; 32];
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(hash)
}
