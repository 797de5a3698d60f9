//! The growing delay after failed tries. Pure: the store keeps the three values.
//!
//! What grows long is counted where the guesser sits: per account and address, and per address. An account as a
//! whole is slowed down a little only, or anybody could keep its owner out from anywhere.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use chrono::TimeDelta;

use crate::kernel::clock::Instant;

/// The longest delay.
pub const LONGEST: Duration = Duration::from_mins(15);

/// The longest delay of an account as a whole.
pub const LONGEST_OF_ACCOUNT: Duration = Duration::from_secs(30);

/// After so long without a failure the count starts again.
pub const QUIET: Duration = Duration::from_hours(1);

/// Whose failures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// One account from one address: 4 failures are free.
    Pair,
    /// One account from anywhere: 10 are free, and the delay stays short.
    Account,
    /// One address: 20 are free, since a whole office may sit behind it.
    Address,
    /// One session, in which the present password is asked for again: 4 are free.
    Session,
}

impl Counted {
    /// How many failures in a row cost no delay.
    #[must_use]
    pub const fn free(self) -> u32 {
        match self {
            Self::Pair | Self::Session => 4,
            Self::Account => 10,
            Self::Address => 20,
        }
    }

    /// The longest delay.
    #[must_use]
    pub const fn longest(self) -> Duration {
        match self {
            Self::Account => LONGEST_OF_ACCOUNT,
            Self::Pair | Self::Address | Self::Session => LONGEST,
        }
    }

    /// The delay after so many failures in a row: none while they are free, then 2 s, doubled by each further
    /// one, at most [`Counted::longest`].
    #[must_use]
    pub fn delay_after(self, failures: u32) -> Duration {
        match failures.checked_sub(self.free()) {
            None | Some(0) => Duration::ZERO,
            Some(beyond) => Duration::from_secs(2_u64.saturating_pow(beyond)).min(self.longest()),
        }
    }
}

/// What counts as one address: an IPv4 address, or the /64 that a single customer is given of IPv6.
#[must_use]
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// What is remembered of one who is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throttle {
    /// Failures in a row.
    pub failures: u32,
    /// When the last one was.
    pub last_failure: Option<Instant>,
    /// Until when nothing is tried.
    pub blocked_until: Option<Instant>,
}

impl Throttle {
    /// After a failed try at `now`.
    #[must_use]
    pub fn failed(self, counted: Counted, now: Instant) -> Self {
        let failures = if self.forgotten(now) { 1 } else { self.failures.saturating_add(1) };
        let delay = counted.delay_after(failures);
        let blocked_until = (!delay.is_zero()).then(|| now + span(delay));
        Self { failures, last_failure: Some(now), blocked_until }
    }

    /// After a try that was counted as failed and was none: as it was `before` that try, but for those
    /// that others failed meanwhile.
    #[must_use]
    pub fn forgiven(self, before: Self) -> Self {
        if self.failures == before.failures.saturating_add(1) {
            return before;
        }
        Self { failures: self.failures.saturating_sub(1), ..self }
    }

    /// Whether there is anything to remember.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.failures == 0
    }

    /// Whether a try may be made at `now`.
    ///
    /// # Errors
    /// The whole seconds to wait, at least 1, for `Retry-After`.
    pub fn check(&self, now: Instant) -> Result<(), u64> {
        let Some(until) = self.blocked_until.filter(|until| *until > now) else { return Ok(()) };
        let millis = u64::try_from((until - now).num_milliseconds()).unwrap_or(0);
        Err(millis.div_ceil(1000).max(1))
    }

    fn forgotten(&self, now: Instant) -> bool {
        self.last_failure.is_none_or(|last| now - last >= span(QUIET))
    }
}

fn span(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Instant {
        Instant::utc(2025, 2, 17, 1, 0)
    }

    fn after_failures(count: u32, counted: Counted) -> Throttle {
        (0..count).fold(Throttle::default(), |throttle, _| throttle.failed(counted, start()))
    }

    #[test]
    fn the_delay_doubles_from_two_seconds_to_a_quarter_of_an_hour() {
        let seconds: Vec<u64> =
            (3..=15).map(|failures| Counted::Pair.delay_after(failures).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(Counted::Pair.delay_after(u32::MAX), LONGEST);
        assert_eq!(Counted::Address.delay_after(20), Duration::ZERO);
        assert_eq!(Counted::Address.delay_after(21).as_secs(), 2);
    }

    #[test]
    fn an_account_as_a_whole_is_never_held_up_for_long() {
        let seconds: Vec<u64> =
            (10..=16).map(|failures| Counted::Account.delay_after(failures).as_secs()).collect();
        assert_eq!(seconds, [0, 2, 4, 8, 16, 30, 30]);
        assert_eq!(Counted::Account.delay_after(u32::MAX), LONGEST_OF_ACCOUNT);
    }

    #[test]
    fn a_whole_network_of_ipv6_counts_as_one_address() {
        let network = |text: &str| network_of(text.parse().unwrap()).to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
    }

    #[test]
    fn the_fifth_failure_blocks_and_time_unblocks() {
        assert_eq!(after_failures(4, Counted::Pair).check(start()), Ok(()));
        let blocked = after_failures(5, Counted::Pair);
        assert_eq!(blocked.check(start()), Err(2));
        assert_eq!(blocked.check(start() + TimeDelta::milliseconds(1999)), Err(1));
        assert_eq!(blocked.check(start() + TimeDelta::seconds(2)), Ok(()));
    }

    #[test]
    fn an_hour_of_quiet_forgets() {
        let many = after_failures(12, Counted::Pair);
        let almost = start() + TimeDelta::minutes(59);
        assert_eq!(many.failed(Counted::Pair, almost).failures, 13);
        assert_eq!(many.failed(Counted::Pair, start() + TimeDelta::hours(1)).failures, 1);
    }

    #[test]
    fn a_good_try_takes_back_its_own_count_and_nobody_elses() {
        let before = after_failures(3, Counted::Address);
        assert_eq!(before.failed(Counted::Address, start()).forgiven(before), before);
        // Nineteen others failed while the good one was looked at.
        let meanwhile = (0..20).fold(before, |throttle, _| throttle.failed(Counted::Address, start()));
        assert_eq!(meanwhile.forgiven(before).failures, 22);
        assert_eq!(meanwhile.forgiven(before).check(start()), meanwhile.check(start()));
    }
}
