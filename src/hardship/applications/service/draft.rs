//! Writing an application.

use serde_json::json;

use super::person::{check, check_member, check_row, sealed};
use super::shown::one;
use super::{conclude, find, person, with};
use crate::files::service as files;
use crate::hardship::applications::dto::{
    EditHardshipApplication, HardshipApplicationDto, NewHardshipApplication,
};
use crate::hardship::applications::model::ApplicationStatus as Status;
use crate::hardship::applications::store::persons::{
    delete_person, insert_person, person as person_of, update_person,
};
use crate::hardship::applications::store::{self, ApplicationRow, notes};
use crate::hardship::programmes::service as programmes;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, fold};
use crate::organisations::service as organisations;
use crate::usecase::{Claim, Writing};

/// Begins an application.
pub(crate) fn create(w: &mut Writing<'_>, new: NewHardshipApplication) -> Outcome<HardshipApplicationDto> {
    organisations::check_visible(w, new.organisation_id)?;
    w.require(Action::HardshipDraft, new.organisation_id)?;
    let id = match w.claim("hardship_application", new.id)? {
        Claim::Known(id) => {
            let row = find(w, id).map_err(|_| Problem::new(Code::IdTaken))?;
            return one(w, row);
        }
        Claim::New(id) => id,
    };
    let mut errors = check(new.citizen_id.as_ref(), new.birth_date, new.relation, w.today());
    errors.extend(check_member(new.relation, new.member_name.is_some()));
    errors.extend(check_union(w, new.organisation_id)?);
    errors.extend(check_programme(w, new.programme_id, &new.category)?);
    Problem::check(errors)?;
    let folded = fold(&new.beneficiary_name);
    let person = sealed(w, id, &folded, &new)?;
    let row = ApplicationRow {
        id,
        organisation_id: new.organisation_id,
        programme_id: new.programme_id,
        category: new.category,
        year: None,
        number: None,
        code: None,
        relation: new.relation,
        beneficiary_name: new.beneficiary_name.into_inner(),
        beneficiary_folded: folded,
        member_name: new.member_name.map(Line::into_inner),
        requested_vnd: new.requested_vnd,
        norm_id: None,
        filed_on: None,
        status: Status::Draft,
        asked_from: None,
        step_since: w.now,
        step_due: None,
        proposed_vnd: None,
        approved_vnd: None,
        created_by: w.who.user_id,
        submitted_by: None,
        endorsed_by: None,
        appraised_by: None,
        overridden_by: None,
        decision_line_id: None,
        on_hold: false,
        finished_on: None,
        erased_at: None,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    store::insert(w.db, &row)?;
    insert_person(w.db, &person)?;
    w.record(
        Entry::new("hardship_application.create", "hardship_application", id)
            .of(row.organisation_id)
            .changes(plain(&row)),
    );
    one(w, row)
}

/// What of an application the journal may tell: nothing of the person.
fn plain(row: &ApplicationRow) -> serde_json::Value {
    json!({
        "programme_id": row.programme_id, "category": row.category, "relation": row.relation,
        "requested_vnd": row.requested_vnd,
    })
}

/// Who files has a union above it, which endorses.
fn check_union(w: &mut Writing<'_>, union: Uuid) -> Outcome<Option<Violation>> {
    let parents = organisations::parents_of(w.db, &[union])?;
    let alone = parents.iter().all(|(_, parent)| parent.is_none());
    Ok(alone.then(|| {
        Violation::at(
            "/organisation_id",
            "no_union_above",
            "Hồ sơ do công đoàn có cấp trên lập, để cấp trên xác nhận.",
            "An application is filed by a union that has one above it, which endorses it.",
        )
    }))
}

/// The programme is seen, and has a norm for the category today.
fn check_programme(w: &mut Writing<'_>, programme: Uuid, category: &str) -> Outcome<Option<Violation>> {
    let programme = match programmes::find(w, programme) {
        Ok(programme) => programme,
        Err(problem) if problem.code == Code::NotFound => {
            return Ok(Some(Violation::at(
                "/programme_id",
                "not_found",
                "Không có chương trình này.",
                "There is no such programme.",
            )));
        }
        Err(problem) => return Err(problem),
    };
    let today = w.today();
    let norm = programmes::norm_on(w.db, programme.id, category, today)?;
    Ok(norm.is_none().then(no_norm))
}

/// Why an application of this category cannot be filed.
pub(super) fn no_norm() -> Violation {
    Violation::at(
        "/category",
        "no_norm",
        "Chương trình không có định mức cho loại hoàn cảnh này vào ngày nộp.",
        "The programme has no norm for this category on the day of filing.",
    )
}

/// Edits an application that is being written, or whose union is asked something.
pub(crate) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditHardshipApplication,
) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    w.require(Action::HardshipDraft, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if !matches!(row.status, Status::Draft | Status::NeedsInformation) {
        return Err(Problem::new(Code::WrongState));
    }
    let mut person = person_of(w.db, id)?;
    let before = (person.citizen_hash.clone(), person.person_hash.clone(), row.category.clone());
    if let Patch::Set(name) = &edit.beneficiary_name {
        row.beneficiary_folded = fold(name);
        row.beneficiary_name = name.to_string();
    }
    let set = person::apply(w, &mut person, &row.beneficiary_folded, &edit)?;
    let anew = edit.category.is_set();
    row.category = edit.category.or(row.category);
    row.relation = edit.relation.or(row.relation);
    row.member_name = edit.member_name.map(|name| name.map(Line::into_inner)).or(row.member_name);
    row.requested_vnd = edit.requested_vnd.or(row.requested_vnd);
    let mut errors = check_row(w, &person, row.relation)?;
    errors.extend(check_member(row.relation, row.member_name.is_some()));
    if anew {
        errors.extend(check_category(w, &mut row)?);
    }
    Problem::check(errors)?;
    update_person(w.db, &person, &set)?;
    if before != (person.citizen_hash, person.person_hash, row.category.clone()) {
        // Who was let through as a duplicate was another one.
        row.overridden_by = None;
    }
    // Which sealed members were set is told, and never to what.
    let changes = with(plain(&row), "sealed", json!(set));
    let from = row.status;
    let row = conclude(w, &row, "hardship_application.edit", from, changes)?;
    one(w, row)
}

/// Another category has another norm: that of the day of filing, where it was filed already.
fn check_category(w: &mut Writing<'_>, row: &mut ApplicationRow) -> Outcome<Option<Violation>> {
    let day = row.filed_on.unwrap_or_else(|| w.today());
    let norm = programmes::norm_on(w.db, row.programme_id, &row.category, day)?;
    let missing = norm.is_none();
    if row.filed_on.is_some() {
        row.norm_id = norm.map(|norm| norm.id);
    }
    Ok(missing.then(no_norm))
}

/// Removes a draft that was never submitted.
pub(crate) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::HardshipDraft, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if row.status != Status::Draft || row.filed_on.is_some() {
        return Err(Problem::new(Code::WrongState));
    }
    // The row first, so that no file is put beside it meanwhile.
    store::hold(w.db, id)?;
    files::erase_of_record(w, "hardship_application", id)?;
    delete_person(w.db, id)?;
    notes::delete_notes(w.db, id)?;
    store::delete(w.db, id, version)?;
    w.record(
        Entry::new("hardship_application.delete", "hardship_application", id)
            .of(row.organisation_id)
            .changes(plain(&row)),
    );
    Ok(())
}
