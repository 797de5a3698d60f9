//! Use cases of statistics, and what reports take in.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::dto::{AwardCounts, AwardGroup, AwardGrouping, AwardStatisticsDto, AwardStatisticsQuery};
use super::model::{self, Count, Event, Tally};
use super::store::{self, Counted, Span};
pub(crate) use super::store::{AwardBrief, ProposalBrief};
use crate::awards::NomineeKind;
use crate::code_lists::service as code_lists;
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Bilingual, Code, Outcome, Place, Problem, Violation};
use crate::organisations::service as organisations;
use crate::usecase::Reading;

/// The key and the name of a group.
type Named = (String, String);

pub(super) fn statistics(r: &mut Reading<'_>, query: &AwardStatisticsQuery) -> Outcome<AwardStatisticsDto> {
    organisations::find_visible(r, query.organisation_id)?;
    r.require(Action::AwardRead, query.organisation_id)?;
    let span = span(query)?;
    let top = query.organisation_id;
    let counts = store::counts(r.db, top, span)?;
    let groups = query.group_by.map(|by| groups(r.db, by, &counts)).transpose()?.unwrap_or_default();
    let group = |((key, name), tally)| AwardGroup { key, name, counts: shown(tally) };
    Ok(AwardStatisticsDto {
        organisation_id: top,
        from: query.from,
        to: query.to,
        year: query.year,
        group_by: query.group_by,
        total: shown(model::tally(&counts)),
        groups: groups.into_iter().map(group).collect(),
    })
}

fn parameter(name: &str, code: &'static str, vi: &'static str, en: &'static str) -> Violation {
    Violation { place: Place::Query(name.to_owned()), code, detail: Bilingual::new(vi, en) }
}

/// Two days or a year.
fn span(query: &AwardStatisticsQuery) -> Outcome<Span> {
    let refused = |errors| Err(Problem::new(Code::InvalidQuery).errors(errors));
    let both = "Cần một trong hai: từ ngày đến ngày, hoặc năm thành tích.";
    let (from, to) = match (query.from, query.to, query.year) {
        (None, None, Some(year)) => return Ok(Span::Year(year)),
        (Some(from), Some(to), None) => (from, to),
        (None, None, None) => {
            return refused(vec![parameter("year", "missing", both, "Either two days or a year is needed.")]);
        }
        (_, _, Some(_)) => {
            return refused(vec![parameter(
                "year",
                "not_allowed",
                both,
                "Either two days or a year is asked for.",
            )]);
        }
        (None, Some(_), None) => {
            return refused(vec![parameter(
                "from",
                "missing",
                "Thiếu ngày đầu.",
                "The first day is missing.",
            )]);
        }
        (Some(_), None, None) => {
            return refused(vec![parameter("to", "missing", "Thiếu ngày cuối.", "The last day is missing.")]);
        }
    };
    let about = |name: &str, day| {
        let place = Place::Query(name.to_owned());
        check_date("", day).map(|violation| Violation { place, ..violation })
    };
    let mut errors: Vec<Violation> = about("from", from).into_iter().chain(about("to", to)).collect();
    if to < from {
        errors.push(parameter(
            "to",
            "out_of_range",
            "Ngày cuối không được trước ngày đầu.",
            "The last day is not before the first.",
        ));
    }
    if errors.is_empty() { Ok(Span::Days(from, to)) } else { refused(errors) }
}

/// Sums by what is asked for, with the groups' names.
fn groups(db: &mut AnyConnection, by: AwardGrouping, counts: &[Count]) -> Outcome<Vec<(Named, Tally)>> {
    Ok(match by {
        AwardGrouping::NomineeKind => {
            let label =
                |count: &Count| (count.nominee.as_str().to_owned(), label_vi(count.nominee).to_owned());
            model::grouped(counts, label).into_iter().collect()
        }
        AwardGrouping::Form => {
            let names: HashMap<String, String> = store::form_names(db)?.into_iter().collect();
            labelled(model::grouped(counts, |count| count.form.clone()), &names)
        }
        AwardGrouping::Authority => {
            let names: HashMap<String, String> = code_lists::award_authorities(db)?.into_iter().collect();
            labelled(model::grouped(counts, |count| count.authority.clone()), &names)
        }
        AwardGrouping::Organisation => {
            model::grouped(counts, |count| (count.organisation_name.clone(), count.organisation_id))
                .into_iter()
                .map(|((name, id), tally)| ((id.to_string(), name), tally))
                .collect()
        }
        AwardGrouping::Year => model::grouped(counts, |count| count.year)
            .into_iter()
            .map(|(year, tally)| ((year.to_string(), format!("Năm {year}")), tally))
            .collect(),
    })
}

