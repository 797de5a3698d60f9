//! Rows of the register.

mod import_rows;
mod repayments;

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::AwardState;
use crate::awards::model::NomineeKind;
use crate::db::schema::{
    award_decisions as decisions, award_imports as imports, award_submissions as submissions, awards,
    organisations,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};
use crate::vault::{Place, Sealed};

pub(super) use import_rows::*;
pub(super) use repayments::*;

crate::text_column!(AwardState);

/// So many values are asked for in one query.
const AT_ONCE: usize = 2000;

/// Where it is sealed why an award was taken back or struck.
pub(super) const fn reason_place(award: Uuid) -> Place {
    Place { table: "awards", column: "revocation_reason", row: award }
}

/// An award as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = awards, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(in crate::awards) struct AwardRow {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) organisation_id: Uuid,
    pub(in crate::awards) recipient_kind: NomineeKind,
    pub(in crate::awards) recipient_name: String,
    pub(in crate::awards) recipient_folded: String,
    pub(in crate::awards) recipient_title: Option<String>,
    pub(in crate::awards) workplace: Option<String>,
    pub(in crate::awards) namesake: bool,
    pub(in crate::awards) form_id: Uuid,
    pub(in crate::awards) kind: String,
    pub(in crate::awards) authority: String,
    pub(in crate::awards) year: i32,
    pub(in crate::awards) symbol: String,
    pub(in crate::awards) decided_on: NaiveDate,
    pub(in crate::awards) signer_name: String,
    pub(in crate::awards) reward_vnd: i64,
    pub(in crate::awards) decision_id: Option<Uuid>,
    pub(in crate::awards) nomination_id: Option<Uuid>,
    pub(in crate::awards) import_id: Option<Uuid>,
    pub(in crate::awards) state: AwardState,
    pub(in crate::awards) revocation_symbol: Option<String>,
    pub(in crate::awards) revoked_on: Option<NaiveDate>,
    pub(in crate::awards) revocation_signer: Option<String>,
    pub(in crate::awards) revocation_reason: Option<Sealed>,
    pub(in crate::awards) due_back_vnd: i64,
    pub(in crate::awards) paid_back_vnd: i64,
    pub(in crate::awards) version: i64,
    pub(in crate::awards) created_at: Instant,
    pub(in crate::awards) updated_at: Instant,
}

pub(in crate::awards) fn insert(db: &mut AnyConnection, row: &AwardRow) -> Outcome<()> {
    diesel::insert_into(awards::table).values(row).execute(db)?;
    Ok(())
}

/// An award, for whoever is then shown to see it.
pub(in crate::awards) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<AwardRow> {
    Ok(awards::table.find(id).first(db)?)
}

/// An award of a recipient in scope, or that an organisation in scope answers for: the recipient's union may have moved
/// away from who awarded it.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<AwardRow> {
    let row = get(db, id)?;
    if !scope.covers(db, row.organisation_id)? {
        let keeper = keeper(db, &row)?.ok_or_else(Problem::not_found)?;
        scope.check(db, keeper)?;
    }
    Ok(row)
}

/// The award that a nomination led to, for whoever was shown to see the nomination.
pub(super) fn of_nomination(db: &mut AnyConnection, nomination: Uuid) -> Outcome<Option<AwardRow>> {
    Ok(awards::table.filter(awards::nomination_id.eq(nomination)).first(db).optional()?)
}

/// Which awards to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) like: Option<String>,
    pub(super) recipient_kind: Option<NomineeKind>,
    pub(super) organisation: Option<Uuid>,
    pub(super) form: Option<Uuid>,
    pub(super) kind: Option<String>,
    pub(super) authority: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) state: Option<AwardState>,
    pub(super) import: Option<Uuid>,
    pub(super) decision: Option<Uuid>,
    pub(super) nomination: Option<Uuid>,
    pub(super) round: Option<Uuid>,
    /// In the order of the decisions' days, instead of that of entering.
    pub(super) by_decision: bool,
    pub(super) descending: bool,
}

fn matching(scope: &Scope, filter: &Filter) -> awards::BoxedQuery<'static, MultiBackend> {
    let mut rows = awards::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(awards::organisation_id.eq_any(descendants_of(tops)));
    }
    if let Some(like) = filter.like.clone() {
        rows = rows.filter(awards::recipient_folded.like(like).escape('\\'));
    }
    if let Some(kind) = filter.recipient_kind {
        rows = rows.filter(awards::recipient_kind.eq(kind));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(awards::organisation_id.eq_any(descendants_of(vec![organisation])));
    }
    if let Some(form) = filter.form {
        rows = rows.filter(awards::form_id.eq(form));
    }
    if let Some(kind) = filter.kind.clone() {
        rows = rows.filter(awards::kind.eq(kind));
    }
    if let Some(authority) = filter.authority.clone() {
        rows = rows.filter(awards::authority.eq(authority));
    }
    if let Some(year) = filter.year {
        rows = rows.filter(awards::year.eq(year));
    }
    if let Some(state) = filter.state {
        rows = rows.filter(awards::state.eq(state));
    }
    if let Some(import) = filter.import {
        rows = rows.filter(awards::import_id.eq(import));
    }
    if let Some(decision) = filter.decision {
        rows = rows.filter(awards::decision_id.eq(decision));
    }
    if let Some(nomination) = filter.nomination {
        rows = rows.filter(awards::nomination_id.eq(nomination));
    }
    if let Some(round) = filter.round {
        let of_round =
            decisions::table.filter(decisions::round_id.eq(round)).select(decisions::id.nullable());
        rows = rows.filter(awards::decision_id.eq_any(of_round));
    }
    rows
}

