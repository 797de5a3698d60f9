//! Use cases of statistics, and what reports take in.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::dto::{
    HardshipCounts, HardshipGroup, HardshipGrouping, HardshipStatisticsDto, HardshipStatisticsQuery,
};
use super::model::{self, Line, Tally};
use super::store;
pub(crate) use super::store::{LineBrief, SurveyBrief};
use crate::code_lists::service as code_lists;
use crate::db::AnyConnection;
use crate::hardship::programmes::service as programmes;
use crate::identity::policy::Action;
use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::period::{Period, PeriodKind, check_date};
use crate::kernel::problem::{Bilingual, Code, Outcome, Place, Problem, Violation};
use crate::organisations::service as organisations;
use crate::usecase::Reading;

/// The key and the name of a group.
type Named = (String, String);

pub(super) fn statistics(
    r: &mut Reading<'_>,
    query: &HardshipStatisticsQuery,
) -> Outcome<HardshipStatisticsDto> {
    organisations::find_visible(r, query.organisation_id)?;
    check_days(query)?;
    let exact = r.who.scope(Action::HardshipRead).covers(r.db, query.organisation_id)?;
    if exact {
        check_programme(r, query.programme_id)?;
    } else {
        check_outside(r, query)?;
    }
    let days = (query.from, query.to);
    let lines = store::in_force(r.db, query.organisation_id, days, query.programme_id)?;
    let (total, groups) = if exact { inside(r, query, &lines)? } else { outside(r, query, &lines)? };
    Ok(HardshipStatisticsDto {
        organisation_id: query.organisation_id,
        from: query.from,
        to: query.to,
        programme_id: query.programme_id,
        group_by: query.group_by,
        exact,
        total,
        groups,
    })
}

fn refused(errors: Vec<Violation>) -> Outcome<()> {
    if errors.is_empty() { Ok(()) } else { Err(Problem::new(Code::InvalidQuery).errors(errors)) }
}

fn parameter(name: &str, code: &'static str, vi: &'static str, en: &'static str) -> Violation {
    Violation { place: Place::Query(name.to_owned()), code, detail: Bilingual::new(vi, en) }
}

fn check_days(query: &HardshipStatisticsQuery) -> Outcome<()> {
    let about = |name: &str, day| {
        let place = Place::Query(name.to_owned());
        check_date("", day).map(|violation| Violation { place, ..violation })
    };
    let mut errors: Vec<Violation> = about("from", query.from).into_iter().collect();
    errors.extend(about("to", query.to));
    if query.to < query.from {
        errors.push(parameter(
            "to",
            "out_of_range",
            "Ngày cuối không được trước ngày đầu.",
            "The last day is not before the first.",
        ));
    }
    refused(errors)
}

fn check_programme(r: &mut Reading<'_>, programme: Option<Uuid>) -> Outcome<()> {
    let Some(programme) = programme else { return Ok(()) };
    match programmes::find(r, programme) {
        Err(problem) if problem.code == Code::NotFound => refused(vec![parameter(
            "programme_id",
            "not_found",
            "Không có chương trình này.",
            "There is no such programme.",
        )]),
        found => found.map(drop),
    }
}

/// What a reader outside may ask for: one organisation, days that do not overlap, and tables that share nothing but
/// their total. Else hidden numbers would follow from two answers (decision 0016).
fn check_outside(r: &mut Reading<'_>, query: &HardshipStatisticsQuery) -> Outcome<()> {
    if organisations::root_of(r.db)? != Some(query.organisation_id) {
        return Err(Problem::forbidden());
    }
    let mut errors = Vec::new();
    if Period::new(PeriodKind::Year, query.from, query.to).is_err() || query.to >= r.today() {
        errors.push(parameter(
            "to",
            "not_allowed",
            "Người ngoài chỉ xem được số liệu của trọn một năm đã kết thúc.",
            "Readers outside are shown one whole calendar year that has ended.",
        ));
    }
    if query.programme_id.is_some() {
        errors.push(parameter(
            "programme_id",
            "not_allowed",
            "Người ngoài chỉ xem được số liệu của mọi chương trình.",
            "Readers outside are shown all programmes together.",
        ));
    }
    if matches!(query.group_by, Some(HardshipGrouping::Organisation | HardshipGrouping::Programme)) {
        errors.push(parameter(
            "group_by",
            "not_allowed",
            "Người ngoài chỉ xem được theo loại hoàn cảnh hoặc theo tháng.",
            "Readers outside are shown groups by category or month.",
        ));
    }
    refused(errors)
}

