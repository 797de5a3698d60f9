//! The states of an application, and what leads from one to the next.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::{UnknownName, names};

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationStatus {
    /// Being written by its union.
    Draft,
    /// Waiting for the union above.
    Submitted,
    /// Waiting for the union's answer to a question.
    NeedsInformation,
    /// Waiting to be appraised.
    Endorsed,
    /// Waiting for a decision.
    Appraised,
    /// Decided; the money is to be paid.
    Approved,
    /// Refused, with a reason.
    Rejected,
    /// Paid.
    Disbursed,
    /// Finished.
    Closed,
    /// Taken back by its union before a decision.
    Withdrawn,
    /// Paid, and the money taken back.
    Reclaimed,
}

impl ApplicationStatus {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Submitted,
        Self::NeedsInformation,
        Self::Endorsed,
        Self::Appraised,
        Self::Approved,
        Self::Rejected,
        Self::Disbursed,
        Self::Closed,
        Self::Withdrawn,
        Self::Reclaimed,
    ];
    /// The states in which another dossier of the same person is a duplicate.
    pub const COUNTS: [Self; 8] = [
        Self::Submitted,
        Self::NeedsInformation,
        Self::Endorsed,
        Self::Appraised,
        Self::Approved,
        Self::Disbursed,
        Self::Closed,
        Self::Reclaimed,
    ];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::NeedsInformation => "needs_information",
            Self::Endorsed => "endorsed",
            Self::Appraised => "appraised",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Disbursed => "disbursed",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::Reclaimed => "reclaimed",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Draft => "Đang lập",
            Self::Submitted => "Chờ xác nhận",
            Self::NeedsInformation => "Cần bổ sung",
            Self::Endorsed => "Chờ thẩm định",
            Self::Appraised => "Chờ quyết định",
            Self::Approved => "Đã duyệt",
            Self::Rejected => "Không duyệt",
            Self::Disbursed => "Đã chi",
            Self::Closed => "Đã kết thúc",
            Self::Withdrawn => "Đã rút",
            Self::Reclaimed => "Đã thu hồi",
        }
    }
}

impl FromStr for ApplicationStatus {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|status| status.as_str() == name).ok_or(UnknownName)
    }
}

/// Who the beneficiary is to the union.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// A union member.
    Member,
    /// A member's child.
    Child,
    /// A member's wife or husband.
    Spouse,
    /// A member's father or mother.
    Parent,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 4] = [Self::Member, Self::Child, Self::Spouse, Self::Parent];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Child => "child",
            Self::Spouse => "spouse",
            Self::Parent => "parent",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Member => "Đoàn viên",
            Self::Child => "Con đoàn viên",
            Self::Spouse => "Vợ hoặc chồng đoàn viên",
            Self::Parent => "Cha hoặc mẹ đoàn viên",
        }
    }
}

impl FromStr for Relation {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|relation| relation.as_str() == name).ok_or(UnknownName)
    }
}

/// What somebody said about an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// For those who work on it.
    Comment,
    /// What the union is asked.
    Question,
    /// What it answers.
    Answer,
    /// What the union above says.
    Endorsement,
    /// What the appraiser finds.
    Opinion,
    /// Why it was sent back.
    Return,
    /// Why it was refused.
    Rejection,
    /// Why it was taken back.
    Withdrawal,
    /// Why it was let through as a duplicate.
    Override,
    /// Why its line was cancelled.
    Cancellation,
    /// Why the money was taken back.
    Reclaim,
    /// What was corrected at the person's request.
    Correction,
    /// Why it is kept beyond its time.
    Hold,
}

names!(NoteKind:
    Comment = "comment",
    Question = "question",
    Answer = "answer",
    Endorsement = "endorsement",
    Opinion = "opinion",
    Return = "return",
    Rejection = "rejection",
    Withdrawal = "withdrawal",
    Override = "override",
    Cancellation = "cancellation",
    Reclaim = "reclaim",
    Correction = "correction",
    Hold = "hold",
);

/// What is done to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hardship) enum Step {
    /// Its union sends it up.
    Submit,
    /// Whose turn it is asks its union.
    Ask,
    /// Its union answers.
    Answer,
    /// The union above stands by it.
    Endorse,
    /// Whose turn it is sends it back to be written anew.
    Return,
    /// The province says what it finds.
    Appraise,
    /// Its union takes it back.
    Withdraw,
    /// The province refuses it.
    Reject,
    /// A signed decision approves it.
    Approve,
    /// A later decision cancels its line.
    Reopen,
    /// The money is paid.
    Disburse,
    /// All is done.
    Close,
    /// The money is taken back.
    Reclaim,
}

