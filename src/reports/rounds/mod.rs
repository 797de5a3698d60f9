//! Reporting rounds: which period, by when, and who owes a report. Who owes is written down with name and kind
//! when the round opens, so that a later change of the tree changes nothing about it.

pub(crate) mod dto;
pub mod routes;
pub(crate) mod service;
mod store;
