//! Hardship support over HTTP.

pub mod decisions;
pub mod programmes;
