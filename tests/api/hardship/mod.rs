//! Hardship support over HTTP.

pub mod decisions;
pub mod dossiers;
mod leaks;
pub mod programmes;
