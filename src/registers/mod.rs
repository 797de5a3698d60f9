//! Number registers: one per organisation, series and year. A number is never given twice and never skipped; a
//! voided one stays on record (rule 1). The number is taken inside the transaction that uses it, by an update of
//! the register's row, so it is given back when that transaction fails.
//!
//! What a number is for, a register knows by the kind and the id of the record only: the domains after this one take
//! numbers through `service`, for whatever documents they issue. A document made outside this system has no record.

mod dto;
mod model;
pub mod routes;
pub(crate) mod service;
mod store;
