//! Lists of nominations.

use diesel::prelude::*;

use super::NominationRow;
use crate::awards::{NominationStatus, NomineeKind};
use crate::db::schema::award_nominations as nominations;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::Outcome;

/// Which nominations to list, and in which order.
#[derive(Clone, Debug, Default)]
pub(in crate::awards::nominations) struct Filter {
    pub(in crate::awards::nominations) organisation: Option<Uuid>,
    pub(in crate::awards::nominations) round: Option<Uuid>,
    pub(in crate::awards::nominations) form: Option<Uuid>,
    pub(in crate::awards::nominations) kind: Option<NomineeKind>,
    pub(in crate::awards::nominations) status: Option<NominationStatus>,
    pub(in crate::awards::nominations) on_hold: Option<bool>,
    pub(in crate::awards::nominations) like: Option<String>,
    pub(in crate::awards::nominations) descending: bool,
}

type Boxed = nominations::BoxedQuery<'static, MultiBackend>;

fn matching(scope: &Scope, filter: &Filter) -> Boxed {
    let mut rows = nominations::table.into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        rows = rows.filter(nominations::organisation_id.eq_any(descendants_of(trees)));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(nominations::organisation_id.eq(organisation));
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
    rows
}

/// One page.
pub(in crate::awards::nominations) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<NominationRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, nominations, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(in crate::awards::nominations) fn count(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}
