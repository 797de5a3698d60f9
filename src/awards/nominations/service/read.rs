//! Reading nominations.

use super::find;
use super::shown::shown;
use crate::awards::nominations::dto::{AwardNominationDto, AwardNominationQuery, AwardNominationSort};
use crate::awards::nominations::store::{self, Filter};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::kernel::text::like_pattern;
use crate::usecase::Reading;

/// Reads one nomination.
pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardNominationDto> {
    find(r, id).map(shown)
}

/// Lists nominations of the caller's tree.
pub(in crate::awards::nominations) fn list(
    r: &mut Reading<'_>,
    query: &AwardNominationQuery,
    page: &Page,
) -> Outcome<Slice<AwardNominationDto>> {
    let scope = r.who.scope(Action::AwardRead);
    let filter = Filter {
        organisation: query.organisation_id,
        round: query.round_id,
        form: query.form_id,
        kind: query.nominee_kind,
        status: query.status,
        on_hold: query.on_hold,
        like: query.q.as_ref().map(|q| like_pattern(q)),
        descending: query.sort.unwrap_or_default() == AwardNominationSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.created_at, row.id)).map(shown).with_total(total))
}
