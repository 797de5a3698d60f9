//! A file of past years' awards as it arrives.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use aws_lc_rs::digest;
use tokio::sync::OwnedSemaphorePermit;

use super::dto::NewAwardImportQuery;
use super::model::Table;
use super::service::{self, NewImport};
use crate::http::api::{Api, Digested};
use crate::http::body::{Arriving, digest_of};
use crate::kernel::id;
use crate::kernel::problem::{Code, Outcome, Problem};

/// The most bytes of a file.
const MOST: usize = 8 * 1024 * 1024;

/// Reads a whole file, once it is known that the caller may import.
pub(super) async fn read(
    api: &Api,
    query: NewAwardImportQuery,
    request: &HttpRequest,
    payload: Payload,
) -> Outcome<(Digested<NewImport>, Arc<Table>, OwnedSemaphorePermit)> {
    if !is_csv(request) {
        return Err(Problem::new(Code::UnsupportedMediaType)
            .detail("Cần text/csv, UTF-8.", "text/csv in UTF-8 is needed."));
    }
    api.read(move |r| service::check_rights(r, query.organisation_id)).await?;
    // Before the first byte of it: a file that is held costs memory, and is held until it is read in.
    let place = Arc::clone(&api.app().imports.held).try_acquire_owned().map_err(|_| too_many())?;
    let mut arriving = Arriving::upload(request, payload, MOST)?;
    let mut bytes = Vec::new();
    while let Some(more) = arriving.next().await? {
        bytes.extend_from_slice(&more);
    }
    let sha256 = digest::digest(&digest::SHA256, &bytes).as_ref().to_vec();
    let table = tokio::task::spawn_blocking(move || service::read_table(&bytes));
    let table = table.await.map_err(Problem::internal)??;
    let dry_run = query.dry_run.unwrap_or_default();
    // What the address asks for beside its path belongs to what is repeated under a key.
    let told = format!("{}\n{dry_run}\n", query.organisation_id);
    let digest = digest_of(request, &[told.as_bytes(), &sha256].concat())?;
    let row_count = i32::try_from(table.rows.len()).map_err(Problem::internal)?;
    let id = id::new(api.app().clock.now());
    let new = NewImport { id, organisation_id: query.organisation_id, dry_run, sha256, row_count };
    Ok((Digested { value: new, digest }, Arc::new(table), place))
}

fn too_many() -> Problem {
    Problem::unavailable("too many imports at once").retry_after(5).detail(
        "Đang nhập nhiều tệp khen thưởng; hãy gửi lại sau ít giây.",
        "Several files of awards are being read in; send it again in some seconds.",
    )
}

/// `text/csv`, with no charset but UTF-8 (RFC 7111 has others, which nothing here reads).
fn is_csv(request: &HttpRequest) -> bool {
    let mut values = request.headers().get_all(CONTENT_TYPE);
    let (Some(Ok(text)), None) = (values.next().map(|value| value.to_str()), values.next()) else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    parts.next().unwrap_or_default().eq_ignore_ascii_case("text/csv")
        && parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
            !name.trim().eq_ignore_ascii_case("charset")
                || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}
