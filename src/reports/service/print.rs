//! What is printed of a report, in words, ready to be laid out.

use std::collections::HashMap;

use super::neighbours::{self, Brief};
use super::{checks, find};
use crate::kernel::figure;
use crate::kernel::id::Uuid;
use crate::kernel::period::date_line_vi;
use crate::kernel::problem::Outcome;
use crate::reports::model::Section;
use crate::reports::store::{self, FigureRow, ItemRow, ReportRow};
use crate::usecase::Reading;

/// A report as the printers of `documents` lay it out.
#[derive(Clone, Debug, Default)]
pub(crate) struct PrintedReport {
    /// The organisation above.
    pub(crate) above: Option<String>,
    /// The organisation that reports.
    pub(crate) organisation: String,
    /// `209/BC-LĐLĐ`, or `…/BC-LĐLĐ` without a number.
    pub(crate) symbol: String,
    /// `Lai Châu, ngày 17 tháng 02 năm 2025`.
    pub(crate) place_and_date: String,
    /// What it is about.
    pub(crate) title: String,
    /// `(Sửa đổi, bổ sung Báo cáo số 209/BC-LĐLĐ ngày 17 tháng 02 năm 2025)`, of an amendment.
    pub(crate) amends: Option<String>,
    /// What stands before the first section.
    pub(crate) preamble: Option<String>,
    /// `THÁNG 02/2025`.
    pub(crate) period: String,
    /// The period of the plan; nothing after an ad hoc period.
    pub(crate) next_period: Option<String>,
    /// Section I.
    pub(crate) results: Vec<PrintedItem>,
    /// Figures that stand with no item.
    pub(crate) figures: Vec<String>,
    /// Section II.
    pub(crate) plans: Vec<PrintedItem>,
    /// Without marks at their ends.
    pub(crate) recipients: Vec<String>,
    /// `TM. BAN THƯỜNG VỤ`.
    pub(crate) signing: Option<String>,
    /// The signer's position.
    pub(crate) position: Option<String>,
    /// The signer's name.
    pub(crate) name: Option<String>,
}

/// An item with the figures printed under it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PrintedItem {
    /// Its text, of one or more paragraphs.
    pub(crate) body: String,
    /// `Lượt tuyên truyền: gần 22.620 lượt`.
    pub(crate) figures: Vec<String>,
}

/// What is printed of the report, if the caller may see it.
pub(crate) fn for_print(r: &mut Reading<'_>, id: Uuid) -> Outcome<PrintedReport> {
    let row = find(r, id)?;
    let organisation = letterhead(r, &row)?;
    let amends = row.amends_id.map(|amended| amends_line(r, amended)).transpose()?;
    let period = checks::period_of(&row)?;
    let mut figures = printed_figures(r, &row)?;
    let (results, plans): (Vec<ItemRow>, Vec<ItemRow>) =
        store::items(r.db, id)?.into_iter().partition(|item| item.section == Section::Result);
    let place = row.place.clone().or(organisation.place);
    let mut print = |items: Vec<ItemRow>| -> Vec<PrintedItem> {
        items
            .into_iter()
            .map(|item| PrintedItem {
                figures: figures.remove(&Some(item.id)).unwrap_or_default(),
                body: item.body,
            })
            .collect()
    };
    let (results, plans) = (print(results), print(plans));
    Ok(PrintedReport {
        above: organisation.parent_name,
        organisation: organisation.name,
        symbol: match &row.symbol {
            Some(symbol) => symbol.clone(),
            None => format!("…/BC-{}", organisation.symbol.unwrap_or_default()),
        },
        place_and_date: place_and_date(place.as_deref(), &row),
        title: row.title,
        amends,
        preamble: row.preamble,
        period: period.label_vi().to_uppercase(),
        next_period: period.next().map(|next| next.label_vi().to_uppercase()),
        results,
        figures: figures.remove(&None).unwrap_or_default(),
        plans,
        recipients: store::recipients(r.db, id)?.into_iter().map(|one| bare(&one.name)).collect(),
        signing: row.signing_capacity.map(|capacity| {
            format!("{} {}", capacity.abbreviation(), row.signing_body.as_deref().unwrap_or("…"))
        }),
        position: row.signer_position,
        name: row.signer_name,
    })
}

/// Who reports and under whom: as it was when the report was issued, else as it is today.
fn letterhead(r: &mut Reading<'_>, row: &ReportRow) -> Outcome<Brief> {
    let Some(kept) = store::heading(r.db, row.id)? else {
        return neighbours::brief(r, row.organisation_id);
    };
    // The symbol and the place stand in the report itself.
    Ok(Brief { name: kept.organisation_name, parent_name: kept.above_name, symbol: None, place: None })
}

/// Which numbered report an amendment amends.
fn amends_line(r: &mut Reading<'_>, amended: Uuid) -> Outcome<String> {
    let amended = find(r, amended)?;
    let symbol = amended.symbol.unwrap_or_default();
    let date = amended.document_date.map(date_line_vi).unwrap_or_default();
    Ok(format!("(Sửa đổi, bổ sung Báo cáo số {symbol} {date})"))
}

fn place_and_date(place: Option<&str>, row: &ReportRow) -> String {
    let date = row.document_date.map_or_else(|| "ngày … tháng … năm …".to_owned(), date_line_vi);
    format!("{}, {date}", place.unwrap_or("…"))
}

fn bare(name: &str) -> String {
    name.trim_end_matches([';', '.', ' ']).to_owned()
}

/// The figures in words, by the item they stand with.
fn printed_figures(r: &mut Reading<'_>, row: &ReportRow) -> Outcome<HashMap<Option<Uuid>, Vec<String>>> {
    let mut by_item: HashMap<Option<Uuid>, Vec<String>> = HashMap::new();
    for row in store::figures(r.db, row.id)? {
        let name = match &row.printed_name {
            Some(kept) => kept.clone(),
            None => neighbours::indicator_name(r, row.indicator_id)?.0,
        };
        by_item.entry(row.item_id).or_default().push(in_words(&name, &row));
    }
    Ok(by_item)
}

fn in_words(name: &str, row: &FigureRow) -> String {
    let value = figure::print(row.printed_value.unwrap_or(row.value), row.unit, row.qualifier);
    match row.denominator {
        Some(all) => format!("{name}: {value}, trên tổng số {}", figure::print_count(all)),
        None => format!("{name}: {value}"),
    }
}
