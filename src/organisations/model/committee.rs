//! Committees and the titles of those who sit in them.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::UnknownName;

/// What a committee is elected for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommitteeKind {
    /// Ban Chấp hành.
    ExecutiveCommittee,
    /// Ban Thường vụ.
    StandingCommittee,
    /// Ủy ban Kiểm tra.
    InspectionCommittee,
}

impl CommitteeKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::ExecutiveCommittee, Self::StandingCommittee, Self::InspectionCommittee];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ExecutiveCommittee => "executive_committee",
            Self::StandingCommittee => "standing_committee",
            Self::InspectionCommittee => "inspection_committee",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::ExecutiveCommittee => "Ban Chấp hành",
            Self::StandingCommittee => "Ban Thường vụ",
            Self::InspectionCommittee => "Ủy ban Kiểm tra",
        }
    }
}

impl FromStr for CommitteeKind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or(UnknownName)
    }
}

/// What a member is in a committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberTitle {
    /// Chủ tịch.
    Chair,
    /// Phó Chủ tịch.
    ViceChair,
    /// Chủ nhiệm, of an inspection committee.
    Head,
    /// Phó Chủ nhiệm, of an inspection committee.
    DeputyHead,
    /// Ủy viên Ban Thường vụ.
    StandingMember,
    /// Ủy viên.
    Member,
}

impl MemberTitle {
    /// Every title.
    pub const ALL: [Self; 6] =
        [Self::Chair, Self::ViceChair, Self::Head, Self::DeputyHead, Self::StandingMember, Self::Member];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::ViceChair => "vice_chair",
            Self::Head => "head",
            Self::DeputyHead => "deputy_head",
            Self::StandingMember => "standing_member",
            Self::Member => "member",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Chair => "Chủ tịch",
            Self::ViceChair => "Phó Chủ tịch",
            Self::Head => "Chủ nhiệm",
            Self::DeputyHead => "Phó Chủ nhiệm",
            Self::StandingMember => "Ủy viên Ban Thường vụ",
            Self::Member => "Ủy viên",
        }
    }

    /// Whether only one person at a time holds it in a committee.
    #[must_use]
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Chair | Self::Head)
    }
}

impl FromStr for MemberTitle {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|title| title.as_str() == name).ok_or(UnknownName)
    }
}

/// Days from one to another; the last does not belong to it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The first day after it.
    pub to: NaiveDate,
}

impl Span {
    /// Whether the two have a day in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// Whether every day of `inner` is one of its days.
    #[must_use]
    pub fn holds(self, inner: Self) -> bool {
        self.from <= inner.from && inner.to <= self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_text_and_in_json() {
        for kind in CommitteeKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for title in MemberTitle::ALL {
            assert_eq!(title.as_str().parse(), Ok(title));
            assert_eq!(serde_json::to_value(title).unwrap(), title.as_str());
        }
        assert_eq!("boss".parse::<MemberTitle>(), Err(UnknownName));
    }

    #[test]
    fn one_term_may_begin_on_the_day_the_other_ends() {
        let span = |from: &str, to: &str| Span { from: from.parse().unwrap(), to: to.parse().unwrap() };
        let term = span("2023-06-01", "2028-06-01");
        assert!(!term.overlaps(span("2028-06-01", "2033-06-01")));
        assert!(!term.overlaps(span("2018-06-01", "2023-06-01")));
        assert!(term.overlaps(span("2028-05-31", "2033-06-01")));
        assert!(term.overlaps(span("2024-01-01", "2024-02-01")));
        assert!(term.holds(term) && term.holds(span("2024-01-01", "2024-02-01")));
        assert!(!term.holds(span("2023-05-31", "2024-02-01")));
        assert!(!term.holds(span("2024-01-01", "2028-06-02")));
    }
}
