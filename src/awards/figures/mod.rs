//! What awards come to, in numbers: proposed, awarded, declined, taken back, by nominee, form, authority, union and year.
//!
//! Reports take in what was proposed: every nomination on a signed submission, on the day of that document
//! ([`service::supply`]).

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
mod store;
