//! Reading decisions, their lines and payments.

use super::{find, find_line};
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::decisions::dto::{
    SupportDecisionDto, SupportDecisionLineDto, SupportDecisionLineQuery, SupportDecisionLineRowDto,
    SupportDecisionQuery, SupportDecisionSort, SupportDecisionSummaryDto, SupportPaymentDto,
    SupportPaymentsDto,
};
use crate::hardship::decisions::model::LineState;
use crate::hardship::decisions::store::{self, DecisionRow, Filter, LineRow, Listed, PaymentRow};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::registers::service as registers;
use crate::usecase::Reading;

/// Reads one decision.
pub(in crate::hardship::decisions) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<SupportDecisionDto> {
    let row = find(r, id)?;
    whole(r, row)
}

/// Lists decisions.
pub(in crate::hardship::decisions) fn list(
    r: &mut Reading<'_>,
    query: &SupportDecisionQuery,
    page: &Page,
) -> Outcome<Slice<SupportDecisionSummaryDto>> {
    let scope = r.who.scope(Action::HardshipRead);
    let filter = Filter {
        organisation: query.organisation_id,
        programme: query.programme_id,
        status: query.status,
        year: query.year,
        signed_from: query.signed_from,
        signed_to: query.signed_to,
        descending: query.sort.unwrap_or_default() == SupportDecisionSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.created_at, row.id)).map(summary).with_total(total))
}

/// A decision that was found in scope.
pub(super) fn whole(r: &mut Reading<'_>, row: DecisionRow) -> Outcome<SupportDecisionDto> {
    let number_void = match row.register_entry_id {
        Some(entry) => registers::is_void(r.db, entry)?,
        None => false,
    };
    Ok(SupportDecisionDto {
        id: row.id,
        organisation_id: row.organisation_id,
        programme_id: row.programme_id,
        title: row.title,
        legal_bases: row.legal_bases,
        place: row.place,
        document_date: row.document_date,
        signing_capacity: row.signing_capacity,
        signing_body: row.signing_body,
        signer_position: row.signer_position,
        signer_name: row.signer_name,
        status: row.status,
        register_entry_id: row.register_entry_id,
        number: row.number,
        symbol: row.symbol,
        number_void,
        line_count: row.line_count,
        total_vnd: row.total_vnd,
        created_by: row.created_by,
        signed_by: row.signed_by,
        signed_at: row.signed_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn summary(row: DecisionRow) -> SupportDecisionSummaryDto {
    SupportDecisionSummaryDto {
        id: row.id,
        organisation_id: row.organisation_id,
        programme_id: row.programme_id,
        title: row.title,
        document_date: row.document_date,
        status: row.status,
        number: row.number,
        symbol: row.symbol,
        line_count: row.line_count,
        total_vnd: row.total_vnd,
        signed_at: row.signed_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// Lists the lines of a decision.
pub(in crate::hardship::decisions) fn lines(
    r: &mut Reading<'_>,
    id: Uuid,
    _: &SupportDecisionLineQuery,
    page: &Page,
) -> Outcome<Slice<SupportDecisionLineRowDto>> {
    let decision = find(r, id)?;
    let after = page.start()?.map(|(position,)| position);
    let rows = store::list_lines(r.db, &decision, after, page.rows())?;
    let total = page.total.then_some(i64::from(decision.line_count));
    Ok(Slice::cut(rows, page, |row| (row.0.position,)).map(listed).with_total(total))
}

fn listed(
    (row, application_code, beneficiary_name, application_status): Listed,
) -> SupportDecisionLineRowDto {
    SupportDecisionLineRowDto {
        id: row.id,
        position: row.position,
        application_id: row.application_id,
        application_code,
        beneficiary_name,
        organisation_id: row.organisation_id,
        category: row.category,
        amount_vnd: row.amount_vnd,
        cancels_line_id: row.cancels_line_id,
        state: row.state,
        application_status,
        version: row.version,
    }
}

/// Reads one line.
pub(crate) fn read_line(r: &mut Reading<'_>, id: Uuid) -> Outcome<SupportDecisionLineDto> {
    let (row, _) = find_line(r, id)?;
    let application = store::application_of(r.db, row.application_id)?;
    Ok(line(row, &application))
}

/// A line with what is shown of its application.
pub(super) fn line(row: LineRow, application: &ApplicationRow) -> SupportDecisionLineDto {
    SupportDecisionLineDto {
        id: row.id,
        decision_id: row.decision_id,
        position: row.position,
        application_id: row.application_id,
        application_code: application.code.clone(),
        organisation_id: row.organisation_id,
        category: row.category,
        amount_vnd: row.amount_vnd,
        cancels_line_id: row.cancels_line_id,
        // Before and after it does not follow the line's version.
        application_status: (row.state == LineState::InForce).then_some(application.status),
        state: row.state,
        version: row.version,
        created_at: row.created_at,
    }
}

/// Reads the payments of a line.
pub(in crate::hardship::decisions) fn payments(r: &mut Reading<'_>, id: Uuid) -> Outcome<SupportPaymentsDto> {
    let (row, _) = find_line(r, id)?;
    let items = store::payments_of(r.db, id)?.into_iter().map(payment).collect();
    Ok(SupportPaymentsDto { line_id: id, items, version: row.version })
}

fn payment(row: PaymentRow) -> SupportPaymentDto {
    SupportPaymentDto {
        id: row.id,
        kind: row.kind,
        amount_vnd: row.amount_vnd,
        paid_on: row.paid_on,
        voucher: row.voucher,
        payer: row.payer,
        method: row.method,
        created_by: row.created_by,
        created_at: row.created_at,
    }
}
