//! Committees of a union.

use serde_json::json;

use super::reading;
use crate::identity::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::organisations::dto::{CommitteeDto, CommitteeQuery, EditCommittee, NewCommittee};
use crate::organisations::store;
use crate::organisations::store::committees::{self, CommitteeRow};
use crate::usecase::{Claim, Reading, Writing};

pub(in crate::organisations) fn list_committees(
    r: &mut Reading<'_>,
    organisation: Uuid,
    query: &CommitteeQuery,
    page: &Page,
) -> Outcome<Slice<CommitteeDto>> {
    let scope = reading(r);
    store::find(r.db, &scope, organisation)?;
    let filter = (query.kind, query.as_of);
    let rows = committees::list(r.db, organisation, filter, page.start()?, page.rows())?;
    Ok(Slice::cut(rows, page, |row| (row.term_from, row.id)).map(CommitteeDto::from))
}

pub(in crate::organisations) fn read_committee(r: &mut Reading<'_>, id: Uuid) -> Outcome<CommitteeDto> {
    let scope = reading(r);
    committees::find(r.db, &scope, id).map(CommitteeDto::from)
}

pub(crate) fn create_committee(
    w: &mut Writing<'_>,
    organisation: Uuid,
    new: &NewCommittee,
) -> Outcome<CommitteeDto> {
    let (who, scope) = (w.who.clone(), reading(w));
    store::find(w.db, &scope, organisation)?;
    who.require(w.db, Action::OrganisationManage, organisation)?;
    let id = match w.claim("committee", new.id)? {
        Claim::Known(id) => return read_committee(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    store::lock(w.db)?;
    let row = CommitteeRow {
        id,
        organisation_id: organisation,
        kind: new.kind,
        term_from: new.term_from,
        term_to: new.term_to,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    check(w, &row)?;
    committees::insert(w.db, &row)?;
    w.record(entry("committee.create", &row));
    Ok(row.into())
}

pub(in crate::organisations) fn edit_committee(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditCommittee,
) -> Outcome<CommitteeDto> {
    let (who, scope) = (w.who.clone(), reading(w));
    let organisation = committees::find(w.db, &scope, id)?.organisation_id;
    who.require(w.db, Action::OrganisationManage, organisation)?;
    store::lock(w.db)?;
    let mut row = committees::find(w.db, &scope, id)?;
    Problem::check_version(row.version, version)?;
    row.term_from = edit.term_from.or(row.term_from);
    row.term_to = edit.term_to.or(row.term_to);
    row.version += 1;
    row.updated_at = w.now;
    check(w, &row)?;
    committees::update(w.db, &row, version)?;
    w.record(entry("committee.edit", &row));
    Ok(row.into())
}

fn check(w: &mut Writing<'_>, row: &CommitteeRow) -> Outcome<()> {
    let mut errors: Vec<Violation> = Vec::new();
    errors.extend(check_date("/term_from", row.term_from));
    errors.extend(check_date("/term_to", row.term_to));
    if row.term_to <= row.term_from {
        errors.push(Violation::at(
            "/term_to",
            "out_of_range",
            "Nhiệm kỳ phải kết thúc sau ngày bắt đầu.",
            "The term must end after it begins.",
        ));
        return Problem::check(errors);
    }
    if committees::other_terms(w.db, row)?.iter().any(|other| other.overlaps(row.term())) {
        errors.push(Violation::at(
            "/term_from",
            "period_overlaps",
            "Nhiệm kỳ trùng với nhiệm kỳ khác của cùng loại ban.",
            "The term overlaps that of another committee of this kind.",
        ));
    }
    let members = committees::all_members(w.db, row.id)?;
    if !members.iter().all(|member| row.term().holds(member.span(row.term()))) {
        errors.push(Violation::at(
            "/term_to",
            "member_outside_term",
            "Có ủy viên ngoài nhiệm kỳ này.",
            "A member's days would lie outside the term.",
        ));
    }
    Problem::check(errors)
}

fn entry(action: &'static str, row: &CommitteeRow) -> Entry {
    Entry::new(action, "committee", row.id).of(row.organisation_id).changes(json!({
        "kind": row.kind,
        "term_from": row.term_from,
        "term_to": row.term_to,
    }))
}
