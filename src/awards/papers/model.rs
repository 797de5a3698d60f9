//! What hinders a nomination in a paper, and what a paper says of itself: pure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::problem::Violation;
use crate::kernel::signing::SigningCapacity;
use crate::kernel::text::names;

/// How many nominations a paper may name.
pub(super) const MOST_LINES: usize = 1000;

/// What an authority says of a nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardOutcome {
    /// It is awarded.
    Awarded,
    /// It is not.
    Declined,
}

names!(AwardOutcome: Awarded = "awarded", Declined = "declined");

/// What a paper says beside its nominations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::awards) struct Head {
    pub(in crate::awards) title: String,
    pub(in crate::awards) legal_bases: String,
    pub(in crate::awards) place: Option<String>,
    pub(in crate::awards) document_date: Option<NaiveDate>,
    pub(in crate::awards) signing_capacity: Option<SigningCapacity>,
    pub(in crate::awards) signing_body: Option<String>,
    pub(in crate::awards) signer_position: Option<String>,
    pub(in crate::awards) signer_name: Option<String>,
}

/// What hinders a nomination from being named or from going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::awards) enum Fault {
    /// The round has no such nomination.
    NotFound,
    /// It is named twice.
    Duplicate,
    /// It is not at the step that leads on.
    WrongState,
    /// An open session votes on it.
    InOpenSession,
    /// Another paper names it.
    InOtherPaper,
    /// Another authority awards its form.
    OtherAuthority,
    /// Its nominee is being looked into.
    OnHold,
    /// Its nominee no longer fulfils the form's conditions.
    NotEligible,
    /// No version of its form is in force on the date of the paper.
    NoForm,
    /// The caller had a hand in it.
    OwnWork,
}

impl Fault {
    /// Its code on the wire.
    pub(in crate::awards) const fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Duplicate => "duplicate",
            Self::WrongState => "wrong_state",
            Self::InOpenSession => "in_open_session",
            Self::InOtherPaper => "in_other_paper",
            Self::OtherAuthority => "other_authority",
            Self::OnHold => "discipline_hold",
            Self::NotEligible => "not_eligible",
            Self::NoForm => "form_not_in_force",
            Self::OwnWork => "own_work",
        }
    }

    /// The violation at the nomination that is named at this place.
    pub(in crate::awards) fn at(self, index: usize) -> Violation {
        let (vi, en) = match self {
            Self::NotFound => ("Đợt này không có đề nghị đó.", "The round has no such nomination."),
            Self::Duplicate => ("Đề nghị này đã có ở trên.", "The nomination stands here already."),
            Self::WrongState => {
                ("Đề nghị chưa đến hoặc đã qua bước này.", "The nomination is not at this step.")
            }
            Self::InOpenSession => {
                ("Một phiên họp khác đang xét đề nghị này.", "Another open session votes on this nomination.")
            }
            Self::InOtherPaper => {
                ("Đề nghị đã nằm trong văn bản khác.", "Another document has this nomination.")
            }
            Self::OtherAuthority => (
                "Hình thức này do cấp khác khen thưởng.",
                "The form of this nomination is awarded by another authority.",
            ),
            Self::OnHold => (
                "Đề nghị đang tạm dừng để xem xét kỷ luật.",
                "The nomination is on hold while its nominee is looked into.",
            ),
            Self::NotEligible => (
                "Người hoặc tập thể được đề nghị không còn đủ điều kiện của hình thức này.",
                "The nominee does not fulfil the conditions of the form.",
            ),
            Self::NoForm => (
                "Hình thức này không có hiệu lực vào ngày của văn bản.",
                "No version of this form is in force on the date of the document.",
            ),
            Self::OwnWork => {
                ("Người ký đã tham gia đề nghị này.", "The signer had a hand in this nomination.")
            }
        };
        Violation::at(format!("/nomination_ids/{index}"), self.code(), vi, en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::problem::Place;

    #[test]
    fn a_fault_is_told_at_its_nomination() {
        let told = Fault::OtherAuthority.at(3);
        assert_eq!(told.place, Place::Body("/nomination_ids/3".to_owned()));
        assert_eq!(told.code, "other_authority");
    }
}
