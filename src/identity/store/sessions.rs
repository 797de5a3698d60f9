//! Rows of `sessions` and `refresh_tokens`.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::{refresh_tokens, sessions, users};
use crate::identity::model::UserStatus;
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

/// A token with its session and the state of its user.
pub(in crate::identity) fn by_token(
    db: &mut AnyConnection,
    hash: &[u8],
) -> Outcome<Option<(TokenRow, SessionRow, UserStatus)>> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table.inner_join(users::table))
        .filter(refresh_tokens::token_hash.eq(hash))
        .select((refresh_tokens::all_columns, sessions::all_columns, users::status))
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

/// The user's open sessions, newest first.
pub(in crate::identity) fn open(
    db: &mut AnyConnection,
    user: Uuid,
    now: Instant,
) -> Outcome<Vec<SessionRow>> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .order((sessions::created_at.desc(), sessions::id.desc()))
        .load(db)?)
}

/// Ends the user's open sessions: one, all, or all but one. Answers which.
pub(in crate::identity) fn end(
    db: &mut AnyConnection,
    user: Uuid,
    which: Which,
    reason: &'static str,
    now: Instant,
) -> Outcome<Vec<Uuid>> {
    let open = open(db, user, now)?;
    let ids: Vec<Uuid> = open
        .into_iter()
        .map(|session| session.id)
        .filter(|&id| match which {
            Which::One(one) => id == one,
            Which::AllBut(kept) => Some(id) != kept,
        })
        .collect();
    diesel::update(
        sessions::table.filter(sessions::id.eq_any(ids.clone())).filter(sessions::ended_at.is_null()),
    )
    .set((
        sessions::ended_at.eq(now),
        sessions::end_reason.eq(reason),
        sessions::version.eq(sessions::version + 1),
    ))
    .execute(db)?;
    Ok(ids)
}

/// Which sessions to end.
#[derive(Clone, Copy, Debug)]
pub(in crate::identity) enum Which {
    /// This one.
    One(Uuid),
    /// All, except this one where there is one.
    AllBut(Option<Uuid>),
}
