//! Awards: from a nomination to the register.
//!
//! A **form** says who may get an award, who gives it, what the council needs and what must and must not have been
//! awarded before. A **round** takes nominations for one year of achievement, with quotas and a council; it may refer to
//! an **emulation movement**. A union writes a **nomination**, the union above endorses it with a rank, the **council**
//! votes on it. Then a **submission** takes it to the awarding authority, whose answer is a **decision** that awards some
//! and declines others; what the union itself may award it decides directly. What was awarded stands in the
//! **register**, years before this system too, and never changes: a revocation is written beside it.

pub(crate) mod council;
pub(crate) mod decisions;
pub(crate) mod figures;
pub(crate) mod forms;
mod model;
pub(crate) mod movements;
pub(crate) mod nominations;
mod papers;
pub(crate) mod register;
pub(crate) mod rounds;
pub mod routes;
mod store;
pub(crate) mod submissions;

pub use model::{NominationStatus, NomineeKind};
pub(in crate::awards) use model::{Step, next, reaches};
