//! Identity's use cases.

mod administrators;
mod grants;
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
pub(super) use password::{change_password, issue_reset_code, reset_password};
pub(super) use sessions::{end_own_session, end_own_sessions, me, own_sessions, sign_out};
pub use sign_in::Visitor;
pub(super) use sign_in::{refresh, sign_in};
pub use upkeep::forget_old;
pub(super) use users::{create_user, edit_user, list_users, read_user, set_user_status};

use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::Page;
use crate::kernel::problem::{Code, Outcome, Problem};

/// The place a page of rows ordered by creation starts after.
fn created_after(page: &Page) -> Outcome<Option<(Instant, Uuid)>> {
    let bad = || Problem::new(Code::InvalidCursor);
    match page.after.as_deref() {
        None => Ok(None),
        Some([at, id]) => {
            let micros = at.parse().map_err(|_| bad())?;
            Ok(Some((Instant::from_micros(micros).ok_or_else(bad)?, id.parse().map_err(|_| bad())?)))
        }
        Some(_) => Err(bad()),
    }
}

/// The key of a row ordered by creation.
fn created_key(at: Instant, id: Uuid) -> Vec<String> {
    vec![at.timestamp_micros().to_string(), id.to_string()]
}
