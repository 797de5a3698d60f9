//! Submissions to awarding authorities, and their answers.

pub(super) mod routes;
