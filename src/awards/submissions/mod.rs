//! Submissions to awarding authorities, and their answers.
//!
//! A draft names nominations that the council has approved and that another authority awards. Signing takes a number of
//! the `TTr` register and forwards all of them, or none. The authority answers in one or several decisions; each
//! nomination is answered once, awarded or declined with a reason. An authority that is an organisation of this system
//! above the one that submits answers itself, and keeps what it has awarded. Until the first answer a submission can be
//! taken back; it stays on record with its number.

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
mod store;
