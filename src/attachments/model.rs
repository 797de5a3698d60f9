//! What a file can belong to.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::UnknownName;

/// The kind of record a file stands beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    /// A report.
    Report,
    /// A task item.
    TaskItem,
    /// What a union does of a task item.
    TaskAssignment,
    /// An organisation.
    Organisation,
    /// An application for hardship support.
    HardshipApplication,
    /// An entry of a housing survey.
    HousingSurvey,
    /// A decision on hardship support.
    SupportDecision,
    /// A session of a round's council.
    CouncilSession,
    /// A submission to an awarding authority.
    AwardSubmission,
    /// A decision on awards.
    AwardDecision,
    /// A nomination for an award.
    AwardNomination,
}

impl RecordType {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Report,
        Self::TaskItem,
        Self::TaskAssignment,
        Self::Organisation,
        Self::HardshipApplication,
        Self::HousingSurvey,
        Self::SupportDecision,
        Self::CouncilSession,
        Self::AwardSubmission,
        Self::AwardDecision,
        Self::AwardNomination,
    ];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::TaskItem => "task_item",
            Self::TaskAssignment => "task_assignment",
            Self::Organisation => "organisation",
            Self::HardshipApplication => "hardship_application",
            Self::HousingSurvey => "housing_survey",
            Self::SupportDecision => "support_decision",
            Self::CouncilSession => "council_session",
            Self::AwardSubmission => "award_submission",
            Self::AwardDecision => "award_decision",
            Self::AwardNomination => "award_nomination",
        }
    }
}

impl FromStr for RecordType {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|one| one.as_str() == name).ok_or(UnknownName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_as_they_are_written() {
        for kind in RecordType::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert!("person".parse::<RecordType>().is_err());
    }
}
