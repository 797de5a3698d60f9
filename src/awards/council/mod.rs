//! Sessions of the council.
//!
//! The clerk opens a session for endorsed nominations; the approver concludes it, and each nomination is then approved or
//! rejected by its form's share of the **full** council as it was when the session opened. Either the sums are entered
//! with the conclusion, or each member votes in secret.
//!
//! Of a **secret ballot** nobody, whatever their role, learns who voted for what. Who has voted stands in
//! `council_ballots` and in the journal, so that nobody votes twice; a choice is only ever added to the sums of its
//! nomination. Until the conclusion those sums lie sealed in one column of the session, since sums that are read twice
//! (in an older backup, in the write-ahead log, in rows that PostgreSQL has not yet cleaned away) tell the vote that was
//! cast between. No answer to a ballot is kept under an idempotency key. Fewer than [`model::LEAST_BALLOTS`] ballots are
//! not counted, so that nobody concludes a session to learn a single vote, nor are those on a nomination on which fewer
//! were free to choose: members abstain on what they wrote or submitted, and that is known of them.

mod dto;
pub(in crate::awards) mod model;
pub(super) mod routes;
pub(crate) mod service;
mod store;
