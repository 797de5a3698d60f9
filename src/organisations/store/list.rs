//! Lists of organisations as they are today.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::OrganisationRow;
use crate::db::schema::organisations;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, ancestors_of, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::organisations::model::{OrganisationKind, OrganisationSort, OrganisationStatus};

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub(in crate::organisations) struct Filter {
    pub on: Option<NaiveDate>,
    pub parent: Option<Uuid>,
    pub kind: Option<OrganisationKind>,
    pub status: Option<OrganisationStatus>,
    pub like: Option<String>,
}

/// The last row of the page before.
#[derive(Clone, Debug)]
pub(in crate::organisations) enum After {
    Name(String, Uuid),
    Created(Instant, Uuid),
}

type Query = organisations::BoxedQuery<'static, MultiBackend>;

/// What the caller sees, by a filter on an organisation's id.
fn visible(scope: &Scope) -> Query {
    let query = organisations::table.into_boxed();
    match scope.trees() {
        None => query,
        Some(tops) => query.filter(
            organisations::id
                .eq_any(descendants_of(tops.clone()))
                .or(organisations::id.eq_any(ancestors_of(tops))),
        ),
    }
}

fn filtered(scope: &Scope, filter: &Filter) -> Query {
    let mut query = visible(scope);
    if let Some(parent) = filter.parent {
        query = query.filter(organisations::parent_id.eq(parent));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(organisations::kind.eq(kind));
    }
    if let Some(status) = filter.status {
        query = query.filter(organisations::status.eq(status));
    }
    if let Some(like) = &filter.like {
        query = query.filter(organisations::name_folded.like(like.clone()).escape('\\'));
    }
    query
}

pub(in crate::organisations) fn count(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
) -> Outcome<i64> {
    Ok(filtered(scope, filter).count().get_result(db)?)
}

pub(in crate::organisations) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    sort: OrganisationSort,
    after: Option<After>,
    rows: i64,
) -> Outcome<Vec<OrganisationRow>> {
    use organisations::{created_at, id, name_folded};
    let down = matches!(sort, OrganisationSort::NameDown | OrganisationSort::CreatedAtDown);
    let mut query = filtered(scope, filter);
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
    Ok(query.limit(rows).load(db)?)
}
