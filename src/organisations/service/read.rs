//! Reading organisations, today's or those of a day.

use super::reading;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::kernel::text::like_pattern;
use crate::organisations::dto::{
    AncestorDto, AsOf, OrganisationChildrenQuery, OrganisationDto, OrganisationPeriodDto,
    OrganisationPeriodQuery, OrganisationQuery, OrganisationSubtreeQuery, SubtreeOrganisation,
};
use crate::organisations::model::OrganisationSort;
use crate::organisations::store::list::Filter;
use crate::organisations::store::{self, as_of, closure, periods as period_rows};
use crate::usecase::Reading;

pub(in crate::organisations) fn read(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &AsOf,
) -> Outcome<OrganisationDto> {
    let scope = reading(r);
    let row = store::find(r.db, &scope, id)?;
    let row = match query.as_of {
        Some(day) => as_of::get(r.db, id, day)?,
        None => row,
    };
    Ok(OrganisationDto::of(row, query.as_of))
}

pub(in crate::organisations) fn list(
    r: &mut Reading<'_>,
    query: &OrganisationQuery,
    page: &Page,
) -> Outcome<Slice<OrganisationDto>> {
    let filter = Filter {
        on: query.as_of,
        parent: query.parent_id,
        kind: query.kind,
        status: query.status,
        like: query.q.as_ref().map(|q| like_pattern(q)),
    };
    listed(r, &filter, query.sort.unwrap_or_default(), page)
}

pub(in crate::organisations) fn children(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &OrganisationChildrenQuery,
    page: &Page,
) -> Outcome<Slice<OrganisationDto>> {
    let scope = reading(r);
    store::find(r.db, &scope, id)?;
    let filter = Filter { on: query.as_of, parent: Some(id), ..Filter::default() };
    listed(r, &filter, OrganisationSort::Name, page)
}

fn listed(
    r: &mut Reading<'_>,
    filter: &Filter,
    sort: OrganisationSort,
    page: &Page,
) -> Outcome<Slice<OrganisationDto>> {
    let scope = reading(r);
    let (rows, total) = match filter.on {
        None => (
            store::list::list(r.db, &scope, filter, sort, page)?,
            page.total.then(|| store::list::count(r.db, &scope, filter)).transpose()?,
        ),
        Some(day) => (
            as_of::list(r.db, &scope, day, filter, sort, page)?,
            page.total.then(|| as_of::count(r.db, &scope, day, filter)).transpose()?,
        ),
    };
    let slice = if sort.is_by_name() {
        Slice::cut(rows, page, |row| (row.name_folded.clone(), row.id))
    } else {
        Slice::cut(rows, page, |row| (row.created_at, row.id))
    };
    Ok(slice.with_total(total).map(|row| OrganisationDto::of(row, filter.on)))
}

/// `id` and all below it, by depth and name.
pub(in crate::organisations) fn subtree(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &OrganisationSubtreeQuery,
    page: &Page,
) -> Outcome<Slice<SubtreeOrganisation>> {
    let scope = reading(r);
    store::find(r.db, &scope, id)?;
    let after = page.start()?;
    let rows = match query.as_of {
        None => closure::subtree(r.db, &scope, id, after, page.rows())?,
        Some(day) => as_of::subtree(r.db, &scope, day, id, after, page.rows())?,
    };
    let slice = Slice::cut(rows, page, |(depth, row)| (*depth, row.name_folded.clone(), row.id));
    Ok(slice.map(|(depth, row)| SubtreeOrganisation {
        depth,
        organisation: OrganisationDto::of(row, query.as_of),
    }))
}

/// The line above, nearest first: short, so it is one page always. On a day of the past somebody may stand in it
/// whom the caller does not see, so it tells no more of each than belongs to the history of who stood below.
pub(in crate::organisations) fn ancestors(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &AsOf,
) -> Outcome<Vec<AncestorDto>> {
    let scope = reading(r);
    store::find(r.db, &scope, id)?;
    let rows = match query.as_of {
        None => closure::ancestors(r.db, id)?,
        Some(day) => as_of::ancestors(r.db, id, day)?,
    };
    Ok(rows.into_iter().map(AncestorDto::from).collect())
}

pub(in crate::organisations) fn periods(
    r: &mut Reading<'_>,
    id: Uuid,
    _: &OrganisationPeriodQuery,
    page: &Page,
) -> Outcome<Slice<OrganisationPeriodDto>> {
    let scope = reading(r);
    store::find(r.db, &scope, id)?;
    let after = page.start()?.map(|(day,)| day);
    let rows = period_rows::list(r.db, id, after, page.rows())?;
    Ok(Slice::cut(rows, page, |row| (row.valid_from,)).map(OrganisationPeriodDto::from))
}
