//! The wire: problems, bodies, queries, conditional requests, pages, and the middleware around every request.
//!
//! Nothing here knows of the database or of the trade. Every refusal is a `Problem`; the outermost middleware
//! ([`finish`]) turns it, and whatever the framework refuses itself, into the one problem document.

pub mod body;
pub mod conditional;
pub mod json;
pub mod page;
pub mod path;
pub mod problem;
pub mod query;
pub mod schema;
