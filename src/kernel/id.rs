//! Record ids: UUID version 7 (RFC 9562), so that ids made later sort later.

use uuid::{NoContext, Timestamp, Uuid};

use super::clock::Instant;

/// A new id that carries `now` to the millisecond and 74 random bits.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn new(now: Instant) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};

    #[test]
    fn ids_are_version_7_and_sort_by_time() {
        let earlier = Utc.with_ymd_and_hms(2025, 2, 17, 1, 0, 0).unwrap();
        let (first, second) = (new(earlier), new(earlier + chrono::Duration::milliseconds(2)));
        assert_eq!(first.get_version_num(), 7);
        assert!(first < second);
    }
}
