//! Organisations as they were on a day: the name, kind and parent of the period that held then.
//!
//! Who may see them follows from today's tree; what did not exist on that day is left out.

use chrono::NaiveDate;
use diesel::dsl::{Eq, InnerJoinOn, IntoBoxed};
use diesel::prelude::*;

use super::list::{After, Filter};
use super::periods::PeriodRow;
use super::{OrganisationRow, ancestors_of};
use crate::db::schema::{organisation_periods as periods, organisations};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::id::Uuid;
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
    after: Option<After>,
    rows: i64,
) -> Outcome<Vec<OrganisationRow>> {
    use organisations::{created_at, id};
    use periods::name_folded;
    let down = matches!(sort, OrganisationSort::NameDown | OrganisationSort::CreatedAtDown);
    let mut query = filtered(scope, day, filter);
    query = match after {
        None => query,
        Some(After::Name(name, last)) if down => {
            query.filter(name_folded.le(name.clone())).filter(name_folded.lt(name).or(id.lt(last)))
        }
        Some(After::Name(name, last)) => {
            query.filter(name_folded.ge(name.clone())).filter(name_folded.gt(name).or(id.gt(last)))
        }
        Some(After::Created(at, last)) if down => {
            query.filter(created_at.le(at)).filter(created_at.lt(at).or(id.lt(last)))
        }
        Some(After::Created(at, last)) => {
            query.filter(created_at.ge(at)).filter(created_at.gt(at).or(id.gt(last)))
        }
    };
    query = match sort {
        OrganisationSort::Name => query.order((name_folded.asc(), id.asc())),
        OrganisationSort::NameDown => query.order((name_folded.desc(), id.desc())),
        OrganisationSort::CreatedAt => query.order((created_at.asc(), id.asc())),
        OrganisationSort::CreatedAtDown => query.order((created_at.desc(), id.desc())),
    };
    let found: Vec<(OrganisationRow, PeriodRow)> =
        query.limit(rows).select((organisations::all_columns, periods::all_columns)).load(db)?;
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

/// All that the caller sees of that day, by name, at most `rows`.
pub(in crate::organisations) fn everything(
    db: &mut AnyConnection,
    scope: &Scope,
    day: NaiveDate,
    rows: i64,
) -> Outcome<Vec<OrganisationRow>> {
    let found: Vec<(OrganisationRow, PeriodRow)> = on_day(scope, day)
        .order((periods::name_folded, organisations::id))
        .limit(rows)
        .select((organisations::all_columns, periods::all_columns))
        .load(db)?;
    Ok(found.into_iter().map(overlay).collect())
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
