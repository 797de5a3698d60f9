//! Use cases of housing surveys.

use chrono::NaiveDate;
use serde_json::json;

use super::dto::{
    EditHousingSurvey, HousingSurveyDto, HousingSurveyQuery, NewHousingSurvey, SurveyPersonalDto, SurveySort,
    TurnHousingSurvey,
};
use super::model::{SurveyAction, SurveyStatus, next_survey};
use super::store::{self, Changes, Filter, SurveyRow, place};
use crate::code_lists::service as code_lists;
use crate::files::service as files;
use crate::hardship::applications::dto::NewHardshipApplication;
use crate::hardship::applications::service as applications;
use crate::hardship::persons::{check_birth, citizen_hash, see_in_full};
use crate::hardship::purpose::Purpose;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::period::check_past_date;
use crate::kernel::person::{CitizenId, Phone, mask_citizen_id, mask_phone};
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, Prose, fold, like_pattern};
use crate::organisations::service as organisations;
use crate::usecase::{Claim, Reading, Writing};

pub(in crate::hardship) fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<SurveyRow> {
    let scope = r.who.scope(Action::HardshipRead);
    store::find(r.db, &scope, id)
}

pub(super) fn list(
    r: &mut Reading<'_>,
    query: &HousingSurveyQuery,
    page: &Page,
) -> Outcome<Slice<HousingSurveyDto>> {
    let scope = r.who.scope(Action::HardshipRead);
    let filter = Filter {
        organisation: query.organisation_id,
        year: query.year,
        work: query.work,
        condition: query.condition.clone(),
        status: query.status,
        like: query.q.as_ref().map(|q| like_pattern(q)),
        descending: query.sort.unwrap_or_default() == SurveySort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id));
    let items = slice.items.into_iter().map(|row| shown(r, row)).collect::<Outcome<_>>()?;
    Ok(Slice { items, next: slice.next, total })
}

pub(super) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<HousingSurveyDto> {
    let row = find(r, id)?;
    shown(r, row)
}

