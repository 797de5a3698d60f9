//! A change of keys while servers serve: a new key is noted, then every sealed value is sealed anew, a batch a
//! transaction. Where it was cut off is told by the values themselves: each says which key it was sealed with.
//!
//! What is written meanwhile is never lost: a value is replaced only where it is still the one that was read. Rows
//! keep their version, since nothing that is shown changes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant as Stopwatch};

use diesel::sql_types::{BigInt, Binary};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use serde_json::json;

use super::ring::Ring;
use super::sealed::{self, Sealed};
use super::{Place, SEALED_COLUMNS, Vault, VaultError, store};
use crate::db::types::Uuid as SqlUuid;
use crate::db::{AnyConnection, Db, dialect};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};

/// Values of one transaction: SQLite's other writers wait while it lasts.
const BATCH: usize = 100;
/// How often rows that others hold are come back for, and after how long.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(200);

/// What a rotation begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The present key from now on.
    pub key: i64,
    /// False when an earlier rotation to this key was not finished.
    pub fresh: bool,
}

/// What a rotation did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Values sealed anew.
    pub resealed: u64,
    /// Values that do not open. They stay as they are, and keep their key from being pruned.
    pub unreadable: u64,
}

/// A key and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyStatus {
    /// Its id.
    pub id: i64,
    /// Since when the database knows it; never for one that was only added to the file.
    pub made_at: Option<Instant>,
    /// Since when it seals nothing any more.
    pub retired_at: Option<Instant>,
    /// How many values are sealed with it.
    pub values: i64,
}

/// Adds a key to the file that no database uses yet, so that several servers can have it before it is used.
///
/// # Errors
/// The key file cannot be read or written; the database's own.
pub fn add(db: &mut AnyConnection, path: &Path, now: Instant) -> Result<i64, VaultError> {
    dialect::lock(db, store::LOCK).map_err(Problem::from)?;
    let (ring, key) = file(path)?.with_next()?;
    ring.replace(path)?;
    store::journal(db, "data_key.add", key, json!({"key": key}), now)?;
    Ok(key)
}

/// Makes another key the present one: the newest of the file where the database does not know it yet, else a new one.
/// While values are left under earlier keys it is still the present one, and nothing is added.
///
/// # Errors
/// The key file cannot be read or written; the database's own.
pub fn begin(db: &mut AnyConnection, path: &Path, now: Instant) -> Result<Begun, VaultError> {
    dialect::lock(db, store::LOCK).map_err(Problem::from)?;
    let present = store::present(db)?.ok_or_else(|| Problem::internal("no data key is noted"))?.id;
    if left(db, present)? > 0 {
        return Ok(Begun { key: present, fresh: false });
    }
    let ring = file(path)?;
    let newest = ring.newest().filter(|newest| *newest > present);
    let (ring, key) = match newest {
        Some(newest) => (ring, newest),
        None => ring.with_next()?,
    };
    if newest.is_none() {
        // Before the database knows of it: one that the database knows and no file holds would open nothing.
        ring.replace(path)?;
    }
    store::note(db, &ring, key, "data_key.rotate_begin", now)?;
    Ok(Begun { key, fresh: true })
}

/// Seals everything anew that is not sealed with the present key.
///
/// # Errors
/// `unavailable` when others hold rows for too long; the database's own. It can be begun again at any time.
pub fn reseal_all(db: &Db, vault: &Arc<Vault>) -> Outcome<Swept> {
    let mut done = Swept::default();
    for _ in 0..TRIES {
        let pass = one_pass(db, vault)?;
        done.resealed += pass.resealed;
        done.unreadable = pass.unreadable;
        let left = db.write_blocking(|db| {
            let present = store::present(db)?.map_or(0, |key| key.id);
            left(db, present)
        })?;
        if u64::try_from(left).is_ok_and(|left| left <= done.unreadable) {
            return Ok(done);
        }
        sleep(PAUSE);
    }
    Err(Problem::unavailable("rows are held by others; start it again"))
}

/// Journals the end of a rotation, unless something is left under an earlier key than the present one.
///
/// # Errors
/// The database's own.
pub fn end(db: &mut AnyConnection, key: i64, swept: Swept, now: Instant) -> Outcome<bool> {
    if left(db, key)? > 0 {
        return Ok(false);
    }
    let changes = json!({"key": key, "values": swept.resealed});
    store::journal(db, "data_key.rotate_end", key, changes, now)?;
    Ok(true)
}

/// Every key of the database and of the file, oldest first.
///
/// # Errors
/// The key file cannot be read; the database's own.
pub fn status(db: &mut AnyConnection, path: &Path) -> Result<Vec<KeyStatus>, VaultError> {
    let mut values = counted(db)?;
    let known = store::keys(db).map_err(Problem::from)?;
    let mut keys: Vec<_> = known
        .into_iter()
        .map(|key| KeyStatus {
            id: key.id,
            made_at: Some(key.made_at),
            retired_at: key.retired_at,
            values: values.remove(&Some(key.id)).unwrap_or(0),
        })
        .collect();
    for id in file(path)?.ids() {
        if keys.iter().all(|key| key.id != id) {
            let values = values.remove(&Some(id)).unwrap_or(0);
            keys.push(KeyStatus { id, made_at: None, retired_at: None, values });
        }
    }
    keys.sort_by_key(|key| key.id);
    Ok(keys)
}

