//! Hardship support over HTTP.

pub mod programmes;
pub mod surveys;
