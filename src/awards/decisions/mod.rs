//! Decisions that award: the own organisation's, and what authorities have decided on submissions.
//!
//! What the organisation may award itself it decides right after its council: a draft names nominations, and signing
//! takes a number of the `QD` register and enters all of them in the register of awards, or none. A decision of an
//! authority comes as the answer to a submission and is frozen from the start.

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
mod store;
