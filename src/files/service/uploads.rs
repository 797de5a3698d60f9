//! Files that arrive.

use serde_json::json;

use super::keep::{File, key_of, place, shown};
use crate::db::AnyConnection;
use crate::files::cipher::FileKey;
use crate::files::model::{FileState, MediaType};
use crate::files::objects::FileLimits;
use crate::files::store::{self, AttachmentRow, Content, PartRow};
use crate::journal::Entry;
use crate::kernel::clock::Instant;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::Writing;
use crate::vault::Vault;

/// What a file is to belong to; its domain has let the caller attach to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner {
    pub record_type: &'static str,
    pub record_id: Uuid,
    pub organisation_id: Uuid,
}

/// A file that is to arrive.
#[derive(Clone, Debug)]
pub(crate) struct NewFile {
    pub name: String,
    pub length: i64,
    /// SHA-256 of what is sent, where the sender tells it.
    pub sha256: Option<[u8; 32]>,
}

/// An upload and how far it has come.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub id: Uuid,
    pub record_type: String,
    pub record_id: Uuid,
    pub created_by: Uuid,
    pub state: FileState,
    pub length: i64,
    pub received: i64,
    pub expires_at: Option<Instant>,
    pub sha256: Option<Vec<u8>>,
    /// Gone with an erased file.
    pub key: Option<FileKey>,
    /// Objects of the pieces with their lengths, in their order.
    pub parts: Vec<(Uuid, usize)>,
}

/// Content that was read through and lies in the file store.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub key: FileKey,
    pub object: Uuid,
    pub media_type: MediaType,
    pub size: usize,
    pub sha256: Vec<u8>,
}

/// `Ok` when one more file fits beside the record.
fn check_room(w: &mut Writing<'_>, owner: &Owner, limits: &FileLimits) -> Outcome<()> {
    let (record, now) = ((owner.record_type, owner.record_id), w.now);
    let taken = store::count_stored(w.db, record)? + store::count_arriving(w.db, record, now)?;
    if taken < limits.max_files {
        return Ok(());
    }
    let most = limits.max_files;
    Err(Problem::new(Code::TooManyFiles).detail(
        format!("Tối đa {most} tệp cho mỗi hồ sơ."),
        format!("At most {most} files beside one record."),
    ))
}

/// Begins an upload.
pub(crate) fn begin(
    w: &mut Writing<'_>,
    owner: &Owner,
    new: &NewFile,
    limits: &FileLimits,
) -> Outcome<Upload> {
    check_room(w, owner, limits)?;
    let key = FileKey::generate()?;
    let mut row = row(w, owner, &new.name, &key)?;
    row.declared_length = new.length;
    row.expected_sha256 = new.sha256.map(|hash| hash.to_vec());
    row.expires_at = Some(w.now + limits.kept);
    store::insert(w.db, &row)?;
    w.record(entry("attachment.begin", &row).changes(json!({
        "record_type": row.record_type, "record_id": row.record_id, "length": row.declared_length,
    })));
    Ok(upload_of(row, Vec::new(), Some(key)))
}

/// An upload by its id.
pub(crate) fn upload(db: &mut AnyConnection, vault: &Vault, id: Uuid) -> Outcome<Upload> {
    let row = store::get(db, id)?;
    let key = if row.state == FileState::Uploading { Some(key_of(vault, &row)?) } else { None };
    let parts = store::parts(db, id)?;
    Ok(upload_of(row, parts, key))
}

/// Notes that a piece has arrived: the next after what is there.
pub(crate) fn add_part(
    db: &mut AnyConnection,
    id: Uuid,
    begin: i64,
    length: usize,
    object: Uuid,
) -> Outcome<()> {
    let row = store::get(db, id)?;
    let received: i64 = store::parts(db, id)?.iter().map(|part| part.part_length).sum();
    if row.state != FileState::Uploading || received != begin {
        return Err(Problem::new(Code::WrongOffset));
    }
    let part_length = i64::try_from(length).map_err(Problem::internal)?;
    let part = PartRow { attachment_id: id, part_begin: begin, part_length, object_id: object };
    // Another request may have added one at this moment.
    store::add_part(db, part).map_err(|problem| match problem.code {
        Code::Duplicate => Problem::new(Code::WrongOffset),
        _ => problem,
    })
}

