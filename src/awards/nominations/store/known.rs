//! Finding the same person or collective again: in the register, and among nominations.

use diesel::prelude::*;

use super::NominationRow;
use crate::awards::register::AwardState;
use crate::awards::register::store::AwardRow;
use crate::awards::{NominationStatus, NomineeKind};
use crate::db::schema::{award_nominations as nominations, awards};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// How many others of the same name are shown.
const MOST: i64 = 100;

/// Who is nominated: a person or unit by name within its union; a union as a whole by every name it has borne.
#[derive(Clone, Debug)]
pub(in crate::awards::nominations) struct Identity {
    pub(in crate::awards::nominations) kind: NomineeKind,
    pub(in crate::awards::nominations) union: Uuid,
    /// Folded.
    pub(in crate::awards::nominations) names: Vec<String>,
    pub(in crate::awards::nominations) whole: bool,
    pub(in crate::awards::nominations) namesake: bool,
}

impl Identity {
    /// Whether another nomination is of this very person or collective.
    pub(in crate::awards::nominations) fn is(&self, other: &NominationRow) -> bool {
        let named = self.names.contains(&other.nominee_folded) || (self.whole && other.whole_organisation);
        self.union == other.organisation_id
            && self.kind == other.nominee_kind
            && self.namesake == other.namesake
            && named
    }
}

/// All nominations of these unions that are on hold, the oldest first.
pub(in crate::awards::nominations) fn on_hold(
    db: &mut AnyConnection,
    unions: &[Uuid],
) -> Outcome<Vec<NominationRow>> {
    Ok(nominations::table
        .filter(nominations::organisation_id.eq_any(unions.to_vec()))
        .filter(nominations::on_hold.eq(true))
        .order((nominations::created_at, nominations::id))
        .load(db)?)
}

/// What this very person or collective was given, what was revoked included and what was struck not, the oldest first.
pub(in crate::awards::nominations) fn awards_of(
    db: &mut AnyConnection,
    who: &Identity,
) -> Outcome<Vec<AwardRow>> {
    let rows = awards::table
        .filter(awards::organisation_id.eq(who.union))
        .filter(awards::recipient_kind.eq(who.kind))
        .filter(awards::namesake.eq(who.namesake))
        .filter(awards::state.ne(AwardState::Struck))
        .into_boxed::<MultiBackend>();
    let named = awards::recipient_folded.eq_any(who.names.clone());
    let rows = if who.whole {
        let whole = nominations::table
            .filter(nominations::organisation_id.eq(who.union))
            .filter(nominations::whole_organisation.eq(true))
            .select(nominations::id.nullable());
        rows.filter(awards::nomination_id.is_not_null().and(awards::nomination_id.eq_any(whole)).or(named))
    } else {
        rows.filter(named)
    };
    Ok(rows.order((awards::year, awards::id)).load(db)?)
}

/// Other nominations of this very person or collective in one of `states`, the oldest first.
pub(in crate::awards::nominations) fn nominations_of(
    db: &mut AnyConnection,
    who: &Identity,
    but: Uuid,
    states: &[NominationStatus],
) -> Outcome<Vec<NominationRow>> {
    let states: Vec<&'static str> = states.iter().map(|state| state.as_str()).collect();
    let rows = nominations::table
        .filter(nominations::id.ne(but))
        .filter(nominations::organisation_id.eq(who.union))
        .filter(nominations::nominee_kind.eq(who.kind))
        .filter(nominations::namesake.eq(who.namesake))
        .filter(nominations::status.eq_any(states))
        .into_boxed::<MultiBackend>();
    let named = nominations::nominee_folded.eq_any(who.names.clone());
    let rows = if who.whole {
        rows.filter(nominations::whole_organisation.eq(true).or(named))
    } else {
        rows.filter(named)
    };
    Ok(rows.order((nominations::created_at, nominations::id)).load(db)?)
}

/// Awards in scope under one of these names, whoever's, the latest first.
pub(in crate::awards::nominations) fn awards_named(
    db: &mut AnyConnection,
    scope: &Scope,
    who: &Identity,
    but: Vec<Uuid>,
) -> Outcome<Vec<AwardRow>> {
    let mut rows = awards::table
        .filter(awards::recipient_folded.eq_any(who.names.clone()))
        .filter(awards::recipient_kind.eq(who.kind))
        .filter(awards::state.ne(AwardState::Struck))
        .filter(awards::id.ne_all(but))
        .into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        rows = rows.filter(awards::organisation_id.eq_any(descendants_of(trees)));
    }
    Ok(rows.order((awards::year.desc(), awards::id.desc())).limit(MOST).load(db)?)
}

/// Nominations in scope under one of these names, whoever's, the latest first.
pub(in crate::awards::nominations) fn nominations_named(
    db: &mut AnyConnection,
    scope: &Scope,
    who: &Identity,
    but: Uuid,
) -> Outcome<Vec<NominationRow>> {
    let mut rows = nominations::table
        .filter(nominations::nominee_folded.eq_any(who.names.clone()))
        .filter(nominations::nominee_kind.eq(who.kind))
        .filter(nominations::id.ne(but))
        .into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        rows = rows.filter(nominations::organisation_id.eq_any(descendants_of(trees)));
    }
    Ok(rows.order((nominations::created_at.desc(), nominations::id.desc())).limit(MOST).load(db)?)
}

/// Which nomination of the same union, round and form has a rank.
pub(in crate::awards::nominations) fn rank_holder(
    db: &mut AnyConnection,
    row: &NominationRow,
    rank: i32,
) -> Outcome<Option<Uuid>> {
    Ok(nominations::table
        .filter(nominations::round_id.eq(row.round_id))
        .filter(nominations::form_id.eq(row.form_id))
        .filter(nominations::organisation_id.eq(row.organisation_id))
        .filter(nominations::rank.eq(rank))
        .filter(nominations::id.ne(row.id))
        .select(nominations::id)
        .first(db)
        .optional()?)
}
