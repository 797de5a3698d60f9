//! Who is calling and what they may do: users, grants, sessions, tokens, passwords and the policy.
//!
//! A person signs in with a user name and a password (`passwords`, slowed down by `throttle`) and gets a
//! short-lived access token (`tokens`, signed by `keys`) and a refresh token (`opaque`) that changes at every
//! use. What the person may do follows from their grants: a `role` in an organisation, from a day to a day.

mod dto;
pub mod keys;
mod model;
pub mod opaque;
pub mod passwords;
pub mod policy;
mod principal;
pub mod role;
pub mod routes;
pub mod service;
mod store;
pub mod throttle;
pub mod tokens;

pub use keys::Keys;
pub(crate) use keys::tag;
pub use opaque::OpaqueSecrets;
pub use passwords::Hasher;
pub use policy::{Action, Scope};
pub use principal::{ActiveGrant, Principal};
pub use role::Role;
pub use tokens::{Claims, Tokens};
