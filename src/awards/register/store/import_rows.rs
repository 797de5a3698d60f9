//! Rows of imports and their faults.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::awards::register::model::AwardImportStatus;
use crate::db::schema::{award_forms as forms, award_import_faults as faults, award_imports as imports};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::Outcome;

crate::text_column!(AwardImportStatus);

/// An import as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = imports, treat_none_as_default_value = false)]
pub(in crate::awards::register) struct ImportRow {
    pub(in crate::awards::register) id: Uuid,
    pub(in crate::awards::register) organisation_id: Uuid,
    pub(in crate::awards::register) dry_run: bool,
    pub(in crate::awards::register) status: AwardImportStatus,
    pub(in crate::awards::register) sha256: Vec<u8>,
    pub(in crate::awards::register) row_count: i32,
    pub(in crate::awards::register) rows_checked: i32,
    pub(in crate::awards::register) bad_rows: i32,
    pub(in crate::awards::register) created_by: Uuid,
    pub(in crate::awards::register) version: i64,
    pub(in crate::awards::register) created_at: Instant,
    pub(in crate::awards::register) updated_at: Instant,
}

/// A fault as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = faults, treat_none_as_default_value = false)]
pub(in crate::awards::register) struct FaultRow {
    pub(in crate::awards::register) import_id: Uuid,
    pub(in crate::awards::register) position: i32,
    pub(in crate::awards::register) row_number: i32,
    pub(in crate::awards::register) column_name: Option<String>,
    pub(in crate::awards::register) code: String,
}

/// Which imports to list.
#[derive(Clone, Debug, Default)]
pub(in crate::awards::register) struct ImportFilter {
    pub(in crate::awards::register) organisation: Option<Uuid>,
    pub(in crate::awards::register) status: Option<AwardImportStatus>,
    pub(in crate::awards::register) descending: bool,
}

/// An import of an organisation in scope.
pub(in crate::awards::register) fn find_import(
    db: &mut AnyConnection,
    scope: &Scope,
    id: Uuid,
) -> Outcome<ImportRow> {
    let row = import_of(db, id)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

/// An import that the system itself works on, or that brought an award that the caller was shown to see.
pub(in crate::awards::register) fn import_of(db: &mut AnyConnection, id: Uuid) -> Outcome<ImportRow> {
    Ok(imports::table.find(id).first(db)?)
}

fn matching(scope: &Scope, filter: &ImportFilter) -> imports::BoxedQuery<'static, MultiBackend> {
    let mut rows = imports::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(imports::organisation_id.eq_any(descendants_of(tops)));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(imports::organisation_id.eq(organisation));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(imports::status.eq(status));
    }
    rows
}

pub(in crate::awards::register) fn list_imports(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &ImportFilter,
    page: &Page,
) -> Outcome<Vec<ImportRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, imports, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(in crate::awards::register) fn count_imports(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &ImportFilter,
) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

pub(in crate::awards::register) fn insert_import(db: &mut AnyConnection, row: &ImportRow) -> Outcome<()> {
    diesel::insert_into(imports::table).values(row).execute(db)?;
    Ok(())
}

/// What an import has come to.
#[derive(Clone, Copy, Debug)]
pub(in crate::awards::register) struct Progress {
    pub(in crate::awards::register) status: AwardImportStatus,
    pub(in crate::awards::register) rows_checked: i32,
    pub(in crate::awards::register) bad_rows: i32,
}

/// The states of an import that is worked on.
fn running() -> Vec<&'static str> {
    vec![AwardImportStatus::Checking.as_str(), AwardImportStatus::Writing.as_str()]
}

/// Notes how far an import has come; `false` where it has ended. The row stays locked until the transaction ends.
pub(in crate::awards::register) fn note_progress(
    db: &mut AnyConnection,
    id: Uuid,
    progress: Progress,
    now: Instant,
) -> Outcome<bool> {
    let row = imports::table.filter(imports::id.eq(id)).filter(imports::status.eq_any(running()));
    let set = (
        imports::status.eq(progress.status),
        imports::rows_checked.eq(progress.rows_checked),
        imports::bad_rows.eq(progress.bad_rows),
        imports::version.eq(imports::version + 1),
        imports::updated_at.eq(now),
    );
    Ok(diesel::update(row).set(set).execute(db)? == 1)
}

/// Notes that an import goes on, unless it has ended.
pub(in crate::awards::register) fn beat(db: &mut AnyConnection, id: Uuid, now: Instant) -> Outcome<()> {
    let row = imports::table.filter(imports::id.eq(id)).filter(imports::status.eq_any(running()));
    diesel::update(row)
        .set((imports::version.eq(imports::version + 1), imports::updated_at.eq(now)))
        .execute(db)?;
    Ok(())
}

/// Imports that run, as it says there, and of which nothing was heard since `before`.
pub(in crate::awards::register) fn stuck(
    db: &mut AnyConnection,
    before: Instant,
    limit: i64,
) -> Outcome<Vec<ImportRow>> {
    Ok(imports::table
        .filter(imports::status.eq_any(running()))
        .filter(imports::updated_at.lt(before))
        .order(imports::updated_at)
        .limit(limit)
        .load(db)?)
}

pub(in crate::awards::register) fn insert_fault(db: &mut AnyConnection, row: &FaultRow) -> Outcome<()> {
    diesel::insert_into(faults::table).values(row).execute(db)?;
    Ok(())
}

/// The faults of an import that was found, in the order of its rows.
pub(in crate::awards::register) fn faults_of(
    db: &mut AnyConnection,
    import: Uuid,
    after: i32,
    limit: i64,
) -> Outcome<Vec<FaultRow>> {
    Ok(faults::table
        .filter(faults::import_id.eq(import))
        .filter(faults::position.gt(after))
        .order(faults::position)
        .limit(limit)
        .load(db)?)
}

pub(in crate::awards::register) fn count_faults(db: &mut AnyConnection, import: Uuid) -> Outcome<i64> {
    Ok(faults::table.filter(faults::import_id.eq(import)).count().get_result(db)?)
}

/// What of a form a row of a file is checked against: id, code, kind, authority, for whom, from when to when.
pub(in crate::awards::register) type FormTold =
    (Uuid, String, String, String, bool, bool, NaiveDate, Option<NaiveDate>);

/// Every version of every form. All may see all forms.
pub(in crate::awards::register) fn every_form(db: &mut AnyConnection) -> Outcome<Vec<FormTold>> {
    Ok(forms::table
        .select((
            forms::id,
            forms::code,
            forms::kind,
            forms::authority,
            forms::for_collectives,
            forms::for_individuals,
            forms::valid_from,
            forms::valid_to,
        ))
        .load(db)?)
}
