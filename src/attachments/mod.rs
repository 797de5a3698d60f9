//! Files beside records: sent, shown, downloaded, deleted.
//!
//! A file is seen by exactly those who see what it belongs to, and changed by those who may change that: each owner's
//! domain is asked (`service::owners`), at every step anew. It arrives by the tus protocol, which goes on where a bad
//! network broke off (`tus`, `receive`), or in one form (`form`). What becomes of its bytes is `files`' own.

mod dto;
mod form;
mod model;
mod receive;
pub mod routes;
mod service;
mod tus;
