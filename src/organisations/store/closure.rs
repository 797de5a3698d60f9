//! `organisation_closure`: every pair of today's tree. It changes only here, after [`super::lock`].

use diesel::prelude::*;

use super::OrganisationRow;
use crate::db::schema::{organisation_closure as closure, organisations};
use crate::db::types;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, ancestors_of, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::organisations::model::{OrganisationKind, OrganisationStatus};

/// Hangs a new organisation without children under `parent`.
pub(in crate::organisations) fn insert_leaf(
    db: &mut AnyConnection,
    id: Uuid,
    parent: Option<Uuid>,
) -> Outcome<()> {
    diesel::insert_into(closure::table)
        .values((closure::ancestor_id.eq(id), closure::descendant_id.eq(id), closure::depth.eq(0)))
        .execute(db)?;
    match parent {
        Some(parent) => join(db, id, parent),
        None => Ok(()),
    }
}

/// Hangs `top` with all below it under `parent`, which does not stand below `top`.
pub(in crate::organisations) fn move_tree(db: &mut AnyConnection, top: Uuid, parent: Uuid) -> Outcome<()> {
    const CUT: &str = "DELETE FROM organisation_closure \
        WHERE descendant_id IN (SELECT d.descendant_id FROM organisation_closure d WHERE d.ancestor_id = $1) \
        AND ancestor_id IN (SELECT a.ancestor_id FROM organisation_closure a WHERE a.descendant_id = $2 AND a.depth > 0)";
    diesel::sql_query(CUT).bind::<types::Uuid, _>(top).bind::<types::Uuid, _>(top).execute(db)?;
    join(db, top, parent)
}

/// Every ancestor of `parent`, with it, becomes one of every descendant of `top`, with it.
fn join(db: &mut AnyConnection, top: Uuid, parent: Uuid) -> Outcome<()> {
    const PAIRS: &str = "INSERT INTO organisation_closure (ancestor_id, descendant_id, depth) \
        SELECT a.ancestor_id, d.descendant_id, a.depth + d.depth + 1 \
        FROM organisation_closure a CROSS JOIN organisation_closure d \
        WHERE a.descendant_id = $1 AND d.ancestor_id = $2";
    diesel::sql_query(PAIRS).bind::<types::Uuid, _>(parent).bind::<types::Uuid, _>(top).execute(db)?;
    Ok(())
}

/// How many levels stand above `id`; 0 for the root.
pub(in crate::organisations) fn depth_of(db: &mut AnyConnection, id: Uuid) -> Outcome<i32> {
    let depth: Option<i32> = closure::table
        .filter(closure::descendant_id.eq(id))
        .select(diesel::dsl::max(closure::depth))
        .first(db)?;
    Ok(depth.unwrap_or(0))
}

/// How many levels stand below `id`; 0 for one without children.
pub(in crate::organisations) fn height_of(db: &mut AnyConnection, id: Uuid) -> Outcome<i32> {
    let height: Option<i32> = closure::table
        .filter(closure::ancestor_id.eq(id))
        .select(diesel::dsl::max(closure::depth))
        .first(db)?;
    Ok(height.unwrap_or(0))
}

/// Whether `id` is `top` or stands below it.
pub(in crate::organisations) fn is_within(db: &mut AnyConnection, id: Uuid, top: Uuid) -> Outcome<bool> {
    let pair = closure::table.find((top, id));
    Ok(diesel::select(diesel::dsl::exists(pair)).get_result(db)?)
}

/// The organisations above `id`, nearest first. Who sees `id` sees the line above it.
pub(in crate::organisations) fn ancestors(db: &mut AnyConnection, id: Uuid) -> Outcome<Vec<OrganisationRow>> {
    Ok(organisations::table
        .inner_join(closure::table.on(closure::ancestor_id.eq(organisations::id)))
        .filter(closure::descendant_id.eq(id))
        .filter(closure::depth.gt(0))
        .order(closure::depth)
        .select(organisations::all_columns)
        .load(db)?)
}

/// Where a page of a subtree starts: after this depth, folded name and id.
pub(in crate::organisations) type SubtreeKey = (i32, String, Uuid);

/// `top` and all below it with their depths, by depth, then by name. Of what stands above the caller's own
/// organisations only the line is seen, so the scope counts here too.
pub(in crate::organisations) fn subtree(
    db: &mut AnyConnection,
    scope: &Scope,
    top: Uuid,
    after: Option<SubtreeKey>,
    rows: i64,
) -> Outcome<Vec<(i32, OrganisationRow)>> {
    // The scope's subqueries read the same table, so this one goes by another name.
    let pairs = diesel::alias!(closure as pairs);
    let (depth, below) = (pairs.field(closure::depth), pairs.field(closure::descendant_id));
    let mut query = organisations::table
        .inner_join(pairs.on(below.eq(organisations::id)))
        .filter(pairs.field(closure::ancestor_id).eq(top))
        .into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        query = query.filter(
            organisations::id
                .eq_any(descendants_of(tops.clone()))
                .or(organisations::id.eq_any(ancestors_of(tops))),
        );
    }
    if let Some((last_depth, name, id)) = after {
        query = query.filter(depth.ge(last_depth)).filter(
            depth
                .gt(last_depth)
                .or(organisations::name_folded.gt(name.clone()))
                .or(organisations::name_folded.eq(name).and(organisations::id.gt(id))),
        );
    }
    Ok(query
        .order((depth, organisations::name_folded, organisations::id))
        .limit(rows)
        .select((depth, organisations::all_columns))
        .load(db)?)
}

/// Living organisations of a kind (or all) below `top`, `top` left out, by name.
pub(in crate::organisations) fn of_kind_under(
    db: &mut AnyConnection,
    top: Uuid,
    kind: Option<OrganisationKind>,
) -> Outcome<Vec<(Uuid, String, OrganisationKind)>> {
    let mut query = closure::table
        .inner_join(organisations::table.on(closure::descendant_id.eq(organisations::id)))
        .filter(closure::ancestor_id.eq(top))
        .filter(closure::depth.gt(0))
        .filter(organisations::status.eq(OrganisationStatus::Active))
        .into_boxed::<MultiBackend>();
    if let Some(kind) = kind {
        query = query.filter(organisations::kind.eq(kind));
    }
    Ok(query
        .order((organisations::name_folded, organisations::id))
        .select((organisations::id, organisations::name, organisations::kind))
        .load(db)?)
}

/// The codes of the living organisations at or below `top`.
pub(in crate::organisations) fn codes_within(
    db: &mut AnyConnection,
    top: Uuid,
) -> Outcome<Vec<(String, Uuid)>> {
    Ok(closure::table
        .inner_join(organisations::table.on(closure::descendant_id.eq(organisations::id)))
        .filter(closure::ancestor_id.eq(top))
        .filter(organisations::status.eq(OrganisationStatus::Active))
        .select((organisations::code, organisations::id))
        .load(db)?)
}

/// Which of `targets` live and are one of `tops` or stand below one.
pub(in crate::organisations) fn active_within(
    db: &mut AnyConnection,
    tops: &[Uuid],
    targets: &[Uuid],
) -> Outcome<Vec<Uuid>> {
    Ok(closure::table
        .inner_join(organisations::table.on(organisations::id.eq(closure::descendant_id)))
        .filter(closure::ancestor_id.eq_any(tops.to_vec()))
        .filter(closure::descendant_id.eq_any(targets.to_vec()))
        .filter(organisations::status.eq(OrganisationStatus::Active))
        .select(closure::descendant_id)
        .load(db)?)
}
