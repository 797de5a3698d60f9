//! What a report is and how it goes on: pure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::clock::Instant;
use crate::kernel::figure::{Qualifier, Unit};
use crate::kernel::text::names;

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportStatus {
    /// Being written.
    Draft,
    /// With the reviewing union.
    Submitted,
    /// Sent back with a reason, being written again.
    Returned,
    /// Accepted; not yet numbered.
    Accepted,
    /// Numbered, signed and frozen.
    Issued,
}

names!(ReportStatus: Draft = "draft", Submitted = "submitted", Returned = "returned", Accepted = "accepted", Issued = "issued");

/// What moves a report on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The own chair sends it.
    Submit,
    /// The reviewing clerk sends it back.
    Return,
    /// The reviewing clerk takes it.
    Accept,
    /// The own chair signs it and it is numbered.
    Issue,
}

impl ReportStatus {
    /// Whether its content may change.
    #[must_use]
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

/// The state that `step` leads to from `status`; nothing where there is no arrow (rule 3).
#[must_use]
pub(super) const fn next(status: ReportStatus, step: Step) -> Option<ReportStatus> {
    use ReportStatus as S;
    match (status, step) {
        (S::Draft | S::Returned, Step::Submit) => Some(S::Submitted),
        (S::Submitted, Step::Return) => Some(S::Returned),
        (S::Submitted, Step::Accept) => Some(S::Accepted),
        (S::Accepted, Step::Issue) => Some(S::Issued),
        (S::Draft | S::Returned, Step::Return | Step::Accept | Step::Issue)
        | (S::Submitted, Step::Submit | Step::Issue)
        | (S::Accepted, Step::Submit | Step::Return | Step::Accept)
        | (S::Issued, Step::Submit | Step::Return | Step::Accept | Step::Issue) => None,
    }
}

/// Which of a report's two lists an item stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// What was done in the period.
    Result,
    /// What is to be done in the next.
    Plan,
}

names!(Section: Result = "result", Plan = "plan");

/// Which way a recipient lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// An authority above.
    Upward,
    /// A body beside.
    Sideways,
    /// Unions below.
    Downward,
    /// The archive line.
    Archive,
}

names!(Direction: Upward = "upward", Sideways = "sideways", Downward = "downward", Archive = "archive");

/// Whether a round still takes first reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundStatus {
    /// Reports come in.
    Open,
    /// No report can be begun or sent for the first time.
    Closed,
}

names!(RoundStatus: Open = "open", Closed = "closed");

/// How a union stands with what it owes a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Submitted by the deadline.
    Received,
    /// Submitted after it.
    Late,
    /// Not submitted, the deadline is still to come.
    Pending,
    /// Not submitted, the deadline has passed.
    Missing,
}

/// The standing at `now`. The first submission counts: what was in time and then returned is not late.
#[must_use]
pub(super) fn standing(first_submitted_at: Option<Instant>, deadline: Instant, now: Instant) -> Standing {
    match first_submitted_at {
        Some(at) if at <= deadline => Standing::Received,
        Some(_) => Standing::Late,
        None if now <= deadline => Standing::Pending,
        None => Standing::Missing,
    }
}

/// Whether the printed figure says the truth about the value: `nearly` is printed above it, `over` below it, both
/// and `about` within a tenth of it; without a qualifier they are the same.
#[must_use]
pub(super) const fn prints_truly(value: i64, printed: i64, qualifier: Option<Qualifier>) -> bool {
    let close = printed.abs_diff(value).saturating_mul(10) <= value.unsigned_abs();
    match qualifier {
        Some(Qualifier::Nearly) => close && printed > value,
        Some(Qualifier::Over) => close && printed < value,
        Some(Qualifier::About) => close,
        None => printed == value,
    }
}

/// Whether `value` can be so many out of `all`. Counts only: money has no whole it is a part of.
#[must_use]
pub(super) const fn is_part_of(value: i64, all: i64, unit: Unit) -> bool {
    matches!(unit, Unit::Vnd) || value <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_moves_only_along_its_arrows() {
        use ReportStatus as S;
        let arrows = [
            (S::Draft, Step::Submit, S::Submitted),
            (S::Returned, Step::Submit, S::Submitted),
            (S::Submitted, Step::Return, S::Returned),
            (S::Submitted, Step::Accept, S::Accepted),
            (S::Accepted, Step::Issue, S::Issued),
        ];
        for &from in S::ALL {
            for step in [Step::Submit, Step::Return, Step::Accept, Step::Issue] {
                let expected = arrows.iter().find(|(f, s, _)| (*f, *s) == (from, step)).map(|arrow| arrow.2);
                assert_eq!(next(from, step), expected, "{from:?} {step:?}");
            }
        }
    }

    #[test]
    fn the_first_submission_is_what_is_late() {
        let deadline = Instant::utc(2025, 2, 14, 10, 0);
        let (before, after) = (Instant::utc(2025, 2, 14, 9, 59), Instant::utc(2025, 2, 14, 10, 1));
        assert_eq!(standing(Some(deadline), deadline, after), Standing::Received);
        assert_eq!(standing(Some(after), deadline, after), Standing::Late);
        assert_eq!(standing(None, deadline, before), Standing::Pending);
        assert_eq!(standing(None, deadline, deadline), Standing::Pending);
        assert_eq!(standing(None, deadline, after), Standing::Missing);
    }

    #[test]
    fn a_qualifier_must_fit_its_figure() {
        use Qualifier::{About, Nearly, Over};
        for (value, printed, qualifier, truly) in [
            (22_617, 22_620, Some(Nearly), true),
            (22_620, 22_620, Some(Nearly), false),
            (22_621, 22_620, Some(Nearly), false),
            (100, 110, Some(Nearly), true),
            (100, 111, Some(Nearly), false),
            (22_621, 22_620, Some(Over), true),
            (22_620, 22_620, Some(Over), false),
            (22_619, 22_620, Some(Over), false),
            (100, 90, Some(Over), true),
            (100, 89, Some(Over), false),
            (100, 90, Some(About), true),
            (100, 110, Some(About), true),
            (1, 100, Some(About), false),
            (0, 1, Some(About), false),
            (22_620, 22_620, None, true),
            (22_617, 22_620, None, false),
        ] {
            assert_eq!(prints_truly(value, printed, qualifier), truly, "{value} {printed} {qualifier:?}");
        }
    }

    #[test]
    fn a_part_of_a_count_is_not_more_than_the_whole() {
        assert!(is_part_of(40, 40, Unit::Unit));
        assert!(!is_part_of(41, 40, Unit::Person));
        assert!(is_part_of(41, 40, Unit::Vnd));
    }

    #[test]
    fn names_are_read_back() {
        for status in ReportStatus::ALL {
            assert_eq!(status.as_str().parse::<ReportStatus>(), Ok(*status));
        }
        assert!("gone".parse::<ReportStatus>().is_err());
    }
}
