//! Correcting what is held on a person, also where the dossier is finished.

use chrono::NaiveDate;
use serde_json::json;

use super::{entry, find_open_of, shown};
use crate::hardship::applications::NoteKind;
use crate::hardship::applications::service as applications;
use crate::hardship::applications::store::persons::{PersonChanges, change_person, person, place};
use crate::hardship::persons::{citizen_hash, person_hash};
use crate::hardship::programmes::service as programmes;
use crate::hardship::requests::dto::{CorrectPersonalData, DataSubjectRequestDto};
use crate::hardship::requests::model::{DataRequestKind, ERASED_NAME};
use crate::hardship::requests::store::{self, Changes, RequestRow};
use crate::hardship::surveys::service as surveys;
use crate::hardship::surveys::store as survey_rows;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::person::CitizenId;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::kernel::text::Prose;
use crate::usecase::Writing;

/// Corrects the person of one dossier or one survey entry. The request stays open: there may be more to correct.
pub(in crate::hardship::requests) fn correct(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: CorrectPersonalData,
) -> Outcome<DataSubjectRequestDto> {
    let request = find_open_of(w, id, version, DataRequestKind::Correct)?;
    let set = set_members(&body);
    if set.is_empty() {
        return Err(Problem::invalid_at(
            "",
            "missing",
            "Chưa nêu nội dung đính chính.",
            "Nothing is corrected.",
        ));
    }
    let names: Vec<&'static str> = set.iter().map(|(name, _)| *name).collect();
    match (body.application_id, body.housing_survey_id) {
        (Some(dossier), None) => of_dossier(w, &request, dossier, body, &set)?,
        (None, Some(survey)) => of_survey(w, &request, survey, body, &names)?,
        _ => {
            return Err(Problem::invalid_at(
                "",
                "one_of",
                "Cần nêu một hồ sơ hoặc một phiếu khảo sát.",
                "Name one dossier or one survey entry.",
            ));
        }
    }
    let now = w.now;
    let saved = store::save(w.db, id, version, &Changes::default(), now)?;
    w.record(entry("data_subject_request.correct", &request).changes(json!({"sealed": names})));
    shown(w, saved)
}

/// The members that are set, each with the word people read.
fn set_members(body: &CorrectPersonalData) -> Vec<(&'static str, &'static str)> {
    let members = [
        (("citizen_id", "số căn cước"), body.citizen_id.is_set()),
        (("birth_date", "ngày sinh"), body.birth_date.is_set()),
        (("phone", "điện thoại"), body.phone.is_set()),
        (("address", "địa chỉ"), body.address.is_set()),
    ];
    members.into_iter().filter(|(_, set)| *set).map(|(member, _)| member).collect()
}

/// What is corrected is of the person who asked: by the citizen id that stands there, or by the right one.
fn check_person(
    request: &RequestRow,
    member: &str,
    known: Option<&Vec<u8>>,
    corrected: Option<&Vec<u8>>,
) -> Outcome<()> {
    if [known, corrected].contains(&Some(&request.citizen_hash)) {
        return Ok(());
    }
    Err(Problem::invalid_at(
        format!("/{member}"),
        "other_person",
        "Không phải của người đã yêu cầu.",
        "It is not of the person who asked.",
    ))
}

