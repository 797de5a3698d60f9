//! Code lists and indicators: the vocabularies that all organisations share.
//!
//! The norms behind them change every few years and must not need a release, so they are data: seeded by a
//! migration, edited by administrators of the root, each entry valid from a day to a day. Everybody who is signed in
//! reads them. An entry's code never changes and nothing is deleted, since reports of past years refer to them; what
//! is no longer used gets an end. The unit of an indicator is fixed for ever, so that figures of different units
//! never meet in a sum.

mod dto;
pub mod routes;
pub(crate) mod service;
mod store;

pub use dto::{CodeItemDto, CodeListDto, IndicatorDto};
