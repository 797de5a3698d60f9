//! Decisions, lines and payments on the wire.

mod decision;
mod line;
mod payment;
mod preview;
mod query;

pub(crate) use decision::*;
pub(crate) use line::*;
pub(crate) use payment::*;
pub(crate) use preview::*;
pub(crate) use query::*;
