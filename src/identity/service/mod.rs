//! Identity's use cases.

mod administrators;
mod grants;
mod lookups;
mod password;
mod sessions;
mod sign_in;
mod tries;
mod upkeep;
mod users;

pub use administrators::{
    NewAccount, check_names, create_account, demand_password, has_demo_users, has_users, opens,
};
pub(super) use grants::{create_grant, edit_grant, end_grant, list_grants, read_grant};
pub(crate) use lookups::{holder, holders};
pub(super) use password::{change_password, issue_reset_code, reset_password};
pub(super) use sessions::{end_own_session, end_own_sessions, me, own_sessions, sign_out};
pub use sign_in::Visitor;
pub(super) use sign_in::{refresh, sign_in};
pub use upkeep::forget_old;
pub(super) use users::{create_user, edit_user, list_users, read_user, set_user_status};