pub(crate) fn create(w: &mut Writing<'_>, new: NewHousingSurvey) -> Outcome<HousingSurveyDto> {
    organisations::check_visible(w, new.organisation_id)?;
    w.require(Action::HardshipDraft, new.organisation_id)?;
    let id = match w.claim("housing_survey", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let mut errors = check_person(new.citizen_id.as_ref(), new.birth_date, w.today());
    errors.extend(check_condition(w, &new.condition, new.surveyed_on)?);
    Problem::check(errors)?;
    let vault = w.vault.clone();
    let sealer = vault.sealer(w.db)?;
    let row = SurveyRow {
        id,
        organisation_id: new.organisation_id,
        year: new.year,
        householder_folded: fold(&new.householder_name),
        householder_name: new.householder_name.into_inner(),
        citizen_hash: new.citizen_id.as_ref().map(|id| citizen_hash(&vault, id)),
        citizen_id: sealer.seal_some(place("citizen_id", id), new.citizen_id)?,
        birth_date: sealer.seal_some(place("birth_date", id), new.birth_date.map(|day| day.to_string()))?,
        phone: sealer.seal_some(place("phone", id), new.phone)?,
        address: sealer.seal_some(place("address", id), new.address.map(Prose::into_inner))?,
        circumstances: sealer
            .seal_some(place("circumstances", id), new.circumstances.map(Prose::into_inner))?,
        condition: new.condition,
        work: new.work,
        estimate_vnd: new.estimate_vnd,
        surveyed_on: new.surveyed_on,
        status: SurveyStatus::Surveyed,
        shortlisted_by: None,
        application_id: None,
        created_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    store::insert(w.db, &row)?;
    w.record(entry("housing_survey.create", &row));
    shown(w, row)
}

pub(super) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditHousingSurvey,
) -> Outcome<HousingSurveyDto> {
    let row = find(w, id)?;
    w.require(Action::HardshipDraft, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    step(&row, SurveyAction::Edit)?;
    let surveyed_on = edit.surveyed_on.or(row.surveyed_on);
    let mut errors = check_edited_person(w, &row, &edit)?;
    if edit.condition.is_set() || edit.surveyed_on.is_set() {
        let condition = edit.condition.clone().or(row.condition.clone());
        errors.extend(check_condition(w, &condition, surveyed_on)?);
    }
    Problem::check(errors)?;
    let set = sealed_members(&edit);
    let changes = changes(w, id, edit)?;
    let now = w.now;
    let row = store::save(w.db, id, version, &changes, now)?;
    // Which sealed members were set is told, and never to what.
    let mut noted = noted(&row);
    if let Some(members) = noted.as_object_mut() {
        members.insert("sealed".to_owned(), json!(set));
    }
    w.record(
        Entry::new("housing_survey.edit", "housing_survey", row.id).of(row.organisation_id).changes(noted),
    );
    shown(w, row)
}

fn changes(w: &mut Writing<'_>, id: Uuid, edit: EditHousingSurvey) -> Outcome<Changes> {
    let vault = w.vault.clone();
    let sealer = vault.sealer(w.db)?;
    let name = edit.householder_name.map(Line::into_inner).into_option();
    let citizen_id = edit.citizen_id.into_option();
    let birth_date = edit.birth_date.into_option().map(|day| day.map(|day| day.to_string()));
    let address = edit.address.into_option().map(|text| text.map(Prose::into_inner));
    let circumstances = edit.circumstances.into_option().map(|text| text.map(Prose::into_inner));
    let hash = |id: &Option<CitizenId>| id.as_ref().map(|id| citizen_hash(&vault, id));
    Ok(Changes {
        householder_folded: name.as_deref().map(fold),
        householder_name: name,
        citizen_hash: citizen_id.as_ref().map(hash),
        citizen_id: citizen_id.map(|value| sealer.seal_some(place("citizen_id", id), value)).transpose()?,
        birth_date: birth_date.map(|value| sealer.seal_some(place("birth_date", id), value)).transpose()?,
        phone: edit
            .phone
            .into_option()
            .map(|value| sealer.seal_some(place("phone", id), value))
            .transpose()?,
        address: address.map(|value| sealer.seal_some(place("address", id), value)).transpose()?,
        circumstances: circumstances
            .map(|value| sealer.seal_some(place("circumstances", id), value))
            .transpose()?,
        condition: edit.condition.into_option(),
        work: edit.work.into_option(),
        estimate_vnd: edit.estimate_vnd.into_option(),
        surveyed_on: edit.surveyed_on.into_option(),
        ..Changes::default()
    })
}

fn sealed_members(edit: &EditHousingSurvey) -> Vec<&'static str> {
    let members = [
        ("citizen_id", edit.citizen_id.is_set()),
        ("birth_date", edit.birth_date.is_set()),
        ("phone", edit.phone.is_set()),
        ("address", edit.address.is_set()),
        ("circumstances", edit.circumstances.is_set()),
    ];
    members.into_iter().filter(|(_, set)| *set).map(|(name, _)| name).collect()
}

pub(super) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::HardshipDraft, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    step(&row, SurveyAction::Delete)?;
    files::erase_of_record(w, "housing_survey", id)?;
    store::delete(w.db, id, version)?;
    w.record(entry("housing_survey.delete", &row));
    Ok(())
}

