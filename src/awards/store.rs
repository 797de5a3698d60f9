//! The columns that several parts of awards keep.

use super::model::{NominationStatus, NomineeKind};

crate::text_column!(NominationStatus, NomineeKind);
