//! What awards come to, in numbers: proposed, awarded, declined, taken back, by nominee, form, authority, union and year.
//!
//! Reports take in what was proposed: every nomination on a signed submission, on the day of that document; what was
//! awarded by a decision made or recorded here, on the day of the decision; and what was taken back, on that of its
//! revocation ([`service::supply`]).

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
mod store;