fn of_dossier(
    w: &mut Writing<'_>,
    request: &RequestRow,
    id: Uuid,
    body: CorrectPersonalData,
    set: &[(&'static str, &'static str)],
) -> Outcome<()> {
    let row = applications::find(w, id)?;
    w.require(Action::DataRequestManage, row.organisation_id)?;
    if row.erased_at.is_some() {
        return Err(Problem::new(Code::WrongState));
    }
    let known = person(w.db, id)?;
    let before = applications::opened(w, &row)?;
    let birth_date = body.birth_date.into_option();
    let citizen_id = body.citizen_id.into_option();
    let hash = citizen_id.as_ref().map(|digits| citizen_hash(&w.vault, digits));
    check_person(request, "application_id", known.citizen_hash.as_ref(), hash.as_ref())?;
    let stands = citizen_id.clone().or_else(|| read_id(before.citizen_id.as_deref()));
    if let Some(birth) = birth_date.or(before.birth_date) {
        Problem::check(applications::check_person(stands.as_ref(), birth, row.relation, w.today()))?;
    }
    let sealer = w.vault.clone().sealer(w.db)?;
    let phone = body.phone.into_option();
    let address = body.address.into_option();
    let changes = PersonChanges {
        citizen_hash: hash.map(Some),
        person_hash: birth_date.map(|birth| Some(person_hash(&w.vault, &row.beneficiary_folded, birth))),
        citizen_id: sealer.seal_some(place("citizen_id", id), citizen_id)?.map(Some),
        birth_date: sealer
            .seal_some(place("birth_date", id), birth_date.map(|day| day.to_string()))?
            .map(Some),
        phone: phone.map(|phone| sealer.seal_some(place("phone", id), phone)).transpose()?,
        address: sealer.seal_some(place("address", id), address.map(Prose::into_inner))?.map(Some),
        ..PersonChanges::default()
    };
    let other_person = changes.citizen_hash.is_some() || changes.person_hash.is_some();
    change_person(w.db, id, &changes)?;
    // A correction is no way round the duplicates while something is still to be decided.
    if other_person && row.finished_on.is_none() && row.filed_on.is_some() {
        let programme = programmes::of(w.db, row.programme_id)?;
        let day = row.filed_on.unwrap_or_else(|| w.today());
        applications::refuse_duplicate(w, &row, &programme, day)?;
    }
    let words: Vec<&str> = set.iter().map(|(_, word)| *word).collect();
    let text = format!("Đính chính theo yêu cầu của người có thông tin: {}.", words.join(", "));
    let note = applications::say(
        w,
        id,
        NoteKind::Correction,
        Prose::try_from(text).map_err(|_| Problem::internal("a note of no text"))?,
    )?;
    let names: Vec<&str> = set.iter().map(|(name, _)| *name).collect();
    let told = json!({
        "sealed": names, "data_subject_request_id": request.id, "note_id": note.id, "note": note.kind,
    });
    applications::conclude(w, &row, "hardship_application.correct", row.status, told)?;
    Ok(())
}

fn of_survey(
    w: &mut Writing<'_>,
    request: &RequestRow,
    id: Uuid,
    body: CorrectPersonalData,
    names: &[&'static str],
) -> Outcome<()> {
    let row = surveys::find(w, id)?;
    w.require(Action::DataRequestManage, row.organisation_id)?;
    if row.householder_name == ERASED_NAME {
        return Err(Problem::new(Code::WrongState));
    }
    let before = surveys::opened(w, &row)?;
    let birth_date: Option<NaiveDate> = body.birth_date.into_option();
    let citizen_id = body.citizen_id.into_option();
    let hash = citizen_id.as_ref().map(|digits| citizen_hash(&w.vault, digits));
    check_person(request, "housing_survey_id", row.citizen_hash.as_ref(), hash.as_ref())?;
    let stands = citizen_id.clone().or_else(|| read_id(before.citizen_id.as_deref()));
    Problem::check(surveys::check_person(stands.as_ref(), birth_date.or(before.birth_date), w.today()))?;
    let sealer = w.vault.clone().sealer(w.db)?;
    let place = |column| survey_rows::place(column, id);
    let phone: Patch<_> = body.phone;
    let changes = survey_rows::Changes {
        citizen_hash: hash.map(Some),
        citizen_id: sealer.seal_some(place("citizen_id"), citizen_id)?.map(Some),
        birth_date: sealer.seal_some(place("birth_date"), birth_date.map(|day| day.to_string()))?.map(Some),
        phone: phone.into_option().map(|phone| sealer.seal_some(place("phone"), phone)).transpose()?,
        address: sealer
            .seal_some(place("address"), body.address.into_option().map(Prose::into_inner))?
            .map(Some),
        ..survey_rows::Changes::default()
    };
    let now = w.now;
    survey_rows::save(w.db, id, row.version, &changes, now)?;
    w.record(
        Entry::new("housing_survey.correct", "housing_survey", id)
            .of(row.organisation_id)
            .changes(json!({"sealed": names, "data_subject_request_id": request.id})),
    );
    Ok(())
}

fn read_id(digits: Option<&str>) -> Option<CitizenId> {
    digits.and_then(|digits| CitizenId::try_from(digits).ok())
}
