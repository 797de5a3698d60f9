//! Rows of decisions, their lines and payments.

mod lines;
mod payments;
mod told;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::DecisionStatus;
use crate::db::schema::{support_decisions as decisions, support_programmes as programmes};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};
use crate::kernel::signing::SigningCapacity;

pub(in crate::hardship) use lines::line_reason;
pub(super) use lines::*;
pub(in crate::hardship) use payments::payment_reason;
pub(super) use payments::*;
pub(super) use told::*;

crate::text_column!(DecisionStatus, SigningCapacity);

/// A decision as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = decisions, treat_none_as_default_value = false)]
pub(super) struct DecisionRow {
    pub(super) id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) programme_id: Uuid,
    pub(super) title: String,
    pub(super) legal_bases: String,
    pub(super) place: Option<String>,
    pub(super) document_date: Option<NaiveDate>,
    pub(super) signing_capacity: Option<SigningCapacity>,
    pub(super) signing_body: Option<String>,
    pub(super) signer_position: Option<String>,
    pub(super) signer_name: Option<String>,
    pub(super) status: DecisionStatus,
    pub(super) register_entry_id: Option<Uuid>,
    pub(super) number: Option<i64>,
    pub(super) symbol: Option<String>,
    pub(super) line_count: i32,
    pub(super) total_vnd: i64,
    pub(super) created_by: Uuid,
    pub(super) signed_by: Option<Uuid>,
    pub(super) signed_at: Option<Instant>,
    pub(super) version: i64,
    pub(super) created_at: Instant,
    pub(super) updated_at: Instant,
}

/// What may change of a decision's own row. `None` outside keeps, `None` inside clears.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = decisions)]
pub(super) struct Changes {
    pub(super) title: Option<String>,
    pub(super) legal_bases: Option<String>,
    pub(super) place: Option<Option<String>>,
    pub(super) document_date: Option<Option<NaiveDate>>,
    pub(super) signing_capacity: Option<Option<SigningCapacity>>,
    pub(super) signing_body: Option<Option<String>>,
    pub(super) signer_position: Option<Option<String>>,
    pub(super) signer_name: Option<Option<String>>,
    pub(super) status: Option<DecisionStatus>,
    pub(super) register_entry_id: Option<Uuid>,
    pub(super) number: Option<i64>,
    pub(super) symbol: Option<String>,
    pub(super) signed_by: Option<Uuid>,
    pub(super) signed_at: Option<Instant>,
}

/// Which decisions to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) organisation: Option<Uuid>,
    pub(super) programme: Option<Uuid>,
    pub(super) status: Option<DecisionStatus>,
    pub(super) year: Option<i32>,
    pub(super) signed_from: Option<NaiveDate>,
    pub(super) signed_to: Option<NaiveDate>,
    pub(super) descending: bool,
}

/// A decision of an organisation in scope.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<DecisionRow> {
    let row = get(db, id)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

/// The decision of a line that the caller was shown to see.
pub(super) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<DecisionRow> {
    Ok(decisions::table.find(id).first(db)?)
}

/// Holds a draft until the transaction ends; `false` for one that is signed. Its version stays.
pub(super) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<bool> {
    let draft = decisions::table.find(id).filter(decisions::status.eq(DecisionStatus::Draft));
    Ok(diesel::update(draft).set(decisions::version.eq(decisions::version)).execute(db)? == 1)
}

pub(super) fn insert(db: &mut AnyConnection, row: &DecisionRow) -> Outcome<()> {
    diesel::insert_into(decisions::table).values(row).execute(db)?;
    Ok(())
}

/// Applies `changes` to a draft if it is still at `version`.
pub(super) fn update(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    changes: &Changes,
    now: Instant,
) -> Outcome<Option<DecisionRow>> {
    let known = decisions::table
        .filter(decisions::id.eq(id))
        .filter(decisions::version.eq(version))
        .filter(decisions::status.eq(DecisionStatus::Draft));
    Ok(diesel::update(known)
        .set((changes, decisions::version.eq(version + 1), decisions::updated_at.eq(now)))
        .returning(decisions::all_columns)
        .get_result(db)
        .optional()?)
}

/// Raises the version of a draft for a change of its lines: so many more, for so much more. It comes before the change,
/// so that changes of one decision's lines wait for one another and for its signing. Nothing when it is signed.
pub(super) fn touch(
    db: &mut AnyConnection,
    id: Uuid,
    lines: i32,
    vnd: i64,
    now: Instant,
) -> Outcome<Option<DecisionRow>> {
    let draft =
        decisions::table.filter(decisions::id.eq(id)).filter(decisions::status.eq(DecisionStatus::Draft));
    Ok(diesel::update(draft)
        .set((
            decisions::line_count.eq(decisions::line_count + lines),
            decisions::total_vnd.eq(decisions::total_vnd + vnd),
            decisions::version.eq(decisions::version + 1),
            decisions::updated_at.eq(now),
        ))
        .returning(decisions::all_columns)
        .get_result(db)
        .optional()?)
}

/// Removes a draft at `version` with its lines.
pub(super) fn delete(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<()> {
    delete_lines(db, id)?;
    let known = decisions::table.filter(decisions::id.eq(id)).filter(decisions::version.eq(version));
    match diesel::delete(known).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::stale(version + 1)),
    }
}

fn matching(scope: &Scope, filter: &Filter) -> decisions::BoxedQuery<'static, MultiBackend> {
    let mut rows = decisions::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(decisions::organisation_id.eq_any(descendants_of(tops)));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(decisions::organisation_id.eq(organisation));
    }
    if let Some(programme) = filter.programme {
        rows = rows.filter(decisions::programme_id.eq(programme));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(decisions::status.eq(status));
    }
    if let Some(year) = filter.year {
        let of_year = programmes::table.filter(programmes::year.eq(year)).select(programmes::id);
        rows = rows.filter(decisions::programme_id.eq_any(of_year));
    }
    if filter.signed_from.is_some() || filter.signed_to.is_some() {
        rows = rows.filter(decisions::status.eq(DecisionStatus::Signed));
    }
    if let Some(from) = filter.signed_from {
        rows = rows.filter(decisions::document_date.ge(from));
    }
    if let Some(to) = filter.signed_to {
        rows = rows.filter(decisions::document_date.le(to));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<DecisionRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, decisions, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}
