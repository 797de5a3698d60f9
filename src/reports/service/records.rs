//! Figures that are computed from the records of other domains instead of from the reports below.

use super::consolidate::Sum;
use super::{figures, neighbours};
use crate::identity::policy::Action;
use crate::kernel::figure::MAX_VALUE;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Outcome, Problem};
use crate::reports::dto::{
    AwardNominationRecordDto, AwardRecordDto, FigureRecordDto, HousingSurveyRecordDto, SourceQuery,
    SupportLineRecordDto,
};
use crate::reports::store::{self, RecordRow, ReportRow};
use crate::usecase::{Reading, Writing};

/// A sum with the records it was made from.
pub(super) struct FromRecords {
    pub(super) sum: Sum,
    rows: Vec<neighbours::SuppliedRow>,
}

/// What the records say on the indicators that can be used in the report's period.
pub(super) fn supplied(r: &mut Reading<'_>, report: &ReportRow) -> Outcome<Vec<FromRecords>> {
    let days = (report.period_start, report.period_end);
    let mut found = Vec::new();
    for one in neighbours::supply(r, report.organisation_id, days)? {
        let Some(indicator_id) = neighbours::indicator_coded(r, &one.code, one.unit, report.period_end)?
        else {
            continue;
        };
        let value = Some(one.value).filter(|value| (0..=MAX_VALUE).contains(value));
        let value = value.ok_or_else(super::consolidate::too_much)?;
        let sum = Sum { indicator_id, unit: one.unit, value, denominator: None };
        found.push(FromRecords { sum, rows: one.rows });
    }
    Ok(found)
}

/// Writes anew which records are behind each figure of `report`.
pub(super) fn replace(w: &mut Writing<'_>, report: Uuid, supplied: &[FromRecords]) -> Outcome<()> {
    store::forget_records(w.db, report)?;
    for one in supplied {
        let figure_id = store::figure_of_indicator(w.db, report, one.sum.indicator_id)?
            .ok_or_else(|| Problem::internal("a figure was set and is not there"))?;
        for row in &one.rows {
            let row = RecordRow {
                figure_id,
                record_type: row.record_type.to_owned(),
                record_id: row.record_id,
                organisation_id: row.organisation_id,
                value: row.value,
            };
            store::insert_record(w.db, &row)?;
        }
    }
    Ok(())
}

/// The records behind a figure, all of one kind: of those the ones whose own domain shows them to the caller.
pub(crate) fn records(
    r: &mut Reading<'_>,
    id: Uuid,
    _: &SourceQuery,
    page: &Page,
) -> Outcome<Slice<FigureRecordDto>> {
    let (figure, _) = figures::find(r, id)?;
    let kind = store::kind_behind(r.db, figure.id)?;
    let (action, show): (Action, Show) = match kind.as_deref() {
        Some(neighbours::NOMINATION) => (Action::AwardRead, shown_proposals),
        Some(neighbours::AWARD) => (Action::AwardRead, shown_awards),
        Some(neighbours::SURVEY) => (Action::HardshipRead, shown_surveys),
        _ => (Action::HardshipRead, shown_lines),
    };
    let scope = r.who.scope(action);
    let after = page.start()?.map(|(id,)| id);
    let rows = store::records(r.db, &scope, figure.id, after, page.rows())?;
    let total = page.total.then(|| store::count_records(r.db, &scope, figure.id)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.record_id,));
    Ok(Slice { items: show(r, slice.items)?, next: slice.next, total })
}

/// How records of one kind are shown.
type Show = fn(&mut Reading<'_>, Vec<RecordRow>) -> Outcome<Vec<FigureRecordDto>>;

fn ids_of(rows: &[RecordRow]) -> Vec<Uuid> {
    rows.iter().map(|row| row.record_id).collect()
}

fn shown_lines(r: &mut Reading<'_>, rows: Vec<RecordRow>) -> Outcome<Vec<FigureRecordDto>> {
    let mut lines = neighbours::lines_of(r, &ids_of(&rows))?;
    let shown = |row: RecordRow| {
        let line = lines
            .remove(&row.record_id)
            .ok_or_else(|| Problem::internal("a line behind a figure is gone"))?;
        Ok(FigureRecordDto::SupportDecisionLine(SupportLineRecordDto {
            record_id: row.record_id,
            decision_id: line.decision_id,
            application_id: line.application_id,
            organisation_id: row.organisation_id,
            organisation_name: line.organisation_name,
            value: row.value,
            amount_vnd: line.amount_vnd,
        }))
    };
    rows.into_iter().map(shown).collect()
}

/// An entry that its union has removed since is counted still, until the report is consolidated again, and shown no more.
fn shown_surveys(r: &mut Reading<'_>, rows: Vec<RecordRow>) -> Outcome<Vec<FigureRecordDto>> {
    let mut surveys = neighbours::surveys_of(r, &ids_of(&rows))?;
    let shown = |row: RecordRow| {
        surveys.remove(&row.record_id).map(|entry| {
            FigureRecordDto::HousingSurvey(HousingSurveyRecordDto {
                record_id: row.record_id,
                application_id: entry.application_id,
                organisation_id: row.organisation_id,
                organisation_name: entry.organisation_name,
                value: row.value,
            })
        })
    };
    Ok(rows.into_iter().filter_map(shown).collect())
}

fn shown_proposals(r: &mut Reading<'_>, rows: Vec<RecordRow>) -> Outcome<Vec<FigureRecordDto>> {
    let mut proposals = neighbours::proposals_of(r, &ids_of(&rows))?;
    let shown = |row: RecordRow| {
        let proposal = proposals
            .remove(&row.record_id)
            .ok_or_else(|| Problem::internal("a nomination behind a figure is gone"))?;
        Ok(FigureRecordDto::AwardNomination(AwardNominationRecordDto {
            record_id: row.record_id,
            submission_id: proposal.submission_id,
            organisation_id: row.organisation_id,
            organisation_name: proposal.organisation_name,
            value: row.value,
        }))
    };
    rows.into_iter().map(shown).collect()
}

fn shown_awards(r: &mut Reading<'_>, rows: Vec<RecordRow>) -> Outcome<Vec<FigureRecordDto>> {
    let mut awards = neighbours::awards_of(r, &ids_of(&rows))?;
    let shown = |row: RecordRow| {
        let award = awards
            .remove(&row.record_id)
            .ok_or_else(|| Problem::internal("an award behind a figure is gone"))?;
        Ok(FigureRecordDto::Award(AwardRecordDto {
            record_id: row.record_id,
            decision_id: award.decision_id,
            organisation_id: row.organisation_id,
            organisation_name: award.organisation_name,
            value: row.value,
        }))
    };
    rows.into_iter().map(shown).collect()
}
