//! Rounds in lists and alone.

use super::find;
use super::shown::{Parts, summary, whole};
use crate::awards::rounds::dto::{AwardRoundDto, AwardRoundQuery, AwardRoundSort, AwardRoundSummaryDto};
use crate::awards::rounds::store::{self, Filter};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::kernel::text::like_pattern;
use crate::usecase::Reading;

pub(in crate::awards::rounds) fn list(
    r: &mut Reading<'_>,
    query: &AwardRoundQuery,
    page: &Page,
) -> Outcome<Slice<AwardRoundSummaryDto>> {
    let scope = r.who.scope(Action::AwardRoundRead);
    let filter = Filter {
        organisation: query.organisation_id,
        year: query.year,
        movement: query.movement_id,
        form: query.form_id,
        open_on: query.open_on,
        like: query.q.as_ref().map(|q| like_pattern(q)),
        descending: query.sort.unwrap_or_default() == AwardRoundSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id)).with_total(total);
    let ids: Vec<Uuid> = slice.items.iter().map(|row| row.id).collect();
    let forms = store::forms_of(r.db, &ids)?;
    Ok(slice.map(|row| {
        let own = forms.iter().filter(|one| one.round_id == row.id).map(|one| one.form_id).collect();
        summary(row, own)
    }))
}

pub(in crate::awards::rounds) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardRoundDto> {
    let row = find(r, id)?;
    let parts = Parts::of(r.db, id)?;
    whole(r, row, parts)
}
