//! Hardship support over HTTP.

pub mod decisions;
pub mod dossiers;
pub mod programmes;
pub mod surveys;
