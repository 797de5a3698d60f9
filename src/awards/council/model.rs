//! What a session is, how it is voted in, and how votes are summed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// A secret ballot is counted from so many votes on that were free to choose: of fewer the sums would tell whose they
/// are.
pub(in crate::awards) const LEAST_BALLOTS: i32 = 3;

/// How a session votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CouncilBallot {
    /// The sums are entered when it is concluded.
    Totals,
    /// Each member votes, and only sums are kept.
    Secret,
}

names!(CouncilBallot: Totals = "totals", Secret = "secret");

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CouncilSessionStatus {
    /// Its members may vote.
    Open,
    /// Its results are final.
    Concluded,
    /// It ended without results, and its votes are gone.
    Cancelled,
}

names!(CouncilSessionStatus: Open = "open", Concluded = "concluded", Cancelled = "cancelled");

/// What came of a nomination in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CouncilResult {
    /// Enough of the full council voted for it.
    Approved,
    /// Not enough did.
    Rejected,
    /// Nothing: it was taken back, sent back or on hold when the session was concluded, too few could choose freely in a
    /// secret ballot, or the session was cancelled. Another session may vote on it.
    Lapsed,
}

names!(CouncilResult: Approved = "approved", Rejected = "rejected", Lapsed = "lapsed");

/// A vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CouncilChoice {
    /// For the nomination.
    For,
    /// Against it.
    Against,
    /// Neither.
    Abstain,
}

/// The votes on one nomination.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::awards) struct Sums {
    pub(in crate::awards) votes_for: i32,
    pub(in crate::awards) votes_against: i32,
    pub(in crate::awards) abstained: i32,
    /// How many of these came in writing.
    pub(in crate::awards) in_writing: i32,
}

impl Sums {
    /// How many have voted, in whatever way.
    pub(in crate::awards) const fn cast(&self) -> i32 {
        self.votes_for.saturating_add(self.votes_against).saturating_add(self.abstained)
    }

    /// With one more vote.
    #[must_use]
    const fn with(self, choice: CouncilChoice, in_writing: bool) -> Self {
        let (mut votes_for, mut votes_against, mut abstained) =
            (self.votes_for, self.votes_against, self.abstained);
        match choice {
            CouncilChoice::For => votes_for += 1,
            CouncilChoice::Against => votes_against += 1,
            CouncilChoice::Abstain => abstained += 1,
        }
        Self { votes_for, votes_against, abstained, in_writing: self.in_writing + in_writing as i32 }
    }
}

/// The sums of a secret ballot while it runs, by the position of the nominations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::awards) struct Tally(pub(in crate::awards) Vec<Sums>);

impl Tally {
    /// Nobody has voted.
    pub(in crate::awards) fn empty(nominations: usize) -> Self {
        Self(vec![Sums::default(); nominations])
    }

    /// With one more ballot.
    #[must_use]
    pub(in crate::awards) fn with(self, choices: &[CouncilChoice], in_writing: bool) -> Self {
        Self(self.0.into_iter().zip(choices).map(|(sums, choice)| sums.with(*choice, in_writing)).collect())
    }

    /// Of the same length whatever the sums are, so that its sealed form tells nothing either.
    pub(in crate::awards) fn write(&self) -> String {
        let one = |sums: &Sums| {
            format!(
                "{:08}{:08}{:08}{:08}",
                sums.votes_for, sums.votes_against, sums.abstained, sums.in_writing
            )
        };
        self.0.iter().map(one).collect()
    }

    /// Read back; nothing when `text` is none.
    pub(in crate::awards) fn read(text: &str) -> Option<Self> {
        let digits: Vec<char> = text.chars().collect();
        let mut numbers = Vec::new();
        for eight in digits.chunks(8) {
            numbers.push(eight.iter().collect::<String>().parse().ok()?);
        }
        let sums = |four: &[i32]| match *four {
            [votes_for, votes_against, abstained, in_writing] => {
                Some(Sums { votes_for, votes_against, abstained, in_writing })
            }
            _ => None,
        };
        numbers.chunks(4).map(sums).collect::<Option<_>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::awards::reaches;

    #[test]
    fn a_tally_is_read_back_and_is_as_long_whatever_it_holds() {
        let none = Tally::empty(2);
        let some = none.clone().with(&[CouncilChoice::For, CouncilChoice::Abstain], true);
        let more = some.clone().with(&[CouncilChoice::For, CouncilChoice::Against], false);
        let expected = [
            Sums { votes_for: 2, in_writing: 1, ..Sums::default() },
            Sums { votes_against: 1, abstained: 1, in_writing: 1, ..Sums::default() },
        ];
        assert_eq!(more.0, expected);
        for tally in [&none, &some, &more] {
            assert_eq!(Tally::read(&tally.write()).as_ref(), Some(tally));
            assert_eq!(tally.write().len(), none.write().len());
        }
        for broken in ["1", "0000000x", "00000001"] {
            assert_eq!(Tally::read(broken), None, "{broken}");
        }
    }

    #[test]
    fn who_is_absent_counts_like_who_is_against() {
        let sums = Sums { votes_for: 6, abstained: 1, ..Sums::default() };
        assert_eq!(sums.cast(), 7);
        assert!(reaches(sums.votes_for, 9, (2, 3)));
        assert!(!reaches(sums.votes_for, 10, (2, 3)));
    }
}
