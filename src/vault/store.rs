//! Rows of `data_keys`: which keys this database was sealed with, and which of them seals now.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::VaultError;
use super::ring::Ring;
use super::sealed::Sealed;
use crate::db::schema::data_keys;
use crate::db::{AnyConnection, dialect};
use crate::journal::{self, Entry};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

/// Who notes or removes a key is alone with it: no transaction that seals is under way.
pub(super) const LOCK: &[u8] = b"congdoan data keys";

/// A key the database knows.
#[derive(Queryable)]
pub(super) struct KnownKey {
    pub(super) id: i64,
    pub(super) check_value: Sealed,
    pub(super) made_at: Instant,
    pub(super) retired_at: Option<Instant>,
}

type Columns = (data_keys::id, data_keys::check_value, data_keys::made_at, data_keys::retired_at);

const COLUMNS: Columns = (data_keys::id, data_keys::check_value, data_keys::made_at, data_keys::retired_at);

/// Every key, the newest last.
pub(super) fn keys(db: &mut AnyConnection) -> QueryResult<Vec<KnownKey>> {
    data_keys::table.order(data_keys::id).select(COLUMNS).load(db)
}

/// The key that seals now.
pub(super) fn present(db: &mut AnyConnection) -> Outcome<Option<KnownKey>> {
    Ok(data_keys::table
        .filter(data_keys::retired_at.is_null())
        .order(data_keys::id.desc())
        .select(COLUMNS)
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
            note(db, ring, newest, "data_key.note", now)?;
        }
        Ok(keys(db)?)
    })
    .map_err(VaultError::from)
}

/// Notes one key of the ring, from now on the present one; those before are retired.
pub(super) fn note(
    db: &mut AnyConnection,
    ring: &Ring,
    key: i64,
    action: &'static str,
    now: Instant,
) -> Outcome<()> {
    let check = ring.check_value(key).ok_or_else(|| Problem::internal("a data key cannot be used"))?;
    diesel::update(data_keys::table.filter(data_keys::retired_at.is_null()))
        .set(data_keys::retired_at.eq(now))
        .execute(db)?;
    diesel::insert_into(data_keys::table)
        .values((data_keys::id.eq(key), data_keys::check_value.eq(&check), data_keys::made_at.eq(now)))
        .execute(db)?;
    journal(db, action, key, json!({"key": key}), now)
}

/// Journals what was done to a key. Nobody signed in does it.
pub(super) fn journal(
    db: &mut AnyConnection,
    action: &'static str,
    key: i64,
    changes: Value,
    now: Instant,
) -> Outcome<()> {
    let entry = Entry::new(action, "data_key", record_of(key)).changes(changes);
    journal::append(db, &[entry], now, None, None)
}

/// The id under which the journal tells of a key.
fn record_of(key: i64) -> Uuid {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().skip(8).zip(key.to_be_bytes()) {
        *to = from;
    }
    Uuid::from_bytes(bytes)
}

/// Forgets a key that no value is sealed with.
pub(super) fn remove(db: &mut AnyConnection, key: i64, now: Instant) -> Outcome<()> {
    diesel::delete(data_keys::table.find(key)).execute(db)?;
    journal(db, "data_key.prune", key, json!({"key": key}), now)
}
