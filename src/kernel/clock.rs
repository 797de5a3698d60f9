//! The clock: the only place that asks the system for the time.

use std::borrow::Cow;
use std::ops::{Add, Deref, Sub};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// An instant in UTC, whole microseconds: both databases keep exactly that much. On the wire RFC 3339 with `Z`.
/// Our own type around chrono's, because only a type of ours can be stored in both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(DateTime<Utc>);

impl Instant {
    /// Cut to microseconds.
    #[must_use]
    pub fn new(instant: DateTime<Utc>) -> Self {
        Self::from_micros(instant.timestamp_micros()).unwrap_or(Self(DateTime::UNIX_EPOCH))
    }

    /// From microseconds since 1970; `None` outside chrono's range (the years ±262,000).
    #[must_use]
    pub const fn from_micros(micros: i64) -> Option<Self> {
        match DateTime::from_timestamp_micros(micros) {
            Some(instant) => Some(Self(instant)),
            None => None,
        }
    }

    /// From seconds since 1970, the dates of tokens (RFC 7519 `NumericDate`).
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Option<Self> {
        match DateTime::from_timestamp(seconds, 0) {
            Some(instant) => Some(Self(instant)),
            None => None,
        }
    }

    /// An instant written out, UTC. A date that does not exist gives 1970; for constants and tests.
    #[must_use]
    pub fn utc(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Self {
        Self(
            Utc.with_ymd_and_hms(year, month, day, hour, minute, 0)
                .earliest()
                .unwrap_or(DateTime::UNIX_EPOCH),
        )
    }

    /// As it stands on the wire, e.g. `2025-02-17T01:00:00Z`.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl Deref for Instant {
    type Target = DateTime<Utc>;
    fn deref(&self) -> &DateTime<Utc> {
        &self.0
    }
}

impl Add<Duration> for Instant {
    type Output = Self;
    fn add(self, by: Duration) -> Self {
        Self(self.0 + by)
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;
    fn sub(self, by: Duration) -> Self {
        Self(self.0 - by)
    }
}

impl Sub for Instant {
    type Output = Duration;
    fn sub(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_rfc3339())
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DateTime::<Utc>::deserialize(deserializer).map(Self::new)
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl ToSchema for Instant {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Instant")
    }
}

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

    /// The present instant.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the system")]
    pub fn now(&self) -> Instant {
        match self {
            Self::System => Instant::new(Utc::now()),
            Self::Manual(hands) => {
                Instant::from_micros(hands.load(Ordering::SeqCst)).unwrap_or(Instant(DateTime::UNIX_EPOCH))
            }
        }
    }

    /// Moves a manual clock to `instant`; the system's clock does not move.
    pub fn set(&self, instant: Instant) {
        if let Self::Manual(hands) = self {
            hands.store(instant.timestamp_micros(), Ordering::SeqCst);
        }
    }
}

/// The province's calendar day at `instant`. Vietnam keeps UTC+7 the whole year (`Asia/Ho_Chi_Minh`, no
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

    #[test]
    fn the_day_turns_at_seventeen_hours_utc() {
        let before = Instant::utc(2025, 2, 16, 16, 59);
        let after = Instant::utc(2025, 2, 16, 17, 0);
        assert_eq!(local_day(before), NaiveDate::from_ymd_opt(2025, 2, 16).unwrap());
        assert_eq!(local_day(after), NaiveDate::from_ymd_opt(2025, 2, 17).unwrap());
    }

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let start = Instant::utc(2025, 2, 17, 1, 0);
        let clock = Clock::manual(start);
        let twin = clock.clone();
        assert_eq!(clock.now(), start);
        twin.set(start + Duration::hours(1));
        assert_eq!(clock.now(), start + Duration::hours(1));
    }

    #[test]
    fn the_wire_form_is_utc_with_z() {
        let noon: Instant = serde_json::from_str("\"2025-02-17T08:00:00.1234567+07:00\"").unwrap();
        assert_eq!(serde_json::to_string(&noon).unwrap(), "\"2025-02-17T01:00:00.123456Z\"");
    }
}
