//! Rows of `data_keys`: which keys this database was sealed with, and which of them seals now.

use diesel::prelude::*;
use serde_json::json;

use super::VaultError;
use super::ring::Ring;
use super::sealed::Sealed;
use crate::db::schema::data_keys;
use crate::db::{AnyConnection, dialect};
use crate::journal::{self, Entry};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

/// Two processes that start at once note the first key once.
const LOCK: &[u8] = b"congdoan data keys";

/// A key the database knows.
#[derive(Queryable)]
pub(super) struct KnownKey {
    pub(super) id: i64,
    pub(super) check_value: Sealed,
}

/// Every key, the newest last.
pub(super) fn keys(db: &mut AnyConnection) -> QueryResult<Vec<KnownKey>> {
    data_keys::table.order(data_keys::id).select((data_keys::id, data_keys::check_value)).load(db)
}

/// The key that seals now.
pub(super) fn present(db: &mut AnyConnection) -> Outcome<Option<i64>> {
    Ok(data_keys::table
        .filter(data_keys::retired_at.is_null())
        .order(data_keys::id.desc())
        .select(data_keys::id)
        .first(db)
        .optional()?)
}

/// Notes the ring's newest key as the present one of a database that has none; answers the keys it has then.
pub(super) fn note_first(
    db: &mut AnyConnection,
    ring: &Ring,
    now: Instant,
) -> Result<Vec<KnownKey>, VaultError> {
    db.transaction::<_, Problem, _>(|db| {
        dialect::lock(db, LOCK)?;
        if keys(db)?.is_empty() {
            let newest = ring.newest().ok_or_else(|| Problem::internal("the key file holds no data key"))?;
            note(db, ring, newest, now)?;
        }
        Ok(keys(db)?)
    })
    .map_err(VaultError::from)
}

/// Notes one key of the ring, from now on the present one.
pub(super) fn note(db: &mut AnyConnection, ring: &Ring, key: i64, now: Instant) -> Outcome<()> {
    let check = ring.check_value(key).ok_or_else(|| Problem::internal("a data key cannot be used"))?;
    diesel::insert_into(data_keys::table)
        .values((data_keys::id.eq(key), data_keys::check_value.eq(&check), data_keys::made_at.eq(now)))
        .execute(db)?;
    let noted = Entry::new("data_key.note", "data_key", record_of(key)).changes(json!({"key": key}));
    journal::append(db, &[noted], now, None, None)
}

/// The id under which the journal tells of a key.
fn record_of(key: i64) -> Uuid {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().skip(8).zip(key.to_be_bytes()) {
        *to = from;
    }
    Uuid::from_bytes(bytes)
}