/// Turns an upload into a stored file: nothing of it has changed since `upload` was read.
pub(crate) fn complete(w: &mut Writing<'_>, upload: &Upload, placed: &Placed) -> Outcome<File> {
    let now = w.now;
    let content = content_of(placed)?;
    let stored = store::store(w.db, upload.id, &content, now)?;
    let received: i64 = store::parts(w.db, upload.id)?.iter().map(|part| part.part_length).sum();
    let Some(row) = stored.filter(|_| received == upload.received) else {
        return Err(Problem::new(Code::WrongOffset));
    };
    store::drop_parts(w.db, row.id, now)?;
    w.record(
        entry("attachment.store", &row)
            .states(FileState::Uploading.as_str(), FileState::Stored.as_str())
            .changes(told(&row)),
    );
    shown(&w.vault, row)
}

/// Stores a file that came in one request.
pub(crate) fn keep_at_once(
    w: &mut Writing<'_>,
    owner: &Owner,
    name: &str,
    placed: &Placed,
    limits: &FileLimits,
) -> Outcome<File> {
    check_room(w, owner, limits)?;
    let mut row = row(w, owner, name, &placed.key)?;
    let content = content_of(placed)?;
    row.state = FileState::Stored;
    row.declared_length = content.size;
    row.media_type = Some(content.media_type);
    row.size = Some(content.size);
    row.sha256 = Some(content.sha256);
    row.object_id = Some(content.object_id);
    store::insert(w.db, &row)?;
    w.record(entry("attachment.store", &row).changes(told(&row)));
    shown(&w.vault, row)
}

/// Ends an upload that comes to nothing.
pub(crate) fn abandon(w: &mut Writing<'_>, id: Uuid) -> Outcome<()> {
    let (row, now) = (store::get(w.db, id)?, w.now);
    if !store::abandon(w.db, id, now)? {
        return Err(Problem::new(Code::WrongState));
    }
    w.record(entry("attachment.abandon", &row));
    Ok(())
}

fn entry(action: &'static str, row: &AttachmentRow) -> Entry {
    Entry::new(action, "attachment", row.id).of(row.organisation_id)
}

/// What the journal is told of a stored file: never its name.
fn told(row: &AttachmentRow) -> serde_json::Value {
    json!({
        "record_type": row.record_type, "record_id": row.record_id,
        "media_type": row.media_type, "size": row.size,
    })
}

fn content_of(placed: &Placed) -> Outcome<Content> {
    Ok(Content {
        media_type: placed.media_type,
        size: i64::try_from(placed.size).map_err(Problem::internal)?,
        sha256: placed.sha256.clone(),
        object_id: placed.object,
    })
}

fn upload_of(row: AttachmentRow, parts: Vec<PartRow>, key: Option<FileKey>) -> Upload {
    let received = if row.state == FileState::Uploading {
        parts.iter().map(|part| part.part_length).sum()
    } else {
        row.declared_length
    };
    let parts = parts.iter().map(|part| (part.object_id, usize::try_from(part.part_length).unwrap_or(0)));
    Upload {
        id: row.id,
        record_type: row.record_type,
        record_id: row.record_id,
        created_by: row.created_by,
        state: row.state,
        length: row.declared_length,
        received,
        expires_at: row.expires_at,
        sha256: row.expected_sha256,
        key,
        parts: parts.collect(),
    }
}

/// A new row that is arriving.
fn row(w: &mut Writing<'_>, owner: &Owner, name: &str, key: &FileKey) -> Outcome<AttachmentRow> {
    let (id, now, vault) = (id::new(w.now), w.now, w.vault.clone());
    let sealer = vault.sealer(w.db)?;
    Ok(AttachmentRow {
        id,
        record_type: owner.record_type.to_owned(),
        record_id: owner.record_id,
        organisation_id: owner.organisation_id,
        name: Some(sealer.seal(place("name", id), name)?),
        file_key: Some(sealer.seal(place("file_key", id), key.as_bytes())?),
        state: FileState::Uploading,
        media_type: None,
        size: None,
        sha256: None,
        object_id: None,
        declared_length: 0,
        expected_sha256: None,
        expires_at: None,
        created_by: w.who.user_id,
        version: 1,
        created_at: now,
        updated_at: now,
    })
}