fn labelled(
    groups: impl IntoIterator<Item = (String, Tally)>,
    names: &HashMap<String, String>,
) -> Vec<(Named, Tally)> {
    let label = |(code, tally): (String, Tally)| {
        let name = names.get(&code).unwrap_or(&code).clone();
        ((code, name), tally)
    };
    groups.into_iter().map(label).collect()
}

const fn label_vi(kind: NomineeKind) -> &'static str {
    match kind {
        NomineeKind::Collective => "Tập thể",
        NomineeKind::Individual => "Cá nhân",
    }
}

const fn shown(tally: Tally) -> AwardCounts {
    AwardCounts {
        proposed: tally.proposed,
        awarded: tally.awarded,
        declined: tally.declined,
        revoked: tally.revoked,
        reward_vnd: tally.reward,
    }
}

/// What kind of record stands behind a figure of what was proposed.
pub(crate) const NOMINATION: &str = "award_nomination";
/// And behind one of what was awarded or taken back.
pub(crate) const AWARD: &str = "award";

/// An indicator's figure as awards have it: each record adds one.
#[derive(Clone, Debug)]
pub(crate) struct Supplied {
    /// The code of the indicator.
    pub(crate) code: String,
    /// The unit it is counted in.
    pub(crate) unit: Unit,
    /// What kind of record each is.
    pub(crate) record_type: &'static str,
    /// The records with their unions.
    pub(crate) rows: Vec<(Uuid, Uuid)>,
}

/// The figures that awards compute for a report of `organisation`, from documents dated on these days; of what did not
/// happen then there are none.
pub(crate) fn supply(
    db: &mut AnyConnection,
    organisation: Uuid,
    days: (NaiveDate, NaiveDate),
) -> Outcome<Vec<Supplied>> {
    let mut supplied = figures("award", NOMINATION, &store::proposals(db, organisation, days)?, false);
    for (what, event) in [("awarded", Event::Awarded), ("awards_revoked", Event::Revoked)] {
        supplied.extend(figures(what, AWARD, &store::decided(db, organisation, days, event)?, true));
    }
    Ok(supplied)
}

/// The figures of one thing that happened: in all, by form, and by authority where that is asked for too.
fn figures(what: &str, record_type: &'static str, counted: &[Counted], by_authority: bool) -> Vec<Supplied> {
    let mut supplied = Vec::new();
    if counted.is_empty() {
        return supplied;
    }
    for (kind, word, unit) in [
        (NomineeKind::Collective, "collectives", Unit::Unit),
        (NomineeKind::Individual, "individuals", Unit::Person),
    ] {
        let mut groups: BTreeMap<String, Vec<(Uuid, Uuid)>> =
            BTreeMap::from([(format!("{what}_{word}"), Vec::new())]);
        for (id, union, _, form, authority) in counted.iter().filter(|one| one.2 == kind) {
            let all = [
                Some(format!("{what}_{word}")),
                Some(format!("{what}_{form}_{word}")),
                by_authority.then(|| format!("{what}_by_{authority}_{word}")),
            ];
            // A form that is for the other kind alone has nothing here.
            for code in all.into_iter().flatten() {
                groups.entry(code).or_default().push((*id, *union));
            }
        }
        supplied.extend(groups.into_iter().map(|(code, rows)| Supplied { code, unit, record_type, rows }));
    }
    supplied
}

/// The nominations behind a figure, whose unions the caller was shown to see.
pub(crate) fn proposals_of(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<HashMap<Uuid, ProposalBrief>> {
    Ok(store::briefs(db, ids)?.into_iter().map(|one| (one.id, one)).collect())
}

/// The awards behind a figure, whose unions the caller was shown to see.
pub(crate) fn awards_of(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<HashMap<Uuid, AwardBrief>> {
    Ok(store::award_briefs(db, ids)?.into_iter().map(|one| (one.id, one)).collect())
}
