//! A file in one form (`multipart/form-data`, RFC 7578): what it belongs to first, then the file.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use futures_util::{Stream, StreamExt, stream};

use super::model::RecordType;
use super::receive::{Spool, hash};
use super::service;
use super::tus::{hash_of, too_large};
use crate::files::service::Placed;
use crate::files::{FileKey, check_name};
use crate::http::api::{Api, Digested};
use crate::http::body::{Arriving, digest_of};
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Place, Problem, Violation};

/// The most bytes of a part other than the file.
const SMALL: usize = 200;
/// What the form takes beside the file.
const AROUND: usize = 8 * 1024;

/// What a form brought.
pub(super) struct Form {
    pub(super) record: (RecordType, Uuid),
    pub(super) name: String,
    pub(super) placed: Placed,
}

/// Reads a whole form. Its file lies in the file store then, and is named by nothing yet.
pub(super) async fn read(api: &Api, request: &HttpRequest, payload: Payload) -> Outcome<Digested<Form>> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        return Err(Problem::new(Code::UnsupportedMediaType)
            .detail("Cần multipart/form-data.", "multipart/form-data is needed."));
    }
    let arriving = Arriving::upload(request, payload, api.app().files.limits.max_bytes + AROUND)?;
    let (told, pieces) = pieces(arriving);
    let mut parts = Multipart::new(request.headers(), pieces);
    let read = read_parts(api, request, &mut parts).await;
    // What broke the body is told before what its pieces looked like.
    match (read, told.borrow_mut().take()) {
        (Err(_), Some(problem)) => Err(problem),
        (read, _) => read,
    }
}

type Told = std::rc::Rc<std::cell::RefCell<Option<Problem>>>;

/// The body for the reader of forms, which knows another kind of errors: ours is kept aside.
fn pieces(
    arriving: Arriving,
) -> (Told, impl Stream<Item = Result<actix_web::web::Bytes, actix_web::error::PayloadError>>) {
    let told = Told::default();
    let kept = Told::clone(&told);
    let pieces = stream::unfold((arriving, kept), |(mut arriving, kept)| async move {
        match arriving.next().await {
            Ok(bytes) => bytes.map(|bytes| (Ok(bytes), (arriving, kept))),
            Err(problem) => {
                *kept.borrow_mut() = Some(problem);
                Some((Err(actix_web::error::PayloadError::Incomplete(None)), (arriving, kept)))
            }
        }
    });
    (told, Box::pin(pieces.fuse()))
}

async fn read_parts(api: &Api, request: &HttpRequest, parts: &mut Multipart) -> Outcome<Digested<Form>> {
    let (mut kind, mut record, mut sha256) = (None, None, None);
    let mut form = None;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(malformed)?;
        let name = part.name().unwrap_or_default().to_owned();
        let place = match name.as_str() {
            "record_type" => &mut kind,
            "record_id" => &mut record,
            "sha256" => &mut sha256,
            "file" if form.is_none() => {
                let head = head(kind.as_deref(), record.as_deref(), sha256.as_deref(), &part)?;
                form = Some(read_file(api, request, head, &mut part).await?);
                continue;
            }
            _ => return Err(unknown(&name)),
        };
        if place.replace(small(&mut part).await?).is_some() || form.is_some() {
            return Err(unknown(&name));
        }
    }
    form.ok_or_else(|| Problem::invalid_at("/file", "missing", "Thiếu tệp.", "The file is missing."))
}

/// Everything but the file's bytes.
struct Head {
    record: (RecordType, Uuid),
    name: String,
    sha256: Option<[u8; 32]>,
}

fn head(kind: Option<&str>, record: Option<&str>, sha256: Option<&str>, file: &Field) -> Outcome<Head> {
    let mut errors = Vec::new();
    let mut missing = |pointer: &str, sent: bool| {
        let code = if sent { "not_allowed" } else { "missing" };
        let (vi, en) = (
            "Cần giá trị hợp lệ, đứng trước tệp.",
            "A value of the documented form is needed, before the file.",
        );
        errors.push(Violation::at(pointer, code, vi, en));
    };
    let known_kind: Option<RecordType> = kind.and_then(|kind| kind.trim().parse().ok());
    if known_kind.is_none() {
        missing("/record_type", kind.is_some());
    }
    let known_record: Option<Uuid> = record.and_then(|id| id.trim().parse().ok());
    if known_record.is_none() {
        missing("/record_id", record.is_some());
    }
    let hash = sha256.map(hash_of);
    if hash == Some(None) {
        missing("/sha256", true);
    }
    let name = file.content_disposition().and_then(|told| told.get_filename()).unwrap_or_default();
    let name =
        check_name(name).map_err(|(code, vi, en)| errors.push(Violation::at("/file", code, vi, en))).ok();
    match (known_kind, known_record, name) {
        (Some(kind), Some(record), Some(name)) if errors.is_empty() => {
            Ok(Head { record: (kind, record), name, sha256: hash.flatten() })
        }
        _ => Err(Problem::invalid(errors)),
    }
}

async fn read_file(
    api: &Api,
    request: &HttpRequest,
    head: Head,
    part: &mut Field,
) -> Outcome<Digested<Form>> {
    let record = head.record;
    api.read(move |r| service::see(r, record)).await?;
    let mut spool = Spool::new(&api.app().files, FileKey::generate()?);
    let read = spooled(api, &mut spool, part).await;
    let placed = match read {
        Ok(()) => {
            let at = Place::Body("/file".to_owned());
            spool.place(&[], head.sha256.as_ref().map(|hash| hash.as_slice()), at).await
        }
        Err(problem) => Err(problem),
    };
    spool.discard().await;
    let placed = placed?;
    // The same file beside the same record under the same name is the same request.
    let told = format!("{}\n{}\n{}\n", record.0.as_str(), record.1, head.name);
    let digest = digest_of(request, &[told.as_bytes(), &placed.sha256, &hash(told.as_bytes())].concat())?;
    Ok(Digested { value: Form { record, name: head.name, placed }, digest })
}

async fn spooled(api: &Api, spool: &mut Spool, part: &mut Field) -> Outcome<()> {
    let (limits, mut length) = (api.app().files.limits, 0);
    while let Some(bytes) = part.next().await {
        let bytes = bytes.map_err(malformed)?;
        length += bytes.len();
        if length > limits.max_bytes {
            return Err(too_large(&limits));
        }
        spool.take(&bytes).await?;
    }
    spool.flush().await
}

async fn small(part: &mut Field) -> Outcome<String> {
    let mut text = Vec::new();
    while let Some(bytes) = part.next().await {
        text.extend_from_slice(&bytes.map_err(malformed)?);
        if text.len() > SMALL {
            return Err(Problem::new(Code::PayloadTooLarge));
        }
    }
    String::from_utf8(text).map_err(|_| malformed_form())
}

fn malformed(_: MultipartError) -> Problem {
    malformed_form()
}

fn malformed_form() -> Problem {
    Problem::new(Code::MalformedBody)
        .detail("Không phải multipart/form-data hợp lệ.", "This is no well-formed multipart/form-data.")
}

/// A part that is not documented, comes twice, or comes after the file.
fn unknown(name: &str) -> Problem {
    let name: String = name.chars().take(64).collect();
    let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    Problem::invalid_at(
        pointer,
        "unknown_member",
        "Phần này không có trong tài liệu, lặp lại, hoặc đứng sau tệp.",
        "This part is not documented, comes twice, or comes after the file.",
    )
}
