//! What is known of the beneficiary: sealed when it comes, opened for a purpose.

use chrono::NaiveDate;
use serde_json::json;

use super::find;
use crate::hardship::applications::dto::{
    ApplicationPersonalDto, BankAccount, EditHardshipApplication, NewHardshipApplication,
};
use crate::hardship::applications::model::Relation;
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::applications::store::persons::{PersonRow, person, place};
use crate::hardship::persons::{check_birth, citizen_hash, person_hash};
use crate::hardship::purpose::Purpose;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::person::CitizenId;
use crate::kernel::problem::{Outcome, Problem, Violation};
use crate::usecase::{Reading, Writing};

/// The sealed row of a new application.
pub(super) fn sealed(
    w: &mut Writing<'_>,
    id: Uuid,
    folded: &str,
    new: &NewHardshipApplication,
) -> Outcome<PersonRow> {
    let vault = w.vault.clone();
    let sealer = vault.sealer(w.db)?;
    let bank = new.bank.as_ref().map(serde_json::to_string).transpose().map_err(Problem::internal)?;
    Ok(PersonRow {
        application_id: id,
        citizen_id: sealer.seal_some(place("citizen_id", id), new.citizen_id.as_ref())?,
        citizen_hash: new.citizen_id.as_ref().map(|id| citizen_hash(&vault, id)),
        person_hash: Some(person_hash(&vault, folded, new.birth_date)),
        birth_date: Some(sealer.seal(place("birth_date", id), new.birth_date.to_string())?),
        phone: sealer.seal_some(place("phone", id), new.phone.as_ref())?,
        address: Some(sealer.seal(place("address", id), new.address.as_bytes())?),
        circumstances: Some(sealer.seal(place("circumstances", id), new.circumstances.as_bytes())?),
        bank: sealer.seal_some(place("bank", id), bank)?,
    })
}

/// What an edit makes of the sealed row; `folded` is the name as it is then. Answers which members were set.
pub(super) fn apply(
    w: &mut Writing<'_>,
    row: &mut PersonRow,
    folded: &str,
    edit: &EditHardshipApplication,
) -> Outcome<Vec<&'static str>> {
    let (id, vault) = (row.application_id, w.vault.clone());
    let sealer = vault.sealer(w.db)?;
    let mut set = Vec::new();
    if let Patch::Set(citizen_id) = &edit.citizen_id {
        row.citizen_hash = citizen_id.as_ref().map(|id| citizen_hash(&vault, id));
        row.citizen_id = sealer.seal_some(place("citizen_id", id), citizen_id.as_ref())?;
        set.push("citizen_id");
    }
    if let Patch::Set(birth) = edit.birth_date {
        row.birth_date = Some(sealer.seal(place("birth_date", id), birth.to_string())?);
        set.push("birth_date");
    }
    if let Patch::Set(phone) = &edit.phone {
        row.phone = sealer.seal_some(place("phone", id), phone.as_ref())?;
        set.push("phone");
    }
    if let Patch::Set(address) = &edit.address {
        row.address = Some(sealer.seal(place("address", id), address.as_bytes())?);
        set.push("address");
    }
    if let Patch::Set(circumstances) = &edit.circumstances {
        row.circumstances = Some(sealer.seal(place("circumstances", id), circumstances.as_bytes())?);
        set.push("circumstances");
    }
    if let Patch::Set(bank) = &edit.bank {
        let bank = bank.as_ref().map(serde_json::to_string).transpose().map_err(Problem::internal)?;
        row.bank = sealer.seal_some(place("bank", id), bank)?;
        set.push("bank");
    }
    if let Some(birth) = birth_of(w, row)? {
        row.person_hash = Some(person_hash(&vault, folded, birth));
    }
    Ok(set)
}

fn birth_of(r: &Reading<'_>, row: &PersonRow) -> Outcome<Option<NaiveDate>> {
    let text = r.vault.open_some(place("birth_date", row.application_id), row.birth_date.as_ref())?;
    text.map(|text| text.parse().map_err(Problem::internal)).transpose()
}

/// What is wrong with the person of a row as it stands.
pub(super) fn check_row(r: &Reading<'_>, row: &PersonRow, relation: Relation) -> Outcome<Vec<Violation>> {
    let citizen_id = r.vault.open_some(place("citizen_id", row.application_id), row.citizen_id.as_ref())?;
    let citizen_id = citizen_id.and_then(|text| CitizenId::try_from(text.as_str()).ok());
    Ok(match birth_of(r, row)? {
        Some(birth) => check(citizen_id.as_ref(), birth, relation, r.today()),
        None => Vec::new(),
    })
}

/// What is wrong with a person.
pub(in crate::hardship) fn check(
    citizen_id: Option<&CitizenId>,
    birth: NaiveDate,
    relation: Relation,
    today: NaiveDate,
) -> Vec<Violation> {
    let mut errors = check_birth(citizen_id, birth, today);
    if citizen_id.is_none() && relation != Relation::Child {
        errors.push(Violation::at(
            "/citizen_id",
            "missing",
            "Cần số căn cước của người được hỗ trợ; chỉ trẻ em có thể chưa có.",
            "The beneficiary's citizen id is needed; only a child may have none yet.",
        ));
    }
    errors
}

/// Whether the member is named, who must be where the beneficiary is of a member's family.
pub(super) fn check_member(relation: Relation, named: bool) -> Option<Violation> {
    match (relation, named) {
        (Relation::Member, true) => Some(Violation::at(
            "/member_name",
            "not_allowed",
            "Đoàn viên là người được hỗ trợ nên không ghi thêm tên đoàn viên.",
            "The beneficiary is the member, so no other is named.",
        )),
        (Relation::Child | Relation::Spouse | Relation::Parent, false) => Some(Violation::at(
            "/member_name",
            "missing",
            "Cần tên đoàn viên có thân nhân được hỗ trợ.",
            "The member whose relative it is must be named.",
        )),
        _ => None,
    }
}

/// What is sealed of an application that the caller was shown to see in full.
pub(in crate::hardship) fn opened(
    r: &mut Reading<'_>,
    row: &ApplicationRow,
) -> Outcome<ApplicationPersonalDto> {
    let id = row.id;
    let person = person(r.db, id)?;
    let bank = r.vault.open_some(place("bank", id), person.bank.as_ref())?;
    let bank: Option<BankAccount> =
        bank.map(|text| serde_json::from_str(&text).map_err(Problem::internal)).transpose()?;
    Ok(ApplicationPersonalDto {
        id,
        citizen_id: r.vault.open_some(place("citizen_id", id), person.citizen_id.as_ref())?,
        birth_date: birth_of(r, &person)?,
        phone: r.vault.open_some(place("phone", id), person.phone.as_ref())?,
        address: r.vault.open_some(place("address", id), person.address.as_ref())?,
        circumstances: r.vault.open_some(place("circumstances", id), person.circumstances.as_ref())?,
        bank,
        beneficiary_name: row.beneficiary_name.clone(),
    })
}

/// All that is held on the beneficiary. That it was read, by whom and for what, is in the journal.
pub(in crate::hardship::applications) fn personal(
    w: &mut Writing<'_>,
    id: Uuid,
    purpose: Purpose,
) -> Outcome<ApplicationPersonalDto> {
    let row = find(w, id)?;
    w.require(Action::HardshipPersonal, row.organisation_id)?;
    let answer = opened(w, &row)?;
    w.record(
        Entry::new("hardship_application.personal", "hardship_application", id)
            .of(row.organisation_id)
            .changes(json!({"purpose": purpose})),
    );
    Ok(answer)
}
