//! What every part shares and nothing outside the standard of the trade: ids, the clock, text, periods, persons,
//! figures, page cursors, merge patches and the table of problem codes.
//!
//! Nothing here knows of HTTP or of a database, so everything here can be tested without either.

pub mod clock;
pub mod cursor;
pub mod figure;
pub mod hex;
pub mod id;
pub mod page;
pub mod patch;
pub mod period;
pub mod person;
pub mod problem;
pub mod signing;
pub mod text;
