//! Rows of `housing_surveys`.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{HousingWork, SurveyStatus};
use crate::db::schema::housing_surveys as surveys;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};
use crate::vault::{Place, Sealed};

crate::text_column!(HousingWork, SurveyStatus);

/// Where a sealed value of an entry stands.
pub(in crate::hardship) const fn place(column: &'static str, row: Uuid) -> Place {
    Place { table: "housing_surveys", column, row }
}

/// A survey entry as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = surveys, treat_none_as_default_value = false)]
pub(in crate::hardship) struct SurveyRow {
    pub(in crate::hardship) id: Uuid,
    pub(in crate::hardship) organisation_id: Uuid,
    pub(in crate::hardship) year: i32,
    pub(in crate::hardship) householder_name: String,
    pub(in crate::hardship) householder_folded: String,
    pub(in crate::hardship) citizen_id: Option<Sealed>,
    pub(in crate::hardship) citizen_hash: Option<Vec<u8>>,
    pub(in crate::hardship) birth_date: Option<Sealed>,
    pub(in crate::hardship) phone: Option<Sealed>,
    pub(in crate::hardship) address: Option<Sealed>,
    pub(in crate::hardship) circumstances: Option<Sealed>,
    pub(in crate::hardship) condition: String,
    pub(in crate::hardship) work: HousingWork,
    pub(in crate::hardship) estimate_vnd: i64,
    pub(in crate::hardship) surveyed_on: NaiveDate,
    pub(in crate::hardship) status: SurveyStatus,
    pub(in crate::hardship) shortlisted_by: Option<Uuid>,
    pub(in crate::hardship) application_id: Option<Uuid>,
    pub(in crate::hardship) created_by: Uuid,
    pub(in crate::hardship) version: i64,
    pub(in crate::hardship) created_at: Instant,
    pub(in crate::hardship) updated_at: Instant,
}

/// What an edit sets. What it does not set is not written at all: a sealed value that was read a moment ago may have
/// been sealed with another key since.
#[derive(Default, AsChangeset)]
#[diesel(table_name = surveys)]
pub(in crate::hardship) struct Changes {
    pub(in crate::hardship) householder_name: Option<String>,
    pub(in crate::hardship) householder_folded: Option<String>,
    pub(in crate::hardship) citizen_id: Option<Option<Sealed>>,
    pub(in crate::hardship) citizen_hash: Option<Option<Vec<u8>>>,
    pub(in crate::hardship) birth_date: Option<Option<Sealed>>,
    pub(in crate::hardship) phone: Option<Option<Sealed>>,
    pub(in crate::hardship) address: Option<Option<Sealed>>,
    pub(in crate::hardship) circumstances: Option<Option<Sealed>>,
    pub(in crate::hardship) condition: Option<String>,
    pub(in crate::hardship) work: Option<HousingWork>,
    pub(in crate::hardship) estimate_vnd: Option<i64>,
    pub(in crate::hardship) surveyed_on: Option<NaiveDate>,
    pub(in crate::hardship) status: Option<SurveyStatus>,
    pub(in crate::hardship) shortlisted_by: Option<Option<Uuid>>,
    pub(in crate::hardship) application_id: Option<Option<Uuid>>,
}

/// Which entries to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) organisation: Option<Uuid>,
    pub(super) year: Option<i32>,
    pub(super) work: Option<HousingWork>,
    pub(super) condition: Option<String>,
    pub(super) status: Option<SurveyStatus>,
    pub(super) like: Option<String>,
    pub(super) descending: bool,
}

/// An entry of an organisation in scope.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<SurveyRow> {
    let row: SurveyRow = surveys::table.find(id).first(db)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

fn matching(scope: &Scope, filter: &Filter) -> surveys::BoxedQuery<'static, MultiBackend> {
    let mut rows = surveys::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(surveys::organisation_id.eq_any(descendants_of(tops)));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(surveys::organisation_id.eq(organisation));
    }
    if let Some(year) = filter.year {
        rows = rows.filter(surveys::year.eq(year));
    }
    if let Some(work) = filter.work {
        rows = rows.filter(surveys::work.eq(work));
    }
    if let Some(condition) = filter.condition.clone() {
        rows = rows.filter(surveys::condition.eq(condition));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(surveys::status.eq(status));
    }
    if let Some(like) = filter.like.clone() {
        rows = rows.filter(surveys::householder_folded.like(like).escape('\\'));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<SurveyRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, surveys, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

pub(super) fn insert(db: &mut AnyConnection, row: &SurveyRow) -> Outcome<()> {
    diesel::insert_into(surveys::table).values(row).execute(db)?;
    Ok(())
}

/// Writes what an edit sets over this version.
pub(in crate::hardship) fn save(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    changes: &Changes,
    now: Instant,
) -> Outcome<SurveyRow> {
    let known = surveys::table.filter(surveys::id.eq(id)).filter(surveys::version.eq(version));
    diesel::update(known)
        .set((changes, surveys::version.eq(version + 1), surveys::updated_at.eq(now)))
        .returning(surveys::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(version + 1))
}

/// Holds the row until the transaction ends and answers its state as it is now. Its version stays.
pub(super) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<SurveyStatus> {
    Ok(diesel::update(surveys::table.find(id))
        .set(surveys::version.eq(surveys::version))
        .returning(surveys::status)
        .get_result(db)?)
}

pub(super) fn delete(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<()> {
    let known = surveys::table.filter(surveys::id.eq(id)).filter(surveys::version.eq(version));
    match diesel::delete(known).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::stale(version + 1)),
    }
}
