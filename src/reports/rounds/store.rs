//! Rows of rounds and of who owes.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::{reporting_rounds, reports, round_obligations};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::period::PeriodKind;
use crate::kernel::problem::Outcome;
use crate::reports::model::{ReportStatus, RoundStatus, Standing};

crate::text_column!(RoundStatus, PeriodKind);

/// A round as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = reporting_rounds, treat_none_as_default_value = false)]
pub(crate) struct RoundRow {
    pub(crate) id: Uuid,
    pub(crate) organisation_id: Uuid,
    pub(crate) title: String,
    pub(crate) period_kind: PeriodKind,
    pub(crate) period_start: NaiveDate,
    pub(crate) period_end: NaiveDate,
    pub(crate) deadline: Instant,
    pub(crate) status: RoundStatus,
    pub(crate) version: i64,
    pub(crate) created_at: Instant,
    pub(crate) updated_at: Instant,
}

/// Who owes, as it was when the round opened.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = round_obligations, treat_none_as_default_value = false)]
pub(super) struct ObligationRow {
    pub(super) round_id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) organisation_name: String,
    pub(super) organisation_kind: String,
}

/// Who owes, with the report that answers it.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Owed {
    pub(super) organisation_id: Uuid,
    pub(super) organisation_name: String,
    pub(super) organisation_kind: String,
    pub(super) report_id: Option<Uuid>,
    pub(super) report_status: Option<ReportStatus>,
    pub(super) first_submitted_at: Option<Instant>,
}

/// Which rounds to list.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) organisation_id: Option<Uuid>,
    pub(super) status: Option<RoundStatus>,
    pub(super) period_kind: Option<PeriodKind>,
    pub(super) period_start: Option<NaiveDate>,
    /// Newest first.
    pub(super) descending: bool,
}

/// What may change of a round.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = reporting_rounds)]
pub(super) struct Changes {
    pub(super) title: Option<String>,
    pub(super) status: Option<RoundStatus>,
}

pub(super) fn insert(db: &mut AnyConnection, row: &RoundRow, owed: &[ObligationRow]) -> Outcome<()> {
    diesel::insert_into(reporting_rounds::table).values(row).execute(db)?;
    for one in owed {
        diesel::insert_into(round_obligations::table).values(one).execute(db)?;
    }
    Ok(())
}

/// Applies `changes` if the round is still at `version`.
pub(super) fn update(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    changes: &Changes,
    now: Instant,
) -> Outcome<Option<RoundRow>> {
    Ok(diesel::update(reporting_rounds::table.find(id).filter(reporting_rounds::version.eq(version)))
        .set((changes, reporting_rounds::version.eq(version + 1), reporting_rounds::updated_at.eq(now)))
        .returning(reporting_rounds::all_columns)
        .get_result(db)
        .optional()?)
}

/// The rounds the caller may see: those of organisations in scope, and those that one of them owes.
fn visible(scope: &Scope) -> reporting_rounds::BoxedQuery<'static, MultiBackend> {
    let query = reporting_rounds::table.into_boxed::<MultiBackend>();
    match scope.trees() {
        None => query,
        Some(trees) => {
            let owing = round_obligations::table
                .filter(round_obligations::organisation_id.eq_any(descendants_of(trees.clone())))
                .select(round_obligations::round_id);
            query.filter(
                reporting_rounds::organisation_id
                    .eq_any(descendants_of(trees))
                    .or(reporting_rounds::id.eq_any(owing)),
            )
        }
    }
}

pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<RoundRow> {
    Ok(visible(scope).filter(reporting_rounds::id.eq(id)).first(db)?)
}

/// The round of this organisation for exactly this period; there is at most one.
pub(super) fn of_period(
    db: &mut AnyConnection,
    organisation: Uuid,
    kind: PeriodKind,
    (start, end): (NaiveDate, NaiveDate),
) -> Outcome<Option<RoundRow>> {
    Ok(reporting_rounds::table
        .filter(reporting_rounds::organisation_id.eq(organisation))
        .filter(reporting_rounds::period_kind.eq(kind))
        .filter(reporting_rounds::period_start.eq(start))
        .filter(reporting_rounds::period_end.eq(end))
        .first(db)
        .optional()?)
}

fn matching(scope: &Scope, filter: &Filter) -> reporting_rounds::BoxedQuery<'static, MultiBackend> {
    let mut rows = visible(scope);
    if let Some(organisation) = filter.organisation_id {
        rows = rows.filter(reporting_rounds::organisation_id.eq(organisation));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(reporting_rounds::status.eq(status));
    }
    if let Some(kind) = filter.period_kind {
        rows = rows.filter(reporting_rounds::period_kind.eq(kind));
    }
    if let Some(start) = filter.period_start {
        rows = rows.filter(reporting_rounds::period_start.eq(start));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<RoundRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows =
        crate::in_order_of_creation!(rows, reporting_rounds, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

pub(super) fn opened_by(db: &mut AnyConnection, round: Uuid) -> Outcome<Uuid> {
    Ok(reporting_rounds::table.find(round).select(reporting_rounds::organisation_id).first(db)?)
}

pub(super) fn owes(db: &mut AnyConnection, round: Uuid, organisation: Uuid) -> Outcome<bool> {
    let found = round_obligations::table.find((round, organisation));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// Which obligations of a round to load.
pub(super) struct ObligationFilter<'a> {
    pub(super) scope: &'a Scope,
    pub(super) round: &'a RoundRow,
    pub(super) standing: Option<Standing>,
    pub(super) now: Instant,
    /// Name and id of the last one shown.
    pub(super) after: Option<(String, Uuid)>,
    pub(super) limit: Option<i64>,
}

/// By name, then id. Who sees the round because it is owed there sees all; else the own rows only.
pub(super) fn obligations(db: &mut AnyConnection, filter: ObligationFilter<'_>) -> Outcome<Vec<Owed>> {
    use round_obligations::{organisation_id, organisation_name};
    let mut query = round_obligations::table
        .left_join(
            reports::table.on(reports::round_id
                .eq(round_obligations::round_id.nullable())
                .and(reports::organisation_id.eq(organisation_id))
                .and(reports::amends_id.is_null())),
        )
        .filter(round_obligations::round_id.eq(filter.round.id))
        .select((
            organisation_id,
            organisation_name,
            round_obligations::organisation_kind,
            reports::id.nullable(),
            reports::status.nullable(),
            reports::first_submitted_at.nullable(),
        ))
        .order((organisation_name, organisation_id))
        .into_boxed::<MultiBackend>();
    if let Some(trees) = filter.scope.trees()
        && !filter.scope.covers(db, filter.round.organisation_id)?
    {
        query = query.filter(organisation_id.eq_any(descendants_of(trees)));
    }
    let (deadline, first) = (filter.round.deadline, reports::first_submitted_at);
    let passed = filter.now > deadline;
    query = match filter.standing {
        None => query,
        Some(Standing::Received) => query.filter(first.le(deadline)),
        Some(Standing::Late) => query.filter(first.gt(deadline)),
        Some(one) if (one == Standing::Missing) == passed => query.filter(first.is_null()),
        Some(_) => return Ok(Vec::new()),
    };
    if let Some((name, last)) = filter.after {
        query = query.filter(
            organisation_name.ge(name.clone()).and(organisation_name.gt(name).or(organisation_id.gt(last))),
        );
    }
    if let Some(limit) = filter.limit {
        query = query.limit(limit);
    }
    Ok(query.load(db)?)
}
