//! What tasks ask of organisations and code lists.

use diesel::prelude::*;

use crate::db::schema::{code_items, code_lists, indicators, organisation_closure as closure, organisations};
use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::Reading;

/// Which of `targets` are active and at or below one of `bases`.
pub(super) fn at_or_below(r: &mut Reading<'_>, bases: &[Uuid], targets: &[Uuid]) -> Outcome<Vec<Uuid>> {
    Ok(closure::table
        .inner_join(organisations::table.on(organisations::id.eq(closure::descendant_id)))
        .filter(closure::ancestor_id.eq_any(bases.to_vec()))
        .filter(closure::descendant_id.eq_any(targets.to_vec()))
        .filter(organisations::status.eq("active"))
        .select(closure::descendant_id)
        .load(r.db)?)
}

/// The active organisations of `kind` below `under`.
pub(super) fn of_kind_under(r: &mut Reading<'_>, under: Uuid, kind: &str) -> Outcome<Vec<Uuid>> {
    Ok(closure::table
        .inner_join(organisations::table.on(organisations::id.eq(closure::descendant_id)))
        .filter(closure::ancestor_id.eq(under))
        .filter(closure::depth.gt(0))
        .filter(organisations::kind.eq(kind))
        .filter(organisations::status.eq("active"))
        .order((organisations::name_folded, organisations::id))
        .select(closure::descendant_id)
        .load(r.db)?)
}

/// Whether `report_topics` has this code today.
pub(super) fn topic_exists(r: &mut Reading<'_>, code: &str) -> Outcome<bool> {
    let today = r.today();
    let items = code_items::table
        .inner_join(code_lists::table)
        .filter(code_lists::code.eq("report_topics"))
        .filter(code_items::code.eq(code))
        .filter(code_items::valid_from.le(today))
        .filter(code_items::valid_to.is_null().or(code_items::valid_to.gt(today)));
    Ok(diesel::select(diesel::dsl::exists(items)).get_result(r.db)?)
}

pub(super) fn indicator_exists(r: &mut Reading<'_>, id: Uuid) -> Outcome<bool> {
    Ok(diesel::select(diesel::dsl::exists(indicators::table.find(id))).get_result(r.db)?)
}

/// What an indicator counts.
pub(super) fn unit_of(r: &mut Reading<'_>, id: Uuid) -> Outcome<Unit> {
    let unit: String = indicators::table.find(id).select(indicators::unit).first(r.db)?;
    unit.parse().map_err(|_| Problem::internal("an indicator's unit is none of ours"))
}
