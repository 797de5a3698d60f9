//! Rows of `data_subject_requests`.

mod erased;
mod held;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{DataRequestKind, DataRequestStatus};
use crate::db::schema::data_subject_requests as requests;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};
use crate::vault::{Place, Sealed};

pub(super) use erased::*;
pub(super) use held::*;

crate::text_column!(DataRequestKind, DataRequestStatus);

/// Where a sealed value of a request stands.
pub(super) const fn place(column: &'static str, row: Uuid) -> Place {
    Place { table: "data_subject_requests", column, row }
}

/// A request as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = requests, treat_none_as_default_value = false)]
pub(super) struct RequestRow {
    pub(super) id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) kind: DataRequestKind,
    pub(super) citizen_id: Option<Sealed>,
    pub(super) citizen_hash: Vec<u8>,
    pub(super) contact: Option<Sealed>,
    pub(super) details: Option<Sealed>,
    pub(super) received_on: NaiveDate,
    pub(super) due_on: NaiveDate,
    pub(super) status: DataRequestStatus,
    pub(super) answer: Option<Sealed>,
    pub(super) answered_by: Option<Uuid>,
    pub(super) answered_at: Option<Instant>,
    pub(super) created_by: Uuid,
    pub(super) version: i64,
    pub(super) created_at: Instant,
    pub(super) updated_at: Instant,
}

/// What is set of a request. What is not set is not written at all: a sealed value that was read a moment ago may have
/// been sealed with another key since.
#[derive(Default, AsChangeset)]
#[diesel(table_name = requests)]
pub(super) struct Changes {
    pub(super) status: Option<DataRequestStatus>,
    pub(super) answer: Option<Sealed>,
    pub(super) answered_by: Option<Uuid>,
    pub(super) answered_at: Option<Instant>,
}

/// Which requests to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) organisation: Option<Uuid>,
    pub(super) kind: Option<DataRequestKind>,
    pub(super) status: Option<DataRequestStatus>,
    /// Open past the last day, on this day, or not.
    pub(super) overdue: Option<(bool, NaiveDate)>,
    pub(super) citizen_hash: Option<Vec<u8>>,
    pub(super) descending: bool,
}

/// A request to an organisation in scope.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<RequestRow> {
    let row: RequestRow = requests::table.find(id).first(db)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

fn matching(scope: &Scope, filter: &Filter) -> requests::BoxedQuery<'static, MultiBackend> {
    let mut rows = requests::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(requests::organisation_id.eq_any(descendants_of(tops)));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(requests::organisation_id.eq(organisation));
    }
    if let Some(kind) = filter.kind {
        rows = rows.filter(requests::kind.eq(kind));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(requests::status.eq(status));
    }
    if let Some(hash) = filter.citizen_hash.clone() {
        rows = rows.filter(requests::citizen_hash.eq(hash));
    }
    let open = DataRequestStatus::Open;
    match filter.overdue {
        Some((true, today)) => rows.filter(requests::status.eq(open)).filter(requests::due_on.lt(today)),
        Some((false, today)) => rows.filter(requests::status.ne(open).or(requests::due_on.ge(today))),
        None => rows,
    }
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<RequestRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, requests, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

/// All requests in scope of one citizen id, the oldest first.
pub(super) fn requests_of(db: &mut AnyConnection, scope: &Scope, hash: &[u8]) -> Outcome<Vec<RequestRow>> {
    let filter = Filter { citizen_hash: Some(hash.to_vec()), ..Filter::default() };
    Ok(matching(scope, &filter).order((requests::created_at, requests::id)).load(db)?)
}

pub(super) fn insert(db: &mut AnyConnection, row: &RequestRow) -> Outcome<()> {
    diesel::insert_into(requests::table).values(row).execute(db)?;
    Ok(())
}

/// Writes what is set over this version.
pub(super) fn save(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    changes: &Changes,
    now: Instant,
) -> Outcome<RequestRow> {
    let known = requests::table.filter(requests::id.eq(id)).filter(requests::version.eq(version));
    diesel::update(known)
        .set((changes, requests::version.eq(version + 1), requests::updated_at.eq(now)))
        .returning(requests::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(version + 1))
}
