//! Looking into the register.

use super::{find, keeper, shown};
use crate::awards::register::dto::{AwardDto, AwardQuery, AwardRevocationDto, AwardSort};
use crate::awards::register::store::{self, Filter, reason_place};
use crate::awards::rounds::service::works_on_awards;
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Outcome, Problem};
use crate::kernel::text::like_pattern;
use crate::usecase::Reading;

pub(in crate::awards::register) fn list(
    r: &mut Reading<'_>,
    query: &AwardQuery,
    page: &Page,
) -> Outcome<Slice<AwardDto>> {
    let scope = r.who.scope(Action::AwardRead);
    let filter = Filter {
        like: query.q.as_ref().map(|q| like_pattern(q)),
        recipient_kind: query.recipient_kind,
        organisation: query.organisation_id,
        form: query.form_id,
        kind: query.kind.clone(),
        authority: query.authority.clone(),
        year: query.year,
        state: query.state,
        import: query.import_id,
        descending: query.sort.unwrap_or_default() == AwardSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id));
    Ok(Slice { items: shown::awards(r.db, slice.items)?, next: slice.next, total })
}

pub(in crate::awards::register) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardDto> {
    let row = find(r, id)?;
    shown::award(r.db, row)
}

/// Why an award was taken back: for those who work on it where it was decided, and for who inspects.
pub(in crate::awards::register) fn read_revocation(
    r: &mut Reading<'_>,
    id: Uuid,
) -> Outcome<AwardRevocationDto> {
    let row = find(r, id)?;
    let keeper = keeper(r.db, &row)?;
    let inspects = r.who.scope(Action::JournalRead).covers(r.db, row.organisation_id)?;
    if !inspects && !works_on_awards(r, keeper)? {
        return Err(Problem::forbidden());
    }
    let (Some(symbol), Some(revoked_on)) = (row.revocation_symbol, row.revoked_on) else {
        return Err(Problem::not_found());
    };
    Ok(AwardRevocationDto {
        award_id: id,
        symbol,
        revoked_on,
        signer_name: row.revocation_signer,
        reason: r.vault.open_some(reason_place(id), row.revocation_reason.as_ref())?,
        due_back_vnd: row.due_back_vnd,
        paid_back_vnd: row.paid_back_vnd,
    })
}
