//! Reading reports.

use super::{checks, find, warnings};
use crate::identity::policy::Action;
use crate::kernel::figure;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::registers::service as registers;
use crate::reports::dto::{
    FigureDto, ItemDto, RecipientDto, ReportDto, ReportQuery, ReportSort, ReportSummaryDto,
};
use crate::reports::store::{self, FigureRow, Filter, ItemRow, RecipientRow, ReportRow};
use crate::usecase::Reading;

/// Reads one report with all that is in it.
pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<ReportDto> {
    let row = find(r, id)?;
    whole(r, row)
}

/// Lists reports.
pub(crate) fn list(
    r: &mut Reading<'_>,
    query: &ReportQuery,
    page: &Page,
) -> Outcome<Slice<ReportSummaryDto>> {
    let scope = r.who.scope(Action::ReportRead);
    let filter = Filter {
        organisation_id: query.organisation_id,
        round_id: query.round_id,
        status: query.status,
        period_start_from: query.period_start_from,
        period_start_to: query.period_start_to,
        descending: query.sort == Some(ReportSort::CreatedAtDescending),
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = if page.total { Some(store::count(r.db, &scope, &filter)?) } else { None };
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id));
    Ok(slice.map(summary).with_total(total))
}

fn summary(row: ReportRow) -> ReportSummaryDto {
    ReportSummaryDto {
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        period_kind: row.period_kind,
        period_start: row.period_start,
        period_end: row.period_end,
        title: row.title,
        status: row.status,
        document_date: row.document_date,
        number: row.number,
        symbol: row.symbol,
        first_submitted_at: row.first_submitted_at,
        issued_at: row.issued_at,
        amends_id: row.amends_id,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// A report that was found in scope, with all that is in it.
pub(super) fn whole(r: &mut Reading<'_>, row: ReportRow) -> Outcome<ReportDto> {
    let items = store::items(r.db, row.id)?;
    let figures = store::figures(r.db, row.id)?;
    let recipients = store::recipients(r.db, row.id)?;
    let number_void = match row.register_entry_id {
        Some(entry) => registers::is_void(r.db, entry)?,
        None => false,
    };
    let warnings = warnings::of(&checks::period_of(&row)?, &row, &items);
    Ok(ReportDto {
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        period_kind: row.period_kind,
        period_start: row.period_start,
        period_end: row.period_end,
        title: row.title,
        preamble: row.preamble,
        place: row.place,
        document_date: row.document_date,
        status: row.status,
        return_reason: row.return_reason,
        signing_capacity: row.signing_capacity,
        signing_body: row.signing_body,
        signer_position: row.signer_position,
        signer_name: row.signer_name,
        submitted_by: row.submitted_by,
        submitted_at: row.submitted_at,
        first_submitted_at: row.first_submitted_at,
        accepted_by: row.accepted_by,
        accepted_at: row.accepted_at,
        issued_by: row.issued_by,
        issued_at: row.issued_at,
        register_entry_id: row.register_entry_id,
        number: row.number,
        symbol: row.symbol,
        number_void,
        amends_id: row.amends_id,
        items: items.into_iter().map(item).collect(),
        figures: figures.into_iter().map(figure).collect(),
        recipients: recipients.into_iter().map(recipient).collect(),
        warnings,
        version: row.version,
        created_by: row.created_by,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

pub(super) fn item(row: ItemRow) -> ItemDto {
    ItemDto {
        id: row.id,
        report_id: row.report_id,
        section: row.section,
        position: row.position,
        topic: row.topic,
        body: row.body,
        due_date: row.due_date,
        task_item_id: row.task_item_id,
        source_item_id: row.source_item_id,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

pub(super) fn figure(row: FigureRow) -> FigureDto {
    let printed = figure::print(row.printed_value.unwrap_or(row.value), row.unit, row.qualifier);
    FigureDto {
        id: row.id,
        report_id: row.report_id,
        item_id: row.item_id,
        indicator_id: row.indicator_id,
        unit: row.unit,
        value: row.value,
        computed_value: row.computed_value,
        override_reason: row.override_reason,
        printed_value: row.printed_value,
        qualifier: row.qualifier,
        denominator: row.denominator,
        printed,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn recipient(row: RecipientRow) -> RecipientDto {
    RecipientDto { direction: row.direction, name: row.name }
}
