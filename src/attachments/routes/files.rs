//! `/attachments`.

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use futures_util::StreamExt;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::attachments::dto::{AttachmentDto, AttachmentQuery, Binary, NewAttachment};
use crate::attachments::{form, receive, service};
use crate::files::download_name;
use crate::files::service::Content;
use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::conditional::{IfMatch, Resource, is_known};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::http::range::{Asked, asked};
use crate::journal::EntryDto;
use crate::kernel::hex::hex;
use crate::kernel::problem::Outcome;
use crate::usecase::Writing;

/// Lists the files of a record.
#[utoipa::path(tag = "attachments", params(AttachmentQuery), responses(
    (status = 200, body = Listing<AttachmentDto>),
    (status = 404, description = "There is no such record, or the caller may not see it."),
))]
#[get("/attachments")]
async fn list_attachments(api: Api, query: Query<AttachmentQuery>) -> Outcome<Listing<AttachmentDto>> {
    api.list(query, service::list).await
}

/// Sends a whole file in one form. On a bad network an upload is better: it goes on where it broke off.
#[utoipa::path(
    tag = "attachments",
    request_body(content = NewAttachment, content_type = "multipart/form-data"),
    responses((status = 201, body = AttachmentDto), (status = 460, description = "The file is not what `sha256` says."))
)]
#[post("/attachments")]
async fn create_attachment(api: Api, request: HttpRequest, payload: Payload) -> Outcome<Reply> {
    let api = api.with_good_key()?;
    let form = form::read(&api, &request, payload.into_inner()).await?;
    let (app, object) = (api.app_data(), form.value.placed.object);
    let limits = app.files.limits;
    let keep = move |w: &mut Writing<'_>, form: form::Form| {
        service::keep_at_once(w, form.record, &form.name, &form.placed, &limits)
    };
    let made = api.create_sealed("/api/v1/attachments", form, keep, service::read).await;
    // Nothing names it: the request was refused, or an earlier one has stored the file.
    if made.as_ref().map_or(true, Reply::is_replayed) {
        app.files.delete(&[object]).await;
    }
    made
}

/// Reads what is known of a file.
#[utoipa::path(tag = "attachments", responses((status = 200, body = AttachmentDto)))]
#[get("/attachments/{id}")]
async fn read_attachment(api: Api, id: Id) -> Outcome<Resource<AttachmentDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// Downloads a file, or one range of its bytes. Each download is on record.
#[utoipa::path(
    tag = "attachments",
    params(
        ("Range" = Option<String>, Header, description = "One range of bytes (RFC 9110 §14.2).", example = "bytes=0-1023"),
        ("If-Range" = Option<String>, Header, description = "The ETag of the content that the range goes on with."),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of a content that is here already."),
    ),
    responses(
        (status = 200, description = "The whole file.", headers(
            ("ETag" = String, description = "Tells this content from every other."),
            ("Content-Disposition" = String, description = "`attachment`, with its name (RFC 6266)."),
            ("Accept-Ranges" = String, description = "`bytes`."),
        ), content((Binary = "application/pdf"), (Binary = "image/jpeg"), (Binary = "image/png"), (Binary = "image/heic"))),
        (status = 206, description = "The range that was asked for.", headers(
            ("ETag" = String, description = "Tells this content from every other."),
            ("Content-Range" = String, description = "Which bytes these are."),
        ), content((Binary = "application/pdf"), (Binary = "image/jpeg"), (Binary = "image/png"), (Binary = "image/heic"))),
        (status = 304, description = "The reader has this content already."),
        (status = 416, description = "The range begins behind the end.", headers(
            ("Content-Range" = String, description = "How long the content is."),
        )),
    )
)]
#[get("/attachments/{id}/content")]
async fn read_attachment_content(api: Api, id: Id, request: HttpRequest) -> Outcome<HttpResponse> {
    let content = api.note(move |w| service::open(w, id.0)).await?;
    let tag = format!("\"{}\"", hex(&content.sha256));
    let size = content.size;
    if is_known(&request, &tag) {
        let mut response = HttpResponse::NotModified();
        return Ok(response.insert_header((header::ETAG, tag)).insert_header(NEVER_KEPT).finish());
    }
    let range = match asked(&request, size, &tag) {
        Asked::Whole => None,
        Asked::Part(range) => Some(range),
        Asked::Beyond => {
            let told = (header::CONTENT_RANGE, format!("bytes */{size}"));
            return Ok(HttpResponse::RangeNotSatisfiable().insert_header(told).finish());
        }
    };
    let status = if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let mut response = HttpResponse::build(status);
    if let Some(range) = &range {
        let told = format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1));
        response.insert_header((header::CONTENT_RANGE, told));
    }
    response
        .insert_header((header::CONTENT_TYPE, content.media_type.as_str()))
        .insert_header((header::ETAG, tag))
        .insert_header((header::CONTENT_DISPOSITION, disposition(&content)))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header(NEVER_KEPT)
        // Compressed already, and counted in bytes as they are.
        .insert_header((header::CONTENT_ENCODING, "identity"));
    let range = range.unwrap_or(0..size);
    let length = range.len() as u64;
    let pieces = api.app_data().files.clone().stream(content.key, content.object, size, range).await?;
    Ok(response.body(SizedStream::new(length, pieces.map(|piece| piece.map(Bytes::from)))))
}

const NEVER_KEPT: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// What RFC 8187 lets stand for itself.
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The name twice (RFC 6266): for readers of ASCII alone, and for all others.
fn disposition(content: &Content) -> String {
    let name = download_name(&content.name, content.media_type);
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(&name, ATTRIBUTE))
}

const fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '.' | '-' | '_' | '(' | ')')
}

/// Deletes a file: its content cannot be had again. That it was there stays known.
#[utoipa::path(tag = "attachments", responses((status = 204)))]
#[delete("/attachments/{id}")]
async fn delete_attachment(api: Api, id: Id, if_match: IfMatch) -> Outcome<Reply> {
    let app = api.app_data();
    let gone = api.remove(move |w| service::erase(w, id.0, if_match.0)).await?;
    receive::tidy(&app).await;
    Ok(gone)
}

/// What was done to a file, oldest first; downloads too.
#[utoipa::path(tag = "attachments", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/attachments/{id}/history")]
async fn read_attachment_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, *id, |r, id| service::read(r, id).map(drop)).await
}

pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_attachments)
        .service(create_attachment)
        .service(read_attachment)
        .service(read_attachment_content)
        .service(delete_attachment)
        .service(read_attachment_history);
}
