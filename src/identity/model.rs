//! What users are, apart from any database.

use std::fmt;
use std::str::FromStr;

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::UnknownName;

/// A session ends this long after its sign-in, however much it is used.
pub(super) const SESSION: Duration = Duration::days(90);
/// A refresh token that is not used ends its session after this long.
pub(super) const IDLE: Duration = Duration::days(30);
/// So many sessions a user can have open; one more ends the oldest.
pub(super) const MOST_SESSIONS: u8 = 50;

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

/// The orders a list of users can be asked for; `-` means downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum UserSort {
    /// Oldest record first.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest record first.
    #[serde(rename = "-created_at")]
    CreatedAtDown,
    /// By user name.
    #[serde(rename = "username")]
    Username,
    /// By user name, from the end.
    #[serde(rename = "-username")]
    UsernameDown,
}

impl UserSort {
    /// Whether the names order it.
    pub(super) const fn is_by_name(self) -> bool {
        matches!(self, Self::Username | Self::UsernameDown)
    }
}

/// Whether a text can be a user name: as `NewUser` documents it, 3 to 64 small letters, digits, dots, dashes and
/// underscores, a letter first.
pub(super) fn is_username(text: &str) -> bool {
    (3..=64).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'))
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
    fn a_user_name_is_what_the_document_says() {
        let longest = "a".repeat(64);
        for good in ["abc", "a.officer", "nguyen-van_a.2", longest.as_str()] {
            assert!(is_username(good), "{good}");
        }
        let too_long = "a".repeat(65);
        for bad in ["", "ab", "1abc", ".abc", "Abc", "aBc", "a b", "đoàn", "abc\n", too_long.as_str()] {
            assert!(!is_username(bad), "{bad}");
        }
    }

    #[test]
    fn an_account_goes_back_and_forth_between_its_two_states() {
        assert_eq!(next(UserStatus::Active, UserAction::Suspend), Some(UserStatus::Suspended));
        assert_eq!(next(UserStatus::Suspended, UserAction::Reinstate), Some(UserStatus::Active));
        assert_eq!(next(UserStatus::Active, UserAction::Reinstate), None);
        assert_eq!(next(UserStatus::Suspended, UserAction::Suspend), None);
    }
}
