//! Rows of `support_payments`.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::support_payments as payments;
use crate::hardship::decisions::model::{PaymentKind, PaymentMethod};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::vault::{Place, Sealed};

crate::text_column!(PaymentKind, PaymentMethod);

/// Where the reason of a payment is sealed.
pub(in crate::hardship) const fn payment_reason(payment: Uuid) -> Place {
    Place { table: "support_payments", column: "reason", row: payment }
}

/// A payment as it is kept.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = payments, treat_none_as_default_value = false)]
pub(in crate::hardship::decisions) struct PaymentRow {
    pub(in crate::hardship::decisions) id: Uuid,
    pub(in crate::hardship::decisions) line_id: Uuid,
    pub(in crate::hardship::decisions) application_id: Uuid,
    pub(in crate::hardship::decisions) programme_id: Uuid,
    pub(in crate::hardship::decisions) kind: PaymentKind,
    pub(in crate::hardship::decisions) amount_vnd: i64,
    pub(in crate::hardship::decisions) paid_on: NaiveDate,
    pub(in crate::hardship::decisions) voucher: String,
    pub(in crate::hardship::decisions) payer: String,
    pub(in crate::hardship::decisions) method: PaymentMethod,
    pub(in crate::hardship::decisions) reason: Option<Sealed>,
    pub(in crate::hardship::decisions) created_by: Uuid,
    pub(in crate::hardship::decisions) created_at: Instant,
}

pub(in crate::hardship::decisions) fn insert_payment(
    db: &mut AnyConnection,
    row: &PaymentRow,
) -> Outcome<()> {
    diesel::insert_into(payments::table).values(row).execute(db)?;
    Ok(())
}

/// The payments of a line, the disbursement first.
pub(in crate::hardship::decisions) fn payments_of(
    db: &mut AnyConnection,
    line: Uuid,
) -> Outcome<Vec<PaymentRow>> {
    Ok(payments::table.filter(payments::line_id.eq(line)).order(payments::kind).load(db)?)
}