fn inside(
    r: &mut Reading<'_>,
    query: &HardshipStatisticsQuery,
    lines: &[Line],
) -> Outcome<(HardshipCounts, Vec<HardshipGroup>)> {
    let groups = match query.group_by {
        None => Vec::new(),
        Some(by) => tables(r, by, lines)?,
    };
    let group = |((key, name), tally)| HardshipGroup { key, name, counts: exactly(tally) };
    Ok((exactly(model::tally(lines)), groups.into_iter().map(group).collect()))
}

/// The lines by what is asked for, with the groups' names.
fn tables(r: &mut Reading<'_>, by: HardshipGrouping, lines: &[Line]) -> Outcome<Vec<(Named, Tally)>> {
    Ok(match by {
        HardshipGrouping::Category => by_category(r.db, lines)?,
        HardshipGrouping::Month => by_month(lines),
        HardshipGrouping::Organisation => {
            model::grouped(lines, |line| (line.organisation_name.clone(), line.organisation_id))
                .into_iter()
                .map(|((name, id), tally)| ((id.to_string(), name), tally))
                .collect()
        }
        HardshipGrouping::Programme => {
            let mut named = Vec::new();
            for (id, tally) in model::grouped(lines, |line| line.programme_id) {
                named.push(((id.to_string(), programmes::of(r.db, id)?.name), tally));
            }
            named
        }
    })
}

fn by_category(db: &mut AnyConnection, lines: &[Line]) -> Outcome<Vec<(Named, Tally)>> {
    let names: HashMap<String, String> = code_lists::hardship_categories(db)?.into_iter().collect();
    let labelled = |(code, tally): (String, Tally)| {
        let name = names.get(&code).unwrap_or(&code).clone();
        ((code, name), tally)
    };
    Ok(model::grouped(lines, |line| line.category.clone()).into_iter().map(labelled).collect())
}

fn by_month(lines: &[Line]) -> Vec<(Named, Tally)> {
    let label = |day| Period::containing(PeriodKind::Month, day).map(|month| month.label_vi());
    let month = |line: &Line| (model::month_of(line.on), label(line.on).unwrap_or_default());
    model::grouped(lines, month).into_iter().collect()
}

fn outside(
    r: &mut Reading<'_>,
    query: &HardshipStatisticsQuery,
    lines: &[Line],
) -> Outcome<(HardshipCounts, Vec<HardshipGroup>)> {
    let (categories, months) = (by_category(r.db, lines)?, by_month(lines));
    let total = model::tally(lines);
    let persons = |table: &[(Named, Tally)]| table.iter().map(|(_, tally)| tally.persons).collect::<Vec<_>>();
    let shown = model::shown_together(total.persons, [&persons(&categories), &persons(&months)]);
    let [by_category, by_month] = shown.clone().unwrap_or_default();
    let (table, flags) = match query.group_by {
        Some(HardshipGrouping::Category) => (categories, by_category),
        Some(HardshipGrouping::Month) => (months, by_month),
        _ => (Vec::new(), Vec::new()),
    };
    let flags = flags.into_iter().chain(std::iter::repeat(false));
    let groups = table.into_iter().zip(flags).map(|(((key, name), tally), shown)| HardshipGroup {
        key,
        name,
        counts: roughly(tally, shown),
    });
    Ok((roughly(total, shown.is_some()), groups.collect()))
}

const fn exactly(tally: Tally) -> HardshipCounts {
    HardshipCounts {
        hidden: false,
        persons: Some(tally.persons),
        unions: Some(tally.unions),
        lines: Some(tally.lines),
        amount_vnd: Some(tally.amount),
        reclaimed_vnd: Some(tally.reclaimed),
    }
}

/// What a reader outside is shown. What came back would tell of one person, as a rule.
const fn roughly(tally: Tally, shown: bool) -> HardshipCounts {
    let counts = exactly(tally);
    if shown {
        return HardshipCounts { reclaimed_vnd: None, ..counts };
    }
    HardshipCounts {
        hidden: true,
        persons: None,
        unions: None,
        lines: None,
        amount_vnd: None,
        reclaimed_vnd: None,
    }
}

