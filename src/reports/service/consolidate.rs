//! Consolidation: the upper union's draft gets the sums of the reports below, what the system counts itself, and
//! its own last plans back as results.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::records::{self, FromRecords};
use super::{carry, checks, find, touch, view};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::figure::{self, MAX_VALUE, Unit};
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::reports::dto::{Consolidate, ConsolidationDto, ContributorDto, ReportDto};
use crate::reports::model::is_part_of;
use crate::reports::rounds;
use crate::reports::store::{self, Contributor, Counted, FigureRow, FigureState, ReportRow};
use crate::usecase::{Reading, Writing};

/// Why a figure is not the sum that was typed in before there was one. It shows, and can be edited.
const TYPED_BEFORE: &str = "Số liệu nhập trước khi tổng hợp.";

/// Sums the figures of the accepted reports of the round this organisation opened for the same period, and
/// carries last period's plan items over. What the system computes from its own records (hardship support,
/// awards) stands in place of the sums of these indicators; for it alone a union without a round of its own can
/// consolidate. Doing it again refreshes the sums, keeps what was overridden and what was written, and adds nothing
/// twice.
pub(crate) fn consolidate(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    _: Consolidate,
) -> Outcome<ConsolidationDto> {
    let row = find(w, id)?;
    w.require(Action::ReportDraft, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if !row.status.is_editable() {
        return Err(checks::not_editable(row.status));
    }
    let round = find_round(w, &row)?;
    let supplied = records::supplied(w, &row)?;
    if round.is_none() && supplied.is_empty() && !store::has_records(w.db, id)? {
        return Err(no_round());
    }
    let row = touch(w, &row)?;
    if row.version != version + 1 {
        return Err(Problem::stale(row.version));
    }
    let counting = round.map_or(Ok(Vec::new()), |round| store::counting(w.db, round))?;
    let sums = with_supplied(sums(&store::counted(w.db, &counting)?)?, &supplied);
    set_figures(w, &row, &sums)?;
    let computed: Vec<Uuid> = supplied.iter().map(|one| one.sum.indicator_id).collect();
    store::replace_sources(w.db, id, &counting, &computed)?;
    records::replace(w, id, &supplied)?;
    let carried = carry::carry(w, &row)?;
    let owing = round.map_or(Ok(Vec::new()), |round| store::contributors(w.db, round, &counting))?;
    let (included, missing): (Vec<Contributor>, Vec<Contributor>) =
        owing.into_iter().partition(|one| one.report_id.is_some());
    let figures = i64::try_from(sums.len()).unwrap_or(i64::MAX);
    w.record(Entry::new("report.consolidate", "report", id).of(row.organisation_id).changes(json!({
        "round_id": round, "included": included.len(), "missing": missing.len(), "figures": figures,
        "from_records": supplied.len(), "carried_items": carried,
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
pub(super) fn round_of(r: &mut Reading<'_>, row: &ReportRow) -> Outcome<Uuid> {
    find_round(r, row)?.ok_or_else(no_round)
}

fn find_round(r: &mut Reading<'_>, row: &ReportRow) -> Outcome<Option<Uuid>> {
    let period = checks::period_of(row)?;
    Ok(rounds::service::of_period(r, row.organisation_id, &period)?.map(|round| round.id))
}

fn no_round() -> Problem {
    Problem::new(Code::WrongState).detail(
        "Đơn vị chưa mở đợt báo cáo cho kỳ này.",
        "The organisation has opened no round for this period.",
    )
}

/// The sums, with what was computed from records in place of those of the same indicator.
fn with_supplied(mut sums: Vec<Sum>, supplied: &[FromRecords]) -> Vec<Sum> {
    let computed = |indicator: Uuid| supplied.iter().any(|one| one.sum.indicator_id == indicator);
    sums.retain(|sum| !computed(sum.indicator_id));
    sums.extend(supplied.iter().map(|one| one.sum));
    sums
}

fn contributor(one: Contributor) -> ContributorDto {
    ContributorDto {
        organisation_id: one.organisation_id,
        organisation_name: one.organisation_name,
        report_id: one.report_id,
    }
}

/// What one indicator comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) indicator_id: Uuid,
    pub(super) unit: Unit,
    pub(super) value: i64,
    /// Only where every row has one: else it would be the whole of a part of the rows.
    pub(super) denominator: Option<i64>,
}

/// The sums of rows that come by indicator.
fn sums(rows: &[Counted]) -> Outcome<Vec<Sum>> {
    let of_one =
        |one: &Counted, next: &Counted| (one.indicator_id, one.unit) == (next.indicator_id, next.unit);
    let mut sums = Vec::new();
    for rows in rows.chunk_by(of_one) {
        let Some(first) = rows.first() else { continue };
        let all: Option<Vec<i64>> = rows.iter().map(|row| row.denominator).collect();
        sums.push(Sum {
            indicator_id: first.indicator_id,
            unit: first.unit,
            value: add_up(rows.iter().map(|row| row.value))?,
            denominator: all.map(|all| add_up(all.into_iter())).transpose()?,
        });
    }
    Ok(sums)
}

fn add_up(values: impl Iterator<Item = i64>) -> Outcome<i64> {
    figure::sum(values).filter(|sum| (0..=MAX_VALUE).contains(sum)).ok_or_else(too_much)
}

pub(super) fn too_much() -> Problem {
    Problem::invalid_at(
        "",
        "out_of_range",
        "Tổng của một chỉ tiêu vượt quá giới hạn 2^53 − 1.",
        "The sum of an indicator is beyond 2^53 − 1.",
    )
}

/// Sets each indicator's figure to its sum; what no report below counts any more comes to nothing.
fn set_figures(w: &mut Writing<'_>, report: &ReportRow, sums: &[Sum]) -> Outcome<()> {
    let mut known: BTreeMap<Uuid, FigureRow> =
        store::figures(w.db, report.id)?.into_iter().map(|row| (row.indicator_id, row)).collect();
    for sum in sums {
        match known.remove(&sum.indicator_id) {
            None => add_figure(w, report, sum)?,
            Some(row) => set_figure(w, report, row, (sum.value, sum.denominator))?,
        }
    }
    for row in known.into_values().filter(|row| row.computed_value.is_some()) {
        set_figure(w, report, row, (0, None))?;
    }
    Ok(())
}

fn add_figure(w: &mut Writing<'_>, report: &ReportRow, sum: &Sum) -> Outcome<()> {
    let denominator = sum.denominator.filter(|&all| is_part_of(sum.value, all, sum.unit));
    let row = FigureRow {
        id: id::new(w.now),
        report_id: report.id,
        item_id: None,
        indicator_id: sum.indicator_id,
        unit: sum.unit,
        value: sum.value,
        computed_value: Some(sum.value),
        override_reason: None,
        printed_value: None,
        qualifier: None,
        denominator,
        computed_denominator: denominator,
        printed_name: None,
        printed_position: None,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    store::insert_figure(w.db, &row)?;
    w.record(summed(
        report,
        row.id,
        json!({
            "report_id": report.id, "indicator_id": row.indicator_id, "value": row.value,
            "computed_value": row.computed_value, "denominator": row.denominator,
        }),
    ));
    Ok(())
}

fn summed(report: &ReportRow, figure: Uuid, changes: Value) -> Entry {
    Entry::new("report_figure.consolidate", "report_figure", figure)
        .of(report.organisation_id)
        .changes(changes)
}

fn set_figure(
    w: &mut Writing<'_>,
    report: &ReportRow,
    row: FigureRow,
    (sum, denominator): (i64, Option<i64>),
) -> Outcome<()> {
    let state = consolidated(&row, sum, denominator);
    if state == row.state() {
        return Ok(());
    }
    let now = w.now;
    store::update_figure(w.db, row.id, row.version, &state, now)?
        .ok_or_else(|| Problem::stale(row.version + 1))?;
    w.record(summed(report, row.id, json!({
        "value": state.value, "computed_value": state.computed_value,
        "override_reason": state.override_reason, "printed_value": state.printed_value,
        "qualifier": state.qualifier, "denominator": state.denominator,
        "before": {
            "value": row.value, "computed_value": row.computed_value, "override_reason": row.override_reason,
            "printed_value": row.printed_value, "qualifier": row.qualifier, "denominator": row.denominator,
        },
    })));
    Ok(())
}

/// What a sum makes of a figure. An overridden one keeps its value and shows the new sum beside it, and so does one
/// that was typed in before there was a sum. What was to be printed goes when the value is another. A denominator
/// that is not the last sum's was set by hand and stays, as long as the value is a part of it.
fn consolidated(row: &FigureRow, sum: i64, denominator: Option<i64>) -> FigureState {
    let typed_before = row.computed_value.is_none();
    let overridden = row.value != sum && (typed_before || row.override_reason.is_some());
    let value = if overridden { row.value } else { sum };
    let printed_still = value == row.value;
    let fits = |all: &i64| is_part_of(value, *all, row.unit);
    let computed_denominator = denominator.filter(fits);
    let by_hand = row.denominator != row.computed_denominator;
    let reason = || row.override_reason.clone().unwrap_or_else(|| TYPED_BEFORE.to_owned());
    FigureState {
        item_id: row.item_id,
        value,
        computed_value: Some(sum),
        override_reason: overridden.then(reason),
        printed_value: row.printed_value.filter(|_| printed_still),
        qualifier: row.qualifier.filter(|_| printed_still),
        denominator: if by_hand { row.denominator.filter(fits) } else { computed_denominator },
        computed_denominator,
    }
}
