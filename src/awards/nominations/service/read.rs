//! Reading nominations.

use super::find;
use super::shown::{many, one};
use crate::awards::nominations::dto::{
    AwardNominationDto, AwardNominationQuery, AwardNominationSort, AwardNominationSummaryDto,
};
use crate::awards::nominations::store::{self, Filter, Order, Turns};
use crate::identity::policy::{Action, Relation};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::kernel::text::like_pattern;
use crate::usecase::Reading;

/// Reads one nomination.
pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardNominationDto> {
    let row = find(r, id)?;
    one(r, row)
}

/// Where the caller holds which turn.
fn turns(r: &Reading<'_>) -> Turns {
    Turns {
        own: r.who.places(Action::AwardDraft, Relation::Own),
        endorsing: r.who.places(Action::AwardEndorse, Relation::Below),
        appraising: r.who.places(Action::AwardAppraise, Relation::Own),
        managing: r.who.places(Action::AwardManage, Relation::Own),
    }
}

/// Lists nominations of the caller's tree.
pub(in crate::awards::nominations) fn list(
    r: &mut Reading<'_>,
    query: &AwardNominationQuery,
    page: &Page,
) -> Outcome<Slice<AwardNominationSummaryDto>> {
    let scope = r.who.scope(Action::AwardRead);
    let filter = Filter {
        organisation: query.organisation_id,
        under: query.under,
        round: query.round_id,
        form: query.form_id,
        kind: query.nominee_kind,
        status: query.status,
        on_hold: query.on_hold,
        like: query.q.as_ref().map(|q| like_pattern(q)),
        waiting: query.waiting_for_me.map(|mine| (mine, turns(r))),
    };
    let order = match query.sort.unwrap_or_default() {
        AwardNominationSort::CreatedAt => Order::Created,
        AwardNominationSort::CreatedAtDown => Order::CreatedDown,
        AwardNominationSort::Rank => Order::Rank,
    };
    let rows = store::list(r.db, &scope, &filter, order, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    let slice = match order {
        Order::Rank => Slice::cut(rows, page, store::rank_place),
        Order::Created | Order::CreatedDown => Slice::cut(rows, page, |row| (row.created_at, row.id)),
    };
    Ok(Slice { items: many(r.db, slice.items)?, next: slice.next, total })
}
