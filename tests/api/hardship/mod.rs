//! Hardship support over HTTP.

pub mod dossiers;
pub mod programmes;
