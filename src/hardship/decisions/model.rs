//! What a decision and its lines are, and what hinders a line: pure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::hardship::applications::{ApplicationStatus, Step, next};
use crate::kernel::figure::group_thousands;
use crate::kernel::problem::Violation;
use crate::kernel::text::names;

/// How many lines a decision may have.
pub(super) const MOST_LINES: usize = 1000;

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionStatus {
    /// Being written.
    Draft,
    /// Numbered, signed and frozen.
    Signed,
}

names!(DecisionStatus: Draft = "draft", Signed = "signed");

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Of a decision that is not signed.
    Draft,
    /// It approves its application.
    InForce,
    /// A later decision took it back.
    Cancelled,
    /// It takes an earlier line back.
    Cancelling,
}

names!(LineState: Draft = "draft", InForce = "in_force", Cancelled = "cancelled", Cancelling = "cancelling");

/// Which way money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// To the family.
    Disbursement,
    /// Back to the programme.
    Reclaim,
}

names!(PaymentKind: Disbursement = "disbursement", Reclaim = "reclaim");

/// How money is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// In cash.
    Cash,
    /// By bank transfer.
    Transfer,
}

names!(PaymentMethod: Cash = "cash", Transfer = "transfer");

/// What keeps a line from being signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The application was moved to another programme.
    OtherProgramme,
    /// The application does not wait for a decision.
    WrongState,
    /// Another signed decision approves the application.
    InOtherDecision,
    /// No norm was valid on the day of filing.
    NoNorm,
    /// More than the norm of the day of filing.
    AboveNorm(i64),
    /// The line to be cancelled is not in force any more.
    NotInForce,
    /// The line to be cancelled is paid.
    AlreadyPaid,
    /// The signer had a hand in the application.
    OwnWork,
}

impl Fault {
    /// Its code for programs.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::OtherProgramme => "other_programme",
            Self::WrongState => "wrong_state",
            Self::InOtherDecision => "in_other_decision",
            Self::NoNorm => "no_norm",
            Self::AboveNorm(_) => "above_norm",
            Self::NotInForce => "not_in_force",
            Self::AlreadyPaid => "already_paid",
            Self::OwnWork => "own_work",
        }
    }

    /// The member of the line that is at fault.
    const fn member(self) -> &'static str {
        match self {
            Self::NoNorm | Self::AboveNorm(_) => "amount_vnd",
            Self::NotInForce | Self::AlreadyPaid => "cancels_line_id",
            Self::OtherProgramme | Self::WrongState | Self::InOtherDecision | Self::OwnWork => {
                "application_id"
            }
        }
    }

    /// As it is told of the line at `index` of the decision.
    pub(super) fn at(self, index: usize) -> Violation {
        let pointer = format!("/lines/{index}/{}", self.member());
        let told = |vi, en| Violation::at(pointer.clone(), self.code(), vi, en);
        match self {
            Self::OtherProgramme => {
                told("Hồ sơ thuộc chương trình khác.", "The application is filed under another programme.")
            }
            Self::WrongState => {
                told("Hồ sơ không ở bước chờ quyết định.", "The application does not wait for a decision.")
            }
            Self::InOtherDecision => told(
                "Hồ sơ đã có trong quyết định khác đã ký.",
                "Another signed decision approves this application.",
            ),
            Self::NoNorm => told(
                "Không có định mức vào ngày nộp hồ sơ.",
                "No norm was valid on the day the application was filed.",
            ),
            Self::AboveNorm(most) => {
                let most = group_thousands(most);
                Violation::at(
                    pointer,
                    self.code(),
                    format!("Định mức vào ngày nộp hồ sơ là {most} đồng."),
                    format!("The norm of the day of filing is {most} đồng."),
                )
            }
            Self::NotInForce => {
                told("Dòng cần hủy không còn hiệu lực.", "The line to be cancelled is not in force.")
            }
            Self::AlreadyPaid => {
                told("Khoản này đã chi, chỉ có thể thu hồi.", "It is paid already and can only be reclaimed.")
            }
            Self::OwnWork => told(
                "Người ký đã lập, nộp, xác nhận hoặc thẩm định hồ sơ này.",
                "The signer began, submitted, endorsed or appraised this application.",
            ),
        }
    }
}

/// What is known of an application that a line approves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Approval {
    pub(super) status: ApplicationStatus,
    pub(super) same_programme: bool,
    /// Whether a line of a signed decision approves it.
    pub(super) decided: bool,
    pub(super) amount: i64,
    pub(super) norm: Option<i64>,
}

impl Approval {
    /// What hinders it.
    pub(super) fn faults(self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !self.same_programme {
            faults.push(Fault::OtherProgramme);
        }
        if self.decided {
            faults.push(Fault::InOtherDecision);
        } else if next(self.status, Step::Approve, None).is_none() {
            faults.push(Fault::WrongState);
        }
        match self.norm {
            None => faults.push(Fault::NoNorm),
            Some(most) if self.amount > most => faults.push(Fault::AboveNorm(most)),
            Some(_) => {}
        }
        faults
    }
}

/// What hinders the cancelling of a line in `state` whose application stands at `status`.
pub(super) fn cancelling_fault(state: LineState, status: ApplicationStatus) -> Option<Fault> {
    match (state, next(status, Step::Reopen, None)) {
        (LineState::InForce, Some(_)) => None,
        (LineState::InForce, None) => Some(Fault::AlreadyPaid),
        (LineState::Draft | LineState::Cancelled | LineState::Cancelling, _) => Some(Fault::NotInForce),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ApplicationStatus as S;

    const GOOD: Approval =
        Approval { status: S::Appraised, same_programme: true, decided: false, amount: 5, norm: Some(5) };

    #[test]
    fn a_line_within_its_norm_is_signed_and_one_above_is_not() {
        assert_eq!(GOOD.faults(), []);
        assert_eq!(Approval { amount: 6, ..GOOD }.faults(), [Fault::AboveNorm(5)]);
        assert_eq!(Approval { norm: None, ..GOOD }.faults(), [Fault::NoNorm]);
    }

    #[test]
    fn only_what_waits_for_a_decision_is_approved() {
        for status in S::ALL {
            let expected: &[Fault] = if status == S::Appraised { &[] } else { &[Fault::WrongState] };
            assert_eq!(Approval { status, ..GOOD }.faults(), expected, "{status:?}");
        }
        let elsewhere = Approval { status: S::Approved, decided: true, ..GOOD };
        assert_eq!(elsewhere.faults(), [Fault::InOtherDecision]);
        assert_eq!(Approval { same_programme: false, ..GOOD }.faults(), [Fault::OtherProgramme]);
    }

    #[test]
    fn only_a_line_in_force_that_is_not_paid_is_cancelled() {
        for state in LineState::ALL {
            for status in S::ALL {
                let expected = match (state, status) {
                    (LineState::InForce, S::Approved) => None,
                    (LineState::InForce, _) => Some(Fault::AlreadyPaid),
                    _ => Some(Fault::NotInForce),
                };
                assert_eq!(cancelling_fault(*state, status), expected, "{state:?} {status:?}");
            }
        }
    }

    #[test]
    fn a_fault_points_at_its_member() {
        let violation = Fault::AboveNorm(5_000_000).at(3);
        assert_eq!(violation, Fault::AboveNorm(5_000_000).at(3));
        assert_eq!(violation.place, crate::kernel::problem::Place::Body("/lines/3/amount_vnd".to_owned()));
        assert_eq!(violation.detail.vi, "Định mức vào ngày nộp hồ sơ là 5.000.000 đồng.");
    }
}
