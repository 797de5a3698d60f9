//! What the reports below tell in words: their preambles, then their items by topic.

use super::consolidate::round_of;
use super::{find, view};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Place, Slice};
use crate::kernel::problem::Outcome;
use crate::reports::dto::{ContributionDto, ContributionKind, ContributionQuery};
use crate::reports::store::{self, Contribution, ContributionKey, Preamble};
use crate::usecase::Reading;

enum Row {
    Preamble(Preamble),
    Item(Box<Contribution>),
}

/// The narrative of the reports below that count. A preamble has neither section nor topic, so who asks for one of
/// these gets none.
pub(crate) fn contributions(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &ContributionQuery,
    page: &Page,
) -> Outcome<Slice<ContributionDto>> {
    let row = find(r, id)?;
    let round = round_of(r, &row)?;
    let counting = store::counting(r.db, round)?;
    let (preamble, item) = match page.start()? {
        None => (None, None),
        Some(Spot::Preamble((report,))) => (Some(report), None),
        Some(Spot::Item(key)) => (None, Some(key)),
    };
    let mut rows = Vec::new();
    if item.is_none() && query.section.is_none() && query.topic.is_none() {
        let preambles = store::preambles(r.db, round, &counting, preamble, page.rows())?;
        rows.extend(preambles.into_iter().map(Row::Preamble));
    }
    let left = page.rows().saturating_sub(i64::try_from(rows.len()).unwrap_or(i64::MAX));
    if left > 0 {
        let filter = (query.section, query.topic.as_deref());
        let items = store::contributions(r.db, &counting, filter, item, left)?;
        rows.extend(items.into_iter().map(|row| Row::Item(Box::new(row))));
    }
    Ok(Slice::cut(rows, page, Spot::of).map(dto))
}

fn dto(row: Row) -> ContributionDto {
    match row {
        Row::Preamble(row) => ContributionDto {
            organisation_id: row.organisation_id,
            organisation_name: row.organisation_name,
            report_id: row.report_id,
            kind: ContributionKind::Preamble,
            preamble: Some(row.text),
            item: None,
        },
        Row::Item(row) => ContributionDto {
            organisation_id: row.organisation_id,
            organisation_name: row.organisation_name,
            report_id: row.item.report_id,
            kind: ContributionKind::Item,
            preamble: None,
            item: Some(view::item(row.item)),
        },
    }
}

/// Behind which preamble, or behind which item, a page starts.
enum Spot {
    Preamble((Uuid,)),
    Item(ContributionKey),
}

impl Spot {
    fn of(row: &Row) -> Self {
        match row {
            Row::Preamble(row) => Self::Preamble((row.report_id,)),
            Row::Item(row) => {
                let item = &row.item;
                let topic = item.topic.clone().unwrap_or_default();
                Self::Item((topic, item.report_id, item.position, item.id))
            }
        }
    }
}

impl Place for Spot {
    fn write(&self) -> Vec<String> {
        match self {
            Self::Preamble(key) => key.write(),
            Self::Item(key) => key.write(),
        }
    }

    fn read(texts: &[String]) -> Option<Self> {
        Place::read(texts).map(Self::Preamble).or_else(|| Place::read(texts).map(Self::Item))
    }
}
