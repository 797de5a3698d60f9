//! The roles a grant can give. What each may do is in the policy, nowhere else.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person is in an organisation. A grant of it covers the organisation and all below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Drafts and edits the own union's reports, task results, dossiers and nominations.
    Officer,
    /// What an officer may; submits, endorses what comes from below, signs for the own union.
    Chair,
    /// Checks, returns and accepts reports from below; opens rounds; keeps the number register.
    Clerk,
    /// Appraises dossiers and nominations.
    Appraiser,
    /// Signs decisions and casts council results.
    Approver,
    /// Keeps programmes and norms; pays out and claims back.
    Accountant,
    /// Reads everything below and the audit trail; changes nothing.
    Inspector,
    /// Keeps users, grants, organisations and their acts, code lists and service clients.
    Administrator,
}

impl Role {
    /// Every role, in the order of the design's table.
    pub const ALL: [Self; 8] = [
        Self::Officer,
        Self::Chair,
        Self::Clerk,
        Self::Appraiser,
        Self::Approver,
        Self::Accountant,
        Self::Inspector,
        Self::Administrator,
    ];

    /// Its name on the wire and in the database, snake case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Chair => "chair",
            Self::Clerk => "clerk",
            Self::Appraiser => "appraiser",
            Self::Approver => "approver",
            Self::Accountant => "accountant",
            Self::Inspector => "inspector",
            Self::Administrator => "administrator",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Officer => "Cán bộ công đoàn",
            Self::Chair => "Chủ tịch công đoàn",
            Self::Clerk => "Văn thư, tổng hợp",
            Self::Appraiser => "Người thẩm định",
            Self::Approver => "Người phê duyệt",
            Self::Accountant => "Kế toán",
            Self::Inspector => "Kiểm tra viên",
            Self::Administrator => "Quản trị viên",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == name).ok_or(UnknownRole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_name_is_the_same_in_text_and_in_json() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        assert_eq!("Officer".parse::<Role>(), Err(UnknownRole));
    }

    #[test]
    fn no_two_roles_read_alike() {
        assert_eq!(Role::ALL.map(Role::as_str).iter().collect::<HashSet<_>>().len(), Role::ALL.len());
        assert_eq!(Role::ALL.map(Role::label_vi).iter().collect::<HashSet<_>>().len(), Role::ALL.len());
    }
}
