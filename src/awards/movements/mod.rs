//! Emulation movements and the unions registered for them.

pub(super) mod routes;
