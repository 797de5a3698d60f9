//! Lists of reports.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::ReportRow;
use crate::db::schema::{reporting_rounds, reports};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::Outcome;
use crate::reports::model::ReportStatus;

/// Which reports to list.
#[derive(Debug)]
pub(in crate::reports) struct Filter {
    pub(in crate::reports) organisation_id: Option<Uuid>,
    pub(in crate::reports) round_id: Option<Uuid>,
    pub(in crate::reports) status: Option<ReportStatus>,
    pub(in crate::reports) period_start_from: Option<NaiveDate>,
    pub(in crate::reports) period_start_to: Option<NaiveDate>,
    /// Newest first.
    pub(in crate::reports) descending: bool,
}

fn matching(scope: &Scope, filter: &Filter) -> reports::BoxedQuery<'static, MultiBackend> {
    let mut rows = reports::table.into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        // As in `find`: what is owed to an organisation in scope as well.
        let owed = reporting_rounds::table
            .filter(reporting_rounds::organisation_id.eq_any(descendants_of(trees.clone())))
            .select(reporting_rounds::id.nullable());
        rows = rows.filter(
            reports::organisation_id.eq_any(descendants_of(trees)).or(reports::round_id.eq_any(owed)),
        );
    }
    if let Some(organisation) = filter.organisation_id {
        rows = rows.filter(reports::organisation_id.eq(organisation));
    }
    if let Some(round) = filter.round_id {
        rows = rows.filter(reports::round_id.eq(round));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(reports::status.eq(status));
    }
    if let Some(from) = filter.period_start_from {
        rows = rows.filter(reports::period_start.ge(from));
    }
    if let Some(to) = filter.period_start_to {
        rows = rows.filter(reports::period_start.le(to));
    }
    rows
}

pub(in crate::reports) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<ReportRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, reports, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(in crate::reports) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}
