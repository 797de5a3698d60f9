//! What awards are: who gets one, the states of a nomination, and what leads from one to the next.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// Who an award is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NomineeKind {
    /// An organisation as a whole, or a unit of it.
    Collective,
    /// A person.
    Individual,
}

names!(NomineeKind: Collective = "collective", Individual = "individual");

impl NomineeKind {
    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Collective => "Tập thể",
            Self::Individual => "Cá nhân",
        }
    }
}

/// Where a nomination stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NominationStatus {
    /// Being written by its union.
    Draft,
    /// Waiting for the union above.
    Submitted,
    /// Waiting for the council, with a rank and a place of the quota.
    Endorsed,
    /// The council has voted for it.
    CouncilApproved,
    /// The council has not.
    CouncilRejected,
    /// Submitted to the awarding authority.
    Forwarded,
    /// It stands in the register.
    Awarded,
    /// The authority has declined it.
    Declined,
    /// Taken back by its union.
    Withdrawn,
    /// What was awarded was taken back.
    Revoked,
}

names!(NominationStatus: Draft = "draft", Submitted = "submitted", Endorsed = "endorsed", CouncilApproved = "council_approved", CouncilRejected = "council_rejected", Forwarded = "forwarded", Awarded = "awarded", Declined = "declined", Withdrawn = "withdrawn", Revoked = "revoked");

impl NominationStatus {
    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Draft => "Đang lập",
            Self::Submitted => "Chờ xác nhận",
            Self::Endorsed => "Chờ hội đồng xét",
            Self::CouncilApproved => "Hội đồng thông qua",
            Self::CouncilRejected => "Hội đồng không thông qua",
            Self::Forwarded => "Đã trình khen thưởng",
            Self::Awarded => "Đã được khen thưởng",
            Self::Declined => "Không được khen thưởng",
            Self::Withdrawn => "Đã rút",
            Self::Revoked => "Đã thu hồi khen thưởng",
        }
    }
}

/// What is done to a nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::awards) enum Step {
    /// Change it or remove it.
    Edit,
    /// The union's chair submits it.
    Submit,
    /// Sent back to be written anew.
    Return,
    /// The union above puts it forward, or gives what it has put forward another rank.
    Endorse,
    /// Its union takes it back.
    Withdraw,
    /// An opinion is given on it.
    Appraise,
    /// The council approves it.
    Approve,
    /// The council rejects it.
    Reject,
    /// It goes to the authority.
    Forward,
    /// The submission is taken back before the authority answers.
    Recall,
    /// It is awarded by the authority that it was forwarded to.
    Award,
    /// It is awarded by the union itself, right after its council.
    AwardDirectly,
    /// The authority declines it.
    Decline,
    /// The award is taken back.
    Revoke,
}

impl Step {
    /// Every step.
    #[cfg(test)]
    pub(in crate::awards) const ALL: [Self; 14] = [
        Self::Edit,
        Self::Submit,
        Self::Return,
        Self::Endorse,
        Self::Withdraw,
        Self::Appraise,
        Self::Approve,
        Self::Reject,
        Self::Forward,
        Self::Recall,
        Self::Award,
        Self::AwardDirectly,
        Self::Decline,
        Self::Revoke,
    ];
}

/// The state that a step leads to; `None` where it leads nowhere.
pub(in crate::awards) const fn next(from: NominationStatus, step: Step) -> Option<NominationStatus> {
    use NominationStatus as N;
    use Step as S;
    match (from, step) {
        (N::Draft, S::Edit) | (N::Submitted | N::Endorsed, S::Return) => Some(N::Draft),
        (N::Draft, S::Submit) => Some(N::Submitted),
        (N::Submitted | N::Endorsed, S::Endorse) | (N::Endorsed, S::Appraise) => Some(N::Endorsed),
        (N::Draft | N::Submitted | N::Endorsed, S::Withdraw) => Some(N::Withdrawn),
        (N::Endorsed, S::Approve) | (N::Forwarded, S::Recall) => Some(N::CouncilApproved),
        (N::Endorsed, S::Reject) => Some(N::CouncilRejected),
        (N::CouncilApproved, S::Forward) => Some(N::Forwarded),
        (N::CouncilApproved, S::AwardDirectly) | (N::Forwarded, S::Award) => Some(N::Awarded),
        (N::Forwarded, S::Decline) => Some(N::Declined),
        (N::Awarded, S::Revoke) => Some(N::Revoked),
        (
            N::Draft
            | N::Submitted
            | N::Endorsed
            | N::CouncilApproved
            | N::CouncilRejected
            | N::Forwarded
            | N::Awarded
            | N::Declined
            | N::Withdrawn
            | N::Revoked,
            S::Edit
            | S::Submit
            | S::Return
            | S::Endorse
            | S::Withdraw
            | S::Appraise
            | S::Approve
            | S::Reject
            | S::Forward
            | S::Recall
            | S::Award
            | S::AwardDirectly
            | S::Decline
            | S::Revoke,
        ) => None,
    }
}

/// Whether `votes_for` reach the form's share of the full council: who is absent or abstains counts like who is against.
pub(in crate::awards) const fn reaches(votes_for: i32, council: i32, threshold: (i32, i32)) -> bool {
    let (numerator, denominator) = threshold;
    votes_for as i64 * denominator as i64 >= council as i64 * numerator as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nomination_moves_along_its_arrows_only() {
        use NominationStatus as N;
        use Step as S;
        let arrows = [
            (N::Draft, S::Edit, N::Draft),
            (N::Draft, S::Submit, N::Submitted),
            (N::Draft, S::Withdraw, N::Withdrawn),
            (N::Submitted, S::Return, N::Draft),
            (N::Submitted, S::Endorse, N::Endorsed),
            (N::Submitted, S::Withdraw, N::Withdrawn),
            (N::Endorsed, S::Return, N::Draft),
            (N::Endorsed, S::Endorse, N::Endorsed),
            (N::Endorsed, S::Appraise, N::Endorsed),
            (N::Endorsed, S::Withdraw, N::Withdrawn),
            (N::Endorsed, S::Approve, N::CouncilApproved),
            (N::Endorsed, S::Reject, N::CouncilRejected),
            (N::CouncilApproved, S::Forward, N::Forwarded),
            (N::Forwarded, S::Recall, N::CouncilApproved),
            (N::CouncilApproved, S::AwardDirectly, N::Awarded),
            (N::Forwarded, S::Award, N::Awarded),
            (N::Forwarded, S::Decline, N::Declined),
            (N::Awarded, S::Revoke, N::Revoked),
        ];
        for from in N::ALL {
            for step in S::ALL {
                let expected = arrows.iter().find(|(a, s, _)| (a, s) == (from, &step)).map(|(_, _, to)| *to);
                assert_eq!(next(*from, step), expected, "{from:?} {step:?}");
            }
        }
    }

    #[test]
    fn the_threshold_counts_the_full_council() {
        assert!(reaches(6, 9, (2, 3)));
        assert!(!reaches(5, 9, (2, 3)));
        assert!(reaches(7, 10, (2, 3)), "two thirds of ten are six and two thirds");
        assert!(!reaches(6, 10, (2, 3)));
        assert!(reaches(1, 1, (1, 1)));
        assert!(!reaches(0, 1, (1, 100)));
    }
}
