//! Use cases of requests of the person concerned.

mod answer;
mod correct;
mod erase;
mod export;
mod hold;

use serde_json::json;

use super::dto::{
    DataRequestPersonalDto, DataRequestSort, DataSubjectRequestDto, DataSubjectRequestQuery,
    NewDataSubjectRequest,
};
use super::model::{ANSWER_DAYS, DataRequestKind, DataRequestStatus};
use super::store::{self, Filter, RequestRow, place};
use crate::code_lists::service as code_lists;
use crate::hardship::persons::citizen_hash;
use crate::hardship::purpose::Purpose;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::period::check_past_date;
use crate::kernel::person::mask_citizen_id;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::kernel::text::Prose;
use crate::organisations::service as organisations;
use crate::usecase::{Claim, Reading, Writing};

pub(super) use answer::{answer, refuse};
pub(super) use correct::correct;
pub(super) use erase::erase;
pub(super) use export::export;
pub(super) use hold::hold;

/// The request, where the caller may see it.
fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<RequestRow> {
    let scope = r.who.scope(Action::DataRequestManage);
    store::find(r.db, &scope, id)
}

/// The open request, at the version that was read.
fn find_open(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<RequestRow> {
    let row = find(w, id)?;
    w.require(Action::DataRequestManage, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if row.status == DataRequestStatus::Open { Ok(row) } else { Err(Problem::new(Code::WrongState)) }
}

/// The same, where it is of this kind.
fn find_open_of(w: &mut Writing<'_>, id: Uuid, version: i64, kind: DataRequestKind) -> Outcome<RequestRow> {
    let row = find_open(w, id, version)?;
    if row.kind == kind { Ok(row) } else { Err(Problem::new(Code::WrongState)) }
}

pub(super) fn list(
    r: &mut Reading<'_>,
    query: &DataSubjectRequestQuery,
    page: &Page,
) -> Outcome<Slice<DataSubjectRequestDto>> {
    let scope = r.who.scope(Action::DataRequestManage);
    let filter = Filter {
        organisation: query.organisation_id,
        kind: query.kind,
        status: query.status,
        overdue: query.overdue.map(|overdue| (overdue, r.today())),
        citizen_hash: None,
        descending: query.sort.unwrap_or_default() == DataRequestSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id));
    let items = slice.items.into_iter().map(|row| shown(r, row)).collect::<Outcome<_>>()?;
    Ok(Slice { items, next: slice.next, total })
}

pub(super) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<DataSubjectRequestDto> {
    let row = find(r, id)?;
    shown(r, row)
}

/// Puts down what a person asks for, with the last day on which an answer is in time.
pub(crate) fn create(w: &mut Writing<'_>, new: NewDataSubjectRequest) -> Outcome<DataSubjectRequestDto> {
    organisations::check_visible(w, new.organisation_id)?;
    w.require(Action::DataRequestManage, new.organisation_id)?;
    let id = match w.claim("data_subject_request", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    Problem::check(check_past_date("/received_on", new.received_on, w.today()).into_iter().collect())?;
    let vault = w.vault.clone();
    let sealer = vault.sealer(w.db)?;
    let row = RequestRow {
        id,
        organisation_id: new.organisation_id,
        kind: new.kind,
        citizen_hash: citizen_hash(&vault, &new.citizen_id),
        citizen_id: Some(sealer.seal(place("citizen_id", id), new.citizen_id)?),
        contact: sealer.seal_some(place("contact", id), new.contact.map(Prose::into_inner))?,
        details: sealer.seal_some(place("details", id), new.details.map(Prose::into_inner))?,
        received_on: new.received_on,
        due_on: code_lists::after_working_days(w.db, new.received_on, ANSWER_DAYS)?,
        status: DataRequestStatus::Open,
        answer: None,
        answered_by: None,
        answered_at: None,
        created_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    store::insert(w.db, &row)?;
    w.record(
        entry("data_subject_request.create", &row)
            .changes(json!({"kind": row.kind, "received_on": row.received_on, "due_on": row.due_on})),
    );
    shown(w, row)
}

/// All that a request says. That it was read, by whom and for what, is in the journal.
pub(super) fn personal(w: &mut Writing<'_>, id: Uuid, purpose: Purpose) -> Outcome<DataRequestPersonalDto> {
    let row = find(w, id)?;
    w.require(Action::DataRequestManage, row.organisation_id)?;
    let answer = opened(w, &row)?;
    w.record(entry("data_subject_request.personal", &row).changes(json!({"purpose": purpose})));
    Ok(answer)
}

fn opened(r: &Reading<'_>, row: &RequestRow) -> Outcome<DataRequestPersonalDto> {
    Ok(DataRequestPersonalDto {
        id: row.id,
        kind: row.kind,
        received_on: row.received_on,
        citizen_id: r.vault.open_some(place("citizen_id", row.id), row.citizen_id.as_ref())?,
        contact: r.vault.open_some(place("contact", row.id), row.contact.as_ref())?,
        details: r.vault.open_some(place("details", row.id), row.details.as_ref())?,
        answer: r.vault.open_some(place("answer", row.id), row.answer.as_ref())?,
    })
}

fn shown(r: &Reading<'_>, row: RequestRow) -> Outcome<DataSubjectRequestDto> {
    let citizen_id = r.vault.open_some(place("citizen_id", row.id), row.citizen_id.as_ref())?;
    Ok(DataSubjectRequestDto {
        id: row.id,
        organisation_id: row.organisation_id,
        kind: row.kind,
        citizen_id_masked: citizen_id.map(|digits| mask_citizen_id(&digits)),
        received_on: row.received_on,
        due_on: row.due_on,
        overdue: row.status == DataRequestStatus::Open && row.due_on < r.today(),
        status: row.status,
        answered_by: row.answered_by,
        answered_at: row.answered_at,
        created_by: row.created_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn entry(action: &'static str, row: &RequestRow) -> Entry {
    Entry::new(action, "data_subject_request", row.id).of(row.organisation_id)
}
