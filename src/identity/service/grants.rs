//! Grants: who has which role where, from when to when.

use chrono::NaiveDate;
use serde_json::json;

use super::users::visible;
use crate::identity::Action;
use crate::identity::dto::{EditGrant, GrantDto, GrantQuery, NewGrant};
use crate::identity::store::grants::{self, GrantRow};
use crate::identity::store::users;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::{Claim, Reading, Writing};

pub(super) fn entry(action: &'static str, grant: &GrantRow) -> Entry {
    Entry::new(action, "grant", grant.id).of(grant.organisation_id).changes(json!({
        "user_id": grant.user_id,
        "role": grant.role,
        "valid_from": grant.valid_from,
        "valid_to": grant.valid_to,
    }))
}

pub(in crate::identity) fn list_grants(
    r: &mut Reading<'_>,
    query: &GrantQuery,
    page: &Page,
) -> Outcome<Slice<GrantDto>> {
    let scope = r.who.scope(Action::UserManage);
    if scope.is_empty() {
        return Err(Problem::forbidden());
    }
    let filter = (query.user_id, query.organisation_id);
    let rows = grants::list(r.db, &scope, filter, page)?;
    let total = page.total.then(|| grants::count(r.db, &scope, filter)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.created_at, row.id)).map(GrantDto::from).with_total(total))
}

pub(in crate::identity) fn read_grant(r: &mut Reading<'_>, id: Uuid) -> Outcome<GrantDto> {
    let scope = r.who.scope(Action::UserManage);
    grants::find(r.db, &scope, id).map(GrantDto::from)
}

/// The organisation must be one whose users the caller manages; one that cannot be seen does not exist.
pub(super) fn manageable_organisation(w: &mut Writing<'_>, organisation: Uuid) -> Outcome<Option<Violation>> {
    let who = w.who.clone();
    if who.may(w.db, Action::UserManage, organisation)? {
        return Ok(None);
    }
    if who.may(w.db, Action::OrganisationRead, organisation)? || who.scope(Action::UserManage).is_empty() {
        return Err(Problem::forbidden());
    }
    Ok(Some(Violation::at(
        "/organisation_id",
        "not_found",
        "Không có tổ chức này.",
        "There is no such organisation.",
    )))
}

pub(super) fn check_period(from: NaiveDate, to: Option<NaiveDate>) -> Vec<Violation> {
    let mut errors: Vec<Violation> = Vec::new();
    errors.extend(check_date("/valid_from", from));
    if let Some(to) = to {
        errors.extend(check_date("/valid_to", to));
        if to < from {
            errors.push(Violation::at(
                "/valid_to",
                "out_of_range",
                "Ngày kết thúc phải sau ngày bắt đầu.",
                "The end must not be before the beginning.",
            ));
        }
    }
    errors
}

/// Gives a role. An open reset code of the user stops working: whoever issued it may not reach the user any more.
pub(in crate::identity) fn create_grant(w: &mut Writing<'_>, new: &NewGrant) -> Outcome<GrantDto> {
    let mut errors = Vec::from_iter(manageable_organisation(w, new.organisation_id)?);
    errors.extend(known_user(w, new.user_id)?);
    let valid_from = new.valid_from.unwrap_or_else(|| w.today());
    errors.extend(check_period(valid_from, new.valid_to));
    Problem::check(errors)?;
    let id = match w.claim("grant", new.id)? {
        Claim::Known(id) => return read_grant(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let grant = GrantRow {
        id,
        user_id: new.user_id,
        organisation_id: new.organisation_id,
        role: new.role,
        valid_from,
        valid_to: new.valid_to,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    no_overlap(w, &grant)?;
    users::void_reset_code(w.db, grant.user_id)?;
    grants::insert(w.db, &grant)?;
    w.record(entry("grant.create", &grant));
    Ok(grant.into())
}

fn known_user(w: &mut Writing<'_>, user: Uuid) -> Outcome<Option<Violation>> {
    match visible(w, user) {
        Ok(_) => Ok(None),
        Err(problem) if problem.code == Code::NotFound => Ok(Some(Violation::at(
            "/user_id",
            "not_found",
            "Không có người dùng này.",
            "There is no such user.",
        ))),
        Err(problem) => Err(problem),
    }
}

fn no_overlap(w: &mut Writing<'_>, grant: &GrantRow) -> Outcome<()> {
    if grants::overlaps(w.db, grant)? {
        return Err(Problem::new(Code::Duplicate).detail(
            "Người này đã có vai trò này tại đây trong thời gian đó.",
            "This user has this role here already in that time.",
        ));
    }
    Ok(())
}

/// Moves the end of a grant; an open reset code of the user stops working, as with a new grant.
pub(in crate::identity) fn edit_grant(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditGrant,
) -> Outcome<GrantDto> {
    let mut grant = managed(w, id, version)?;
    if let Patch::Set(to) = edit.valid_to {
        grant.valid_to = to;
    }
    Problem::check(check_period(grant.valid_from, grant.valid_to))?;
    no_overlap(w, &grant)?;
    users::void_reset_code(w.db, grant.user_id)?;
    finish(w, &grant, "grant.edit")
}

/// Ends a grant: it no longer counts from the next request on.
pub(in crate::identity) fn end_grant(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<GrantDto> {
    let mut grant = managed(w, id, version)?;
    let end = w.today().max(grant.valid_from);
    if grant.valid_to.is_some_and(|to| to <= end) {
        return Err(Problem::new(Code::WrongState));
    }
    grant.valid_to = Some(end);
    finish(w, &grant, "grant.end")
}

fn managed(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<GrantRow> {
    let scope = w.who.scope(Action::UserManage);
    let grant = grants::find(w.db, &scope, id)?;
    Problem::check_version(grant.version, version)?;
    Ok(grant)
}

fn finish(w: &mut Writing<'_>, grant: &GrantRow, action: &'static str) -> Outcome<GrantDto> {
    let now = w.now;
    let grant = grants::set_end(w.db, grant.id, grant.valid_to, grant.version, now)?;
    w.record(entry(action, &grant));
    Ok(grant.into())
}
