//! What awards come to, in numbers.

pub(super) mod routes;
