//! The register on the wire.

mod award;
mod import;
mod query;
mod revocation;

pub(super) use award::*;
pub(super) use import::*;
pub(super) use query::*;
pub(super) use revocation::*;
