//! The OpenAPI document: what the annotations leave out is added here, in one place.

mod bounds;

pub use bounds::bound_integers;
