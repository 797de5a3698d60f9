//! Rows of the register.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::AwardState;
use crate::awards::model::NomineeKind;
use crate::db::AnyConnection;
use crate::db::schema::awards;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::vault::Sealed;

crate::text_column!(AwardState);

/// An award as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = awards, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(in crate::awards) struct AwardRow {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) organisation_id: Uuid,
    pub(in crate::awards) recipient_kind: NomineeKind,
    pub(in crate::awards) recipient_name: String,
    pub(in crate::awards) recipient_folded: String,
    pub(in crate::awards) recipient_title: Option<String>,
    pub(in crate::awards) workplace: Option<String>,
    pub(in crate::awards) namesake: bool,
    pub(in crate::awards) form_id: Uuid,
    pub(in crate::awards) kind: String,
    pub(in crate::awards) authority: String,
    pub(in crate::awards) year: i32,
    pub(in crate::awards) symbol: String,
    pub(in crate::awards) decided_on: NaiveDate,
    pub(in crate::awards) signer_name: String,
    pub(in crate::awards) reward_vnd: i64,
    pub(in crate::awards) decision_id: Option<Uuid>,
    pub(in crate::awards) nomination_id: Option<Uuid>,
    pub(in crate::awards) import_id: Option<Uuid>,
    pub(in crate::awards) state: AwardState,
    pub(in crate::awards) revocation_symbol: Option<String>,
    pub(in crate::awards) revoked_on: Option<NaiveDate>,
    pub(in crate::awards) revocation_signer: Option<String>,
    pub(in crate::awards) revocation_reason: Option<Sealed>,
    pub(in crate::awards) due_back_vnd: i64,
    pub(in crate::awards) paid_back_vnd: i64,
    pub(in crate::awards) version: i64,
    pub(in crate::awards) created_at: Instant,
    pub(in crate::awards) updated_at: Instant,
}

pub(in crate::awards) fn insert(db: &mut AnyConnection, row: &AwardRow) -> Outcome<()> {
    diesel::insert_into(awards::table).values(row).execute(db)?;
    Ok(())
}

/// What stands in the register under a folded name of a union, the oldest first: for the conditions of forms.
pub(in crate::awards) fn held_by(
    db: &mut AnyConnection,
    kind: NomineeKind,
    folded: &str,
    union: Uuid,
) -> Outcome<Vec<AwardRow>> {
    Ok(awards::table
        .filter(awards::recipient_folded.eq(folded))
        .filter(awards::recipient_kind.eq(kind))
        .filter(awards::organisation_id.eq(union))
        .order((awards::year, awards::id))
        .load(db)?)
}

/// An award, for whoever is then shown to see it.
pub(in crate::awards) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<AwardRow> {
    Ok(awards::table.find(id).first(db)?)
}
