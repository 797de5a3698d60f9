//! Who sits in a committee.

use serde_json::json;

use super::reading;
use crate::identity::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, fold, like_pattern};
use crate::organisations::dto::{
    CommitteeMemberDto, CommitteeMemberQuery, EditCommitteeMember, NewCommitteeMember,
};
use crate::organisations::store;
use crate::organisations::store::committees::{self, CommitteeRow, MemberRow};
use crate::usecase::{Claim, Reading, Writing};

pub(in crate::organisations) fn list_members(
    r: &mut Reading<'_>,
    committee: Uuid,
    query: &CommitteeMemberQuery,
    page: &Page,
) -> Outcome<Slice<CommitteeMemberDto>> {
    let scope = reading(r);
    let committee = committees::find(r.db, &scope, committee)?;
    let filter = (query.as_of, query.q.as_ref().map(|q| like_pattern(q)));
    let rows = committees::list_members(r.db, &committee, filter, page.start()?, page.rows())?;
    Ok(Slice::cut(rows, page, |row| (row.valid_from, row.id)).map(CommitteeMemberDto::from))
}

pub(in crate::organisations) fn read_member(r: &mut Reading<'_>, id: Uuid) -> Outcome<CommitteeMemberDto> {
    let scope = reading(r);
    committees::find_member(r.db, &scope, id).map(|(row, _)| row.into())
}

pub(crate) fn create_member(
    w: &mut Writing<'_>,
    committee: Uuid,
    new: NewCommitteeMember,
) -> Outcome<CommitteeMemberDto> {
    let (who, scope) = (w.who.clone(), reading(w));
    let organisation = committees::find(w.db, &scope, committee)?.organisation_id;
    who.require(w.db, Action::OrganisationManage, organisation)?;
    let id = match w.claim("committee_member", new.id)? {
        Claim::Known(id) => return read_member(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    store::lock(w.db)?;
    let committee = committees::find(w.db, &scope, committee)?;
    let row = MemberRow {
        id,
        committee_id: committee.id,
        name_folded: fold(&new.full_name),
        full_name: new.full_name.into_inner(),
        title: new.title,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        decision_number: new.decision_number.into_inner(),
        decision_date: new.decision_date,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    check(w, &committee, &row)?;
    committees::insert_member(w.db, &row)?;
    w.record(entry("committee_member.create", &committee, &row));
    Ok(row.into())
}

pub(in crate::organisations) fn edit_member(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditCommitteeMember,
) -> Outcome<CommitteeMemberDto> {
    let (who, scope) = (w.who.clone(), reading(w));
    let (_, committee) = committees::find_member(w.db, &scope, id)?;
    who.require(w.db, Action::OrganisationManage, committee.organisation_id)?;
    store::lock(w.db)?;
    let (mut row, committee) = committees::find_member(w.db, &scope, id)?;
    Problem::check_version(row.version, version)?;
    row.full_name = edit.full_name.map(Line::into_inner).or(row.full_name);
    row.name_folded = fold(&row.full_name);
    row.title = edit.title.or(row.title);
    row.valid_from = edit.valid_from.or(row.valid_from);
    row.valid_to = edit.valid_to.or(row.valid_to);
    row.decision_number = edit.decision_number.map(Line::into_inner).or(row.decision_number);
    row.decision_date = edit.decision_date.or(row.decision_date);
    row.version += 1;
    row.updated_at = w.now;
    check(w, &committee, &row)?;
    committees::update_member(w.db, &row, version)?;
    w.record(entry("committee_member.edit", &committee, &row));
    Ok(row.into())
}

fn check(w: &mut Writing<'_>, committee: &CommitteeRow, row: &MemberRow) -> Outcome<()> {
    let mut errors = check_days(committee, row);
    if errors.is_empty() {
        let span = row.span(committee.term());
        let others = committees::all_members(w.db, committee.id)?;
        let mut beside =
            others.iter().filter(|other| other.id != row.id && other.span(committee.term()).overlaps(span));
        if beside.clone().any(|other| other.full_name.to_lowercase() == row.full_name.to_lowercase()) {
            errors.push(Violation::at(
                "/full_name",
                "duplicate_member",
                "Người này đã có trong ban vào thời gian đó.",
                "This person is in the committee already at that time.",
            ));
        }
        if row.title.is_single() && beside.any(|other| other.title == row.title) {
            errors.push(Violation::at(
                "/title",
                "period_overlaps",
                "Chức danh này đã có người giữ vào thời gian đó.",
                "Somebody else holds this office at that time.",
            ));
        }
    }
    Problem::check(errors)
}

fn check_days(committee: &CommitteeRow, row: &MemberRow) -> Vec<Violation> {
    let mut errors: Vec<Violation> = Vec::new();
    errors.extend(check_date("/decision_date", row.decision_date));
    let term = committee.term();
    let outside = |pointer: &str| {
        Violation::at(
            pointer,
            "out_of_range",
            "Ngày phải nằm trong nhiệm kỳ của ban.",
            "The day must lie within the committee's term.",
        )
    };
    if row.valid_from < term.from || row.valid_from >= term.to {
        errors.push(outside("/valid_from"));
    }
    match row.valid_to {
        Some(to) if to > term.to => errors.push(outside("/valid_to")),
        Some(to) if to <= row.valid_from => errors.push(Violation::at(
            "/valid_to",
            "out_of_range",
            "Ngày kết thúc phải sau ngày bắt đầu.",
            "The end must be after the beginning.",
        )),
        _ => {}
    }
    errors
}

/// The person's name stays out of the journal, which many read and nobody can put right.
fn entry(action: &'static str, committee: &CommitteeRow, row: &MemberRow) -> Entry {
    Entry::new(action, "committee_member", row.id).of(committee.organisation_id).changes(json!({
        "committee_id": row.committee_id,
        "title": row.title,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "decision_number": row.decision_number,
        "decision_date": row.decision_date,
    }))
}
