//! What the reports below tell in words: their preambles, then their items by topic.

use super::consolidate::round_of;
use super::{find, view};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Code, Outcome, Problem};
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
    let (preamble, item) = place(page.after.as_deref())?;
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
    Ok(Slice::cut(rows, page, key_of).map(dto))
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

fn key_of(row: &Row) -> Vec<String> {
    match row {
        Row::Preamble(row) => vec![row.report_id.to_string()],
        Row::Item(row) => vec![
            row.item.topic.clone().unwrap_or_default(),
            row.item.report_id.to_string(),
            row.item.position.to_string(),
            row.item.id.to_string(),
        ],
    }
}

/// After which preamble, or after which item, a page starts.
fn place(after: Option<&[String]>) -> Outcome<(Option<Uuid>, Option<ContributionKey>)> {
    let invalid = || Problem::new(Code::InvalidCursor);
    match after {
        None => Ok((None, None)),
        Some([report]) => Ok((Some(report.parse().map_err(|_| invalid())?), None)),
        Some([topic, report, position, item]) => {
            let key = (
                topic.clone(),
                report.parse().map_err(|_| invalid())?,
                position.parse().map_err(|_| invalid())?,
                item.parse().map_err(|_| invalid())?,
            );
            Ok((None, Some(key)))
        }
        Some(_) => Err(invalid()),
    }
}
