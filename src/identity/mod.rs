//! Users, their grants and sessions, how they prove who they are, and the policy that says what they may do.

pub mod policy;
mod principal;
mod role;
mod store;

pub use policy::{Action, Scope};
pub use principal::{ActiveGrant, Principal};
pub use role::Role;