/// Forgets, in the database, the retired keys that no value is sealed with; answers which. Once that is committed,
/// [`prune_file`] takes them out of the file: the other way round a crash between the two would leave a database
/// that asks for a key nobody has.
///
/// # Errors
/// The database's own.
pub fn prune(db: &mut AnyConnection, now: Instant) -> Outcome<Vec<i64>> {
    dialect::lock(db, store::LOCK)?;
    let values = counted(db)?;
    // A value that names no key may be one of any.
    if values.contains_key(&None) {
        return Ok(Vec::new());
    }
    let retired = store::keys(db)?.into_iter().filter(|key| key.retired_at.is_some());
    let unused: Vec<i64> = retired.map(|key| key.id).filter(|id| !values.contains_key(&Some(*id))).collect();
    for key in &unused {
        store::remove(db, *key, now)?;
    }
    Ok(unused)
}

/// Takes out of the file what the database has forgotten, and leaves what it does not know yet.
///
/// # Errors
/// The key file cannot be read or written; the database's own.
pub fn prune_file(db: &mut AnyConnection, path: &Path) -> Result<Vec<i64>, VaultError> {
    dialect::lock(db, store::LOCK).map_err(Problem::from)?;
    let known = store::keys(db).map_err(Problem::from)?;
    let newest = known.last().map_or(0, |key| key.id);
    let spared = |id: i64| id > newest || known.iter().any(|key| key.id == id);
    let ring = file(path)?;
    let gone: Vec<i64> = ring.ids().filter(|id| !spared(*id)).collect();
    if !gone.is_empty() {
        ring.only(spared)?.replace(path)?;
    }
    Ok(gone)
}

fn file(path: &Path) -> Result<Ring, VaultError> {
    Ring::read(path)?.ok_or_else(|| VaultError::File { path: path.into(), reason: "the file is gone".into() })
}

/// Every column once. Between batches others get the database for as long as the batch had it.
fn one_pass(db: &Db, vault: &Arc<Vault>) -> Outcome<Swept> {
    let mut done = Swept::default();
    for column in SEALED_COLUMNS {
        let mut after = Some(Uuid::nil());
        while let Some(from) = after {
            let (vault, begun) = (Arc::clone(vault), Stopwatch::now());
            let batch = db.write_blocking(move |db| one_batch(db, &vault, *column, from))?;
            done.resealed += batch.swept.resealed;
            done.unreadable += batch.swept.unreadable;
            after = batch.last;
            if after.is_some() {
                sleep(begun.elapsed());
            }
        }
    }
    Ok(done)
}

struct Batch {
    swept: Swept,
    /// Where the next batch begins; nothing when this was the last.
    last: Option<Uuid>,
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Binary)]
    value: Sealed,
}

fn one_batch(
    db: &mut AnyConnection,
    vault: &Vault,
    (table, column, id): (&'static str, &'static str, &'static str),
    from: Uuid,
) -> Outcome<Batch> {
    let sealer = vault.sealer(db)?;
    let free = dialect::for_update_of_free_rows(db);
    let head = sealed::head(sealer.key).ok_or_else(|| Problem::internal("no id of a data key"))?;
    let length = sealed::HEAD;
    let rows: Vec<Held> = sql_query(format!(
        "SELECT {id} AS id, {column} AS value FROM {table} \
         WHERE {column} IS NOT NULL AND substr({column}, 1, {length}) <> $1 AND {id} > $2 ORDER BY {id} LIMIT {BATCH}{free}"
    ))
    .bind::<Binary, _>(head)
    .bind::<SqlUuid, _>(from)
    .load(db)?;
    let last = rows.last().map(|row| row.id).filter(|_| rows.len() == BATCH);
    let mut swept = Swept::default();
    for Held { id: row, value } in rows {
        let place = Place { table, column, row };
        let opened = match vault.open_bytes(place, &value) {
            Err(problem) if problem.code == Code::Internal => {
                tracing::error!(table, column, %row, "a sealed value does not open");
                swept.unreadable += 1;
                continue;
            }
            opened => opened?,
        };
        let changed =
            sql_query(format!("UPDATE {table} SET {column} = $1 WHERE {id} = $2 AND {column} = $3"))
                .bind::<Binary, _>(sealer.seal(place, opened)?)
                .bind::<SqlUuid, _>(row)
                .bind::<Binary, _>(value)
                .execute(db)?;
        swept.resealed += u64::from(changed == 1);
    }
    Ok(Batch { swept, last })
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Binary)]
    head: Sealed,
    #[diesel(sql_type = BigInt)]
    values: i64,
}

/// How many values there are of each key; under `None` those that name none.
fn counted(db: &mut AnyConnection) -> Outcome<BTreeMap<Option<i64>, i64>> {
    let mut counted = BTreeMap::new();
    for (table, column, _) in SEALED_COLUMNS {
        let length = sealed::HEAD;
        let rows: Vec<Count> = sql_query(format!(
            "SELECT substr({column}, 1, {length}) AS head, count(*) AS \"values\" FROM {table} \
             WHERE {column} IS NOT NULL GROUP BY substr({column}, 1, {length})"
        ))
        .load(db)?;
        for row in rows {
            *counted.entry(row.head.key()).or_insert(0) += row.values;
        }
    }
    Ok(counted)
}

fn left(db: &mut AnyConnection, present: i64) -> Outcome<i64> {
    Ok(counted(db)?.into_iter().filter(|(key, _)| *key != Some(present)).map(|(_, values)| values).sum())
}
