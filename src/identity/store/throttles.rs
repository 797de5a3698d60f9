//! Rows of `throttles`: failed sign-ins by keyed hash, so that the table names nobody.

use diesel::prelude::*;

use crate::db::schema::throttles;
use crate::db::{AnyConnection, dialect};
use crate::identity::throttle::Throttle;
use crate::kernel::clock::Instant;
use crate::kernel::problem::Outcome;

/// What is remembered under `key`. Others who ask wait until this transaction ends, or many tries at once would all
/// read the same count.
pub(in crate::identity) fn read(db: &mut AnyConnection, key: &[u8]) -> Outcome<Throttle> {
    dialect::lock(db, key)?;
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

pub(in crate::identity) fn write(
    db: &mut AnyConnection,
    key: &[u8],
    throttle: Throttle,
    now: Instant,
) -> Outcome<()> {
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
