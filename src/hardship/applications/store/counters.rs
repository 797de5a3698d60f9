//! Rows of `hardship_counters`: each union's register of dossiers, a year at a time.

use diesel::prelude::*;

use crate::db::schema::hardship_counters as counters;
use crate::db::{AnyConnection, dialect};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// Takes the next number of the union's year. The row stays locked until the transaction ends, so no number is given
/// twice or skipped (rule 1).
pub(in crate::hardship) fn take_number(db: &mut AnyConnection, union: Uuid, year: i32) -> Outcome<i64> {
    let next = |db: &mut AnyConnection| {
        diesel::update(counters::table.find((union, year)))
            .set(counters::next_number.eq(counters::next_number + 1))
            .returning(counters::next_number)
            .get_result::<i64>(db)
            .optional()
    };
    if let Some(next) = next(db)? {
        return Ok(next - 1);
    }
    // The first of the year: whoever takes one at the same moment waits here.
    dialect::lock(db, union.as_bytes())?;
    if let Some(next) = next(db)? {
        return Ok(next - 1);
    }
    diesel::insert_into(counters::table)
        .values((
            counters::organisation_id.eq(union),
            counters::year.eq(year),
            counters::next_number.eq(2_i64),
        ))
        .execute(db)?;
    Ok(1)
}
