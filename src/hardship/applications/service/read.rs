//! Reading applications.

use super::find;
use super::shown::{many, one};
use crate::hardship::applications::dto::{ApplicationSort, HardshipApplicationDto, HardshipApplicationQuery};
use crate::hardship::applications::store::list::{self as rows, Filter, Order, Turns};
use crate::identity::policy::{Action, Relation};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::kernel::text::like_pattern;
use crate::usecase::Reading;

/// Reads one application, without what is sealed.
pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<HardshipApplicationDto> {
    let row = find(r, id)?;
    one(r, row)
}

/// Where the caller holds which turn.
fn turns(r: &Reading<'_>) -> Turns {
    Turns {
        own: r.who.places(Action::HardshipDraft, Relation::Own),
        endorsing: r.who.places(Action::HardshipEndorse, Relation::Below),
        appraising: r.who.places(Action::HardshipAppraise, Relation::Own),
        deciding: r.who.places(Action::HardshipDecide, Relation::Own),
        paying: r.who.places(Action::HardshipPay, Relation::Own),
    }
}

/// Lists applications, without what is sealed.
pub(in crate::hardship::applications) fn list(
    r: &mut Reading<'_>,
    query: &HardshipApplicationQuery,
    page: &Page,
) -> Outcome<Slice<HardshipApplicationDto>> {
    let scope = r.who.scope(Action::HardshipRead);
    let filter = Filter {
        organisation: query.organisation_id,
        programme: query.programme_id,
        category: query.category.clone(),
        status: query.status,
        relation: query.relation,
        filed_from: query.filed_from,
        filed_to: query.filed_to,
        overdue: query.overdue.map(|overdue| (overdue, r.today())),
        like: query.q.as_ref().map(|q| like_pattern(q)),
        waiting: query.waiting_for_me.map(|mine| (mine, turns(r))),
    };
    let order = match query.sort.unwrap_or_default() {
        ApplicationSort::CreatedAt => Order::Created,
        ApplicationSort::CreatedAtDown => Order::CreatedDown,
        ApplicationSort::StepSince => Order::StepSince,
        ApplicationSort::StepDue => Order::StepDue,
        ApplicationSort::StepDueDown => Order::StepDueDown,
    };
    let found = rows::list(r.db, &scope, &filter, order, page)?;
    let total = page.total.then(|| rows::count(r.db, &scope, &filter)).transpose()?;
    let slice = match order {
        Order::StepDue | Order::StepDueDown => Slice::cut(found, page, rows::due_place),
        Order::StepSince => Slice::cut(found, page, |row| (row.step_since, row.id)),
        Order::Created | Order::CreatedDown => Slice::cut(found, page, |row| (row.created_at, row.id)),
    };
    Ok(Slice { items: many(r, slice.items)?, next: slice.next, total })
}
