//! Use cases of files beside records.

mod owners;
mod read;
mod uploads;

use crate::attachments::model::RecordType;
use crate::kernel::problem::{Outcome, Problem};

pub(super) use read::{erase, list, open, read};
pub(super) use uploads::{abandon, begin, complete, discard, keep_at_once, resume, see};

/// The kind of a record as a row tells it.
fn kind_of(record_type: &str) -> Outcome<RecordType> {
    record_type.parse().map_err(Problem::internal)
}
