//! Rows as they are shown.

use std::collections::HashMap;

use crate::code_lists::service as code_lists;
use crate::hardship::applications::dto::{HardshipApplicationDto, NoteDto, WaitingFor};
use crate::hardship::applications::model::ApplicationStatus as Status;
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::applications::store::notes::NoteRow;
use crate::hardship::applications::store::persons::{PersonRow, persons_of, place};
use crate::hardship::programmes::service as programmes;
use crate::identity::Role;
use crate::kernel::clock::local_day;
use crate::kernel::id::Uuid;
use crate::kernel::person::{mask_citizen_id, mask_phone};
use crate::kernel::problem::Outcome;
use crate::organisations::service as organisations;
use crate::usecase::Reading;

/// What is shown beside applications, read at once for all of a page.
struct Beside {
    persons: HashMap<Uuid, PersonRow>,
    norms: HashMap<Uuid, i64>,
    /// Today's norms, by programme and category, for what was never filed.
    present: HashMap<(Uuid, String), i64>,
    labels: HashMap<String, String>,
    owners: HashMap<Uuid, Uuid>,
    parents: HashMap<Uuid, Option<Uuid>>,
}

impl Beside {
    fn of(r: &mut Reading<'_>, rows: &[ApplicationRow]) -> Outcome<Self> {
        let unique = |ids: Vec<Uuid>| {
            let mut ids = ids;
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let unfiled =
            unique(rows.iter().filter(|row| row.norm_id.is_none()).map(|row| row.programme_id).collect());
        let today = r.today();
        let norms = unique(rows.iter().filter_map(|row| row.norm_id).collect());
        let owners = unique(rows.iter().map(|row| row.programme_id).collect());
        let unions = unique(rows.iter().map(|row| row.organisation_id).collect());
        Ok(Self {
            persons: persons_of(r.db, &ids)?.into_iter().map(|row| (row.application_id, row)).collect(),
            norms: programmes::norms_of_ids(r.db, &norms)?
                .into_iter()
                .map(|norm| (norm.id, norm.maximum_vnd))
                .collect(),
            present: programmes::norms_of_day(r.db, &unfiled, today)?
                .into_iter()
                .map(|norm| ((norm.programme_id, norm.category), norm.maximum_vnd))
                .collect(),
            labels: code_lists::hardship_categories(r.db)?.into_iter().collect(),
            owners: programmes::of_ids(r.db, &owners)?
                .into_iter()
                .map(|row| (row.id, row.organisation_id))
                .collect(),
            parents: organisations::parents_of(r.db, &unions)?.into_iter().collect(),
        })
    }

    /// Whose turn it is.
    fn waiting_for(&self, row: &ApplicationRow) -> Option<WaitingFor> {
        let owner = || self.owners.get(&row.programme_id).copied();
        let (role, organisation) = match row.status {
            Status::Draft | Status::NeedsInformation => (Role::Officer, Some(row.organisation_id)),
            Status::Submitted => (Role::Chair, self.parents.get(&row.organisation_id).copied().flatten()),
            Status::Endorsed => (Role::Appraiser, owner()),
            Status::Appraised => (Role::Approver, owner()),
            Status::Approved | Status::Disbursed => (Role::Accountant, owner()),
            Status::Rejected | Status::Closed | Status::Withdrawn | Status::Reclaimed => return None,
        };
        organisation.map(|organisation_id| WaitingFor { role, organisation_id })
    }
}

/// One application.
pub(in crate::hardship) fn one(r: &mut Reading<'_>, row: ApplicationRow) -> Outcome<HardshipApplicationDto> {
    let beside = Beside::of(r, std::slice::from_ref(&row))?;
    shown(r, &beside, row)
}

/// Many of them.
pub(super) fn many(r: &mut Reading<'_>, rows: Vec<ApplicationRow>) -> Outcome<Vec<HardshipApplicationDto>> {
    let beside = Beside::of(r, &rows)?;
    rows.into_iter().map(|row| shown(r, &beside, row)).collect()
}

fn shown(r: &Reading<'_>, beside: &Beside, row: ApplicationRow) -> Outcome<HardshipApplicationDto> {
    let today = r.today();
    let person = beside.persons.get(&row.id);
    let citizen_id = person.and_then(|person| person.citizen_id.as_ref());
    let citizen_id = r.vault.open_some(place("citizen_id", row.id), citizen_id)?;
    let phone = person.and_then(|person| person.phone.as_ref());
    let phone = r.vault.open_some(place("phone", row.id), phone)?;
    let norm_vnd = match row.norm_id {
        Some(norm) => beside.norms.get(&norm),
        None => beside.present.get(&(row.programme_id, row.category.clone())),
    };
    Ok(HardshipApplicationDto {
        category_label: beside.labels.get(&row.category).cloned(),
        relation_label: row.relation.label_vi(),
        citizen_id_masked: citizen_id.map(|digits| mask_citizen_id(&digits)),
        phone_masked: phone.map(|number| mask_phone(&number)),
        norm_vnd: norm_vnd.copied(),
        status_label: row.status.label_vi(),
        days_waiting: (today - local_day(row.step_since)).num_days().max(0),
        overdue: row.step_due.is_some_and(|due| due < today),
        waiting_for: beside.waiting_for(&row),
        duplicate_overridden: row.overridden_by.is_some(),
        id: row.id,
        organisation_id: row.organisation_id,
        programme_id: row.programme_id,
        code: row.code,
        category: row.category,
        relation: row.relation,
        beneficiary_name: row.beneficiary_name,
        member_name: row.member_name,
        requested_vnd: row.requested_vnd,
        proposed_vnd: row.proposed_vnd,
        approved_vnd: row.approved_vnd,
        filed_on: row.filed_on,
        status: row.status,
        step_since: row.step_since,
        step_due: row.step_due,
        decision_line_id: row.decision_line_id,
        on_hold: row.on_hold,
        erased_at: row.erased_at,
        created_by: row.created_by,
        submitted_by: row.submitted_by,
        endorsed_by: row.endorsed_by,
        appraised_by: row.appraised_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        day: today,
    })
}

/// That something was said.
pub(super) fn note(row: &NoteRow) -> NoteDto {
    NoteDto {
        id: row.id,
        application_id: row.application_id,
        kind: row.kind,
        author_id: row.author_id,
        version: 1,
        created_at: row.created_at,
    }
}
