//! What users are, apart from any database.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::UnknownName;

/// Whether a user may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// May sign in.
    Active,
    /// May not, from the next request on.
    Suspended,
}

impl UserStatus {
    /// Every state.
    pub const ALL: [Self; 2] = [Self::Active, Self::Suspended];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }
}

impl fmt::Display for UserStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for UserStatus {
    type Err = UnknownName;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownName)
    }
}

/// What can be done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UserAction {
    /// Stop it.
    Suspend,
    /// Let it in again.
    Reinstate,
}

/// The state after `action`, where the action is possible.
pub(super) const fn next(status: UserStatus, action: UserAction) -> Option<UserStatus> {
    match (status, action) {
        (UserStatus::Active, UserAction::Suspend) => Some(UserStatus::Suspended),
        (UserStatus::Suspended, UserAction::Reinstate) => Some(UserStatus::Active),
        (UserStatus::Active, UserAction::Reinstate) | (UserStatus::Suspended, UserAction::Suspend) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_goes_back_and_forth_between_its_two_states() {
        assert_eq!(next(UserStatus::Active, UserAction::Suspend), Some(UserStatus::Suspended));
        assert_eq!(next(UserStatus::Suspended, UserAction::Reinstate), Some(UserStatus::Active));
        assert_eq!(next(UserStatus::Active, UserAction::Reinstate), None);
        assert_eq!(next(UserStatus::Suspended, UserAction::Suspend), None);
    }
}
