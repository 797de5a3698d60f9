//! Looking into the register.

use super::{AwardState, find, may_know_why, shown};
use crate::awards::register::dto::{AwardDto, AwardQuery, AwardRevocationDto, AwardStrikeDto};
use crate::awards::register::store::{self, AwardRow, reason_place};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::Reading;

pub(in crate::awards::register) fn list(
    r: &mut Reading<'_>,
    query: &AwardQuery,
    page: &Page,
) -> Outcome<Slice<AwardDto>> {
    let scope = r.who.scope(Action::AwardRead);
    let filter = filter!(query);
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    let slice = if filter.by_decision {
        Slice::cut(rows, page, |row| (row.decided_on, row.id))
    } else {
        Slice::cut(rows, page, |row| (row.created_at, row.id))
    };
    Ok(Slice { items: shown::awards(r.db, slice.items)?, next: slice.next, total })
}

pub(in crate::awards::register) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardDto> {
    let row = find(r, id)?;
    shown::award(r.db, row)
}

/// An award that does not hold any more, where the caller may know why.
fn find_why(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardRow> {
    let row = find(r, id)?;
    if may_know_why(r, &row)? { Ok(row) } else { Err(Problem::forbidden()) }
}

/// Why an award was taken back.
pub(in crate::awards::register) fn read_revocation(
    r: &mut Reading<'_>,
    id: Uuid,
) -> Outcome<AwardRevocationDto> {
    let row = find_why(r, id)?;
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

/// Why an award was struck.
pub(in crate::awards::register) fn read_strike(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardStrikeDto> {
    let row = find_why(r, id)?;
    if row.state != AwardState::Struck {
        return Err(Problem::not_found());
    }
    let reason = r.vault.open_some(reason_place(id), row.revocation_reason.as_ref())?;
    Ok(AwardStrikeDto { award_id: id, reason })
}
