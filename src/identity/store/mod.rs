//! Rows of users, grants, sessions and failed sign-ins.

pub(super) mod grants;
pub(super) mod sessions;
pub(super) mod throttles;
pub(super) mod users;

use super::model::UserStatus;
use super::role::Role;

crate::text_column!(Role, UserStatus);
