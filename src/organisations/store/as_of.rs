//! Organisations as they were on a day: the name, kind and parent of the period that held then.
//!
//! Who may see them follows from today's tree; what did not exist on that day is left out.

use chrono::NaiveDate;
use diesel::dsl::{Eq, InnerJoinOn, IntoBoxed};
use diesel::prelude::*;
use diesel::sql_types::{Date, Integer, Text};

use super::OrganisationRow;
use super::closure::SubtreeKey;
use super::list::Filter;
use super::periods::PeriodRow;
use crate::db::schema::{organisation_periods as periods, organisations};
use crate::db::types;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, ancestors_of, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};
use crate::organisations::model::{MAX_LEVELS, OrganisationSort, OrganisationStatus};

/// The organisation with what held in the period. It lived then, whatever became of it.
fn overlay((mut row, period): (OrganisationRow, PeriodRow)) -> OrganisationRow {
    row.name = period.name;
    row.name_folded = period.name_folded;
    row.kind = period.kind;
    row.parent_id = period.parent_id;
    row.status = OrganisationStatus::Active;
    row
}

/// Organisations with their periods.
type Query = IntoBoxed<
    'static,
    InnerJoinOn<periods::table, organisations::table, Eq<periods::organisation_id, organisations::id>>,
    MultiBackend,
>;

/// What the caller sees of that day.
fn on_day(scope: &Scope, day: NaiveDate) -> Query {
    let query: Query = periods::table
        .inner_join(organisations::table.on(periods::organisation_id.eq(organisations::id)))
        .into_boxed();
    let query = query
        .filter(periods::valid_from.le(day))
        .filter(periods::valid_to.is_null().or(periods::valid_to.gt(day)));
    match scope.trees() {
        None => query,
        Some(tops) => query.filter(
            periods::organisation_id
                .eq_any(descendants_of(tops.clone()))
                .or(periods::organisation_id.eq_any(ancestors_of(tops))),
        ),
    }
}

fn filtered(scope: &Scope, day: NaiveDate, filter: &Filter) -> Query {
    let mut query = on_day(scope, day);
    if let Some(parent) = filter.parent {
        query = query.filter(periods::parent_id.eq(parent));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(periods::kind.eq(kind));
    }
    if filter.status == Some(OrganisationStatus::Ended) {
        // Whoever existed on a day lived on it.
        query = query.filter(periods::organisation_id.eq(Uuid::nil()));
    }
    if let Some(like) = &filter.like {
        query = query.filter(periods::name_folded.like(like.clone()).escape('\\'));
    }
    query
}

pub(in crate::organisations) fn count(
    db: &mut AnyConnection,
    scope: &Scope,
    day: NaiveDate,
    filter: &Filter,
) -> Outcome<i64> {
    Ok(filtered(scope, day, filter).count().get_result(db)?)
}

pub(in crate::organisations) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    day: NaiveDate,
    filter: &Filter,
    sort: OrganisationSort,
    page: &Page,
) -> Outcome<Vec<OrganisationRow>> {
    let down = matches!(sort, OrganisationSort::NameDown | OrganisationSort::CreatedAtDown);
    let rows = filtered(scope, day, filter).limit(page.rows());
    let rows = if sort.is_by_name() {
        crate::in_order!(
            rows,
            (periods::name_folded, organisations::id),
            page.start::<(String, Uuid)>()?,
            down
        )
    } else {
        crate::in_order_of_creation!(rows, organisations, page.start::<Created>()?, down)
    };
    let found: Vec<(OrganisationRow, PeriodRow)> =
        rows.select((organisations::all_columns, periods::all_columns)).load(db)?;
    Ok(found.into_iter().map(overlay).collect())
}

/// One organisation on a day, whose visibility was shown; `not_found` when it did not exist then.
pub(in crate::organisations) fn get(
    db: &mut AnyConnection,
    id: Uuid,
    day: NaiveDate,
) -> Outcome<OrganisationRow> {
    let found: (OrganisationRow, PeriodRow) = periods::table
        .inner_join(organisations::table.on(periods::organisation_id.eq(organisations::id)))
        .filter(periods::organisation_id.eq(id))
        .filter(periods::valid_from.le(day))
        .filter(periods::valid_to.is_null().or(periods::valid_to.gt(day)))
        .select((organisations::all_columns, periods::all_columns))
        .first(db)?;
    Ok(overlay(found))
}

