//! The clock: the only place that asks the system for the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// An instant in UTC, whole microseconds: both databases keep exactly that much.
pub type Instant = DateTime<Utc>;

/// Where the time comes from. Cloning a manual clock shares its hands.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that moves only when told to, in microseconds since 1970. For tests and for loading the past.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A manual clock that shows `start`.
    #[must_use]
    pub fn manual(start: Instant) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.timestamp_micros())))
    }

    /// The present instant, cut to microseconds.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the system")]
    pub fn now(&self) -> Instant {
        let micros = match self {
            Self::System => Utc::now().timestamp_micros(),
            Self::Manual(hands) => hands.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Moves a manual clock to `instant`; the system's clock does not move.
    pub fn set(&self, instant: Instant) {
        if let Self::Manual(hands) = self {
            hands.store(instant.timestamp_micros(), Ordering::SeqCst);
        }
    }
}

/// The province's calendar day at `instant`. Vietnam keeps UTC+7 the whole year (Asia/Ho_Chi_Minh, no
/// daylight saving since 1975), so a fixed offset is exact for every date this system can hold.
#[must_use]
pub fn local_day(instant: Instant) -> NaiveDate {
    const SEVEN_HOURS: i32 = 7 * 3600;
    match FixedOffset::east_opt(SEVEN_HOURS) {
        Some(offset) => instant.with_timezone(&offset).date_naive(),
        None => instant.date_naive(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn the_day_turns_at_seventeen_hours_utc() {
        let before = Utc.with_ymd_and_hms(2025, 2, 16, 16, 59, 59).unwrap();
        let after = Utc.with_ymd_and_hms(2025, 2, 16, 17, 0, 0).unwrap();
        assert_eq!(local_day(before), NaiveDate::from_ymd_opt(2025, 2, 16).unwrap());
        assert_eq!(local_day(after), NaiveDate::from_ymd_opt(2025, 2, 17).unwrap());
    }

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let start = Utc.with_ymd_and_hms(2025, 2, 17, 1, 0, 0).unwrap();
        let clock = Clock::manual(start);
        let twin = clock.clone();
        assert_eq!(clock.now(), start);
        twin.set(start + chrono::Duration::hours(1));
        assert_eq!(clock.now(), start + chrono::Duration::hours(1));
    }
}
