//! Rows of `attachments`, `upload_parts` and `erased_objects`. Whoever asks for a file by its id asks the domain of its
//! record next: no scope is known here.

use diesel::prelude::*;

use super::model::{FileState, MediaType};
use crate::db::AnyConnection;
use crate::db::schema::{attachments, erased_objects, upload_parts};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};
use crate::vault::Sealed;

crate::text_column!(FileState, MediaType);

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = attachments, treat_none_as_default_value = false)]
pub(in crate::files) struct AttachmentRow {
    pub id: Uuid,
    pub record_type: String,
    pub record_id: Uuid,
    pub organisation_id: Uuid,
    pub name: Option<Sealed>,
    pub file_key: Option<Sealed>,
    pub state: FileState,
    pub media_type: Option<MediaType>,
    pub size: Option<i64>,
    pub sha256: Option<Vec<u8>>,
    pub object_id: Option<Uuid>,
    pub declared_length: i64,
    pub expected_sha256: Option<Vec<u8>>,
    pub expires_at: Option<Instant>,
    pub created_by: Uuid,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A piece of an upload.
#[derive(Clone, Copy, Debug, Queryable, Insertable)]
#[diesel(table_name = upload_parts)]
pub(in crate::files) struct PartRow {
    pub attachment_id: Uuid,
    pub part_begin: i64,
    pub part_length: i64,
    pub object_id: Uuid,
}

/// What becomes of an upload when it is whole.
pub(in crate::files) struct Content {
    pub media_type: MediaType,
    pub size: i64,
    pub sha256: Vec<u8>,
    pub object_id: Uuid,
}

pub(in crate::files) fn insert(db: &mut AnyConnection, row: &AttachmentRow) -> Outcome<()> {
    diesel::insert_into(attachments::table).values(row).execute(db)?;
    Ok(())
}

pub(in crate::files) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<AttachmentRow> {
    Ok(attachments::table.find(id).first(db)?)
}

/// One page of the stored files of a record in the order of creation.
pub(in crate::files) fn list(
    db: &mut AnyConnection,
    record: (&str, Uuid),
    page: &Page,
) -> Outcome<Vec<AttachmentRow>> {
    let rows = attachments::table
        .filter(attachments::record_type.eq(record.0.to_owned()))
        .filter(attachments::record_id.eq(record.1))
        .filter(attachments::state.eq(FileState::Stored))
        .limit(page.rows())
        .into_boxed();
    let rows = crate::in_order_of_creation!(rows, attachments, page.start::<Created>()?, false);
    Ok(rows.load(db)?)
}

/// Every file of a record that is stored or arriving.
pub(in crate::files) fn living(db: &mut AnyConnection, record: (&str, Uuid)) -> Outcome<Vec<AttachmentRow>> {
    Ok(attachments::table
        .filter(attachments::record_type.eq(record.0))
        .filter(attachments::record_id.eq(record.1))
        .filter(attachments::state.ne(FileState::Erased))
        .order((attachments::created_at, attachments::id))
        .load(db)?)
}

pub(in crate::files) fn count_stored(db: &mut AnyConnection, record: (&str, Uuid)) -> Outcome<i64> {
    Ok(attachments::table
        .filter(attachments::record_type.eq(record.0))
        .filter(attachments::record_id.eq(record.1))
        .filter(attachments::state.eq(FileState::Stored))
        .count()
        .get_result(db)?)
}

/// How many uploads to a record have not ended.
pub(in crate::files) fn count_arriving(
    db: &mut AnyConnection,
    record: (&str, Uuid),
    now: Instant,
) -> Outcome<i64> {
    Ok(attachments::table
        .filter(attachments::record_type.eq(record.0))
        .filter(attachments::record_id.eq(record.1))
        .filter(attachments::state.eq(FileState::Uploading))
        .filter(attachments::expires_at.gt(now))
        .count()
        .get_result(db)?)
}

/// The pieces of an upload in their order.
pub(in crate::files) fn parts(db: &mut AnyConnection, id: Uuid) -> Outcome<Vec<PartRow>> {
    Ok(upload_parts::table
        .filter(upload_parts::attachment_id.eq(id))
        .order(upload_parts::part_begin)
        .load(db)?)
}

/// Adds a piece; of two that begin at one place the second is refused by the key (`duplicate`).
pub(in crate::files) fn add_part(db: &mut AnyConnection, part: PartRow) -> Outcome<()> {
    diesel::insert_into(upload_parts::table).values(part).execute(db)?;
    Ok(())
}

/// Notes that these objects are to be deleted.
pub(in crate::files) fn note_erased(db: &mut AnyConnection, objects: &[Uuid], now: Instant) -> Outcome<()> {
    for object in objects {
        let row = (erased_objects::object_id.eq(*object), erased_objects::erased_at.eq(now));
        diesel::insert_into(erased_objects::table).values(row).execute(db)?;
    }
    Ok(())
}

/// Removes the pieces of an upload and notes their objects.
pub(in crate::files) fn drop_parts(db: &mut AnyConnection, id: Uuid, now: Instant) -> Outcome<()> {
    let objects: Vec<Uuid> = parts(db, id)?.into_iter().map(|part| part.object_id).collect();
    note_erased(db, &objects, now)?;
    diesel::delete(upload_parts::table.filter(upload_parts::attachment_id.eq(id))).execute(db)?;
    Ok(())
}

/// Turns an upload into a stored file; nothing when it is none any more.
pub(in crate::files) fn store(
    db: &mut AnyConnection,
    id: Uuid,
    content: &Content,
    now: Instant,
) -> Outcome<Option<AttachmentRow>> {
    let arriving =
        attachments::table.filter(attachments::id.eq(id)).filter(attachments::state.eq(FileState::Uploading));
    Ok(diesel::update(arriving)
        .set((
            attachments::state.eq(FileState::Stored),
            attachments::media_type.eq(content.media_type),
            attachments::size.eq(content.size),
            attachments::sha256.eq(&content.sha256),
            attachments::object_id.eq(content.object_id),
            attachments::version.eq(attachments::version + 1),
            attachments::updated_at.eq(now),
        ))
        .returning(attachments::all_columns)
        .get_result(db)
        .optional()?)
}

/// Removes an upload that comes to nothing, with its pieces; `false` when it is none any more.
pub(in crate::files) fn abandon(db: &mut AnyConnection, id: Uuid, now: Instant) -> Outcome<bool> {
    let arriving =
        attachments::table.filter(attachments::id.eq(id)).filter(attachments::state.eq(FileState::Uploading));
    // Held first, so that no piece is added behind this one's back.
    let held = diesel::update(arriving).set(attachments::updated_at.eq(now)).execute(db)?;
    if held == 0 {
        return Ok(false);
    }
    drop_parts(db, id, now)?;
    Ok(diesel::delete(arriving).execute(db)? == 1)
}

/// Empties the row of a stored file at `version`: name, key and place are gone.
pub(in crate::files) fn erase(db: &mut AnyConnection, id: Uuid, version: i64, now: Instant) -> Outcome<()> {
    let known = attachments::table
        .filter(attachments::id.eq(id))
        .filter(attachments::state.eq(FileState::Stored))
        .filter(attachments::version.eq(version));
    let erased = diesel::update(known)
        .set((
            attachments::state.eq(FileState::Erased),
            attachments::name.eq(None::<Sealed>),
            attachments::file_key.eq(None::<Sealed>),
            attachments::object_id.eq(None::<Uuid>),
            attachments::version.eq(version + 1),
            attachments::updated_at.eq(now),
        ))
        .execute(db)?;
    if erased == 1 { Ok(()) } else { Err(Problem::stale(version + 1)) }
}

/// Puts the stored files of one record beside another.
pub(in crate::files) fn repoint(
    db: &mut AnyConnection,
    from: (&str, Uuid),
    to: (&str, Uuid),
    organisation: Uuid,
    now: Instant,
) -> Outcome<Vec<Uuid>> {
    let moved = attachments::table
        .filter(attachments::record_type.eq(from.0))
        .filter(attachments::record_id.eq(from.1))
        .filter(attachments::state.eq(FileState::Stored));
    Ok(diesel::update(moved)
        .set((
            attachments::record_type.eq(to.0),
            attachments::record_id.eq(to.1),
            attachments::organisation_id.eq(organisation),
            attachments::version.eq(attachments::version + 1),
            attachments::updated_at.eq(now),
        ))
        .returning(attachments::id)
        .get_results(db)?)
}

/// Uploads past their time.
pub(in crate::files) fn overdue(
    db: &mut AnyConnection,
    now: Instant,
    most: i64,
) -> Outcome<Vec<(Uuid, Uuid)>> {
    Ok(attachments::table
        .filter(attachments::state.eq(FileState::Uploading))
        .filter(attachments::expires_at.le(now))
        .select((attachments::id, attachments::organisation_id))
        .limit(most)
        .load(db)?)
}

/// Objects that are to be deleted.
pub(in crate::files) fn erased(db: &mut AnyConnection, most: i64) -> Outcome<Vec<Uuid>> {
    let query = erased_objects::table.order(erased_objects::erased_at).select(erased_objects::object_id);
    Ok(query.limit(most).load(db)?)
}

pub(in crate::files) fn forget_erased(db: &mut AnyConnection, objects: Vec<Uuid>) -> Outcome<()> {
    let gone = erased_objects::table.filter(erased_objects::object_id.eq_any(objects));
    diesel::delete(gone).execute(db)?;
    Ok(())
}

/// Which of these objects some row names.
pub(in crate::files) fn known(db: &mut AnyConnection, objects: Vec<Uuid>) -> Outcome<Vec<Uuid>> {
    let of_files: Vec<Option<Uuid>> = attachments::table
        .filter(attachments::object_id.assume_not_null().eq_any(objects.clone()))
        .select(attachments::object_id)
        .load(db)?;
    let mut found: Vec<Uuid> = of_files.into_iter().flatten().collect();
    let of_parts =
        upload_parts::table.filter(upload_parts::object_id.eq_any(objects)).select(upload_parts::object_id);
    found.extend(of_parts.load::<Uuid>(db)?);
    Ok(found)
}
