//! `/uploads`: tus 1.0.0.

use actix_web::body::BoxBody;
use actix_web::http::header::{self, HttpDate};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse, Responder, delete, head, options, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::attachments::dto::{Binary, UploadDto};
use crate::attachments::receive::{self, Receiving};
use crate::attachments::service;
use crate::attachments::tus::{self, Checksum, NewUpload};
use crate::files::FileState;
use crate::http::api::{Api, Reply};
use crate::http::body::Arriving;
use crate::http::path::Id;
use crate::kernel::clock::Instant;
use crate::kernel::problem::{Code, Outcome, Problem};

/// Tells what of tus is spoken here.
#[utoipa::path(tag = "uploads", responses((status = 204, headers(
    ("Tus-Version" = String, description = "The versions that are spoken."),
    ("Tus-Extension" = String, description = "Its extensions."),
    ("Tus-Max-Size" = i64, description = "The most bytes of a file."),
    ("Tus-Checksum-Algorithm" = String, description = "The algorithms of Upload-Checksum."),
))))]
#[options("/uploads")]
async fn read_upload_options(api: Api) -> Outcome<HttpResponse> {
    // Who asks is looked at, as by everything that is not public.
    api.read(|_| Ok(())).await?;
    Ok(HttpResponse::NoContent()
        .insert_header(("Tus-Extension", tus::EXTENSIONS))
        .insert_header(("Tus-Max-Size", api.app().files.limits.max_bytes.to_string()))
        .insert_header(("Tus-Checksum-Algorithm", tus::ALGORITHMS))
        .finish())
}

/// Begins an upload. It is whole once PATCH has brought every byte, and is the file with the same id then.
#[utoipa::path(
    tag = "uploads",
    params(
        ("Upload-Length" = i64, Header, description = "How many bytes the file has. A server may take less: see 413.", minimum = 1, maximum = 104_857_600, example = 4096),
        ("Upload-Metadata" = String, Header, description = "Pairs of a key and a value in Base64, by comma: `filename`, \
            `record_type`, `record_id`; `sha256` (hexadecimal, of the whole file) where it is to be checked; `filetype` is not looked at.",
            max_length = 4000,
            example = "filename YW5oLmpwZw==,record_type cmVwb3J0,record_id MDE5NTJhM2UtN2MwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAx"),
    ),
    responses(
        (status = 201, body = UploadDto, headers(("Upload-Expires" = String, description = "Until when it must be whole."))),
        (status = 413, description = "The file is over the limit of this server."),
        (status = 422, description = "The file's name, length or record breaks a rule."),
    )
)]
#[post("/uploads")]
async fn create_upload(api: Api, request: HttpRequest) -> Outcome<CreatedUpload> {
    let api = api.with_good_key()?;
    tus::check_version(&request)?;
    let limits = api.app().files.limits;
    let new = NewUpload::of(&request, &limits)?;
    let begun = api.create("/api/v1/uploads", new, move |w, new: NewUpload| {
        service::begin(w, new.record, &new.file, &limits)
    });
    begun.await.map(CreatedUpload)
}

/// An upload that has begun, with the header of the protocol that its body tells too.
struct CreatedUpload(Reply);

impl Responder for CreatedUpload {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let made: Option<UploadDto> = serde_json::from_str(self.0.body()).ok();
        let mut response = self.0.respond_to(request);
        if let Some(value) = made.and_then(|made| date(made.expires_at)) {
            response.headers_mut().insert(UPLOAD_EXPIRES, value);
        }
        response
    }
}

const UPLOAD_EXPIRES: header::HeaderName = header::HeaderName::from_static("upload-expires");

fn date(at: Instant) -> Option<header::HeaderValue> {
    let seconds = u64::try_from(at.timestamp()).ok()?;
    let time = std::time::UNIX_EPOCH.checked_add(std::time::Duration::from_secs(seconds))?;
    header::HeaderValue::from_str(&HttpDate::from(time).to_string()).ok()
}

