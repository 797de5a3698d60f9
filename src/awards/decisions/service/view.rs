//! Reading decisions and what they name.

use super::find;
use crate::awards::decisions::dto::{
    AwardDecisionDto, AwardDecisionQuery, AwardDecisionSort, AwardDecisionSummaryDto,
};
use crate::awards::decisions::model::AwardDecisionStatus;
use crate::awards::decisions::store::{self, DecisionRow, Filter, LineRow};
use crate::awards::papers::{self, Authorities, AwardLineDto, AwardLineQuery};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::registers::service as registers;
use crate::usecase::Reading;

/// Reads one decision.
pub(in crate::awards::decisions) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardDecisionDto> {
    let row = find(r, id)?;
    whole(r, row)
}

/// Lists decisions.
pub(in crate::awards::decisions) fn list(
    r: &mut Reading<'_>,
    query: &AwardDecisionQuery,
    page: &Page,
) -> Outcome<Slice<AwardDecisionSummaryDto>> {
    let scope = r.who.scope(Action::AwardRead);
    let filter = Filter {
        organisation: query.organisation_id,
        round: query.round_id,
        authority: query.authority.clone(),
        status: query.status,
        submission: query.submission_id,
        signed_from: query.signed_from,
        signed_to: query.signed_to,
        descending: query.sort.unwrap_or_default() == AwardDecisionSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    let authorities = Authorities::of(r.db)?;
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id));
    Ok(slice.map(|row| summary(row, &authorities)).with_total(total))
}

/// Lists what a decision names.
pub(in crate::awards::decisions) fn lines(
    r: &mut Reading<'_>,
    id: Uuid,
    _: &AwardLineQuery,
    page: &Page,
) -> Outcome<Slice<AwardLineDto>> {
    let row = find(r, id)?;
    let after = page.start()?.map(|(position,)| position);
    let rows = store::list_lines(r.db, id, after, page.rows())?;
    let total = page.total.then_some(i64::from(row.line_count));
    // What a draft is to award is not decided yet.
    let signed = row.status == AwardDecisionStatus::Signed;
    let slice = Slice::cut(rows, page, |(row, _)| (row.position,));
    let outcome = |row: &LineRow| signed.then_some(row.outcome);
    let rows = slice.items.into_iter().map(|(row, of)| (row.position, outcome(&row), of)).collect();
    Ok(Slice { items: papers::lines(r.db, rows)?, next: slice.next, total })
}

/// A decision that was found in scope.
pub(super) fn whole(r: &mut Reading<'_>, row: DecisionRow) -> Outcome<AwardDecisionDto> {
    let number_void = match row.register_entry_id {
        Some(entry) => registers::is_void(r.db, entry)?,
        None => false,
    };
    let awarded = match row.status {
        AwardDecisionStatus::Draft => 0,
        AwardDecisionStatus::Signed => store::count_awarded(r.db, row.id)?,
    };
    let authorities = Authorities::of(r.db)?;
    Ok(AwardDecisionDto {
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        submission_id: row.submission_id,
        authority_label: authorities.label(&row.authority),
        authority: row.authority,
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
        awarded_count: i32::try_from(awarded).unwrap_or(i32::MAX),
        created_by: row.created_by,
        signed_by: row.signed_by,
        signed_at: row.signed_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn summary(row: DecisionRow, authorities: &Authorities) -> AwardDecisionSummaryDto {
    AwardDecisionSummaryDto {
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        submission_id: row.submission_id,
        authority_label: authorities.label(&row.authority),
        authority: row.authority,
        title: row.title,
        document_date: row.document_date,
        status: row.status,
        number: row.number,
        symbol: row.symbol,
        line_count: row.line_count,
        signed_at: row.signed_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
