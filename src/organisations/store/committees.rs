//! Rows of `committees` and `committee_members`. What the caller may see follows from the organisation, which the
//! service finds first.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::{committee_members as members, committees};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::organisations::model::{CommitteeKind, MemberTitle, Span};

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = committees, treat_none_as_default_value = false)]
pub(in crate::organisations) struct CommitteeRow {
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub kind: CommitteeKind,
    pub term_from: NaiveDate,
    pub term_to: NaiveDate,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl CommitteeRow {
    pub(in crate::organisations) const fn term(&self) -> Span {
        Span { from: self.term_from, to: self.term_to }
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = members, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(in crate::organisations) struct MemberRow {
    pub id: Uuid,
    pub committee_id: Uuid,
    pub full_name: String,
    pub name_folded: String,
    pub title: MemberTitle,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub decision_number: String,
    pub decision_date: NaiveDate,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl MemberRow {
    /// The days of membership; without an end of its own it ends with the term.
    pub(in crate::organisations) fn span(&self, term: Span) -> Span {
        Span { from: self.valid_from, to: self.valid_to.unwrap_or(term.to) }
    }
}

/// Where a page starts: after this day and id.
pub(in crate::organisations) type DayKey = (NaiveDate, Uuid);

pub(in crate::organisations) fn find(
    db: &mut AnyConnection,
    scope: &Scope,
    id: Uuid,
) -> Outcome<CommitteeRow> {
    let row: CommitteeRow = committees::table.find(id).first(db)?;
    if scope.covers_or_lies_below(db, row.organisation_id)? { Ok(row) } else { Err(Problem::not_found()) }
}

/// An organisation's committees, newest term first.
pub(in crate::organisations) fn list(
    db: &mut AnyConnection,
    organisation: Uuid,
    filter: (Option<CommitteeKind>, Option<NaiveDate>),
    after: Option<DayKey>,
    rows: i64,
) -> Outcome<Vec<CommitteeRow>> {
    let mut query =
        committees::table.filter(committees::organisation_id.eq(organisation)).into_boxed::<MultiBackend>();
    if let Some(kind) = filter.0 {
        query = query.filter(committees::kind.eq(kind));
    }
    if let Some(day) = filter.1 {
        query = query.filter(committees::term_from.le(day)).filter(committees::term_to.gt(day));
    }
    if let Some((day, id)) = after {
        query = query
            .filter(committees::term_from.le(day))
            .filter(committees::term_from.lt(day).or(committees::id.lt(id)));
    }
    Ok(query.order((committees::term_from.desc(), committees::id.desc())).limit(rows).load(db)?)
}

/// The terms of the organisation's other committees of this kind.
pub(in crate::organisations) fn other_terms(
    db: &mut AnyConnection,
    committee: &CommitteeRow,
) -> Outcome<Vec<Span>> {
    let terms: Vec<(NaiveDate, NaiveDate)> = committees::table
        .filter(committees::organisation_id.eq(committee.organisation_id))
        .filter(committees::kind.eq(committee.kind))
        .filter(committees::id.ne(committee.id))
        .select((committees::term_from, committees::term_to))
        .load(db)?;
    Ok(terms.into_iter().map(|(from, to)| Span { from, to }).collect())
}

pub(in crate::organisations) fn insert(db: &mut AnyConnection, row: &CommitteeRow) -> Outcome<()> {
    diesel::insert_into(committees::table).values(row).execute(db)?;
    Ok(())
}

/// Writes `row`, whose version is the new one, over version `version`.
pub(in crate::organisations) fn update(
    db: &mut AnyConnection,
    row: &CommitteeRow,
    version: i64,
) -> Outcome<()> {
    let same = committees::table.filter(committees::id.eq(row.id)).filter(committees::version.eq(version));
    match diesel::update(same).set(row).execute(db)? {
        0 => Err(Problem::stale(version + 1)),
        _ => Ok(()),
    }
}

/// A member, with the committee, when the caller sees the committee.
pub(in crate::organisations) fn find_member(
    db: &mut AnyConnection,
    scope: &Scope,
    id: Uuid,
) -> Outcome<(MemberRow, CommitteeRow)> {
    let row: MemberRow = members::table.find(id).first(db)?;
    let committee = find(db, scope, row.committee_id)?;
    Ok((row, committee))
}

/// A committee's members by their first day; with a day, only those of that day, with a pattern, only those whose
/// folded name is like it.
pub(in crate::organisations) fn list_members(
    db: &mut AnyConnection,
    committee: &CommitteeRow,
    (day, like): (Option<NaiveDate>, Option<String>),
    after: Option<DayKey>,
    rows: i64,
) -> Outcome<Vec<MemberRow>> {
    let mut query =
        members::table.filter(members::committee_id.eq(committee.id)).into_boxed::<MultiBackend>();
    if let Some(day) = day {
        query = query
            .filter(members::valid_from.le(day))
            .filter(members::valid_to.is_null().or(members::valid_to.gt(day)));
        if day >= committee.term_to {
            query = query.filter(members::id.eq(Uuid::nil()));
        }
    }
    if let Some(like) = like {
        query = query.filter(members::name_folded.like(like).escape('\\'));
    }
    if let Some((day, id)) = after {
        query = query
            .filter(members::valid_from.ge(day))
            .filter(members::valid_from.gt(day).or(members::id.gt(id)));
    }
    Ok(query.order((members::valid_from, members::id)).limit(rows).load(db)?)
}

/// All members of a committee, for its rules.
pub(in crate::organisations) fn all_members(
    db: &mut AnyConnection,
    committee: Uuid,
) -> Outcome<Vec<MemberRow>> {
    Ok(members::table.filter(members::committee_id.eq(committee)).load(db)?)
}

pub(in crate::organisations) fn insert_member(db: &mut AnyConnection, row: &MemberRow) -> Outcome<()> {
    diesel::insert_into(members::table).values(row).execute(db)?;
    Ok(())
}

/// Writes `row`, whose version is the new one, over version `version`.
pub(in crate::organisations) fn update_member(
    db: &mut AnyConnection,
    row: &MemberRow,
    version: i64,
) -> Outcome<()> {
    let same = members::table.filter(members::id.eq(row.id)).filter(members::version.eq(version));
    match diesel::update(same).set(row).execute(db)? {
        0 => Err(Problem::stale(version + 1)),
        _ => Ok(()),
    }
}
