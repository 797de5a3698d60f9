//! The states of task items and assignments, and what is computed from them.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::figure::{self, MAX_VALUE};
use crate::kernel::text::UnknownName;

/// Where a task item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskStatus {
    /// Not begun.
    Planned,
    /// Under way.
    InProgress,
    /// Finished, with a result.
    Done,
    /// Given up, with a reason.
    Cancelled,
}

impl TaskStatus {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Planned, Self::InProgress, Self::Done, Self::Cancelled];
    /// The states in which there is still something to do; any other freezes the task item.
    pub const OPEN: [Self; 2] = [Self::Planned, Self::InProgress];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Planned => "Chưa thực hiện",
            Self::InProgress => "Đang thực hiện",
            Self::Done => "Hoàn thành",
            Self::Cancelled => "Đã hủy",
        }
    }

    /// Whether it is one of [`TaskStatus::OPEN`].
    #[must_use]
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }
}

impl FromStr for TaskStatus {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|status| status.as_str() == name).ok_or(UnknownName)
    }
}

/// What the owner does to a task item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TaskAction {
    Start,
    Complete,
    Cancel,
}

/// The state a task item comes to; nothing where the action does not lead on.
pub(super) const fn next_task(from: TaskStatus, action: TaskAction) -> Option<TaskStatus> {
    use TaskAction as A;
    use TaskStatus as S;
    match (from, action) {
        (S::Planned, A::Start) => Some(S::InProgress),
        (S::InProgress, A::Complete) => Some(S::Done),
        (S::Planned | S::InProgress, A::Cancel) => Some(S::Cancelled),
        (S::Planned, A::Complete)
        | (S::InProgress, A::Start)
        | (S::Done | S::Cancelled, A::Start | A::Complete | A::Cancel) => None,
    }
}

/// Where an assignment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentStatus {
    /// Not answered yet.
    Assigned,
    /// The union will do it.
    Accepted,
    /// Under way.
    InProgress,
    /// Finished, with a result.
    Done,
    /// Refused, with a reason.
    Declined,
}

impl AssignmentStatus {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Assigned, Self::Accepted, Self::InProgress, Self::Done, Self::Declined];
    /// The states in which the union still has something to do.
    pub const OPEN: [Self; 3] = [Self::Assigned, Self::Accepted, Self::InProgress];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Accepted => "accepted",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::Declined => "declined",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Assigned => "Đã giao",
            Self::Accepted => "Đã nhận",
            Self::InProgress => "Đang thực hiện",
            Self::Done => "Hoàn thành",
            Self::Declined => "Từ chối",
        }
    }

    /// Whether it is one of [`AssignmentStatus::OPEN`].
    #[must_use]
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }
}

impl FromStr for AssignmentStatus {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|status| status.as_str() == name).ok_or(UnknownName)
    }
}

/// What the assigned union does to its assignment, and what is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AssignmentAction {
    Accept,
    Start,
    Complete,
    Decline,
    /// Whoever assigns gives it once more to a union that declined.
    Reassign,
}

/// The state an assignment comes to; nothing where the action does not lead on.
pub(super) const fn next_assignment(
    from: AssignmentStatus,
    action: AssignmentAction,
) -> Option<AssignmentStatus> {
    use AssignmentAction as A;
    use AssignmentStatus as S;
    match (from, action) {
        (S::Assigned, A::Accept) => Some(S::Accepted),
        (S::Accepted, A::Start) => Some(S::InProgress),
        (S::InProgress, A::Complete) => Some(S::Done),
        (S::Assigned | S::Accepted | S::InProgress, A::Decline) => Some(S::Declined),
        (S::Declined, A::Reassign) => Some(S::Assigned),
        (S::Assigned, A::Start | A::Complete | A::Reassign)
        | (S::Accepted, A::Accept | A::Complete | A::Reassign)
        | (S::InProgress, A::Accept | A::Start | A::Reassign)
        | (S::Done, A::Accept | A::Start | A::Complete | A::Decline | A::Reassign)
        | (S::Declined, A::Accept | A::Start | A::Complete | A::Decline) => None,
    }
}

/// Whether work that is still open is past its due day. The due day itself still counts as in time.
pub(super) fn is_overdue(open: bool, due: Option<NaiveDate>, today: NaiveDate) -> bool {
    open && due.is_some_and(|due| due < today)
}

/// One assignment, as far as progress counts it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    pub(super) status: AssignmentStatus,
    pub(super) target: Option<i64>,
    pub(super) actual: Option<i64>,
}

/// How many assignments stand where, and what their figures add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) assigned: i64,
    pub(super) waiting: i64,
    pub(super) accepted: i64,
    pub(super) in_progress: i64,
    pub(super) done: i64,
    pub(super) declined: i64,
    /// Nothing when no assignment has a target, or when the sum is beyond what JSON holds exactly.
    pub(super) target: Option<i64>,
    /// As `target`.
    pub(super) actual: Option<i64>,
}

impl Tally {
    pub(super) fn of(answers: &[Answer]) -> Self {
        let mut tally = Self { assigned: count(answers.len()), ..Self::default() };
        for answer in answers {
            match answer.status {
                AssignmentStatus::Assigned => tally.waiting += 1,
                AssignmentStatus::Accepted => tally.accepted += 1,
                AssignmentStatus::InProgress => tally.in_progress += 1,
                AssignmentStatus::Done => tally.done += 1,
                AssignmentStatus::Declined => tally.declined += 1,
            }
        }
        // What a union declined is nobody's target any more.
        let live = || answers.iter().filter(|answer| answer.status != AssignmentStatus::Declined);
        tally.target = total(live().filter_map(|answer| answer.target));
        tally.actual = total(live().filter_map(|answer| answer.actual));
        tally
    }

