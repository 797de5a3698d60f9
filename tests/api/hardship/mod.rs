//! Hardship support over HTTP.

pub mod filing;
pub mod programmes;
mod statistics;
