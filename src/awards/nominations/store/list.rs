//! Lists of nominations.

use diesel::prelude::*;

use super::NominationRow;
use crate::awards::{NominationStatus, NomineeKind};
use crate::db::schema::{award_nominations as nominations, award_rounds as rounds};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, children_of, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::Outcome;

/// Where the caller holds which turn.
#[derive(Clone, Debug, Default)]
pub(in crate::awards::nominations) struct Turns {
    /// Unions whose drafts are the caller's.
    pub(in crate::awards::nominations) own: Vec<Uuid>,
    /// Unions whose direct inferiors wait for the caller's endorsement.
    pub(in crate::awards::nominations) endorsing: Vec<Uuid>,
    /// Organisations whose rounds wait for the caller's opinion.
    pub(in crate::awards::nominations) appraising: Vec<Uuid>,
    /// The same for a session of the council, and for a submission or decision.
    pub(in crate::awards::nominations) managing: Vec<Uuid>,
}

/// The order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::awards::nominations) enum Order {
    Created,
    #[default]
    CreatedDown,
    /// By rank; what has none comes last.
    Rank,
}

/// The place in the order of ranks: whether there is none, the rank, and the id.
pub(in crate::awards::nominations) type RankPlace = (i32, i32, Uuid);

/// The place of `row`.
pub(in crate::awards::nominations) fn rank_place(row: &NominationRow) -> RankPlace {
    (i32::from(row.rank.is_none()), row.rank.unwrap_or(0), row.id)
}

/// Which nominations to list.
#[derive(Clone, Debug, Default)]
pub(in crate::awards::nominations) struct Filter {
    pub(in crate::awards::nominations) organisation: Option<Uuid>,
    /// Of this organisation and all below it.
    pub(in crate::awards::nominations) under: Option<Uuid>,
    pub(in crate::awards::nominations) round: Option<Uuid>,
    pub(in crate::awards::nominations) form: Option<Uuid>,
    pub(in crate::awards::nominations) kind: Option<NomineeKind>,
    pub(in crate::awards::nominations) status: Option<NominationStatus>,
    pub(in crate::awards::nominations) on_hold: Option<bool>,
    pub(in crate::awards::nominations) like: Option<String>,
    /// Waiting for who has these turns, or for others.
    pub(in crate::awards::nominations) waiting: Option<(bool, Turns)>,
}

type Boxed = nominations::BoxedQuery<'static, MultiBackend>;

/// Those whose turn is one of `turns`, or those whose turn is none of them. What is on hold waits for nobody.
fn waiting(query: Boxed, mine: bool, turns: Turns) -> Boxed {
    use nominations::{appraisal, on_hold, organisation_id, round_id, status};
    let of = |organisations: Vec<Uuid>| {
        rounds::table.filter(rounds::organisation_id.eq_any(organisations)).select(rounds::id)
    };
    let endorsed = || status.eq(NominationStatus::Endorsed);
    let to_the_council = endorsed().and(appraisal.is_not_null());
    let to_a_paper = status.eq(NominationStatus::CouncilApproved);
    let turn = on_hold.eq(false).and(
        organisation_id
            .eq_any(turns.own)
            .and(status.eq(NominationStatus::Draft))
            .or(organisation_id
                .eq_any(children_of(turns.endorsing))
                .and(status.eq(NominationStatus::Submitted)))
            .or(round_id.eq_any(of(turns.appraising)).and(endorsed()).and(appraisal.is_null()))
            .or(round_id.eq_any(of(turns.managing)).and(to_the_council.or(to_a_paper))),
    );
    if mine { query.filter(turn) } else { query.filter(diesel::dsl::not(turn)) }
}

fn matching(scope: &Scope, filter: &Filter) -> Boxed {
    let mut rows = nominations::table.into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        rows = rows.filter(nominations::organisation_id.eq_any(descendants_of(trees)));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(nominations::organisation_id.eq(organisation));
    }
    if let Some(top) = filter.under {
        rows = rows.filter(nominations::organisation_id.eq_any(descendants_of(vec![top])));
    }
    if let Some(round) = filter.round {
        rows = rows.filter(nominations::round_id.eq(round));
    }
    if let Some(form) = filter.form {
        rows = rows.filter(nominations::form_id.eq(form));
    }
    if let Some(kind) = filter.kind {
        rows = rows.filter(nominations::nominee_kind.eq(kind));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(nominations::status.eq(status));
    }
    if let Some(on_hold) = filter.on_hold {
        rows = rows.filter(nominations::on_hold.eq(on_hold));
    }
    if let Some(like) = filter.like.clone() {
        rows = rows.filter(nominations::nominee_folded.like(like).escape('\\'));
    }
    match filter.waiting.clone() {
        Some((mine, turns)) => waiting(rows, mine, turns),
        None => rows,
    }
}

/// One page.
pub(in crate::awards::nominations) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    order: Order,
    page: &Page,
) -> Outcome<Vec<NominationRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    if order == Order::Rank {
        return by_rank(rows, page, db);
    }
    let descending = order == Order::CreatedDown;
    let rows = crate::in_order_of_creation!(rows, nominations, page.start::<Created>()?, descending);
    Ok(rows.load(db)?)
}

/// One page in the order of ranks. The databases put nothing at different ends, so that it is sorted by on its own.
fn by_rank(rows: Boxed, page: &Page, db: &mut AnyConnection) -> Outcome<Vec<NominationRow>> {
    use nominations::{id, rank};
    let rows = match page.start::<RankPlace>()? {
        None => rows,
        Some((0, after, last)) => {
            rows.filter(rank.gt(after).or(rank.eq(after).and(id.gt(last))).or(rank.is_null()))
        }
        Some((_, _, last)) => rows.filter(rank.is_null()).filter(id.gt(last)),
    };
    Ok(rows.order((rank.is_null().asc(), rank.asc(), id.asc())).load(db)?)
}

pub(in crate::awards::nominations) fn count(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}
