//! Rows of `sessions` and `refresh_tokens`.

use diesel::prelude::*;

use crate::db::schema::{refresh_tokens, sessions, users};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::model::{IDLE, UserStatus};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub(in crate::identity) struct SessionRow {
    pub id: Uuid,
    pub user_id: Uuid,
    pub created_at: Instant,
    pub last_used_at: Instant,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
    pub end_reason: Option<String>,
    pub user_agent: Option<String>,
    pub version: i64,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens, treat_none_as_default_value = false)]
pub(in crate::identity) struct TokenRow {
    pub token_hash: Vec<u8>,
    pub session_id: Uuid,
    pub issued_at: Instant,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub successor_hash: Option<Vec<u8>>,
}

pub(in crate::identity) fn insert(db: &mut AnyConnection, row: &SessionRow) -> Outcome<()> {
    diesel::insert_into(sessions::table).values(row).execute(db)?;
    Ok(())
}

pub(in crate::identity) fn insert_token(db: &mut AnyConnection, row: &TokenRow) -> Outcome<()> {
    diesel::insert_into(refresh_tokens::table).values(row).execute(db)?;
    Ok(())
}

/// A token with its session, the state of its user and whether that is one of the demo's.
pub(in crate::identity) fn by_token(
    db: &mut AnyConnection,
    hash: &[u8],
) -> Outcome<Option<(TokenRow, SessionRow, UserStatus, bool)>> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table.inner_join(users::table))
        .filter(refresh_tokens::token_hash.eq(hash))
        .select((refresh_tokens::all_columns, sessions::all_columns, users::status, users::is_demo))
        .first(db)
        .optional()?)
}

/// Marks a token used; false when somebody was faster.
pub(in crate::identity) fn use_token(
    db: &mut AnyConnection,
    hash: &[u8],
    successor: Option<&[u8]>,
    now: Instant,
) -> Outcome<bool> {
    let unused = refresh_tokens::table
        .filter(refresh_tokens::token_hash.eq(hash))
        .filter(refresh_tokens::used_at.is_null());
    let changed = diesel::update(unused)
        .set((refresh_tokens::used_at.eq(now), refresh_tokens::successor_hash.eq(successor)))
        .execute(db)?;
    Ok(changed == 1)
}

/// Whether `old` was changed for `new`, and `new` was not used yet.
pub(in crate::identity) fn is_unused_successor(
    db: &mut AnyConnection,
    old: &[u8],
    new: &[u8],
) -> Outcome<bool> {
    let changed: i64 = refresh_tokens::table
        .filter(refresh_tokens::token_hash.eq(old))
        .filter(refresh_tokens::successor_hash.eq(new))
        .count()
        .get_result(db)?;
    let unused: i64 = refresh_tokens::table
        .filter(refresh_tokens::token_hash.eq(new))
        .filter(refresh_tokens::used_at.is_null())
        .count()
        .get_result(db)?;
    Ok(changed == 1 && unused == 1)
}

pub(in crate::identity) fn touch(db: &mut AnyConnection, id: Uuid, now: Instant) -> Outcome<()> {
    diesel::update(sessions::table.find(id))
        .set((sessions::last_used_at.eq(now), sessions::version.eq(sessions::version + 1)))
        .execute(db)?;
    Ok(())
}

/// The user's open sessions, newest first, without the first `skipped`, at most `most`.
pub(in crate::identity) fn open(
    db: &mut AnyConnection,
    user: Uuid,
    now: Instant,
    skipped: u8,
    most: u8,
) -> Outcome<Vec<SessionRow>> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_used_at.gt(now - IDLE))
        .order((sessions::created_at.desc(), sessions::id.desc()))
        .offset(i64::from(skipped))
        .limit(i64::from(most))
        .load(db)?)
}

/// Ends the user's open sessions: one, all, or all but one. Answers how many.
pub(in crate::identity) fn end(
    db: &mut AnyConnection,
    user: Uuid,
    which: Which,
    reason: &'static str,
    now: Instant,
) -> Outcome<usize> {
    let mut open = diesel::update(sessions::table)
        .set((
            sessions::ended_at.eq(now),
            sessions::end_reason.eq(reason),
            sessions::version.eq(sessions::version + 1),
        ))
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_used_at.gt(now - IDLE))
        .into_boxed::<MultiBackend>();
    match which {
        Which::One(one) => open = open.filter(sessions::id.eq(one)),
        Which::AllBut(Some(kept)) => open = open.filter(sessions::id.ne(kept)),
        Which::AllBut(None) => {}
    }
    Ok(open.execute(db)?)
}

/// Deletes refresh tokens past their time, at most `most`; answers how many. Used or not, they are refused anyway.
pub(in crate::identity) fn forget_tokens(db: &mut AnyConnection, now: Instant, most: i64) -> Outcome<usize> {
    let old: Vec<Vec<u8>> = refresh_tokens::table
        .filter(refresh_tokens::expires_at.le(now))
        .select(refresh_tokens::token_hash)
        .limit(most)
        .load(db)?;
    Ok(diesel::delete(refresh_tokens::table.filter(refresh_tokens::token_hash.eq_any(old))).execute(db)?)
}

/// Deletes sessions that ended before `before`, at most `most`; answers how many. Their tokens must have gone.
pub(in crate::identity) fn forget(db: &mut AnyConnection, before: Instant, most: i64) -> Outcome<usize> {
    let old: Vec<Uuid> = sessions::table
        .filter(sessions::ended_at.lt(before).or(sessions::expires_at.lt(before)))
        .select(sessions::id)
        .limit(most)
        .load(db)?;
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(old))).execute(db)?)
}

/// Which sessions to end.
#[derive(Clone, Copy, Debug)]
pub(in crate::identity) enum Which {
    /// This one.
    One(Uuid),
    /// All, except this one where there is one.
    AllBut(Option<Uuid>),
}
