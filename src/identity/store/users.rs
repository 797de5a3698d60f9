//! Rows of `users` and `reset_codes`.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::{grants, reset_codes, users};
use crate::db::{AnyConnection, MultiBackend, dialect};
use crate::identity::model::{UserSort, UserStatus};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
pub(in crate::identity) struct UserRow {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    pub name_folded: String,
    pub status: UserStatus,
    pub password_hash: Option<String>,
    pub password_changed_at: Option<Instant>,
    pub must_change_password: bool,
    pub is_demo: bool,
    /// Where the suspender's reach begins, while the user is suspended.
    pub suspended_from: Option<Uuid>,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// For signing in, before anybody's rights are known.
pub(in crate::identity) fn by_username(db: &mut AnyConnection, username: &str) -> Outcome<Option<UserRow>> {
    Ok(users::table.filter(users::username.eq(username)).first(db).optional()?)
}

/// Waits for whoever else changes this user's password, state, sessions or grants, until the transaction ends. What
/// is read after it holds to its end.
pub(in crate::identity) fn lock(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    Ok(dialect::lock(db, id.as_bytes())?)
}

/// The caller's own row.
pub(in crate::identity) fn own(db: &mut AnyConnection, id: Uuid) -> Outcome<UserRow> {
    Ok(users::table.find(id).first(db)?)
}

/// A user who holds or held a grant somewhere in scope.
pub(in crate::identity) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<UserRow> {
    let mut query = users::table.filter(users::id.eq(id)).into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        query = query.filter(users::id.eq_any(holders(trees)));
    }
    Ok(query.first(db)?)
}

type Holders = diesel::dsl::Select<
    diesel::dsl::Filter<
        grants::table,
        diesel::dsl::EqAny<grants::organisation_id, crate::identity::policy::DescendantsOf>,
    >,
    grants::user_id,
>;

fn holders(trees: Vec<Uuid>) -> Holders {
    grants::table.filter(grants::organisation_id.eq_any(descendants_of(trees))).select(grants::user_id)
}

/// What a list of users is narrowed by.
#[derive(Debug, Default)]
pub(in crate::identity) struct Filter {
    pub status: Option<UserStatus>,
    pub like: Option<String>,
    pub organisation: Option<Uuid>,
}

fn matching<'a>(scope: &Scope, filter: &Filter) -> users::BoxedQuery<'a, MultiBackend> {
    let mut query = users::table.into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        query = query.filter(users::id.eq_any(holders(trees)));
    }
    if let Some(status) = filter.status {
        query = query.filter(users::status.eq(status));
    }
    if let Some(like) = filter.like.clone() {
        // A user name holds no letter that folding would change.
        let named = users::name_folded.like(like.clone()).escape('\\');
        query = query.filter(named.or(users::username.like(like).escape('\\')));
    }
    if let Some(organisation) = filter.organisation {
        let here = grants::table.filter(grants::organisation_id.eq(organisation)).select(grants::user_id);
        query = query.filter(users::id.eq_any(here));
    }
    query
}

/// Active users who hold a role in this very organisation on this day, and bear this name where one is given.
fn of_holders<'a>(
    (organisation, on): (Uuid, NaiveDate),
    like: Option<String>,
) -> users::BoxedQuery<'a, MultiBackend> {
    let here = grants::table
        .filter(grants::organisation_id.eq(organisation))
        .filter(grants::valid_from.le(on))
        .filter(grants::valid_to.is_null().or(grants::valid_to.gt(on)))
        .select(grants::user_id);
    let query = users::table
        .filter(users::status.eq(UserStatus::Active))
        .filter(users::id.eq_any(here))
        .into_boxed::<MultiBackend>();
    match like {
        Some(like) => query.filter(users::name_folded.like(like).escape('\\')),
        None => query,
    }
}

/// One page of them, by their entry.
pub(in crate::identity) fn holding(
    db: &mut AnyConnection,
    here: (Uuid, NaiveDate),
    like: Option<String>,
    page: &Page,
) -> Outcome<Vec<UserRow>> {
    let rows = of_holders(here, like).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, users, page.start::<Created>()?, false);
    Ok(rows.load(db)?)
}

pub(in crate::identity) fn count_holding(
    db: &mut AnyConnection,
    here: (Uuid, NaiveDate),
    like: Option<String>,
) -> Outcome<i64> {
    Ok(of_holders(here, like).count().get_result(db)?)
}

