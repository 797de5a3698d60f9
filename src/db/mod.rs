//! The two databases behind one door: [`Db::read`] and [`Db::write`].
//!
//! SQLite has a few readers and one writer thread that commits waiting requests together; PostgreSQL has a pool
//! for both. Where their SQL differs is in `dialect`, and nowhere else.

mod connection;
pub mod dialect;
mod error;
pub mod migrate;
mod pool;
#[rustfmt::skip]
pub mod schema;
pub mod types;
mod writer;

pub use connection::{AnyConnection, DatabaseUrl, MultiBackend, establish};
pub use pool::{Db, OpenError, Sizes};
