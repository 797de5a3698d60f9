//! Awards over HTTP.

pub mod imports;
mod register;
mod statistics;
