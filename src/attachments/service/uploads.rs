//! Files that arrive: the right to put them there is asked at the beginning, at every piece, and at the end.

use super::read::shown;
use super::{kind_of, owners};
use crate::attachments::dto::{AttachmentDto, UploadDto};
use crate::attachments::model::RecordType;
use crate::files::service::{self as files, NewFile, Placed, Upload};
use crate::files::{FileLimits, FileState};
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::{Reading, Writing};

pub(crate) fn begin(
    w: &mut Writing<'_>,
    record: (RecordType, Uuid),
    new: &NewFile,
    limits: &FileLimits,
) -> Outcome<UploadDto> {
    let owner = owners::hold(w, record.0, record.1)?;
    let begun = files::begin(w, &owner, new, limits)?;
    Ok(UploadDto {
        id: begun.id,
        record_type: record.0,
        record_id: record.1,
        length: begun.length,
        expires_at: begun.expires_at.unwrap_or(w.now),
        version: 1,
    })
}

/// The caller's own upload, to a record that they see; one past its time is gone.
pub(crate) fn resume(r: &mut Reading<'_>, id: Uuid) -> Outcome<Upload> {
    let upload = files::upload(r.db, &r.vault, id)?;
    let gone = match upload.state {
        FileState::Uploading => upload.expires_at.is_none_or(|end| end <= r.now),
        FileState::Stored => false,
        FileState::Erased => true,
    };
    if gone || upload.created_by != r.who.user_id {
        return Err(Problem::not_found());
    }
    owners::see(r, kind_of(&upload.record_type)?, upload.record_id)?;
    Ok(upload)
}

pub(crate) fn complete(w: &mut Writing<'_>, upload: &Upload, placed: &Placed) -> Outcome<AttachmentDto> {
    owners::hold(w, kind_of(&upload.record_type)?, upload.record_id)?;
    shown(files::complete(w, upload, placed)?)
}

/// `Ok` when the caller sees the record: asked before its file's bytes are read.
pub(crate) fn see(r: &mut Reading<'_>, record: (RecordType, Uuid)) -> Outcome<()> {
    owners::see(r, record.0, record.1)
}

pub(crate) fn keep_at_once(
    w: &mut Writing<'_>,
    record: (RecordType, Uuid),
    name: &str,
    placed: &Placed,
    limits: &FileLimits,
) -> Outcome<AttachmentDto> {
    let owner = owners::hold(w, record.0, record.1)?;
    shown(files::keep_at_once(w, &owner, name, placed, limits)?)
}

/// Ends the caller's own upload. Their own leftovers they may remove whatever became of the record.
pub(crate) fn abandon(w: &mut Writing<'_>, id: Uuid) -> Outcome<()> {
    resume(w, id)?;
    files::abandon(w, id)
}

/// Ends an upload whose content is refused.
pub(crate) fn discard(w: &mut Writing<'_>, id: Uuid) -> Outcome<()> {
    files::abandon(w, id)
}