/// One page.
pub(in crate::identity) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    sort: UserSort,
    page: &Page,
) -> Outcome<Vec<UserRow>> {
    use users::username;
    let down = matches!(sort, UserSort::CreatedAtDown | UserSort::UsernameDown);
    let rows = matching(scope, filter).limit(page.rows());
    if !sort.is_by_name() {
        let rows = crate::in_order_of_creation!(rows, users, page.start::<Created>()?, down);
        return Ok(rows.load(db)?);
    }
    let rows = match (page.start::<(String,)>()?, down) {
        (None, true) => rows.order(username.desc()),
        (None, false) => rows.order(username.asc()),
        (Some((last,)), true) => rows.filter(username.lt(last)).order(username.desc()),
        (Some((last,)), false) => rows.filter(username.gt(last)).order(username.asc()),
    };
    Ok(rows.load(db)?)
}

pub(in crate::identity) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

pub(in crate::identity) fn insert(db: &mut AnyConnection, row: &UserRow) -> Outcome<()> {
    diesel::insert_into(users::table).values(row).execute(db)?;
    Ok(())
}

/// Whether there is any user at all.
pub(in crate::identity) fn any(db: &mut AnyConnection) -> Outcome<bool> {
    Ok(diesel::select(diesel::dsl::exists(users::table.select(users::id))).get_result(db)?)
}

/// Whether there is any user of the demo.
pub(in crate::identity) fn any_demo(db: &mut AnyConnection) -> Outcome<bool> {
    Ok(diesel::select(diesel::dsl::exists(users::table.filter(users::is_demo.eq(true)))).get_result(db)?)
}

/// Writes name and state of `row` over version `version`.
pub(in crate::identity) fn update(db: &mut AnyConnection, row: &UserRow, version: i64) -> Outcome<UserRow> {
    diesel::update(users::table.filter(users::id.eq(row.id)).filter(users::version.eq(version)))
        .set((
            users::display_name.eq(&row.display_name),
            users::name_folded.eq(&row.name_folded),
            users::status.eq(row.status),
            users::suspended_from.eq(row.suspended_from),
            users::version.eq(version + 1),
            users::updated_at.eq(row.updated_at),
        ))
        .returning(users::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(version + 1))
}

/// Sets a password.
pub(in crate::identity) fn set_password(
    db: &mut AnyConnection,
    id: Uuid,
    phc: &str,
    must_change: bool,
    now: Instant,
) -> Outcome<()> {
    diesel::update(users::table.find(id))
        .set((
            users::password_hash.eq(phc),
            users::password_changed_at.eq(now),
            users::must_change_password.eq(must_change),
            users::version.eq(users::version + 1),
            users::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Lets the user do nothing before setting another password.
pub(in crate::identity) fn demand_password(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    diesel::update(users::table.find(id)).set(users::must_change_password.eq(true)).execute(db)?;
    Ok(())
}

/// Keeps the same password with another hash.
pub(in crate::identity) fn rehash(db: &mut AnyConnection, id: Uuid, phc: &str) -> Outcome<()> {
    diesel::update(users::table.find(id)).set(users::password_hash.eq(phc)).execute(db)?;
    Ok(())
}

/// Keeps the hash of a new one-time code; an older one of the same user is gone.
pub(in crate::identity) fn keep_reset_code(
    db: &mut AnyConnection,
    user: Uuid,
    hash: &[u8],
    issued_by: Uuid,
    expires_at: Instant,
) -> Outcome<()> {
    void_reset_code(db, user)?;
    diesel::insert_into(reset_codes::table)
        .values((
            reset_codes::user_id.eq(user),
            reset_codes::code_hash.eq(hash),
            reset_codes::issued_by.eq(issued_by),
            reset_codes::expires_at.eq(expires_at),
        ))
        .execute(db)?;
    Ok(())
}

/// The user's open code, where there is one, works no more.
pub(in crate::identity) fn void_reset_code(db: &mut AnyConnection, user: Uuid) -> Outcome<()> {
    diesel::delete(reset_codes::table.find(user)).execute(db)?;
    Ok(())
}

/// Deletes codes past their time, at most `most`; answers how many.
pub(in crate::identity) fn forget_reset_codes(
    db: &mut AnyConnection,
    now: Instant,
    most: i64,
) -> Outcome<usize> {
    let old: Vec<Uuid> = reset_codes::table
        .filter(reset_codes::expires_at.le(now))
        .select(reset_codes::user_id)
        .limit(most)
        .load(db)?;
    Ok(diesel::delete(reset_codes::table.filter(reset_codes::user_id.eq_any(old))).execute(db)?)
}

/// Uses a code up and answers who issued it; nobody when it is unknown, another's or past its time.
pub(in crate::identity) fn take_reset_code(
    db: &mut AnyConnection,
    user: Uuid,
    hash: &[u8],
    now: Instant,
) -> Outcome<Option<Uuid>> {
    Ok(diesel::delete(
        reset_codes::table
            .filter(reset_codes::user_id.eq(user))
            .filter(reset_codes::code_hash.eq(hash))
            .filter(reset_codes::expires_at.gt(now)),
    )
    .returning(reset_codes::issued_by)
    .get_result(db)
    .optional()?)
}
