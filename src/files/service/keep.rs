//! Files that are stored: shown, listed, opened, moved, erased.

use serde_json::json;

use crate::files::cipher::FileKey;
use crate::files::model::{FileState, MediaType};
use crate::files::store::{self, AttachmentRow};
use crate::journal::Entry;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::{Reading, Writing};
use crate::vault::{Place, Vault};

/// A file as its record's readers may know it.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub id: Uuid,
    pub record_type: String,
    pub record_id: Uuid,
    /// Gone once the file is erased.
    pub name: Option<String>,
    pub state: FileState,
    pub media_type: Option<MediaType>,
    pub size: Option<i64>,
    pub sha256: Option<Vec<u8>>,
    pub created_by: Uuid,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// What is needed to read a stored file's bytes.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub name: String,
    pub key: FileKey,
    pub object: Uuid,
    pub media_type: MediaType,
    pub size: usize,
    pub sha256: Vec<u8>,
}

/// The sealed columns of a row.
pub(super) const fn place(column: &'static str, row: Uuid) -> Place {
    Place { table: "attachments", column, row }
}

pub(super) fn shown(vault: &Vault, row: AttachmentRow) -> Outcome<File> {
    let name = vault.open_some(place("name", row.id), row.name.as_ref())?;
    Ok(File {
        id: row.id,
        record_type: row.record_type,
        record_id: row.record_id,
        name,
        state: row.state,
        media_type: row.media_type,
        size: row.size,
        sha256: row.sha256,
        created_by: row.created_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

pub(super) fn key_of(vault: &Vault, row: &AttachmentRow) -> Outcome<FileKey> {
    let sealed = row.file_key.as_ref().ok_or_else(Problem::not_found)?;
    FileKey::from_bytes(&vault.open_bytes(place("file_key", row.id), sealed)?)
}

/// A file that has been stored, erased ones too. Its record's domain is asked next.
pub(crate) fn file(r: &mut Reading<'_>, id: Uuid) -> Outcome<File> {
    let row = store::get(r.db, id)?;
    if row.state == FileState::Uploading {
        return Err(Problem::not_found());
    }
    shown(&r.vault, row)
}

/// One page of the stored files of a record that the caller sees.
pub(crate) fn page_of_record(
    r: &mut Reading<'_>,
    record_type: &str,
    record_id: Uuid,
    page: &Page,
) -> Outcome<Slice<File>> {
    let record = (record_type, record_id);
    let rows = store::list(r.db, record, page)?;
    let total = page.total.then(|| store::count_stored(r.db, record)).transpose()?;
    let cut = Slice::cut(rows, page, |row| (row.created_at, row.id));
    let items = cut.items.into_iter().map(|row| shown(&r.vault, row)).collect::<Outcome<_>>()?;
    Ok(Slice { items, next: cut.next, total })
}

/// Every stored file of a record that the caller sees.
pub(crate) fn of_record(r: &mut Reading<'_>, record_type: &str, record_id: Uuid) -> Outcome<Vec<File>> {
    let mut rows = store::living(r.db, (record_type, record_id))?;
    rows.retain(|row| row.state == FileState::Stored);
    rows.into_iter().map(|row| shown(&r.vault, row)).collect()
}

/// What is needed to read a file, whose reading is noted.
pub(crate) fn open(w: &mut Writing<'_>, file: &File) -> Outcome<Content> {
    let row = store::get(w.db, file.id)?;
    let (Some(object), Some(media_type), Some(size), Some(sha256), Some(name)) =
        (row.object_id, row.media_type, row.size, row.sha256.clone(), file.name.clone())
    else {
        return Err(Problem::not_found());
    };
    let key = key_of(&w.vault, &row)?;
    let record = json!({"record_type": row.record_type, "record_id": row.record_id});
    w.record(Entry::new("attachment.read", "attachment", row.id).of(row.organisation_id).changes(record));
    let size = usize::try_from(size).map_err(Problem::internal)?;
    Ok(Content { name, key, object, media_type, size, sha256 })
}

/// Erases a stored file: its key and name at once, its object after the commit.
pub(crate) fn erase(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = store::get(w.db, id)?;
    Problem::check_version(row.version, version)?;
    if row.state != FileState::Stored {
        return Err(Problem::not_found());
    }
    erase_row(w, &row)
}

fn erase_row(w: &mut Writing<'_>, row: &AttachmentRow) -> Outcome<()> {
    let now = w.now;
    store::erase(w.db, row.id, row.version, now)?;
    store::note_erased(w.db, row.object_id.as_slice(), now)?;
    w.record(
        Entry::new("attachment.erase", "attachment", row.id)
            .of(row.organisation_id)
            .states(FileState::Stored.as_str(), FileState::Erased.as_str()),
    );
    Ok(())
}

/// Erases every file of a record, and ends what is still arriving.
pub(crate) fn erase_of_record(w: &mut Writing<'_>, record_type: &str, record_id: Uuid) -> Outcome<()> {
    for row in store::living(w.db, (record_type, record_id))? {
        if row.state == FileState::Stored {
            erase_row(w, &row)?;
        } else {
            super::uploads::abandon(w, row.id)?;
        }
    }
    Ok(())
}

/// Puts the stored files of one record beside another, which belongs to `organisation`.
pub(crate) fn move_to_record(
    w: &mut Writing<'_>,
    from: (&str, Uuid),
    to: (&str, Uuid),
    organisation: Uuid,
) -> Outcome<()> {
    let now = w.now;
    for id in store::repoint(w.db, from, to, organisation, now)? {
        let changes = json!({"record_type": to.0, "record_id": to.1});
        w.record(Entry::new("attachment.move", "attachment", id).of(organisation).changes(changes));
    }
    Ok(())
}
