//! The journal: one entry for every write, in the write's own transaction, in the order of commits, never
//! changed. The audit trail, a record's history and whoever follows by cursor all read it (rules 5 and 6).

mod dto;
mod entry;
pub mod routes;
mod service;
mod store;

pub use dto::EntryDto;
pub use entry::Entry;
pub use service::history;
pub use store::{append, has_acted};
