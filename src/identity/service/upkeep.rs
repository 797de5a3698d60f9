//! What nobody asks for any more.

use chrono::Duration;

use crate::db::AnyConnection;
use crate::identity::store::{sessions, throttles, users};
use crate::kernel::clock::Instant;
use crate::kernel::problem::Outcome;

/// How long an ended session is kept; what the journal says of it stays.
const ENDED_SESSION: Duration = Duration::days(90);
/// How long failed tries are kept; they count for an hour.
const TRIES: Duration = Duration::days(1);

/// Deletes old tries, reset codes, refresh tokens and sessions, at most `most` of each; answers whether more may be
/// left.
///
/// # Errors
/// The database's own.
pub fn forget_old(db: &mut AnyConnection, now: Instant, most: i64) -> Outcome<bool> {
    let mut more = false;
    let mut note = |gone: usize| more |= i64::try_from(gone).is_ok_and(|gone| gone >= most);
    note(throttles::forget_quiet(db, now - TRIES, now, most)?);
    note(users::forget_reset_codes(db, now, most)?);
    note(sessions::forget_tokens(db, now, most)?);
    // Tokens point at their sessions, so they go first, all of them.
    if !more {
        more = i64::try_from(sessions::forget(db, now - ENDED_SESSION, most)?).is_ok_and(|gone| gone >= most);
    }
    Ok(more)
}
