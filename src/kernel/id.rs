//! Record ids: UUID version 7 (RFC 9562), so that ids made later sort later.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::{NoContext, Timestamp};

use super::clock::Instant;

/// A record's id. Our own type around the `uuid` crate's, because only a type of ours can be stored in both
/// databases (the orphan rule). Clients may send any version; ours are version 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uuid(uuid::Uuid);

impl Uuid {
    /// The id of nothing: all zeros.
    #[must_use]
    pub const fn nil() -> Self {
        Self(uuid::Uuid::nil())
    }

    /// From its 16 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Uuid::from_bytes(bytes))
    }
}

impl Deref for Uuid {
    type Target = uuid::Uuid;
    fn deref(&self) -> &uuid::Uuid {
        &self.0
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Uuid {
    type Err = uuid::Error;

    /// Only the hyphenated form of RFC 9562 §4, which is the one form JSON Schema's `uuid` means.
    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        let hyphenated: uuid::fmt::Hyphenated = text.parse()?;
        Ok(Self(hyphenated.into_uuid()))
    }
}

/// A new id that carries `now` to the millisecond and 74 random bits.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn new(now: Instant) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid(uuid::Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_7_and_sort_by_time() {
        let earlier = Instant::utc(2025, 2, 17, 1, 0);
        let (first, second) = (new(earlier), new(earlier + chrono::Duration::milliseconds(2)));
        assert_eq!(first.get_version_num(), 7);
        assert!(first < second);
    }

    #[test]
    fn only_the_hyphenated_form_is_read() {
        let text = "01951234-0000-7000-8000-000000000001";
        assert_eq!(text.parse::<Uuid>().unwrap().to_string(), text);
        for other in ["{01951234-0000-7000-8000-000000000001}", "01951234000070008000000000000001", ""] {
            assert!(other.parse::<Uuid>().is_err(), "{other}");
        }
    }
}