/// An organisation that a walk came to.
#[derive(QueryableByName)]
struct Walked {
    #[diesel(sql_type = Integer)]
    depth: i32,
    #[diesel(embed)]
    row: OrganisationRow,
}

/// The period that held on the day `$1`.
const HELD: &str = "p.valid_from <= $1 AND (p.valid_to IS NULL OR p.valid_to > $1)";

/// `top` and all that stood below it on that day with their depths, by depth, then by name, as far as the caller
/// sees it. Today's closure says nothing of that day, so the periods are walked; who was seen only through somebody
/// hidden keeps the depth of that day.
pub(in crate::organisations) fn subtree(
    db: &mut AnyConnection,
    scope: &Scope,
    day: NaiveDate,
    top: Uuid,
    after: Option<SubtreeKey>,
    rows: i64,
) -> Outcome<Vec<(i32, OrganisationRow)>> {
    let tops = scope.trees();
    let seen = match tops.as_deref() {
        None => String::new(),
        Some([]) => return Ok(Vec::new()),
        Some(tops) => seen_from(tops.len(), 6),
    };
    let (depth, name, id) = after.unwrap_or((-1, String::new(), Uuid::nil()));
    let mut query = diesel::sql_query(format!(
        "WITH RECURSIVE walk (id, depth) AS ( \
             SELECT p.organisation_id, 0 FROM organisation_periods p WHERE {HELD} AND p.organisation_id = $2 \
             UNION ALL \
             SELECT p.organisation_id, walk.depth + 1 \
             FROM walk JOIN organisation_periods p ON p.parent_id = walk.id \
             WHERE {HELD} AND walk.depth + 1 < {MAX_LEVELS}) \
         SELECT walk.depth, o.id, o.code, p.name, p.name_folded, p.kind, p.parent_id, o.symbol, o.place, o.status, \
             o.version, o.created_at, o.updated_at \
         FROM walk JOIN organisation_periods p ON p.organisation_id = walk.id JOIN organisations o ON o.id = walk.id \
         WHERE {HELD} AND (walk.depth, p.name_folded, o.id) > ($3, $4, $5){seen} \
         ORDER BY walk.depth, p.name_folded, o.id LIMIT {rows}"
    ))
    .into_boxed::<MultiBackend>()
    .bind::<Date, _>(day)
    .bind::<types::Uuid, _>(top)
    .bind::<Integer, _>(depth)
    .bind::<Text, _>(name)
    .bind::<types::Uuid, _>(id);
    for top in tops.unwrap_or_default() {
        query = query.bind::<types::Uuid, _>(top);
    }
    let found: Vec<Walked> = query.load(db)?;
    let lived = |row| OrganisationRow { status: OrganisationStatus::Active, ..row };
    Ok(found.into_iter().map(|walked| (walked.depth, lived(walked.row))).collect())
}

/// What [`on_day`] says of the scope, for `number` tops that are bound from `$first` on.
fn seen_from(number: usize, first: usize) -> String {
    let tops: Vec<String> = (first..first + number).map(|place| format!("${place}")).collect();
    let tops = tops.join(", ");
    format!(
        " AND (walk.id IN (SELECT c.descendant_id FROM organisation_closure c WHERE c.ancestor_id IN ({tops})) \
         OR walk.id IN (SELECT c.ancestor_id FROM organisation_closure c WHERE c.descendant_id IN ({tops})))"
    )
}

/// The line above `id` on that day, nearest first: part of the organisation's own history, so all of it is shown.
pub(in crate::organisations) fn ancestors(
    db: &mut AnyConnection,
    id: Uuid,
    day: NaiveDate,
) -> Outcome<Vec<OrganisationRow>> {
    let mut line = Vec::new();
    let mut above = get(db, id, day)?.parent_id;
    while let Some(parent) = above
        && line.len() < usize::try_from(MAX_LEVELS).unwrap_or(0)
    {
        let row = match get(db, parent, day) {
            Err(problem) if problem.code == Problem::not_found().code => break,
            row => row?,
        };
        above = row.parent_id;
        line.push(row);
    }
    Ok(line)
}
