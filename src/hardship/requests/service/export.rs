//! Everything that is held on a person, put together for them.

use serde_json::json;

use super::{entry, find, opened};
use crate::files::service as files;
use crate::hardship::applications::service as applications;
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::applications::store::notes::notes_of;
use crate::hardship::decisions::{line_reason, payment_reason};
use crate::hardship::purpose::Purpose;
use crate::hardship::requests::dto::{
    DataExportDto, HeldApplicationDto, HeldFileDto, HeldLineDto, HeldPaymentDto, HeldSurveyDto,
};
use crate::hardship::requests::model::{DataRequestKind, DataRequestStatus};
use crate::hardship::requests::store;
use crate::hardship::surveys::service as surveys;
use crate::hardship::surveys::store::SurveyRow;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// Puts together what is held on the citizen id of a request, in the caller's part of the union tree. That it was read
/// stands in the journal of the request, and of each dossier and survey entry.
pub(in crate::hardship::requests) fn export(w: &mut Writing<'_>, id: Uuid) -> Outcome<DataExportDto> {
    let request = find(w, id)?;
    w.require(Action::DataRequestManage, request.organisation_id)?;
    if request.kind != DataRequestKind::Export || request.status == DataRequestStatus::Refused {
        return Err(Problem::new(Code::WrongState));
    }
    let scope = w.who.scope(Action::DataRequestManage);
    let hash = request.citizen_hash.clone();
    let mut requests = Vec::new();
    for row in store::requests_of(w.db, &scope, &hash)? {
        requests.push(opened(w, &row)?);
    }
    let mut dossiers = Vec::new();
    for (row, _) in store::applications_of(w.db, &scope, &hash)? {
        w.record(read_for(&request.id, "hardship_application", row.id, row.organisation_id));
        dossiers.push(dossier(w, row)?);
    }
    let mut entries = Vec::new();
    for row in store::surveys_of(w.db, &scope, &hash)? {
        w.record(read_for(&request.id, "housing_survey", row.id, row.organisation_id));
        entries.push(survey(w, row)?);
    }
    let counts = json!({"applications": dossiers.len(), "housing_surveys": entries.len()});
    w.record(entry("data_subject_request.export", &request).changes(counts));
    Ok(DataExportDto {
        request_id: id,
        made_at: w.now,
        citizen_id: w.vault.open_some(store::place("citizen_id", id), request.citizen_id.as_ref())?,
        requests,
        applications: dossiers,
        housing_surveys: entries,
    })
}

/// What the journal of a record tells of its part in an export.
fn read_for(request: &Uuid, record_type: &'static str, id: Uuid, organisation: Uuid) -> Entry {
    let action = match record_type {
        "housing_survey" => "housing_survey.personal",
        _ => "hardship_application.personal",
    };
    Entry::new(action, record_type, id)
        .of(organisation)
        .changes(json!({"purpose": Purpose::DataRequest, "data_subject_request_id": request}))
}

fn dossier(r: &mut Reading<'_>, row: ApplicationRow) -> Outcome<HeldApplicationDto> {
    let id = row.id;
    let mut notes = Vec::new();
    for note in notes_of(r.db, id)? {
        notes.push(applications::full_note(r, &note)?);
    }
    Ok(HeldApplicationDto {
        personal: applications::opened(r, &row)?,
        notes,
        decision_lines: lines(r, id)?,
        payments: payments(r, id)?,
        files: files_of(r, "hardship_application", id)?,
        application: applications::shown(r, row)?,
    })
}

fn lines(r: &mut Reading<'_>, application: Uuid) -> Outcome<Vec<HeldLineDto>> {
    let rows = store::lines_of(r.db, application)?;
    let told = rows.into_iter().map(|row| {
        Ok(HeldLineDto {
            reason: r.vault.open_some(line_reason(row.id), row.reason.as_ref())?,
            id: row.id,
            decision_id: row.decision_id,
            decision_symbol: row.symbol,
            amount_vnd: row.amount_vnd,
            state: row.state,
        })
    });
    told.collect()
}

fn payments(r: &mut Reading<'_>, application: Uuid) -> Outcome<Vec<HeldPaymentDto>> {
    let rows = store::payments_of(r.db, application)?;
    let told = rows.into_iter().map(|row| {
        Ok(HeldPaymentDto {
            reason: r.vault.open_some(payment_reason(row.id), row.reason.as_ref())?,
            id: row.id,
            line_id: row.line_id,
            kind: row.kind,
            amount_vnd: row.amount_vnd,
            paid_on: row.paid_on,
            voucher: row.voucher,
            payer: row.payer,
            method: row.method,
        })
    });
    told.collect()
}

fn files_of(r: &mut Reading<'_>, record_type: &str, id: Uuid) -> Outcome<Vec<HeldFileDto>> {
    let files = files::of_record(r, record_type, id)?;
    let told = |file: files::File| HeldFileDto {
        id: file.id,
        name: file.name,
        size: file.size,
        created_at: file.created_at,
    };
    Ok(files.into_iter().map(told).collect())
}

fn survey(r: &mut Reading<'_>, row: SurveyRow) -> Outcome<HeldSurveyDto> {
    Ok(HeldSurveyDto {
        personal: surveys::opened(r, &row)?,
        files: files_of(r, "housing_survey", row.id)?,
        housing_survey: surveys::shown(r, row)?,
    })
}
