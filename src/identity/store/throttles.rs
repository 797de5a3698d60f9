//! Rows of `throttles`: failed tries by keyed hash, so that the table names nobody. What belongs to one account
//! begins with the same [`PREFIX`] bytes.

use diesel::prelude::*;

use crate::db::schema::throttles;
use crate::db::{AnyConnection, dialect};
use crate::identity::throttle::Throttle;
use crate::kernel::clock::Instant;
use crate::kernel::problem::Outcome;

/// How many bytes of a key tell the account.
pub(in crate::identity) const PREFIX: usize = 16;

/// What is remembered under `key`.
pub(in crate::identity) fn read(db: &mut AnyConnection, key: &[u8]) -> Outcome<Throttle> {
    let row: Option<(i32, Option<Instant>, Instant)> = throttles::table
        .find(key)
        .select((throttles::failures, throttles::blocked_until, throttles::last_failure))
        .first(db)
        .optional()?;
    Ok(row.map_or_else(Throttle::default, |(failures, blocked_until, last)| Throttle {
        failures: u32::try_from(failures).unwrap_or(0),
        last_failure: Some(last),
        blocked_until,
    }))
}

/// The same for one who writes it next. Others who ask wait until this transaction ends, or many tries at once would
/// all read the same count.
pub(in crate::identity) fn read_to_write(db: &mut AnyConnection, key: &[u8]) -> Outcome<Throttle> {
    dialect::lock(db, key)?;
    read(db, key)
}

pub(in crate::identity) fn write(
    db: &mut AnyConnection,
    key: &[u8],
    throttle: Throttle,
    now: Instant,
) -> Outcome<()> {
    if throttle.is_clean() {
        diesel::delete(throttles::table.find(key)).execute(db)?;
        return Ok(());
    }
    let values = (
        throttles::failures.eq(i32::try_from(throttle.failures).unwrap_or(i32::MAX)),
        throttles::blocked_until.eq(throttle.blocked_until),
        throttles::last_failure.eq(throttle.last_failure.unwrap_or(now)),
    );
    let changed = diesel::update(throttles::table.find(key)).set(values).execute(db)?;
    if changed == 0 {
        diesel::insert_into(throttles::table).values((throttles::key_hash.eq(key), values)).execute(db)?;
    }
    Ok(())
}

/// Forgets all that is counted of the account whose key this is, whatever address it came from.
pub(in crate::identity) fn forget_account(db: &mut AnyConnection, account: [u8; 32]) -> Outcome<()> {
    // Who counts a try locks the account's key first, so neither waits for the other's rows.
    dialect::lock(db, &account)?;
    let (mut first, mut last) = (account, account);
    first.iter_mut().skip(PREFIX).for_each(|byte| *byte = 0);
    last.iter_mut().skip(PREFIX).for_each(|byte| *byte = u8::MAX);
    diesel::delete(throttles::table)
        .filter(throttles::key_hash.ge(first.to_vec()))
        .filter(throttles::key_hash.le(last.to_vec()))
        .execute(db)?;
    Ok(())
}

/// Deletes what was last counted before `before`, at most `most`; answers how many.
pub(in crate::identity) fn forget_quiet(
    db: &mut AnyConnection,
    before: Instant,
    now: Instant,
    most: i64,
) -> Outcome<usize> {
    let old: Vec<Vec<u8>> = throttles::table
        .filter(throttles::last_failure.lt(before))
        .filter(throttles::blocked_until.is_null().or(throttles::blocked_until.le(now)))
        .select(throttles::key_hash)
        .limit(most)
        .load(db)?;
    Ok(diesel::delete(throttles::table.filter(throttles::key_hash.eq_any(old))).execute(db)?)
}
