//! Hardship support over HTTP.

pub mod decisions;
pub mod dossiers;
pub mod filing;
pub mod leaks;
pub mod programmes;
pub mod requests;
mod statistics;
pub mod surveys;
