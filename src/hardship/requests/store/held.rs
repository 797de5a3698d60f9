//! What is held on one citizen id.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::{
    hardship_applications as applications, hardship_persons as persons, housing_surveys as surveys,
    support_decision_lines as lines, support_decisions as decisions, support_payments as payments,
    support_programmes as programmes,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::decisions::{LineState, PaymentKind, PaymentMethod};
use crate::hardship::surveys::store::SurveyRow;
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::vault::Sealed;

/// Dossiers in scope, the oldest first, each with the years for which its programme keeps it.
pub(in crate::hardship::requests) fn applications_of(
    db: &mut AnyConnection,
    scope: &Scope,
    hash: &[u8],
) -> Outcome<Vec<(ApplicationRow, i32)>> {
    let mut rows = applications::table
        .inner_join(persons::table)
        .inner_join(programmes::table)
        .filter(persons::citizen_hash.eq(hash.to_vec()))
        .into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(applications::organisation_id.eq_any(descendants_of(tops)));
    }
    Ok(rows
        .select((applications::all_columns, programmes::retention_years))
        .order((applications::created_at, applications::id))
        .load(db)?)
}

/// Survey entries in scope, the oldest first.
pub(in crate::hardship::requests) fn surveys_of(
    db: &mut AnyConnection,
    scope: &Scope,
    hash: &[u8],
) -> Outcome<Vec<SurveyRow>> {
    let mut rows =
        surveys::table.filter(surveys::citizen_hash.eq(hash.to_vec())).into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(surveys::organisation_id.eq_any(descendants_of(tops)));
    }
    Ok(rows.order((surveys::created_at, surveys::id)).load(db)?)
}

/// A line of a decision on a dossier.
#[derive(Queryable)]
pub(in crate::hardship::requests) struct HeldLine {
    pub(in crate::hardship::requests) id: Uuid,
    pub(in crate::hardship::requests) decision_id: Uuid,
    pub(in crate::hardship::requests) symbol: Option<String>,
    pub(in crate::hardship::requests) amount_vnd: i64,
    pub(in crate::hardship::requests) state: LineState,
    pub(in crate::hardship::requests) reason: Option<Sealed>,
}

/// The lines of decisions on a dossier, the oldest first.
pub(in crate::hardship::requests) fn lines_of(
    db: &mut AnyConnection,
    application: Uuid,
) -> Outcome<Vec<HeldLine>> {
    Ok(lines::table
        .inner_join(decisions::table.on(decisions::id.eq(lines::decision_id)))
        .filter(lines::application_id.eq(application))
        .select((
            lines::id,
            lines::decision_id,
            decisions::symbol,
            lines::amount_vnd,
            lines::state,
            lines::reason,
        ))
        .order((lines::created_at, lines::id))
        .load(db)?)
}

/// A payment for a dossier.
#[derive(Queryable)]
pub(in crate::hardship::requests) struct HeldPayment {
    pub(in crate::hardship::requests) id: Uuid,
    pub(in crate::hardship::requests) line_id: Uuid,
    pub(in crate::hardship::requests) kind: PaymentKind,
    pub(in crate::hardship::requests) amount_vnd: i64,
    pub(in crate::hardship::requests) paid_on: NaiveDate,
    pub(in crate::hardship::requests) voucher: String,
    pub(in crate::hardship::requests) payer: String,
    pub(in crate::hardship::requests) method: PaymentMethod,
    pub(in crate::hardship::requests) reason: Option<Sealed>,
}

/// The payments for a dossier, the oldest first.
pub(in crate::hardship::requests) fn payments_of(
    db: &mut AnyConnection,
    application: Uuid,
) -> Outcome<Vec<HeldPayment>> {
    Ok(payments::table
        .filter(payments::application_id.eq(application))
        .select((
            payments::id,
            payments::line_id,
            payments::kind,
            payments::amount_vnd,
            payments::paid_on,
            payments::voucher,
            payments::payer,
            payments::method,
            payments::reason,
        ))
        .order((payments::created_at, payments::id))
        .load(db)?)
}
