//! Idempotency keys: a request sent twice is done once. The key commits with its effect, so a crash between the
//! two cannot be (rule: the key commits in the same transaction as its effect).

use aws_lc_rs::digest;
use diesel::prelude::*;

use super::Writing;
use crate::db::schema::idempotency_keys as keys;
use crate::db::{AnyConnection, dialect};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};

/// How long a key is kept.
const KEPT: chrono::Duration = chrono::Duration::days(30);

/// A caller's `Idempotency-Key` with the digest of the request it came with.
#[derive(Clone, Debug)]
pub struct Key {
    /// The header's text, 1–128 visible ASCII characters.
    pub text: String,
    /// Keyed hash of method, path, `If-Match` and body.
    pub request: [u8; 32],
}

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Stored {
    /// HTTP status.
    pub status: i32,
    /// `ETag`, where there was one.
    pub etag: Option<String>,
    /// `Location`, where there was one.
    pub location: Option<String>,
    /// The JSON body; empty for 204.
    pub body: String,
}

/// Runs `work`, unless the same caller's same key has its answer already; the flag tells a repeated answer.
///
/// # Errors
/// `operation_in_progress` while another transaction holds the key, `idempotency_key_reused` when the key came
/// with another request, and what `work` answers: then nothing is kept and the key is free again.
pub fn once(
    writing: &mut Writing<'_>,
    key: Option<&Key>,
    work: impl FnOnce(&mut Writing<'_>) -> Outcome<Stored>,
) -> Outcome<(Stored, bool)> {
    let Some(key) = key else { return Ok((work(writing)?, false)) };
    let hash = hash_of(writing, key);
    if !dialect::try_lock(writing.db, &hash)? {
        return Err(Problem::new(Code::OperationInProgress).retry_after(1));
    }
    let known: Option<(Vec<u8>, Stored)> = keys::table
        .find(hash.as_slice())
        .select((keys::request_digest, (keys::status, keys::etag, keys::location, keys::body)))
        .first(&mut *writing.db)
        .optional()?;
    match known {
        Some((digest, stored)) if digest == key.request => {
            writing.nothing_to_do();
            Ok((stored, true))
        }
        Some(_) => Err(Problem::new(Code::IdempotencyKeyReused)),
        None => {
            let stored = work(writing)?;
            keep(writing, &hash, key, &stored)?;
            Ok((stored, false))
        }
    }
}

/// Keys of different callers never meet.
fn hash_of(writing: &Writing<'_>, key: &Key) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(writing.who.user_id.as_bytes());
    context.update(key.text.as_bytes());
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

fn keep(writing: &mut Writing<'_>, hash: &[u8; 32], key: &Key, stored: &Stored) -> Outcome<()> {
    let now = writing.now;
    diesel::insert_into(keys::table)
        .values((
            keys::key_hash.eq(hash.as_slice()),
            keys::request_digest.eq(key.request.as_slice()),
            keys::status.eq(stored.status),
            keys::etag.eq(stored.etag.as_deref()),
            keys::location.eq(stored.location.as_deref()),
            keys::body.eq(&stored.body),
            keys::created_at.eq(now),
        ))
        .execute(&mut *writing.db)?;
    Ok(())
}

/// Forgets the kept answers that tell of a record, because what it says of a person was erased. Who sends such a request
/// again is answered by the record as it is now.
///
/// # Errors
/// The database's own.
pub fn forget_answers_about(connection: &mut AnyConnection, record: Uuid) -> Outcome<()> {
    diesel::delete(keys::table.filter(keys::body.like(format!("%{record}%")))).execute(connection)?;
    Ok(())
}

/// Deletes keys past their time, at most `most`; answers whether more may be left.
///
/// # Errors
/// The database's own.
pub fn forget_old(connection: &mut AnyConnection, now: Instant, most: i64) -> Outcome<bool> {
    let old: Vec<Vec<u8>> = keys::table
        .filter(keys::created_at.lt(now - KEPT))
        .select(keys::key_hash)
        .limit(most)
        .load(connection)?;
    let gone = diesel::delete(keys::table.filter(keys::key_hash.eq_any(old))).execute(connection)?;
    Ok(i64::try_from(gone).is_ok_and(|gone| gone >= most))
}
