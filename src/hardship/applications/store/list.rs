//! Lists of applications.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::ApplicationRow;
use crate::db::schema::{hardship_applications as applications, support_programmes as programmes};
use crate::db::{AnyConnection, MultiBackend};
use crate::hardship::applications::model::{ApplicationStatus as Status, Relation};
use crate::identity::policy::{Scope, children_of, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::Outcome;

/// Where the caller holds which turn.
#[derive(Clone, Debug, Default)]
pub(in crate::hardship) struct Turns {
    /// Unions whose drafts and questions are the caller's.
    pub(in crate::hardship) own: Vec<Uuid>,
    /// Unions whose direct inferiors wait for the caller's endorsement.
    pub(in crate::hardship) endorsing: Vec<Uuid>,
    /// Organisations whose programmes wait for the caller's appraisal.
    pub(in crate::hardship) appraising: Vec<Uuid>,
    /// The same for decisions.
    pub(in crate::hardship) deciding: Vec<Uuid>,
    /// The same for payments.
    pub(in crate::hardship) paying: Vec<Uuid>,
}

/// Which applications to list.
#[derive(Clone, Debug, Default)]
pub(in crate::hardship) struct Filter {
    pub(in crate::hardship) organisation: Option<Uuid>,
    pub(in crate::hardship) programme: Option<Uuid>,
    pub(in crate::hardship) category: Option<String>,
    pub(in crate::hardship) status: Option<Status>,
    pub(in crate::hardship) relation: Option<Relation>,
    pub(in crate::hardship) filed_from: Option<NaiveDate>,
    pub(in crate::hardship) filed_to: Option<NaiveDate>,
    /// Past the last day of the step on this day, or not.
    pub(in crate::hardship) overdue: Option<(bool, NaiveDate)>,
    pub(in crate::hardship) like: Option<String>,
    /// Waiting for who has these turns, or for others.
    pub(in crate::hardship) waiting: Option<(bool, Turns)>,
}

/// The order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hardship) enum Order {
    Created,
    CreatedDown,
    StepSince,
    /// By the last day of the step; what has none comes last.
    StepDue,
    StepDueDown,
}

/// The place in an order by the last day of the step: whether there is none, that day, and the id.
pub(in crate::hardship) type DuePlace = (i32, String, Uuid);

/// The place of `row`.
pub(in crate::hardship) fn due_place(row: &ApplicationRow) -> DuePlace {
    (i32::from(row.step_due.is_none()), row.step_due.map(|day| day.to_string()).unwrap_or_default(), row.id)
}

type Boxed = applications::BoxedQuery<'static, MultiBackend>;

/// Those whose turn is one of `turns`, or those whose turn is none of them.
fn waiting(query: Boxed, mine: bool, turns: Turns) -> Boxed {
    use applications::{organisation_id, programme_id, status};
    let of = |organisations: Vec<Uuid>| {
        programmes::table.filter(programmes::organisation_id.eq_any(organisations)).select(programmes::id)
    };
    let unwritten = [Status::Draft, Status::NeedsInformation].map(Status::as_str);
    let unpaid = [Status::Approved, Status::Disbursed].map(Status::as_str);
    let turn = organisation_id
        .eq_any(turns.own)
        .and(status.eq_any(unwritten))
        .or(organisation_id.eq_any(children_of(turns.endorsing)).and(status.eq(Status::Submitted)))
        .or(programme_id.eq_any(of(turns.appraising)).and(status.eq(Status::Endorsed)))
        .or(programme_id.eq_any(of(turns.deciding)).and(status.eq(Status::Appraised)))
        .or(programme_id.eq_any(of(turns.paying)).and(status.eq_any(unpaid)));
    if mine { query.filter(turn) } else { query.filter(diesel::dsl::not(turn)) }
}

fn matching(scope: &Scope, filter: &Filter) -> Boxed {
    let mut query = applications::table.into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        query = query.filter(applications::organisation_id.eq_any(descendants_of(trees)));
    }
    if let Some(organisation) = filter.organisation {
        query = query.filter(applications::organisation_id.eq(organisation));
    }
    if let Some(programme) = filter.programme {
        query = query.filter(applications::programme_id.eq(programme));
    }
    if let Some(category) = filter.category.clone() {
        query = query.filter(applications::category.eq(category));
    }
    if let Some(status) = filter.status {
        query = query.filter(applications::status.eq(status));
    }
    if let Some(relation) = filter.relation {
        query = query.filter(applications::relation.eq(relation));
    }
    if let Some(from) = filter.filed_from {
        query = query.filter(applications::filed_on.ge(from));
    }
    if let Some(to) = filter.filed_to {
        query = query.filter(applications::filed_on.le(to));
    }
    if let Some(like) = filter.like.clone() {
        // Codes are written in capitals.
        let code = applications::code.like(like.to_ascii_uppercase()).escape('\\');
        query = query.filter(applications::beneficiary_folded.like(like).escape('\\').or(code));
    }
    query = match filter.overdue {
        Some((true, today)) => query.filter(applications::step_due.lt(today)),
        Some((false, today)) => {
            query.filter(applications::step_due.is_null().or(applications::step_due.ge(today)))
        }
        None => query,
    };
    match filter.waiting.clone() {
        Some((mine, turns)) => waiting(query, mine, turns),
        None => query,
    }
}

/// One page.
pub(in crate::hardship) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    order: Order,
    page: &Page,
) -> Outcome<Vec<ApplicationRow>> {
    use applications::{id, step_since};
    if matches!(order, Order::StepDue | Order::StepDueDown) {
        return by_last_day(matching(scope, filter), order == Order::StepDueDown, page, db);
    }
    let (rows, after) = (matching(scope, filter).limit(page.rows()), page.start::<Created>()?);
    let rows = if order == Order::StepSince {
        crate::in_order!(rows, (step_since, id), after, false)
    } else {
        crate::in_order_of_creation!(rows, applications, after, order == Order::CreatedDown)
    };
    Ok(rows.load(db)?)
}

/// One page in the order of the last days of the steps. The databases put nothing at different ends, so that it is
/// sorted by on its own.
fn by_last_day(
    query: Boxed,
    descending: bool,
    page: &Page,
    db: &mut AnyConnection,
) -> Outcome<Vec<ApplicationRow>> {
    use applications::{id, step_due};
    let mut query = query.limit(page.rows());
    let after = page.start::<DuePlace>()?;
    let after = after.map(|(_, day, last)| (day.parse::<NaiveDate>().ok(), last));
    query = match (after, descending) {
        (None, _) => query,
        (Some((Some(day), last)), false) => {
            query.filter(step_due.gt(day).or(step_due.eq(day).and(id.gt(last))).or(step_due.is_null()))
        }
        (Some((Some(day), last)), true) => {
            query.filter(step_due.lt(day).or(step_due.eq(day).and(id.lt(last))).or(step_due.is_null()))
        }
        (Some((None, last)), false) => query.filter(step_due.is_null()).filter(id.gt(last)),
        (Some((None, last)), true) => query.filter(step_due.is_null()).filter(id.lt(last)),
    };
    query = if descending {
        query.order((step_due.is_null().asc(), step_due.desc(), id.desc()))
    } else {
        query.order((step_due.is_null().asc(), step_due.asc(), id.asc()))
    };
    Ok(query.load(db)?)
}

pub(in crate::hardship) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}
