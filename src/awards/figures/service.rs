//! Use cases of statistics, and what reports take in.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::dto::{AwardCounts, AwardGroup, AwardGrouping, AwardStatisticsDto, AwardStatisticsQuery};
use super::model::{self, Count, Tally};
pub(crate) use super::store::ProposalBrief;
use super::store::{self, Proposal, Span};
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

/// What kind of record stands behind a figure that [`supply`] computes.
pub(crate) const NOMINATION: &str = "award_nomination";

/// An indicator's figure as the nominations have it: each adds one.
#[derive(Clone, Debug)]
pub(crate) struct Supplied {
    /// The code of the indicator.
    pub(crate) code: String,
    /// The unit it is counted in.
    pub(crate) unit: Unit,
    /// The nominations with their unions.
    pub(crate) rows: Vec<(Uuid, Uuid)>,
}

/// The figures that awards compute for a report of `organisation`, from submissions dated on these days; none where
/// nothing was submitted.
pub(crate) fn supply(
    db: &mut AnyConnection,
    organisation: Uuid,
    days: (NaiveDate, NaiveDate),
) -> Outcome<Vec<Supplied>> {
    let proposals = store::proposals(db, organisation, days)?;
    if proposals.is_empty() {
        return Ok(Vec::new());
    }
    let mut supplied = Vec::new();
    for (kind, word, unit) in [
        (NomineeKind::Collective, "collectives", Unit::Unit),
        (NomineeKind::Individual, "individuals", Unit::Person),
    ] {
        let of_kind: Vec<&Proposal> =
            proposals.iter().filter(|(_, _, nominee, _)| *nominee == kind).collect();
        let rows = |form: Option<&str>| {
            let counted = of_kind.iter().filter(|(_, _, _, code)| form.is_none_or(|form| form == code));
            counted.map(|(id, union, _, _)| (*id, *union)).collect()
        };
        supplied.push(Supplied { code: format!("award_{word}"), unit, rows: rows(None) });
        // A form that is for the other kind alone has nothing here.
        let forms: BTreeSet<&str> = of_kind.iter().map(|(_, _, _, code)| code.as_str()).collect();
        for form in forms {
            supplied.push(Supplied { code: format!("award_{form}_{word}"), unit, rows: rows(Some(form)) });
        }
    }
    Ok(supplied)
}

/// The nominations behind a figure, whose unions the caller was shown to see.
pub(crate) fn proposals_of(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<HashMap<Uuid, ProposalBrief>> {
    Ok(store::briefs(db, ids)?.into_iter().map(|one| (one.id, one)).collect())
}
