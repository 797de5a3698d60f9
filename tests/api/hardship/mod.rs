//! Hardship support over HTTP.

pub mod decisions;
pub mod dossiers;
pub mod filing;
pub mod programmes;
mod statistics;
pub mod surveys;
