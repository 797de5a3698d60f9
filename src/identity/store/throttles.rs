//! Rows of `throttles`: failed sign-ins by keyed hash, so that the table names nobody.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::throttles;
use crate::identity::throttle::Throttle;
use crate::kernel::clock::Instant;
use crate::kernel::problem::{Code, Outcome, Problem};

pub(in crate::identity) fn read(db: &mut AnyConnection, key: &[u8]) -> Outcome<Option<Throttle>> {
    let row: Option<(i32, Option<Instant>, Instant)> = throttles::table
        .find(key)
        .select((throttles::failures, throttles::blocked_until, throttles::last_failure))
        .first(db)
        .optional()?;
    Ok(row.map(|(failures, blocked_until, last)| Throttle {
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
        // Two first failures at the same moment: one of them is told to come back.
        diesel::insert_into(throttles::table)
            .values((throttles::key_hash.eq(key), values))
            .execute(db)
            .map_err(|_| Problem::new(Code::TooManyRequests).retry_after(1))?;
    }
    Ok(())
}
