//! Rows of `grants`.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::{grants, organisations, users};
use crate::db::{AnyConnection, MultiBackend, dialect};
use crate::identity::model::UserStatus;
use crate::identity::policy::{Scope, descendants_of};
use crate::identity::role::Role;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = grants, treat_none_as_default_value = false)]
pub(in crate::identity) struct GrantRow {
    pub id: Uuid,
    pub user_id: Uuid,
    pub organisation_id: Uuid,
    pub role: Role,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A user's own grants with the organisations' names.
pub(in crate::identity) fn of_user(db: &mut AnyConnection, user: Uuid) -> Outcome<Vec<(GrantRow, String)>> {
    Ok(grants::table
        .inner_join(organisations::table)
        .filter(grants::user_id.eq(user))
        .order((grants::created_at, grants::id))
        .select((grants::all_columns, organisations::name))
        .load(db)?)
}

pub(in crate::identity) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<GrantRow> {
    let row: GrantRow = grants::table.find(id).first(db)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

/// What a list of grants is narrowed by: whose, and where.
type Filter = (Option<Uuid>, Option<Uuid>);

fn matching<'a>(scope: &Scope, filter: Filter) -> grants::BoxedQuery<'a, MultiBackend> {
    let mut query = grants::table.into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        query = query.filter(grants::organisation_id.eq_any(descendants_of(trees)));
    }
    if let Some(user) = filter.0 {
        query = query.filter(grants::user_id.eq(user));
    }
    if let Some(organisation) = filter.1 {
        query = query.filter(grants::organisation_id.eq(organisation));
    }
    query
}

pub(in crate::identity) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: Filter,
    page: &Page,
) -> Outcome<Vec<GrantRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, grants, page.start::<Created>()?, false);
    Ok(rows.load(db)?)
}

pub(in crate::identity) fn count(db: &mut AnyConnection, scope: &Scope, filter: Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

/// Whether the user has this role here already on a day of the period.
pub(in crate::identity) fn overlaps(db: &mut AnyConnection, new: &GrantRow) -> Outcome<bool> {
    if new.valid_to == Some(new.valid_from) {
        return Ok(false);
    }
    // Two who give the same grant at once: the second waits here and then sees the first one's.
    dialect::lock(db, new.user_id.as_bytes())?;
    let mut query = grants::table
        .filter(grants::id.ne(new.id))
        .filter(grants::user_id.eq(new.user_id))
        .filter(grants::organisation_id.eq(new.organisation_id))
        .filter(grants::role.eq(new.role))
        .filter(grants::valid_to.is_null().or(grants::valid_to.gt(new.valid_from)))
        // One that ended before it began covers no day.
        .filter(grants::valid_to.is_null().or(grants::valid_to.gt(grants::valid_from.nullable())))
        .into_boxed::<MultiBackend>();
    if let Some(to) = new.valid_to {
        query = query.filter(grants::valid_from.lt(to));
    }
    let found: i64 = query.count().get_result(db)?;
    Ok(found > 0)
}

pub(in crate::identity) fn insert(db: &mut AnyConnection, row: &GrantRow) -> Outcome<()> {
    diesel::insert_into(grants::table).values(row).execute(db)?;
    Ok(())
}

/// Sets the last day over version `version`.
pub(in crate::identity) fn set_end(
    db: &mut AnyConnection,
    id: Uuid,
    valid_to: Option<NaiveDate>,
    version: i64,
    now: Instant,
) -> Outcome<GrantRow> {
    diesel::update(grants::table.filter(grants::id.eq(id)).filter(grants::version.eq(version)))
        .set((grants::valid_to.eq(valid_to), grants::version.eq(version + 1), grants::updated_at.eq(now)))
        .returning(grants::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(version + 1))
}

/// The name of an active user who holds a role in this very organisation on a day.
pub(in crate::identity) fn holder(
    db: &mut AnyConnection,
    user: Uuid,
    organisation: Uuid,
    on: NaiveDate,
) -> Outcome<Option<String>> {
    Ok(users::table
        .inner_join(grants::table)
        .filter(users::id.eq(user))
        .filter(users::status.eq(UserStatus::Active))
        .filter(grants::organisation_id.eq(organisation))
        .filter(grants::valid_from.le(on))
        .filter(grants::valid_to.is_null().or(grants::valid_to.gt(on)))
        .select(users::display_name)
        .first(db)
        .optional()?)
}