    /// Of how many the done ones are a share: all but those who declined.
    pub(super) const fn owed(&self) -> i64 {
        self.assigned - self.declined
    }

    /// How many have not finished.
    pub(super) const fn open(&self) -> i64 {
        self.waiting + self.accepted + self.in_progress
    }

    /// The share of done ones in whole percent, a half rounded up; nothing when nobody owes anything.
    pub(super) const fn percent(&self) -> Option<i64> {
        let owed = self.owed();
        if owed <= 0 { None } else { Some((self.done * 200 + owed) / (owed * 2)) }
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn total(values: impl Iterator<Item = i64>) -> Option<i64> {
    let mut values = values.peekable();
    values.peek()?;
    figure::sum(values).filter(|sum| *sum <= MAX_VALUE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use TaskStatus as T;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 3, day).unwrap()
    }

    #[test]
    fn a_task_item_moves_only_along_its_arrows() {
        use TaskAction::{Cancel, Complete, Start};
        let arrows: Vec<_> = T::ALL
            .into_iter()
            .flat_map(|from| [Start, Complete, Cancel].map(|action| (from, action)))
            .filter_map(|(from, action)| next_task(from, action).map(|to| (from, action, to)))
            .collect();
        let expected = [
            (T::Planned, Start, T::InProgress),
            (T::Planned, Cancel, T::Cancelled),
            (T::InProgress, Complete, T::Done),
            (T::InProgress, Cancel, T::Cancelled),
        ];
        assert_eq!(arrows, expected);
        assert!(T::ALL.into_iter().all(|from| from.is_open() == next_task(from, Cancel).is_some()));
    }

    #[test]
    fn an_assignment_moves_only_along_its_arrows() {
        use AssignmentAction::{Accept, Complete, Decline, Reassign, Start};
        use AssignmentStatus as S;
        let arrows: Vec<_> = S::ALL
            .into_iter()
            .flat_map(|from| [Accept, Start, Complete, Decline, Reassign].map(|action| (from, action)))
            .filter_map(|(from, action)| next_assignment(from, action).map(|to| (from, action, to)))
            .collect();
        let expected = [
            (S::Assigned, Accept, S::Accepted),
            (S::Assigned, Decline, S::Declined),
            (S::Accepted, Start, S::InProgress),
            (S::Accepted, Decline, S::Declined),
            (S::InProgress, Complete, S::Done),
            (S::InProgress, Decline, S::Declined),
            (S::Declined, Reassign, S::Assigned),
        ];
        assert_eq!(arrows, expected);
        assert!(S::ALL.into_iter().all(|from| from.is_open() == next_assignment(from, Decline).is_some()));
    }

    #[test]
    fn names_are_read_back_as_they_are_written() {
        for status in T::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        for status in AssignmentStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        assert_eq!("lost".parse::<T>(), Err(UnknownName));
    }

    #[test]
    fn the_due_day_itself_is_in_time() {
        assert!(!is_overdue(true, Some(day(8)), day(8)));
        assert!(is_overdue(true, Some(day(8)), day(9)));
        assert!(!is_overdue(false, Some(day(8)), day(9)));
        assert!(!is_overdue(true, None, day(9)));
    }

    fn answers(done: usize, declined: usize, waiting: usize) -> Vec<Answer> {
        let some =
            |status, number| std::iter::repeat_n(Answer { status, target: Some(10), actual: None }, number);
        some(AssignmentStatus::Done, done)
            .chain(some(AssignmentStatus::Declined, declined))
            .chain(some(AssignmentStatus::Assigned, waiting))
            .collect()
    }

    #[test]
    fn the_share_is_of_those_who_did_not_decline_and_a_half_is_rounded_up() {
        let percent = |done, declined, waiting| Tally::of(&answers(done, declined, waiting)).percent();
        assert_eq!(percent(1, 0, 2), Some(33));
        assert_eq!(percent(2, 0, 1), Some(67));
        assert_eq!(percent(1, 5, 7), Some(13));
        assert_eq!(percent(0, 0, 3), Some(0));
        assert_eq!(percent(3, 2, 0), Some(100));
        assert_eq!(percent(0, 2, 0), None);
        assert_eq!(percent(0, 0, 0), None);
    }

    #[test]
    fn figures_are_added_where_there_are_any_and_the_sum_can_be_told() {
        let tally = Tally::of(&answers(1, 1, 2));
        assert_eq!((tally.assigned, tally.done, tally.declined, tally.waiting), (4, 1, 1, 2));
        assert_eq!((tally.owed(), tally.open()), (3, 2));
        assert_eq!((tally.target, tally.actual), (Some(30), None));
        let status = AssignmentStatus::Done;
        let most = Answer { status, target: Some(MAX_VALUE), actual: Some(MAX_VALUE) };
        assert_eq!(Tally::of(&[most]).actual, Some(MAX_VALUE));
        assert_eq!(Tally::of(&[most, most]).actual, None);
        assert_eq!(Tally::of(&vec![most; 1100]).target, None);
    }
}
