//! The two databases behind one door: [`Db::read`] and [`Db::write`].
//!
//! SQLite has a few reading threads and one that writes and commits waiting requests together; PostgreSQL has threads
//! that do both. Where their SQL differs is in `dialect`, and nowhere else.

mod connection;
mod created;
pub mod dialect;
mod door;
mod error;
pub mod migrate;
#[rustfmt::skip]
pub mod schema;
pub mod types;
mod workers;
mod writer;

pub use connection::{AnyConnection, DatabaseUrl, MultiBackend, establish};
pub use door::{Db, OpenError, Sizes};
