//! Sessions of the council and their votes.

pub(super) mod routes;
