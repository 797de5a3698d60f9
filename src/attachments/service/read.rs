//! Shown, listed, downloaded and deleted.

use super::{kind_of, owners};
use crate::attachments::dto::{AttachmentDto, AttachmentQuery};
use crate::files::service::{self as files, Content, File};
use crate::kernel::hex::hex;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// The file, where the caller sees what it belongs to.
fn visible(r: &mut Reading<'_>, id: Uuid) -> Outcome<File> {
    let file = files::file(r, id)?;
    owners::see(r, kind_of(&file.record_type)?, file.record_id)?;
    Ok(file)
}

pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<AttachmentDto> {
    visible(r, id).and_then(shown)
}

pub(crate) fn list(
    r: &mut Reading<'_>,
    query: &AttachmentQuery,
    page: &Page,
) -> Outcome<Slice<AttachmentDto>> {
    owners::see(r, query.record_type, query.record_id)?;
    let found = files::page_of_record(r, query.record_type.as_str(), query.record_id, page)?;
    let items = found.items.into_iter().map(shown).collect::<Outcome<_>>()?;
    Ok(Slice { items, next: found.next, total: found.total })
}

/// What is needed to read the bytes. Whoever reads a file is on record, since it may tell of somebody's illness.
pub(crate) fn open(w: &mut Writing<'_>, id: Uuid) -> Outcome<Content> {
    let file = visible(w, id)?;
    files::open(w, &file)
}

pub(crate) fn erase(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let file = visible(w, id)?;
    let held = owners::hold(w, kind_of(&file.record_type)?, file.record_id);
    // Who may not change it is told so first; but a stale version is told before the state of the record, as everywhere.
    if held.as_ref().is_err_and(|problem| problem.code.status() == 409) {
        Problem::check_version(file.version, version)?;
    }
    held?;
    files::erase(w, id, version)
}

pub(super) fn shown(file: File) -> Outcome<AttachmentDto> {
    let (Some(media_type), Some(size), Some(sha256)) = (file.media_type, file.size, file.sha256) else {
        return Err(Problem::internal("a stored file without a type, size or hash"));
    };
    Ok(AttachmentDto {
        id: file.id,
        record_type: kind_of(&file.record_type)?,
        record_id: file.record_id,
        name: file.name,
        state: file.state,
        media_type,
        size,
        sha256: hex(&sha256),
        created_by: file.created_by,
        version: file.version,
        created_at: file.created_at,
        updated_at: file.updated_at,
    })
}