#[cfg(test)]
impl Step {
    /// Every step.
    pub(in crate::hardship) const ALL: [Self; 13] = [
        Self::Submit,
        Self::Ask,
        Self::Answer,
        Self::Endorse,
        Self::Return,
        Self::Appraise,
        Self::Withdraw,
        Self::Reject,
        Self::Approve,
        Self::Reopen,
        Self::Disburse,
        Self::Close,
        Self::Reclaim,
    ];
}

/// The state an application comes to; nothing where the step does not lead on. `asked_from` is the state in which the
/// open question was asked.
pub(in crate::hardship) const fn next(
    from: ApplicationStatus,
    step: Step,
    asked_from: Option<ApplicationStatus>,
) -> Option<ApplicationStatus> {
    use ApplicationStatus as S;
    match (from, step) {
        (S::Draft, Step::Submit) => Some(S::Submitted),
        (S::Submitted | S::Endorsed, Step::Ask) => Some(S::NeedsInformation),
        (S::NeedsInformation, Step::Answer) => asked_from,
        (S::Submitted, Step::Endorse) => Some(S::Endorsed),
        (S::Submitted | S::Endorsed, Step::Return) => Some(S::Draft),
        (S::Endorsed, Step::Appraise) | (S::Approved, Step::Reopen) => Some(S::Appraised),
        (S::Draft | S::Submitted | S::NeedsInformation | S::Endorsed | S::Appraised, Step::Withdraw) => {
            Some(S::Withdrawn)
        }
        (S::Endorsed | S::Appraised, Step::Reject) => Some(S::Rejected),
        (S::Appraised, Step::Approve) => Some(S::Approved),
        (S::Approved, Step::Disburse) => Some(S::Disbursed),
        (S::Disbursed, Step::Close) => Some(S::Closed),
        (S::Disbursed | S::Closed, Step::Reclaim) => Some(S::Reclaimed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ApplicationStatus as S;

    #[test]
    fn an_application_moves_only_along_its_arrows() {
        let mut arrows = Vec::new();
        for from in S::ALL {
            for step in Step::ALL {
                arrows.extend(next(from, step, Some(S::Submitted)).map(|to| (from, step, to)));
            }
        }
        let expected = [
            (S::Draft, Step::Submit, S::Submitted),
            (S::Draft, Step::Withdraw, S::Withdrawn),
            (S::Submitted, Step::Ask, S::NeedsInformation),
            (S::Submitted, Step::Endorse, S::Endorsed),
            (S::Submitted, Step::Return, S::Draft),
            (S::Submitted, Step::Withdraw, S::Withdrawn),
            (S::NeedsInformation, Step::Answer, S::Submitted),
            (S::NeedsInformation, Step::Withdraw, S::Withdrawn),
            (S::Endorsed, Step::Ask, S::NeedsInformation),
            (S::Endorsed, Step::Return, S::Draft),
            (S::Endorsed, Step::Appraise, S::Appraised),
            (S::Endorsed, Step::Withdraw, S::Withdrawn),
            (S::Endorsed, Step::Reject, S::Rejected),
            (S::Appraised, Step::Withdraw, S::Withdrawn),
            (S::Appraised, Step::Reject, S::Rejected),
            (S::Appraised, Step::Approve, S::Approved),
            (S::Approved, Step::Reopen, S::Appraised),
            (S::Approved, Step::Disburse, S::Disbursed),
            (S::Disbursed, Step::Close, S::Closed),
            (S::Disbursed, Step::Reclaim, S::Reclaimed),
            (S::Closed, Step::Reclaim, S::Reclaimed),
        ];
        assert_eq!(arrows, expected);
    }

    #[test]
    fn an_answer_leads_back_to_where_the_question_was_asked() {
        assert_eq!(next(S::NeedsInformation, Step::Answer, Some(S::Endorsed)), Some(S::Endorsed));
        assert_eq!(next(S::NeedsInformation, Step::Answer, None), None);
    }

    #[test]
    fn names_are_read_back_as_they_are_written() {
        for status in S::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        for relation in Relation::ALL {
            assert_eq!(relation.as_str().parse(), Ok(relation));
            assert_eq!(serde_json::to_value(relation).unwrap(), relation.as_str());
        }
        assert_eq!("lost".parse::<S>(), Err(UnknownName));
    }
}
