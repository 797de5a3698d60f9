//! What is shown of a nomination beside the line that names it.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::AwardOutcome;
use crate::awards::model::{NominationStatus, NomineeKind};
use crate::db::AnyConnection;
use crate::db::schema::{award_nominations as nominations, awards, organisations};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

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

/// Today's names of the unions of lines that the caller was shown to see.
pub(super) fn union_names(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<HashMap<Uuid, String>> {
    let names: Vec<(Uuid, String)> = organisations::table
        .filter(organisations::id.eq_any(ids.to_vec()))
        .select((organisations::id, organisations::name))
        .load(db)?;
    Ok(names.into_iter().collect())
}

/// The awards that these nominations, which the caller was shown to see, have become.
pub(super) fn awards_of(db: &mut AnyConnection, nominations: &[Uuid]) -> Outcome<HashMap<Uuid, Uuid>> {
    let awards: Vec<(Option<Uuid>, Uuid)> = awards::table
        .filter(awards::nomination_id.assume_not_null().eq_any(nominations.to_vec()))
        .select((awards::nomination_id, awards::id))
        .load(db)?;
    Ok(awards.into_iter().filter_map(|(nomination, award)| Some((nomination?, award))).collect())
}
