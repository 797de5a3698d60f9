//! Decisions that award.

pub(super) mod routes;
