//! **congdoan**: the back end of a provincial trade-union federation.
//!
//! # Where things are
//! `kernel` knows neither HTTP nor a database. `db` knows the two databases and nothing of the trade.
//! `http` knows the wire. `journal`, `identity` and `vault` stand under every domain; the domains are
//! `organisations`, `code_lists`, `registers`, `files`, `tasks`, `hardship`, `awards` and `reports`; `attachments` puts files beside
//! their records, `documents` prints.
//!
//! # Who may import whom
//! Inside a domain: `routes` → `dto`, `service`, `http`; `service` → `dto`, `model`, `store`,
//! `identity::policy`, `journal`, `db`; `store` → `model`, `db`; `model` → `kernel`. `routes` never sees diesel; `model` and
//! `kernel` see neither actix nor diesel. A domain calls another only through its `service`, in the order
//! organisations ← `code_lists` ← registers ← files ← tasks ← hardship ← awards ← reports ← attachments ← documents.
//! `docs/architecture.md` says more, and
//! `tests/api/architecture.rs` fails when this is broken.

pub mod app;
pub mod attachments;
pub mod awards;
pub mod cli;
pub mod code_lists;
pub mod config;
pub mod db;
pub mod demo;
pub mod documents;
pub mod files;
pub mod floor;
pub mod hardship;
pub mod http;
pub mod identity;
pub mod journal;
pub mod kernel;
pub mod logging;
pub mod openapi;
pub mod operations;
pub mod organisations;
mod private_files;
pub mod registers;
pub mod reports;
pub mod server;
pub mod tasks;
pub mod usecase;
pub mod vault;
