//! Decisions: many applications approved at once, and the money that follows.
//!
//! A draft gathers lines; a line approves an application with an amount, or cancels the line of an earlier decision.
//! Signing does all of them or none: it draws the programme's fund up to its ceiling, approves every application, takes
//! a number of the `QĐ` register and freezes the decision. What would hinder it is found by one function
//! (`service::plan`), which the preview shows and signing obeys. Each line in force is then paid, closed or reclaimed.
//!
//! Whoever changes the sums of a programme holds its row first (`programmes::service::hold`), before any application or
//! line: decisions and payments of one programme then come one after the other and never wait for each other in a ring.

mod dto;
mod model;
pub(super) mod routes;
pub(crate) mod service;
mod store;

pub(super) use model::{LineState, PaymentKind, PaymentMethod};
pub(super) use store::{line_reason, payment_reason};
