//! The wire: problems, bodies, queries, conditional requests, pages, and the middleware around every request.
//!
//! Nothing here knows of the trade; [`api`] is where a request meets the database. Every refusal is a `Problem`;
//! the outermost middleware ([`middleware::finish`]) turns it, and whatever the framework refuses itself, into the
//! one problem document.

pub mod api;
pub mod body;
pub mod catalogue;
pub mod conditional;
pub mod forwarded;
pub mod json;
pub mod middleware;
pub mod page;
pub mod path;
pub mod problem;
pub mod query;
pub mod range;
pub mod schema;

pub use body::{Body, DigestKey, Limits, OptionalBody};
pub use conditional::{IfMatch, Resource, Versioned, etag};
pub use middleware::{Metrics, RequestId, RouteTable, request_id};
pub use page::{CursorText, Limit, Listing};
pub use path::Id;
pub use query::Query;
pub use schema::Validators;
