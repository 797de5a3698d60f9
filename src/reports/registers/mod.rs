//! Number registers: one per organisation, series and year. A number is never given twice and never skipped; a
//! voided one stays on record (rule 1). The number is taken inside the transaction that uses it, by an update of
//! the register's row, so it is given back when that transaction fails.

pub(crate) mod dto;
pub mod routes;
pub(crate) mod service;
mod store;
