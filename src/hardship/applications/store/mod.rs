//! Rows of `hardship_applications` and of what belongs to them.

pub(in crate::hardship) mod counters;
pub(in crate::hardship) mod duplicates;
pub(in crate::hardship) mod list;
pub(in crate::hardship) mod notes;
pub(in crate::hardship) mod persons;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{ApplicationStatus, Relation};
use crate::db::AnyConnection;
use crate::db::schema::hardship_applications as applications;
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

crate::text_column!(ApplicationStatus, Relation);

/// An application as it is kept: nothing of it is sealed.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = applications, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(in crate::hardship) struct ApplicationRow {
    pub(in crate::hardship) id: Uuid,
    pub(in crate::hardship) organisation_id: Uuid,
    pub(in crate::hardship) programme_id: Uuid,
    pub(in crate::hardship) category: String,
    pub(in crate::hardship) year: Option<i32>,
    pub(in crate::hardship) number: Option<i64>,
    pub(in crate::hardship) code: Option<String>,
    pub(in crate::hardship) relation: Relation,
    pub(in crate::hardship) beneficiary_name: String,
    pub(in crate::hardship) beneficiary_folded: String,
    pub(in crate::hardship) member_name: Option<String>,
    pub(in crate::hardship) requested_vnd: i64,
    pub(in crate::hardship) norm_id: Option<Uuid>,
    pub(in crate::hardship) filed_on: Option<NaiveDate>,
    pub(in crate::hardship) status: ApplicationStatus,
    pub(in crate::hardship) asked_from: Option<ApplicationStatus>,
    pub(in crate::hardship) step_since: Instant,
    pub(in crate::hardship) step_due: Option<NaiveDate>,
    pub(in crate::hardship) proposed_vnd: Option<i64>,
    pub(in crate::hardship) approved_vnd: Option<i64>,
    pub(in crate::hardship) created_by: Uuid,
    pub(in crate::hardship) submitted_by: Option<Uuid>,
    pub(in crate::hardship) endorsed_by: Option<Uuid>,
    pub(in crate::hardship) appraised_by: Option<Uuid>,
    pub(in crate::hardship) overridden_by: Option<Uuid>,
    pub(in crate::hardship) decision_line_id: Option<Uuid>,
    pub(in crate::hardship) on_hold: bool,
    pub(in crate::hardship) finished_on: Option<NaiveDate>,
    pub(in crate::hardship) erased_at: Option<Instant>,
    pub(in crate::hardship) version: i64,
    pub(in crate::hardship) created_at: Instant,
    pub(in crate::hardship) updated_at: Instant,
}

impl ApplicationRow {
    /// Who began, submitted, endorsed and appraised it.
    pub(in crate::hardship) const fn hands(&self) -> [Option<Uuid>; 4] {
        [Some(self.created_by), self.submitted_by, self.endorsed_by, self.appraised_by]
    }
}

/// An application of an organisation in scope.
pub(in crate::hardship) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<ApplicationRow> {
    let row: ApplicationRow = applications::table.find(id).first(db)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

/// Those of `ids` that are there, for a decision whose lines the caller was shown to see.
pub(in crate::hardship) fn of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<ApplicationRow>> {
    Ok(applications::table.filter(applications::id.eq_any(ids.to_vec())).order(applications::id).load(db)?)
}

pub(in crate::hardship) fn insert(db: &mut AnyConnection, row: &ApplicationRow) -> Outcome<()> {
    diesel::insert_into(applications::table).values(row).execute(db)?;
    Ok(())
}

/// Writes everything of `row` over version `row.version`; answers it with its new version.
pub(in crate::hardship) fn save(
    db: &mut AnyConnection,
    row: &ApplicationRow,
    now: Instant,
) -> Outcome<ApplicationRow> {
    let known =
        applications::table.filter(applications::id.eq(row.id)).filter(applications::version.eq(row.version));
    let next = ApplicationRow { version: row.version + 1, updated_at: now, ..row.clone() };
    diesel::update(known)
        .set(&next)
        .returning(applications::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// Holds the row until the transaction ends and answers its state as it is now. Its version stays.
pub(in crate::hardship) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<ApplicationStatus> {
    Ok(diesel::update(applications::table.find(id))
        .set(applications::version.eq(applications::version))
        .returning(applications::status)
        .get_result(db)?)
}

/// Removes a draft at `version`.
pub(in crate::hardship) fn delete(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<()> {
    let known = applications::table.filter(applications::id.eq(id)).filter(applications::version.eq(version));
    match diesel::delete(known).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::stale(version + 1)),
    }
}