/// A line of a decision behind a figure that [`supply`] computes.
pub(crate) const LINE: &str = "support_decision_line";
/// A survey entry behind such a figure.
pub(crate) const SURVEY: &str = "housing_survey";

/// An indicator's figure as the records have it.
#[derive(Clone, Debug)]
pub(crate) struct Supplied {
    /// The code of the indicator.
    pub(crate) code: String,
    /// The unit it is counted in.
    pub(crate) unit: Unit,
    /// What the rows come to.
    pub(crate) value: i64,
    /// Every record that was counted.
    pub(crate) rows: Vec<SuppliedRow>,
}

/// A record with what it adds: a person's or a union's second line adds nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SuppliedRow {
    /// [`LINE`] or [`SURVEY`].
    pub(crate) record_type: &'static str,
    /// The record.
    pub(crate) record_id: Uuid,
    /// The union it is of.
    pub(crate) organisation_id: Uuid,
    /// What it adds to the figure.
    pub(crate) value: i64,
}

/// The figures that hardship support computes for a report of `organisation`, from decisions and surveys of these days;
/// none where nothing was decided or found.
pub(crate) fn supply(
    db: &mut AnyConnection,
    organisation: Uuid,
    days: (NaiveDate, NaiveDate),
) -> Outcome<Vec<Supplied>> {
    let mut supplied = decided(&store::in_force(db, organisation, days, None)?);
    supplied.extend(surveyed(store::surveyed(db, organisation, days)?));
    Ok(supplied)
}

/// Families in need of housing, each entry one.
fn surveyed(entries: Vec<(Uuid, Uuid)>) -> Option<Supplied> {
    let row = |(record_id, organisation_id)| SuppliedRow {
        record_type: SURVEY,
        record_id,
        organisation_id,
        value: 1,
    };
    let rows: Vec<SuppliedRow> = entries.into_iter().map(row).collect();
    let value = i64::try_from(rows.len()).ok().filter(|count| *count > 0)?;
    Some(Supplied { code: "housing_cases".to_owned(), unit: Unit::Unit, value, rows })
}

fn decided(lines: &[Line]) -> Vec<Supplied> {
    if lines.is_empty() {
        return Vec::new();
    }
    let all: Vec<&Line> = lines.iter().collect();
    let mut supplied = vec![
        persons("hardship_dossiers".to_owned(), &all),
        money("hardship_amount".to_owned(), &all),
        figure("hardship_unions".to_owned(), Unit::Unit, model::firsts(&all, |line| line.organisation_id)),
    ];
    for category in model::grouped(lines, |line| line.category.clone()).into_keys() {
        let own: Vec<&Line> = lines.iter().filter(|line| line.category == category).collect();
        supplied.push(persons(format!("hardship_{category}_persons"), &own));
        supplied.push(money(format!("hardship_{category}_amount"), &own));
    }
    supplied
}

fn persons(code: String, lines: &[&Line]) -> Supplied {
    figure(code, Unit::Person, model::firsts(lines, |line| &line.person))
}

fn money(code: String, lines: &[&Line]) -> Supplied {
    figure(code, Unit::Vnd, lines.iter().map(|line| (*line, line.amount)).collect())
}

fn figure(code: String, unit: Unit, lines: Vec<(&Line, i64)>) -> Supplied {
    let row = |(line, value): (&Line, i64)| SuppliedRow {
        record_type: LINE,
        record_id: line.id,
        organisation_id: line.organisation_id,
        value,
    };
    let rows: Vec<SuppliedRow> = lines.into_iter().map(row).collect();
    let value = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.value));
    Supplied { code, unit, value, rows }
}

/// The lines behind a figure, whose unions the caller was shown to see.
pub(crate) fn lines_of(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<HashMap<Uuid, LineBrief>> {
    Ok(store::briefs(db, ids)?.into_iter().map(|line| (line.id, line)).collect())
}

/// The survey entries behind a figure, whose unions the caller was shown to see. One that was removed since is missing.
pub(crate) fn surveys_of(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<HashMap<Uuid, SurveyBrief>> {
    Ok(store::survey_briefs(db, ids)?.into_iter().map(|entry| (entry.id, entry)).collect())
}
