//! Rows of the organisations' tables.

pub(super) mod as_of;
pub(super) mod closure;
pub(super) mod committees;
pub(super) mod list;
pub(super) mod periods;
#[cfg(test)]
mod tests;

use diesel::prelude::*;

use super::model::{CommitteeKind, MemberTitle, OrganisationKind, OrganisationStatus};
use crate::db::AnyConnection;
use crate::db::schema::{counters, organisations};
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

crate::text_column!(OrganisationKind, OrganisationStatus, CommitteeKind, MemberTitle);

/// An organisation as it is, or with the name, kind and parent of the day that was asked for.
#[derive(Clone, Debug, Queryable, QueryableByName, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organisations, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(in crate::organisations) struct OrganisationRow {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub name_folded: String,
    pub kind: OrganisationKind,
    pub parent_id: Option<Uuid>,
    pub symbol: Option<String>,
    pub place: Option<String>,
    pub status: OrganisationStatus,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// Makes changes of the tree and of committees run one after another, until this transaction ends: the row's lock
/// on PostgreSQL, the one writer on SQLite. Whoever reads after it sees what was committed before.
pub(in crate::organisations) fn lock(db: &mut AnyConnection) -> Outcome<()> {
    let held = diesel::update(counters::table.find("organisations"))
        .set(counters::value.eq(counters::value + 1))
        .execute(db)?;
    match held {
        1 => Ok(()),
        _ => Err(Problem::internal("the row `organisations` of `counters` is missing")),
    }
}

/// The organisation as it is today, when the caller sees it.
pub(in crate::organisations) fn find(
    db: &mut AnyConnection,
    scope: &Scope,
    id: Uuid,
) -> Outcome<OrganisationRow> {
    if scope.covers_or_lies_below(db, id)? { get(db, id) } else { Err(Problem::not_found()) }
}

/// The organisation as it is today, for whoever has shown already that it may be read.
pub(in crate::organisations) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<OrganisationRow> {
    Ok(organisations::table.find(id).first(db)?)
}

/// Each of these with the one above it today.
pub(in crate::organisations) fn parents_of(
    db: &mut AnyConnection,
    ids: &[Uuid],
) -> Outcome<Vec<(Uuid, Option<Uuid>)>> {
    Ok(organisations::table
        .filter(organisations::id.eq_any(ids.to_vec()))
        .select((organisations::id, organisations::parent_id))
        .load(db)?)
}

pub(in crate::organisations) fn insert(db: &mut AnyConnection, row: &OrganisationRow) -> Outcome<()> {
    diesel::insert_into(organisations::table).values(row).execute(db)?;
    Ok(())
}

/// Writes `row`, whose version is the new one, over version `version`.
pub(in crate::organisations) fn update(
    db: &mut AnyConnection,
    row: &OrganisationRow,
    version: i64,
) -> Outcome<()> {
    let same =
        organisations::table.filter(organisations::id.eq(row.id)).filter(organisations::version.eq(version));
    match diesel::update(same).set(row).execute(db)? {
        0 => Err(Problem::stale(get(db, row.id)?.version)),
        _ => Ok(()),
    }
}

/// The organisation with this code.
pub(in crate::organisations) fn coded(db: &mut AnyConnection, code: &str) -> Outcome<Option<Uuid>> {
    Ok(organisations::table
        .filter(organisations::code.eq(code))
        .select(organisations::id)
        .first(db)
        .optional()?)
}

/// The organisation without a parent, where there is one yet.
pub(in crate::organisations) fn root(db: &mut AnyConnection) -> Outcome<Option<Uuid>> {
    Ok(organisations::table
        .filter(organisations::parent_id.is_null())
        .select(organisations::id)
        .first(db)
        .optional()?)
}

/// The kinds that stand directly under `parent` today.
pub(in crate::organisations) fn kinds_under(
    db: &mut AnyConnection,
    parent: Uuid,
) -> Outcome<Vec<OrganisationKind>> {
    Ok(organisations::table
        .filter(organisations::parent_id.eq(parent))
        .select(organisations::kind)
        .distinct()
        .load(db)?)
}
