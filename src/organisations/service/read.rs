//! Reading organisations, today's or those of a day.

use super::{bad_cursor, reading};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::kernel::text::like_pattern;
use crate::organisations::dto::{
    AsOf, OrganisationChildrenQuery, OrganisationDto, OrganisationPeriodDto, OrganisationPeriodQuery,
    OrganisationQuery, OrganisationSubtreeQuery, SubtreeOrganisation,
};
use crate::organisations::model::OrganisationSort;
use crate::organisations::store::list::{After, Filter};
use crate::organisations::store::{self, OrganisationRow, as_of, closure, periods as period_rows};
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
    let after = after(page, sort)?;
    let (rows, total) = match filter.on {
        None => (
            store::list::list(r.db, &scope, filter, sort, after, page.rows())?,
            page.total.then(|| store::list::count(r.db, &scope, filter)).transpose()?,
        ),
        Some(day) => (
            as_of::list(r.db, &scope, day, filter, sort, after, page.rows())?,
            page.total.then(|| as_of::count(r.db, &scope, day, filter)).transpose()?,
        ),
    };
    let slice = Slice::cut(rows, page, |row| key(row, sort)).with_total(total);
    Ok(slice.map(|row| OrganisationDto::of(row, filter.on)))
}

const fn by_name(sort: OrganisationSort) -> bool {
    matches!(sort, OrganisationSort::Name | OrganisationSort::NameDown)
}

fn key(row: &OrganisationRow, sort: OrganisationSort) -> Vec<String> {
    let first =
        if by_name(sort) { row.name_folded.clone() } else { row.created_at.timestamp_micros().to_string() };
    vec![first, row.id.to_string()]
}

fn after(page: &Page, sort: OrganisationSort) -> Outcome<Option<After>> {
    let Some(keys) = &page.after else { return Ok(None) };
    let [first, id] = keys.as_slice() else { return Err(bad_cursor()) };
    let id = id.parse().map_err(|_| bad_cursor())?;
    if by_name(sort) {
        return Ok(Some(After::Name(first.clone(), id)));
    }
    let at = first.parse().ok().and_then(Instant::from_micros).ok_or_else(bad_cursor)?;
    Ok(Some(After::Created(at, id)))
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
    let after = match page.after.as_deref() {
        None => None,
        Some([depth, name, last]) => {
            let depth: i32 = depth.parse().map_err(|_| bad_cursor())?;
            Some((depth, name.clone(), last.parse::<Uuid>().map_err(|_| bad_cursor())?))
        }
        Some(_) => return Err(bad_cursor()),
    };
    let rows = match query.as_of {
        None => closure::subtree(r.db, &scope, id, after, page.rows())?,
        Some(day) => {
            // Today's closure says nothing of that day, so the tree is walked here; only the answer is paged.
            let seen = as_of::everything(r.db, &scope, day, i64::MAX)?;
            let limit = usize::try_from(page.rows()).unwrap_or(0);
            let rows = super::tree::under(seen, id).into_iter();
            let key = |(depth, row): &(i32, OrganisationRow)| (*depth, row.name_folded.clone(), row.id);
            rows.filter(|row| after.as_ref().is_none_or(|after| key(row) > *after)).take(limit).collect()
        }
    };
    let key = |(depth, row): &(i32, OrganisationRow)| {
        vec![depth.to_string(), row.name_folded.clone(), row.id.to_string()]
    };
    let slice = Slice::cut(rows, page, key);
    Ok(slice.map(|(depth, row)| SubtreeOrganisation {
        depth,
        organisation: OrganisationDto::of(row, query.as_of),
    }))
}

/// The line above, nearest first: short, so it is one page always.
pub(in crate::organisations) fn ancestors(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &AsOf,
) -> Outcome<Vec<OrganisationDto>> {
    let scope = reading(r);
    store::find(r.db, &scope, id)?;
    let rows = match query.as_of {
        None => closure::ancestors(r.db, id)?,
        Some(day) => as_of::ancestors(r.db, id, day)?,
    };
    Ok(rows.into_iter().map(|row| OrganisationDto::of(row, query.as_of)).collect())
}

pub(in crate::organisations) fn periods(
    r: &mut Reading<'_>,
    id: Uuid,
    _: &OrganisationPeriodQuery,
    page: &Page,
) -> Outcome<Slice<OrganisationPeriodDto>> {
    let scope = reading(r);
    store::find(r.db, &scope, id)?;
    let after = match page.after.as_deref() {
        None => None,
        Some([day]) => Some(day.parse().map_err(|_| bad_cursor())?),
        Some(_) => return Err(bad_cursor()),
    };
    let rows = period_rows::list(r.db, id, after, page.rows())?;
    Ok(Slice::cut(rows, page, |row| vec![row.valid_from.to_string()]).map(OrganisationPeriodDto::from))
}