/// Tells how far an upload has come.
#[utoipa::path(tag = "uploads", responses((status = 200, headers(
    ("Upload-Offset" = i64, description = "How many bytes have come."),
    ("Upload-Length" = i64, description = "How many it needs."),
    ("Upload-Expires" = String, description = "Until when it must be whole; absent once it is."),
))))]
#[head("/uploads/{id}")]
async fn read_upload(api: Api, id: Id, request: HttpRequest) -> Outcome<HttpResponse> {
    let upload = api.read(move |r| service::resume(r, id.0)).await?;
    tus::check_version(&request)?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header(("Upload-Offset", upload.received.to_string()))
        .insert_header(("Upload-Length", upload.length.to_string()))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    if let (Some(value), FileState::Uploading) = (upload.expires_at.and_then(date), upload.state) {
        response.insert_header((UPLOAD_EXPIRES, value));
    }
    Ok(response.finish())
}

/// Goes on with an upload at its offset. What comes before the connection breaks is kept, but for a piece with a checksum.
#[utoipa::path(
    tag = "uploads",
    params(
        ("Upload-Offset" = i64, Header, description = "Where the piece begins: how many bytes have come.", minimum = 0, example = 0),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha1` or `sha256`, a space, and the piece's hash in Base64."),
    ),
    request_body(content = Binary, content_type = "application/offset+octet-stream"),
    responses(
        (status = 204, headers(
            ("Upload-Offset" = i64, description = "How many bytes have come now."),
            ("Upload-Expires" = String, description = "Until when it must be whole; absent once it is."),
            ("Content-Location" = String, description = "The address of the file, once it is whole."),
        )),
        (status = 412, description = "The version of tus is not spoken here."),
        (status = 460, description = "The piece is not what its checksum says, or the file not what its `sha256` says."),
    )
)]
#[patch("/uploads/{id}")]
async fn update_upload(api: Api, id: Id, request: HttpRequest, payload: Payload) -> Outcome<HttpResponse> {
    // On its own, so that what has come is kept when the connection ends, whatever is under way then.
    actix_web::rt::spawn(go_on(api, id, request, payload)).await.map_err(Problem::internal)?
}

async fn go_on(api: Api, id: Id, request: HttpRequest, payload: Payload) -> Outcome<HttpResponse> {
    let upload = api.read(move |r| service::resume(r, id.0)).await?;
    tus::check_version(&request)?;
    tus::check_piece(&request)?;
    let (offset, checksum) = (tus::offset(&request)?, Checksum::of(&request)?);
    if offset != upload.received {
        return Err(Problem::new(Code::WrongOffset));
    }
    let most = usize::try_from(upload.length - upload.received).map_err(Problem::internal)?;
    let arriving = Arriving::upload(&request, payload.into_inner(), most)?;
    let expires_at = upload.expires_at;
    let (offset, is_file) = if upload.state == FileState::Stored {
        (offset, true)
    } else {
        let (offset, file) = Receiving::new(api, upload, checksum)?.run(arriving).await?;
        (offset, file.is_some())
    };
    let mut response = HttpResponse::NoContent();
    response.insert_header(("Upload-Offset", offset.to_string()));
    if is_file {
        response.insert_header((header::CONTENT_LOCATION, format!("/api/v1/attachments/{}", id.0)));
    } else if let Some(value) = expires_at.and_then(date) {
        response.insert_header((UPLOAD_EXPIRES, value));
    }
    Ok(response.finish())
}

/// Ends an upload and removes what has come of it.
#[utoipa::path(tag = "uploads", responses((status = 204), (status = 412, description = "The version of tus is not spoken here.")))]
#[delete("/uploads/{id}")]
async fn delete_upload(api: Api, id: Id, request: HttpRequest) -> Outcome<HttpResponse> {
    api.read(move |r| service::resume(r, id.0).map(drop)).await?;
    tus::check_version(&request)?;
    api.note(move |w| service::abandon(w, id.0)).await?;
    receive::tidy(&api.app_data()).await;
    Ok(HttpResponse::NoContent().finish())
}

pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(read_upload_options)
        .service(create_upload)
        .service(read_upload)
        .service(update_upload)
        .service(delete_upload);
}
