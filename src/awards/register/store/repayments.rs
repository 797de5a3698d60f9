//! Rewards that came back.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::award_repayments as repayments;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::Outcome;

/// A repayment as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = repayments, treat_none_as_default_value = false)]
pub(in crate::awards::register) struct RepaymentRow {
    pub(in crate::awards::register) id: Uuid,
    pub(in crate::awards::register) award_id: Uuid,
    pub(in crate::awards::register) amount_vnd: i64,
    pub(in crate::awards::register) paid_on: NaiveDate,
    pub(in crate::awards::register) voucher: String,
    pub(in crate::awards::register) created_by: Uuid,
    pub(in crate::awards::register) created_at: Instant,
}

/// A repayment of an award in scope.
pub(in crate::awards::register) fn find_repayment(
    db: &mut AnyConnection,
    scope: &Scope,
    id: Uuid,
) -> Outcome<RepaymentRow> {
    let row: RepaymentRow = repayments::table.find(id).first(db)?;
    super::find(db, scope, row.award_id)?;
    Ok(row)
}

pub(in crate::awards::register) fn insert_repayment(
    db: &mut AnyConnection,
    row: &RepaymentRow,
) -> Outcome<()> {
    diesel::insert_into(repayments::table).values(row).execute(db)?;
    Ok(())
}

/// The repayments of an award that was found, the oldest first.
pub(in crate::awards::register) fn repayments_of(
    db: &mut AnyConnection,
    award: Uuid,
    page: &Page,
) -> Outcome<Vec<RepaymentRow>> {
    let rows = repayments::table
        .filter(repayments::award_id.eq(award))
        .into_boxed::<MultiBackend>()
        .limit(page.rows());
    Ok(crate::in_order_of_creation!(rows, repayments, page.start::<Created>()?, false).load(db)?)
}

pub(in crate::awards::register) fn count_repayments(db: &mut AnyConnection, award: Uuid) -> Outcome<i64> {
    Ok(repayments::table.filter(repayments::award_id.eq(award)).count().get_result(db)?)
}
