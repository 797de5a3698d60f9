//! The growing delay after failed sign-ins, per account and per address. Pure: the store keeps the three values.

use std::time::Duration;

use chrono::TimeDelta;

use crate::kernel::clock::Instant;

/// The longest delay.
pub const LONGEST: Duration = Duration::from_mins(15);

/// After so long without a failure the count starts again.
pub const QUIET: Duration = Duration::from_hours(1);

/// Whose failures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// One account: 4 failures are free.
    Account,
    /// One address: 20 are free, since a whole office may sit behind it.
    Address,
}

impl Counted {
    /// How many failures in a row cost no delay.
    #[must_use]
    pub const fn free(self) -> u32 {
        match self {
            Self::Account => 4,
            Self::Address => 20,
        }
    }

    /// The delay after so many failures in a row: none while they are free, then 2 s, doubled by each further
    /// one, at most [`LONGEST`].
    #[must_use]
    pub fn delay_after(self, failures: u32) -> Duration {
        match failures.checked_sub(self.free()) {
            None | Some(0) => Duration::ZERO,
            Some(beyond) => Duration::from_secs(2_u64.saturating_pow(beyond)).min(LONGEST),
        }
    }
}

/// What is remembered of an account or an address.
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

    /// After a try that was counted as failed and turned out good: as it was `before` that try, but for those
    /// that others failed meanwhile.
    #[must_use]
    pub fn forgiven(self, before: Self) -> Self {
        if self.failures == before.failures.saturating_add(1) {
            return before;
        }
        Self { failures: self.failures.saturating_sub(1), ..self }
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
            (3..=15).map(|failures| Counted::Account.delay_after(failures).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(Counted::Account.delay_after(u32::MAX), LONGEST);
        assert_eq!(Counted::Address.delay_after(20), Duration::ZERO);
        assert_eq!(Counted::Address.delay_after(21).as_secs(), 2);
    }

    #[test]
    fn the_fifth_failure_blocks_and_time_unblocks() {
        assert_eq!(after_failures(4, Counted::Account).check(start()), Ok(()));
        let blocked = after_failures(5, Counted::Account);
        assert_eq!(blocked.check(start()), Err(2));
        assert_eq!(blocked.check(start() + TimeDelta::milliseconds(1999)), Err(1));
        assert_eq!(blocked.check(start() + TimeDelta::seconds(2)), Ok(()));
    }

    #[test]
    fn an_hour_of_quiet_forgets() {
        let many = after_failures(12, Counted::Account);
        let almost = start() + TimeDelta::minutes(59);
        assert_eq!(many.failed(Counted::Account, almost).failures, 13);
        assert_eq!(many.failed(Counted::Account, start() + TimeDelta::hours(1)).failures, 1);
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
