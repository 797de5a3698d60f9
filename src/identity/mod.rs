//! Who is calling and what they may do: users, grants, sessions, tokens, passwords and the policy.
//!
//! A person signs in with a user name and a password (`passwords`, slowed down by `throttle`) and gets a
//! short-lived access token (`tokens`, signed by `keys`) and a refresh token (`opaque`) that changes at every
//! use. What the person may do follows from their grants: a `role` in an organisation, from a day to a day.

pub mod keys;
pub mod opaque;
pub mod passwords;
pub mod role;
pub mod throttle;
pub mod tokens;
