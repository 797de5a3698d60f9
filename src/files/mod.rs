//! Files beside records: where their content lies, how it is kept from who should not read it, and their rows.
//!
//! The content of a file lies in the file store (a folder, or an S3-compatible store) as one object, encrypted under a
//! key of its own (`cipher`); the key stands sealed in the file's row, beside its sealed name. An upload arrives in
//! parts, each an object too; when it is whole it is read through (`content`), stripped, and stored as one. Objects are
//! written before the row that names them and deleted after the commit that makes them useless: what a crash leaves
//! between is swept up later.
//!
//! What a file belongs to is a type and an id here, no more: who may see it is asked of the record's own domain by
//! `attachments`.

mod cipher;
mod content;
mod model;
mod names;
mod objects;
pub(crate) mod service;
mod store;
pub mod upkeep;

pub use cipher::{FileKey, SEGMENT};
pub use content::{Checked, Refusal, check};
pub use model::{FileState, MediaType};
pub(crate) use names::{check_name, download_name};
pub use objects::{FileLimits, FileStore, Files, S3};
