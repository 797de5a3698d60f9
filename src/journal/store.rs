//! Rows of the journal.

use crate::kernel::id::Uuid;
use diesel::prelude::*;

use super::entry::Entry;
use crate::db::schema::{counters, journal, users};
use crate::db::types::JsonValue;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::problem::{Outcome, Problem};

/// An entry as it is read back.
#[derive(Queryable, Debug)]
pub(super) struct EntryRow {
    pub(super) seq: i64,
    pub(super) at: Instant,
    pub(super) actor_id: Option<Uuid>,
    pub(super) actor_name: Option<String>,
    pub(super) action: String,
    pub(super) record_type: String,
    pub(super) record_id: Uuid,
    pub(super) organisation_id: Option<Uuid>,
    pub(super) from_state: Option<String>,
    pub(super) to_state: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) changes: Option<JsonValue>,
    pub(super) request_id: Option<Uuid>,
}

type Columns = (
    journal::seq,
    journal::at,
    journal::actor_id,
    diesel::dsl::Nullable<users::display_name>,
    journal::action,
    journal::record_type,
    journal::record_id,
    journal::organisation_id,
    journal::from_state,
    journal::to_state,
    journal::reason,
    journal::changes,
    journal::request_id,
);

fn columns() -> Columns {
    (
        journal::seq,
        journal::at,
        journal::actor_id,
        users::display_name.nullable(),
        journal::action,
        journal::record_type,
        journal::record_id,
        journal::organisation_id,
        journal::from_state,
        journal::to_state,
        journal::reason,
        journal::changes,
        journal::request_id,
    )
}

/// Writes the entries of one transaction. Call it last: the counter's row lock is what puts sequence numbers in
/// the order of commits, so it should be held as briefly as can be.
///
/// # Errors
/// The database's own.
pub fn append(
    connection: &mut AnyConnection,
    entries: &[Entry],
    now: Instant,
    actor: Option<Uuid>,
    request: Option<Uuid>,
) -> Outcome<()> {
    let Ok(count) = i64::try_from(entries.len()) else { return Ok(()) };
    if count == 0 {
        return Ok(());
    }
    let last: i64 = diesel::update(counters::table.find("journal"))
        .set(counters::value.eq(counters::value + count))
        .returning(counters::value)
        .get_result(connection)
        .optional()?
        .ok_or_else(|| Problem::internal("the row `journal` of `counters` is missing"))?;
    for (entry, seq) in entries.iter().zip(last - count + 1..) {
        diesel::insert_into(journal::table)
            .values((
                journal::seq.eq(seq),
                journal::at.eq(now),
                journal::request_id.eq(request),
                journal::actor_id.eq(actor),
                journal::action.eq(entry.action),
                journal::record_type.eq(entry.record_type),
                journal::record_id.eq(entry.record_id),
                journal::organisation_id.eq(entry.organisation_id),
                journal::from_state.eq(entry.from_state),
                journal::to_state.eq(entry.to_state),
                journal::reason.eq(entry.reason.as_deref()),
                journal::changes.eq(entry.changes.as_ref()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// One record's entries after `after`, oldest first. The caller has shown that the record may be seen.
///
/// # Errors
/// The database's own.
pub fn history(
    connection: &mut AnyConnection,
    record: Uuid,
    after: i64,
    limit: i64,
) -> Outcome<Vec<EntryRow>> {
    Ok(journal::table
        .left_join(users::table.on(journal::actor_id.eq(users::id.nullable())))
        .filter(journal::record_id.eq(record))
        .filter(journal::seq.gt(after))
        .order(journal::seq)
        .limit(limit)
        .select(columns())
        .load(connection)?)
}

/// How many entries one record has.
///
/// # Errors
/// The database's own.
pub fn count_history(connection: &mut AnyConnection, record: Uuid) -> Outcome<i64> {
    Ok(journal::table.filter(journal::record_id.eq(record)).count().get_result(connection)?)
}

/// Whether `actor` ever did one of `actions` to the record.
///
/// # Errors
/// The database's own.
pub fn has_acted(
    connection: &mut AnyConnection,
    record: Uuid,
    actor: Uuid,
    actions: &[&str],
) -> Outcome<bool> {
    let found: Option<i64> = journal::table
        .filter(journal::record_id.eq(record))
        .filter(journal::actor_id.eq(actor))
        .filter(journal::action.eq_any(actions.to_vec()))
        .select(journal::seq)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// What a reader of the whole journal asks for.
#[derive(Debug, Default)]
pub(super) struct Filter {
    pub(super) record_type: Option<String>,
    pub(super) action: Option<String>,
    pub(super) actor_id: Option<Uuid>,
}

fn matching<'a>(scope: &Scope, filter: &'a Filter, after: i64) -> journal::BoxedQuery<'a, MultiBackend> {
    let mut query = journal::table.filter(journal::seq.gt(after)).into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        query = query.filter(journal::organisation_id.assume_not_null().eq_any(descendants_of(trees)));
    }
    if let Some(record_type) = &filter.record_type {
        query = query.filter(journal::record_type.eq(record_type));
    }
    if let Some(action) = &filter.action {
        query = query.filter(journal::action.eq(action));
    }
    if let Some(actor) = filter.actor_id {
        query = query.filter(journal::actor_id.eq(actor));
    }
    query
}

/// The entries of the organisations in scope after `after`, oldest first.
///
/// # Errors
/// The database's own.
pub(super) fn list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    after: i64,
    limit: i64,
) -> Outcome<Vec<EntryRow>> {
    Ok(matching(scope, filter, after)
        .left_join(users::table.on(journal::actor_id.eq(users::id.nullable())))
        .order(journal::seq)
        .limit(limit)
        .select(columns())
        .load(connection)?)
}

/// How many of them there are.
///
/// # Errors
/// The database's own.
pub(super) fn count(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    after: i64,
) -> Outcome<i64> {
    Ok(matching(scope, filter, after).count().get_result(connection)?)
}
