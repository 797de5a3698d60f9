//! Rows of task items and assignments.

pub(super) mod assignments;
pub(super) mod items;

use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;

use super::model::{AssignmentStatus, TaskStatus};

crate::text_column!(TaskStatus, AssignmentStatus);

/// A page of a list in the order of creation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Newest first.
    pub(super) descending: bool,
    /// The last row of the page before.
    pub(super) after: Option<(Instant, Uuid)>,
    /// How many rows to load.
    pub(super) rows: i64,
}
