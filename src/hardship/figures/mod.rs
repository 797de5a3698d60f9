//! What hardship support comes to: persons, unions and đồng by category, union, month and programme.
//!
//! Counted are the lines in force of signed decisions, on the day of their document. A line that a later decision
//! cancelled does not count at all; what came back of one that was paid is told beside it. Who works on dossiers sees
//! exact numbers; everybody else sees the whole province by whole years, with small groups hidden (decision 0016).
//! Reports take the same numbers in ([`service::supply`]), and the families that housing surveys found.

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
mod store;
