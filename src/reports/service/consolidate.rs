//! Consolidation: the upper union's draft gets the sums of the reports below, and its own last plans come back
//! as results.

use std::collections::HashMap;

use serde_json::json;

use super::{carry, checks, find, touch, view};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::figure::MAX_VALUE;
use crate::kernel::id::{self, Uuid};
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::reports::dto::{
    Consolidate, ConsolidationDto, ContributionDto, ContributionQuery, ContributorDto, ReportDto,
};
use crate::reports::model::prints_truly;
use crate::reports::rounds;
use crate::reports::store::{
    self, Contribution, ContributionKey, Contributor, FigureRow, FigureState, ReportRow, Sum,
};
use crate::usecase::{Reading, Writing};

/// Sums the figures of the accepted reports of the round this organisation opened for the same period, and
/// carries last period's plan items over. Doing it again refreshes the sums, keeps what was overridden and what
/// was written, and adds nothing twice.
pub(crate) fn consolidate(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    _: Consolidate,
) -> Outcome<ConsolidationDto> {
    let row = find(w, id)?;
    checks::require(w, Action::ReportDraft, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if !row.status.is_editable() {
        return Err(checks::not_editable(row.status));
    }
    let round = round_of(w, &row)?;
    let row = touch(w, &row)?;
    if row.version != version + 1 {
        return Err(Problem::stale(row.version));
    }
    let sums = store::sums(w.db, round)?;
    set_figures(w, id, &sums)?;
    store::replace_sources(w.db, id, round)?;
    let carried = carry::carry(w, &row)?;
    let (included, missing): (Vec<Contributor>, Vec<Contributor>) =
        store::contributors(w.db, round)?.into_iter().partition(|one| one.report_id.is_some());
    let figures = i64::try_from(sums.len()).unwrap_or(i64::MAX);
    w.record(Entry::new("report.consolidate", "report", id).of(row.organisation_id).changes(json!({
        "round_id": round, "included": included.len(), "missing": missing.len(), "figures": figures,
        "carried_items": carried,
    })));
    let report: ReportDto = view::whole(w, row)?;
    Ok(ConsolidationDto {
        report,
        included: included.into_iter().map(contributor).collect(),
        missing: missing.into_iter().map(contributor).collect(),
        figures,
        carried_items: carried,
    })
}

/// The round this report's organisation opened for the report's period.
fn round_of(r: &mut Reading<'_>, row: &ReportRow) -> Outcome<Uuid> {
    let period = checks::period_of(row)?;
    let round = rounds::service::of_period(r, row.organisation_id, &period)?;
    round.map(|round| round.id).ok_or_else(|| {
        Problem::new(Code::WrongState).detail(
            "Đơn vị chưa mở đợt báo cáo cho kỳ này.",
            "The organisation has opened no round for this period.",
        )
    })
}

fn contributor(one: Contributor) -> ContributorDto {
    ContributorDto {
        organisation_id: one.organisation_id,
        organisation_name: one.organisation_name,
        report_id: one.report_id,
    }
}

/// Sets each indicator's figure to its sum; what no report below counts any more comes to nothing.
fn set_figures(w: &mut Writing<'_>, report: Uuid, sums: &[Sum]) -> Outcome<()> {
    let now = w.now;
    let mut known: HashMap<Uuid, FigureRow> =
        store::figures(w.db, report)?.into_iter().map(|row| (row.indicator_id, row)).collect();
    for sum in sums {
        let value = within_range(sum.value)?;
        let denominator = sum.denominator.map(|sum| within_range(Some(sum))).transpose()?;
        match known.remove(&sum.indicator_id) {
            None => store::insert_figure(w.db, &new_figure(report, sum, (value, denominator), now))?,
            Some(row) => set_figure(w, &row, value, denominator)?,
        }
    }
    for row in known.into_values().filter(|row| row.computed_value.is_some()) {
        set_figure(w, &row, 0, None)?;
    }
    Ok(())
}

fn within_range(sum: Option<i64>) -> Outcome<i64> {
    sum.filter(|sum| (0..=MAX_VALUE).contains(sum)).ok_or_else(|| {
        Problem::invalid_at(
            "",
            "out_of_range",
            "Tổng của một chỉ tiêu vượt quá giới hạn 2^53 − 1.",
            "The sum of an indicator is beyond 2^53 − 1.",
        )
    })
}

fn new_figure(
    report_id: Uuid,
    sum: &Sum,
    (value, denominator): (i64, Option<i64>),
    now: crate::kernel::clock::Instant,
) -> FigureRow {
    FigureRow {
        id: id::new(now),
        report_id,
        item_id: None,
        indicator_id: sum.indicator_id,
        unit: sum.unit,
        value,
        computed_value: Some(value),
        override_reason: None,
        printed_value: None,
        qualifier: None,
        denominator,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

/// An overridden figure keeps its value and shows the new sum beside it. What was to be printed goes when it is
/// no longer true of the value.
fn set_figure(w: &mut Writing<'_>, row: &FigureRow, sum: i64, denominator: Option<i64>) -> Outcome<()> {
    let before = row.state();
    let overridden = row.override_reason.is_some() && row.value != sum;
    let value = if overridden { row.value } else { sum };
    let prints = row.printed_value.is_none_or(|printed| prints_truly(value, printed, row.qualifier));
    let state = FigureState {
        item_id: row.item_id,
        value,
        computed_value: Some(sum),
        override_reason: if overridden { row.override_reason.clone() } else { None },
        printed_value: row.printed_value.filter(|_| prints),
        qualifier: row.qualifier.filter(|_| prints),
        denominator: if overridden { row.denominator } else { denominator },
    };
    if state == before {
        return Ok(());
    }
    let now = w.now;
    store::update_figure(w.db, row.id, row.version, &state, now)?
        .map(drop)
        .ok_or_else(|| Problem::stale(row.version + 1))
}

/// The items of the reports below that count, by topic.
pub(crate) fn contributions(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &ContributionQuery,
    page: &Page,
) -> Outcome<Slice<ContributionDto>> {
    let row = find(r, id)?;
    let round = round_of(r, &row)?;
    let filter = (query.section, query.topic.as_deref());
    let rows = store::contributions(r.db, round, filter, page.start()?, page.rows())?;
    Ok(Slice::cut(rows, page, key_of).map(|row| ContributionDto {
        organisation_id: row.organisation_id,
        organisation_name: row.organisation_name,
        item: view::item(row.item),
    }))
}

fn key_of(row: &Contribution) -> ContributionKey {
    let item = &row.item;
    (item.topic.clone().unwrap_or_default(), item.report_id, item.position, item.id)
}
