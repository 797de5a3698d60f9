//! Writing a nomination.

use serde_json::{Value, json};

use super::eligibility::names_of;
use super::hands::leave_hand;
use super::shown::one;
use super::{checks, conclude, find, lead, read};
use crate::awards::nominations::dto::{AwardNominationDto, EditAwardNomination, NewAwardNomination};
use crate::awards::nominations::model::Deed;
use crate::awards::nominations::store::{self, NominationRow};
use crate::awards::{NominationStatus, Step};
use crate::files::service as files;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, Prose, fold};
use crate::organisations::service as organisations;
use crate::usecase::{Claim, Writing};

/// Begins a nomination.
pub(crate) fn create(w: &mut Writing<'_>, new: NewAwardNomination) -> Outcome<AwardNominationDto> {
    organisations::check_visible(w, new.organisation_id)?;
    w.require(Action::AwardDraft, new.organisation_id)?;
    let id = match w.claim("award_nomination", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let mut errors: Vec<Violation> = name_given(&new).into_iter().collect();
    let row = new_row(w, id, new)?;
    errors.extend(checks::members(&row));
    match checks::round_named(w, row.round_id)? {
        None => errors.push(checks::no_round()),
        Some(round) => {
            errors.extend(checks::place(w.db, row.organisation_id, &round)?);
            errors.extend(checks::form(w.db, &row)?);
        }
    }
    let names = names_of(w.db, &row)?;
    errors.extend(checks::earlier_award(w, &row, &names, true)?);
    Problem::check(errors)?;
    store::insert(w.db, &row)?;
    leave_hand(w, id, Deed::Wrote)?;
    w.record(
        Entry::new("award_nomination.create", "award_nomination", id)
            .of(row.organisation_id)
            .changes(plain(&row)),
    );
    one(w, row)
}

/// A union as a whole goes by its own name, all others by one that is given.
fn name_given(new: &NewAwardNomination) -> Option<Violation> {
    match (new.whole_organisation, &new.nominee_name) {
        (true, Some(_)) => Some(Violation::at(
            "/nominee_name",
            "not_allowed",
            "Cả đơn vị được đề nghị theo tên của đơn vị.",
            "A union as a whole is nominated under its own name.",
        )),
        (false, None) => Some(Violation::at(
            "/nominee_name",
            "missing",
            "Cần tên của cá nhân hoặc bộ phận được đề nghị.",
            "The name of the person or unit is needed.",
        )),
        _ => None,
    }
}

fn new_row(w: &mut Writing<'_>, id: Uuid, new: NewAwardNomination) -> Outcome<NominationRow> {
    let name = match new.nominee_name {
        Some(name) => name.into_inner(),
        None => organisations::name_of(w.db, new.organisation_id)?,
    };
    Ok(NominationRow {
        id,
        organisation_id: new.organisation_id,
        round_id: new.round_id,
        form_id: new.form_id,
        nominee_kind: new.nominee_kind,
        nominee_folded: fold(&name),
        nominee_name: name,
        nominee_title: new.nominee_title.map(Line::into_inner),
        workplace: new.workplace.map(Line::into_inner),
        whole_organisation: new.whole_organisation,
        namesake: new.namesake,
        earlier_award_id: new.earlier_award_id,
        achievements: new.achievements.into_inner(),
        status: NominationStatus::Draft,
        on_hold: false,
        rank: None,
        appraisal: None,
        submitted_on: None,
        created_by: w.who.user_id,
        submitted_by: None,
        endorsed_by: None,
        appraised_by: None,
        returns: 0,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    })
}

/// What of a nomination the journal may tell: nothing of who is nominated.
fn plain(row: &NominationRow) -> Value {
    json!({
        "round_id": row.round_id, "form_id": row.form_id, "nominee_kind": row.nominee_kind,
        "whole_organisation": row.whole_organisation, "namesake": row.namesake,
        "earlier_award_id": row.earlier_award_id,
    })
}

/// The members that were set, by name: what they were set to stands in the nomination.
fn set_members(edit: &EditAwardNomination) -> Vec<&'static str> {
    let members = [
        ("form_id", edit.form_id.is_set()),
        ("nominee_name", edit.nominee_name.is_set()),
        ("nominee_title", edit.nominee_title.is_set()),
        ("workplace", edit.workplace.is_set()),
        ("namesake", edit.namesake.is_set()),
        ("earlier_award_id", edit.earlier_award_id.is_set()),
        ("achievements", edit.achievements.is_set()),
    ];
    members.into_iter().filter(|(_, set)| *set).map(|(name, _)| name).collect()
}

/// Edits a nomination that is being written.
pub(crate) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditAwardNomination,
) -> Outcome<AwardNominationDto> {
    let mut row = find(w, id)?;
    w.require(Action::AwardDraft, row.organisation_id)?;
    row.status = lead(&row, version, Step::Edit)?;
    let set = set_members(&edit);
    let mut errors = Vec::new();
    if let Patch::Set(name) = edit.nominee_name {
        if row.whole_organisation {
            errors.push(Violation::at(
                "/nominee_name",
                "not_allowed",
                "Cả đơn vị được đề nghị theo tên của đơn vị.",
                "A union as a whole is nominated under its own name.",
            ));
        }
        row.nominee_folded = fold(&name);
        row.nominee_name = name.into_inner();
    }
    let (form_set, award_set) = (edit.form_id.is_set(), edit.earlier_award_id.is_set());
    row.form_id = edit.form_id.or(row.form_id);
    row.nominee_title = edit.nominee_title.map(|title| title.map(Line::into_inner)).or(row.nominee_title);
    row.workplace = edit.workplace.map(|place| place.map(Line::into_inner)).or(row.workplace);
    row.namesake = edit.namesake.or(row.namesake);
    row.earlier_award_id = edit.earlier_award_id.or(row.earlier_award_id);
    row.achievements = edit.achievements.map(Prose::into_inner).or(row.achievements);
    errors.extend(checks::members(&row));
    if form_set {
        checks::round_named(w, row.round_id)?;
        errors.extend(checks::form(w.db, &row)?);
    }
    let names = names_of(w.db, &row)?;
    errors.extend(checks::earlier_award(w, &row, &names, award_set)?);
    Problem::check(errors)?;
    let from = row.status;
    let row = conclude(w, &row, "award_nomination.edit", from, edited(&row, &set))?;
    leave_hand(w, id, Deed::Wrote)?;
    one(w, row)
}

fn edited(row: &NominationRow, set: &[&'static str]) -> Value {
    let mut changes = plain(row);
    if let Some(members) = changes.as_object_mut() {
        members.insert("set".to_owned(), json!(set));
    }
    changes
}

/// Removes a draft that was never submitted.
pub(crate) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::AwardDraft, row.organisation_id)?;
    lead(&row, version, Step::Edit)?;
    if row.submitted_on.is_some() {
        return Err(Problem::new(Code::WrongState));
    }
    // The row first, so that no file is put beside it meanwhile.
    store::hold(w.db, id)?;
    files::erase_of_record(w, "award_nomination", id)?;
    store::delete_notes(w.db, id)?;
    store::delete_hands(w.db, id)?;
    store::delete(w.db, id, version)?;
    w.record(
        Entry::new("award_nomination.delete", "award_nomination", id)
            .of(row.organisation_id)
            .changes(plain(&row)),
    );
    Ok(())
}
