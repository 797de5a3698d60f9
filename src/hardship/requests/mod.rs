//! Requests of the person concerned: to see what is held on them, to have it corrected, to have it erased.
//!
//! A request names one citizen id, and reaches what is held on it in the caller's own part of the union tree: dossiers
//! with their notes, lines, payments and files, and survey entries. It is answered within two working days. Nothing is
//! erased before the time for which it must be kept is over, or while it is on hold.

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
mod store;
