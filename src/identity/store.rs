//! Rows of users.
use super::role::Role;
crate::text_column!(Role);