/// A place in the order of the decisions' days.
type Decided = (NaiveDate, Uuid);

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<AwardRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = if filter.by_decision {
        let after = page.start::<Decided>()?;
        crate::in_order!(rows, (awards::decided_on, awards::id), after, filter.descending)
    } else {
        crate::in_order_of_creation!(rows, awards, page.start::<Created>()?, filter.descending)
    };
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

/// The code and today's name of each of these organisations, for awards that the caller was shown to see.
pub(super) fn unions(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<HashMap<Uuid, (String, String)>> {
    let mut found = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let rows: Vec<(Uuid, String, String)> = organisations::table
            .filter(organisations::id.eq_any(some.to_vec()))
            .select((organisations::id, organisations::code, organisations::name))
            .load(db)?;
        found.extend(rows.into_iter().map(|(id, code, name)| (id, (code, name))));
    }
    Ok(found)
}

/// The organisation whose decision or import brought an award that the caller was shown to see: that of the round, unless
/// one above it answered its submission.
pub(super) fn keeper(db: &mut AnyConnection, award: &AwardRow) -> Outcome<Option<Uuid>> {
    if let Some(decision) = award.decision_id {
        let keepers: Option<(Uuid, Option<Uuid>)> = decisions::table
            .left_join(submissions::table.on(decisions::submission_id.eq(submissions::id.nullable())))
            .filter(decisions::id.eq(decision))
            .select((decisions::organisation_id, submissions::authority_organisation_id.nullable()))
            .first(db)
            .optional()?;
        return Ok(keepers.map(|(own, above)| above.unwrap_or(own)));
    }
    let Some(import) = award.import_id else { return Ok(None) };
    Ok(imports::table.find(import).select(imports::organisation_id).first(db).optional()?)
}

/// What striking sets.
#[derive(AsChangeset)]
#[diesel(table_name = awards)]
pub(super) struct Struck {
    pub(super) state: AwardState,
    pub(super) revocation_reason: Sealed,
}

/// What a revocation sets.
#[derive(AsChangeset)]
#[diesel(table_name = awards)]
pub(super) struct TakenBack {
    pub(super) state: AwardState,
    pub(super) revocation_symbol: String,
    pub(super) revoked_on: NaiveDate,
    pub(super) revocation_signer: String,
    pub(super) revocation_reason: Sealed,
    pub(super) due_back_vnd: i64,
}

/// Takes an award at `version` back.
pub(super) fn revoke(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    revocation: &TakenBack,
    now: Instant,
) -> Outcome<AwardRow> {
    let known = awards::table.filter(awards::id.eq(id)).filter(awards::version.eq(version));
    diesel::update(known)
        .set((revocation, awards::version.eq(version + 1), awards::updated_at.eq(now)))
        .returning(awards::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(version + 1))
}

/// Strikes an award at `version`.
pub(super) fn strike(
    db: &mut AnyConnection,
    id: Uuid,
    version: i64,
    reason: Sealed,
    now: Instant,
) -> Outcome<AwardRow> {
    let known = awards::table.filter(awards::id.eq(id)).filter(awards::version.eq(version));
    let struck = Struck { state: AwardState::Struck, revocation_reason: reason };
    diesel::update(known)
        .set((struck, awards::version.eq(version + 1), awards::updated_at.eq(now)))
        .returning(awards::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(version + 1))
}

/// Adds to what came back, unless it would be more than is due. The row stays locked until the transaction ends.
pub(super) fn pay_back(db: &mut AnyConnection, id: Uuid, amount: i64, now: Instant) -> Outcome<bool> {
    let due = awards::table
        .filter(awards::id.eq(id))
        .filter((awards::paid_back_vnd + amount).le(awards::due_back_vnd));
    let set = (
        awards::paid_back_vnd.eq(awards::paid_back_vnd + amount),
        awards::version.eq(awards::version + 1),
        awards::updated_at.eq(now),
    );
    Ok(diesel::update(due).set(set).execute(db)? == 1)
}

/// Union, kind of recipient, folded name, whether of a namesake, form, year, symbol.
pub(super) type Standing = (Uuid, NomineeKind, String, bool, Uuid, i32, String);

/// What makes awards the same that stand in the register under one of these folded names. What was taken back was given
/// and is not given again by the same decision; what was struck never was.
pub(super) fn standing(db: &mut AnyConnection, folded: &[String]) -> Outcome<Vec<Standing>> {
    let mut found = Vec::new();
    for some in folded.chunks(AT_ONCE) {
        let rows: Vec<Standing> = awards::table
            .filter(awards::recipient_folded.eq_any(some.to_vec()))
            .filter(awards::state.ne(AwardState::Struck))
            .select((
                awards::organisation_id,
                awards::recipient_kind,
                awards::recipient_folded,
                awards::namesake,
                awards::form_id,
                awards::year,
                awards::symbol,
            ))
            .load(db)?;
        found.extend(rows);
    }
    Ok(found)
}
