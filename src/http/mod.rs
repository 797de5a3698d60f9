//! The wire: problems, bodies, queries, conditional requests, pages, and the middleware around every request.
//!
//! Nothing here knows of the trade; [`api`] is where a request meets the database. Every refusal is a `Problem`; the outermost middleware
//! ([`finish`]) turns it, and whatever the framework refuses itself, into the one problem document.

pub mod api;
pub mod body;
pub mod conditional;
pub mod json;
pub mod page;
pub mod path;
pub mod problem;
pub mod query;
pub mod schema;
