//! Reporting: rounds and reports.
//!
//! A round ([`rounds`]) fixes the period, the deadline and who owes a report. A report is written by its own
//! union, submitted by its chair, returned or accepted by the clerk of the union it is owed to (in-house: the
//! own clerk), and issued by its chair: it takes the next number of a register and never
//! changes again; a correction is an amendment, a report of its own that points at it.
//!
//! Consolidation sums the figures of the accepted reports below into the upper union's draft, keeps the rows
//! behind each sum, and carries last period's plan items over with what became of their tasks.
//! A report's items and figures change only together with its version, so edits and submits never cross.

pub(crate) mod dto;
mod model;
pub mod rounds;
pub mod routes;
pub(crate) mod service;
mod store;

pub use model::{Direction, ReportStatus, Section, Standing};
