//! What reports ask of the other domains, each through its `service`.

use chrono::NaiveDate;

use crate::awards::figures::service as awards;
use crate::code_lists::service as code_lists;
use crate::hardship::figures::service as hardship;
use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome};
use crate::organisations::{OrganisationKind, service as organisations};
use crate::reports::store::ItemRow;
use crate::tasks::service as tasks;
use crate::usecase::{Reading, Writing};

pub(crate) use organisations::{Brief, Union, check_visible};

/// What a document shows of the organisation of a report that was found in scope.
pub(crate) fn brief(r: &mut Reading<'_>, id: Uuid) -> Outcome<Brief> {
    organisations::brief(r.db, id)
}

/// Whether `id` is `top` or stands below it today.
pub(crate) fn is_within(r: &mut Reading<'_>, top: Uuid, id: Uuid) -> Outcome<bool> {
    organisations::below(r.db, id, top)
}

/// The living organisations below `top`, of these kinds where any is named.
pub(crate) fn active_below(
    r: &mut Reading<'_>,
    top: Uuid,
    kinds: &[OrganisationKind],
) -> Outcome<Vec<Union>> {
    let mut found = organisations::of_kind_under(r.db, top, None)?;
    found.retain(|one| kinds.is_empty() || kinds.contains(&one.kind));
    Ok(found)
}

/// The unit of an indicator that can be used on `day`; nothing when there is none.
pub(crate) fn indicator_unit(r: &mut Reading<'_>, id: Uuid, day: NaiveDate) -> Outcome<Option<Unit>> {
    Ok(code_lists::active_indicator(r.db, id, day)?.map(|indicator| indicator.unit))
}

/// What an indicator is called today, and its place among the others.
pub(crate) fn indicator_name(r: &mut Reading<'_>, id: Uuid) -> Outcome<(String, i32)> {
    code_lists::indicator_of(r.db, id).map(|indicator| (indicator.name_vi, indicator.position))
}

/// Whether a report of a period that ends on `day` can be about this topic.
pub(crate) fn is_topic(r: &mut Reading<'_>, code: &str, day: NaiveDate) -> Outcome<bool> {
    code_lists::is_topic(r.db, code, day)
}

/// The indicator with this code, when it counts in `unit` and can be used on `day`.
pub(super) fn indicator_coded(
    r: &mut Reading<'_>,
    code: &str,
    unit: Unit,
    day: NaiveDate,
) -> Outcome<Option<Uuid>> {
    let Some(coded) = code_lists::indicator_by_code(r.db, code)? else { return Ok(None) };
    let active = code_lists::active_indicator(r.db, coded.id, day)?;
    Ok(active.filter(|active| active.unit == unit).map(|active| active.id))
}

pub(super) use awards::{AWARD, NOMINATION};
pub(super) use hardship::SURVEY;

/// An indicator's figure as the records of another domain have it.
#[derive(Debug)]
pub(super) struct Supplied {
    /// The code of the indicator.
    pub(super) code: String,
    /// The unit it is counted in.
    pub(super) unit: Unit,
    /// What the rows come to.
    pub(super) value: i64,
    /// Every record that was counted; all are of one kind.
    pub(super) rows: Vec<SuppliedRow>,
}

/// A record with what it adds.
#[derive(Clone, Copy, Debug)]
pub(super) struct SuppliedRow {
    /// What kind of record it is.
    pub(super) record_type: &'static str,
    /// The record.
    pub(super) record_id: Uuid,
    /// Whose it is.
    pub(super) organisation_id: Uuid,
    /// What it adds to the figure.
    pub(super) value: i64,
}

/// The figures that hardship support and awards compute for a report of `organisation` from what was decided, surveyed,
/// submitted and taken back on these days.
pub(super) fn supply(
    r: &mut Reading<'_>,
    organisation: Uuid,
    days: (NaiveDate, NaiveDate),
) -> Outcome<Vec<Supplied>> {
    let supported = hardship::supply(r.db, organisation, days)?.into_iter().map(|one| Supplied {
        code: one.code,
        unit: one.unit,
        value: one.value,
        rows: one.rows.into_iter().map(support).collect(),
    });
    let mut supplied: Vec<Supplied> = supported.collect();
    supplied.extend(awards::supply(r.db, organisation, days)?.into_iter().map(awarded));
    Ok(supplied)
}

const fn support(row: hardship::SuppliedRow) -> SuppliedRow {
    let hardship::SuppliedRow { record_type, record_id, organisation_id, value } = row;
    SuppliedRow { record_type, record_id, organisation_id, value }
}

/// Each nomination or award adds one.
fn awarded(one: awards::Supplied) -> Supplied {
    let row = |(record_id, organisation_id)| SuppliedRow {
        record_type: one.record_type,
        record_id,
        organisation_id,
        value: 1,
    };
    let rows: Vec<SuppliedRow> = one.rows.into_iter().map(row).collect();
    let value = rows.iter().map(|row| row.value).sum();
    Supplied { code: one.code, unit: one.unit, value, rows }
}

/// The nominations with these ids, which the caller was shown to see.
pub(super) fn proposals_of(
    r: &mut Reading<'_>,
    ids: &[Uuid],
) -> Outcome<std::collections::HashMap<Uuid, awards::ProposalBrief>> {
    awards::proposals_of(r.db, ids)
}

/// The awards with these ids, which the caller was shown to see.
pub(super) fn awards_of(
    r: &mut Reading<'_>,
    ids: &[Uuid],
) -> Outcome<std::collections::HashMap<Uuid, awards::AwardBrief>> {
    awards::awards_of(r.db, ids)
}

/// The lines of decisions with these ids, which the caller was shown to see.
pub(super) fn lines_of(
    r: &mut Reading<'_>,
    ids: &[Uuid],
) -> Outcome<std::collections::HashMap<Uuid, hardship::LineBrief>> {
    hardship::lines_of(r.db, ids)
}

/// The survey entries with these ids that are there still, which the caller was shown to see.
pub(super) fn surveys_of(
    r: &mut Reading<'_>,
    ids: &[Uuid],
) -> Outcome<std::collections::HashMap<Uuid, hardship::SurveyBrief>> {
    hardship::surveys_of(r.db, ids)
}

/// What a task says was done.
pub(crate) use tasks::TaskOutcome;

/// The task of a plan item, if the caller sees it.
pub(crate) fn task_outcome(r: &mut Reading<'_>, task: Uuid) -> Outcome<Option<TaskOutcome>> {
    match tasks::outcome_of(r, task) {
        Ok(outcome) => Ok(Some(outcome)),
        Err(problem) if problem.code == Code::NotFound => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Makes the task of a plan item.
pub(super) fn make_task(w: &mut Writing<'_>, organisation: Uuid, item: &ItemRow) -> Outcome<Uuid> {
    tasks::create_for_report_item(w, organisation, &item.body, item.topic.clone(), item.due_date, item.id)
}
