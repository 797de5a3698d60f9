//! Lists of organisations as they are today.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::OrganisationRow;
use crate::db::schema::organisations;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, ancestors_of, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
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
    page: &Page,
) -> Outcome<Vec<OrganisationRow>> {
    let down = matches!(sort, OrganisationSort::NameDown | OrganisationSort::CreatedAtDown);
    let rows = filtered(scope, filter).limit(page.rows());
    let rows = if sort.is_by_name() {
        crate::in_order!(
            rows,
            (organisations::name_folded, organisations::id),
            page.start::<(String, Uuid)>()?,
            down
        )
    } else {
        crate::in_order_of_creation!(rows, organisations, page.start::<Created>()?, down)
    };
    Ok(rows.load(db)?)
}