/// Puts an entry forward, or takes it back: the chair of a union above does.
pub(super) fn shortlist(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    forward: bool,
) -> Outcome<HousingSurveyDto> {
    let row = find(w, id)?;
    w.require(Action::HardshipEndorse, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    let (action, name) = if forward {
        (SurveyAction::Shortlist, "housing_survey.shortlist")
    } else {
        (SurveyAction::Unshortlist, "housing_survey.unshortlist")
    };
    let to = step(&row, action)?;
    if forward {
        w.not_own(&[Some(row.created_by)])?;
    }
    let (now, by) = (w.now, forward.then_some(w.who.user_id));
    let changes = Changes { status: Some(to), shortlisted_by: Some(by), ..Changes::default() };
    let from = row.status;
    let row = store::save(w.db, id, version, &changes, now)?;
    w.record(
        Entry::new(name, "housing_survey", id).of(row.organisation_id).states(from.as_str(), to.as_str()),
    );
    shown(w, row)
}

/// What is sealed of an entry that the caller was shown to see in full.
pub(in crate::hardship) fn opened(r: &Reading<'_>, row: &SurveyRow) -> Outcome<SurveyPersonalDto> {
    let id = row.id;
    let birth_date = r.vault.open_some(place("birth_date", id), row.birth_date.as_ref())?;
    Ok(SurveyPersonalDto {
        id,
        citizen_id: r.vault.open_some(place("citizen_id", id), row.citizen_id.as_ref())?,
        birth_date: birth_date.map(|day| day.parse().map_err(Problem::internal)).transpose()?,
        phone: r.vault.open_some(place("phone", id), row.phone.as_ref())?,
        address: r.vault.open_some(place("address", id), row.address.as_ref())?,
        circumstances: r.vault.open_some(place("circumstances", id), row.circumstances.as_ref())?,
        householder_name: row.householder_name.clone(),
    })
}

/// All that is held on the family. That it was read, by whom and for what, is in the journal.
pub(super) fn personal(w: &mut Writing<'_>, id: Uuid, purpose: Purpose) -> Outcome<SurveyPersonalDto> {
    let row = find(w, id)?;
    w.require(Action::HardshipPersonal, row.organisation_id)?;
    let answer = opened(w, &row)?;
    w.record(
        Entry::new("housing_survey.personal", "housing_survey", id)
            .of(row.organisation_id)
            .changes(json!({"purpose": purpose})),
    );
    Ok(answer)
}

/// Makes a dossier of an entry that was put forward, once: a draft of the same union, the family's data sealed anew
/// for where they stand then, and the files of the entry beside it.
pub(super) fn turn(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    with: TurnHousingSurvey,
) -> Outcome<HousingSurveyDto> {
    let row = find(w, id)?;
    w.require(Action::HardshipDraft, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    let (from, to) = (row.status, step(&row, SurveyAction::Turn)?);
    let (organisation, new) = (row.organisation_id, dossier(w, row, with)?);
    let application = applications::create(w, new)?.id;
    let changes = Changes { status: Some(to), application_id: Some(Some(application)), ..Changes::default() };
    let now = w.now;
    let row = store::save(w.db, id, version, &changes, now)?;
    files::move_to_record(w, ("housing_survey", id), ("hardship_application", application), organisation)?;
    w.record(
        Entry::new("housing_survey.turn", "housing_survey", id)
            .of(organisation)
            .states(from.as_str(), to.as_str())
            .changes(json!({"application_id": application})),
    );
    shown(w, row)
}

/// What the dossier of an entry begins with. A dossier needs what an entry may leave open.
fn dossier(r: &Reading<'_>, row: SurveyRow, with: TurnHousingSurvey) -> Outcome<NewHardshipApplication> {
    let citizen_id = r.vault.open_some(place("citizen_id", row.id), row.citizen_id.as_ref())?;
    let birth_date = r.vault.open_some(place("birth_date", row.id), row.birth_date.as_ref())?;
    let phone = r.vault.open_some(place("phone", row.id), row.phone.as_ref())?;
    let address = r.vault.open_some(place("address", row.id), row.address.as_ref())?;
    let circumstances = r.vault.open_some(place("circumstances", row.id), row.circumstances.as_ref())?;
    let (Some(birth_date), Some(address), Some(circumstances)) = (&birth_date, &address, &circumstances)
    else {
        let missing = [
            ("birth_date", birth_date.is_none()),
            ("address", address.is_none()),
            ("circumstances", circumstances.is_none()),
        ];
        return Err(incomplete(missing.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name)));
    };
    Ok(NewHardshipApplication {
        id: None,
        organisation_id: row.organisation_id,
        programme_id: with.programme_id,
        category: row.work.as_str().to_owned(),
        relation: with.relation,
        beneficiary_name: Line::try_from(row.householder_name).map_err(Problem::internal)?,
        member_name: with.member_name,
        citizen_id: citizen_id.and_then(|text| CitizenId::try_from(text.as_str()).ok()),
        birth_date: birth_date.parse().map_err(Problem::internal)?,
        phone: phone.and_then(|text| Phone::try_from(text.as_str()).ok()),
        address: Prose::try_from(address.as_str()).map_err(Problem::internal)?,
        circumstances: Prose::try_from(circumstances.as_str()).map_err(Problem::internal)?,
        requested_vnd: with.requested_vnd.unwrap_or(row.estimate_vnd),
        bank: None,
    })
}

fn incomplete(members: impl Iterator<Item = &'static str>) -> Problem {
    Problem::invalid(
        members
            .map(|member| {
                Violation::at(
                    "",
                    "missing",
                    format!("Phiếu khảo sát còn thiếu `{member}`; hãy bổ sung trước khi lập hồ sơ."),
                    format!("The survey entry has no `{member}`; complete it first."),
                )
            })
            .collect(),
    )
}

/// `Ok` when the caller sees what an entry holds on a family: its photos tell as much.
pub(crate) fn see(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    let organisation = find(r, id)?.organisation_id;
    see_in_full(r, organisation)
}

/// Holds an entry whose photos the caller may change, so that it is not turned into a dossier meanwhile; answers whose
/// it is.
pub(crate) fn hold(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let organisation = find(w, id)?.organisation_id;
    w.require(Action::HardshipDraft, organisation)?;
    let open = store::hold(w.db, id)? != SurveyStatus::Turned;
    if open { Ok(organisation) } else { Err(Problem::new(Code::WrongState)) }
}

fn step(row: &SurveyRow, action: SurveyAction) -> Outcome<SurveyStatus> {
    next_survey(row.status, action).ok_or_else(|| Problem::new(Code::WrongState))
}

/// What is wrong with a person.
pub(in crate::hardship) fn check_person(
    citizen_id: Option<&CitizenId>,
    birth: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<Violation> {
    birth.map(|birth| check_birth(citizen_id, birth, today)).unwrap_or_default()
}

/// What an edit leaves must fit together, whichever of the two it sets.
fn check_edited_person(
    r: &Reading<'_>,
    row: &SurveyRow,
    edit: &EditHousingSurvey,
) -> Outcome<Vec<Violation>> {
    let citizen_id = match &edit.citizen_id {
        Patch::Set(value) => value.clone(),
        Patch::Keep => r
            .vault
            .open_some(place("citizen_id", row.id), row.citizen_id.as_ref())?
            .and_then(|text| CitizenId::try_from(text.as_str()).ok()),
    };
    let birth_date = match &edit.birth_date {
        Patch::Set(value) => *value,
        Patch::Keep => r
            .vault
            .open_some(place("birth_date", row.id), row.birth_date.as_ref())?
            .and_then(|text| text.parse().ok()),
    };
    Ok(check_person(citizen_id.as_ref(), birth_date, r.today()))
}

fn check_condition(r: &mut Reading<'_>, condition: &str, day: NaiveDate) -> Outcome<Vec<Violation>> {
    if let Some(wrong) = check_past_date("/surveyed_on", day, r.today()) {
        return Ok(vec![wrong]);
    }
    if code_lists::is_housing_condition(r.db, condition, day)? {
        return Ok(Vec::new());
    }
    Ok(vec![Violation::at(
        "/condition",
        "not_found",
        "Danh mục không có tình trạng nhà ở này vào ngày đó.",
        "The list of housing conditions has no such code on that day.",
    )])
}

/// An entry as it is shown, without what is sealed.
pub(in crate::hardship) fn shown(r: &Reading<'_>, row: SurveyRow) -> Outcome<HousingSurveyDto> {
    let citizen_id = r.vault.open_some(place("citizen_id", row.id), row.citizen_id.as_ref())?;
    let phone = r.vault.open_some(place("phone", row.id), row.phone.as_ref())?;
    Ok(HousingSurveyDto {
        id: row.id,
        organisation_id: row.organisation_id,
        year: row.year,
        householder_name: row.householder_name,
        citizen_id_masked: citizen_id.map(|digits| mask_citizen_id(&digits)),
        phone_masked: phone.map(|number| mask_phone(&number)),
        condition: row.condition,
        work: row.work,
        estimate_vnd: row.estimate_vnd,
        surveyed_on: row.surveyed_on,
        status: row.status,
        shortlisted_by: row.shortlisted_by,
        application_id: row.application_id,
        created_by: row.created_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn noted(row: &SurveyRow) -> serde_json::Value {
    json!({
        "year": row.year, "condition": row.condition, "work": row.work, "estimate_vnd": row.estimate_vnd,
        "surveyed_on": row.surveyed_on,
    })
}

fn entry(action: &'static str, row: &SurveyRow) -> Entry {
    Entry::new(action, "housing_survey", row.id).of(row.organisation_id).changes(noted(row))
}
