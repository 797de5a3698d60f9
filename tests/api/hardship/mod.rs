//! Hardship support over HTTP.

pub mod programmes;
