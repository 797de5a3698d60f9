//! What is shown of a nomination beside the line that names it.

use diesel::prelude::*;

use super::model::AwardOutcome;
use crate::awards::model::{NominationStatus, NomineeKind};
use crate::db::schema::award_nominations as nominations;
use crate::kernel::id::Uuid;

crate::text_column!(AwardOutcome);

/// A nomination as its line shows it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = nominations)]
pub(in crate::awards) struct Shown {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) organisation_id: Uuid,
    pub(in crate::awards) form_id: Uuid,
    pub(in crate::awards) nominee_kind: NomineeKind,
    pub(in crate::awards) nominee_name: String,
    pub(in crate::awards) nominee_title: Option<String>,
    pub(in crate::awards) workplace: Option<String>,
    pub(in crate::awards) status: NominationStatus,
}
