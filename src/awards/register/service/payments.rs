//! Rewards that come back.

use serde_json::json;

use super::{find, keeper, shown};
use crate::awards::register::dto::{AwardRepaymentDto, AwardRepaymentQuery, NewAwardRepayment};
use crate::awards::register::model::AwardState;
use crate::awards::register::store::{self, RepaymentRow};
use crate::identity::policy::Action;
use crate::journal::{self, Entry};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::period::{check_past_date, date_short_vi};
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::{Claim, Reading, Writing};

/// Notes money of a reward that came back. Not by who took the award back.
pub(in crate::awards::register) fn repay(
    w: &mut Writing<'_>,
    award: Uuid,
    new: NewAwardRepayment,
) -> Outcome<AwardRepaymentDto> {
    let row = find(w, award)?;
    let keeper = keeper(w.db, &row)?;
    w.require(Action::AwardPay, keeper)?;
    let id = match w.claim("award_repayment", new.id)? {
        Claim::Known(id) => return read_repayment(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let revoked_on = match row.revoked_on {
        Some(day) if row.state == AwardState::Revoked => day,
        _ => return Err(Problem::new(Code::WrongState)),
    };
    let me = w.who.user_id;
    if journal::has_acted(w.db, award, me, &["award.revoke"])? {
        return Err(Problem::new(Code::OwnWork));
    }
    let early = (new.paid_on < revoked_on).then(|| {
        Violation::at(
            "/paid_on",
            "out_of_range",
            format!("Không được trước ngày {}.", date_short_vi(revoked_on)),
            format!("It may not lie before {revoked_on}."),
        )
    });
    Problem::check(check_past_date("/paid_on", new.paid_on, w.today()).or(early).into_iter().collect())?;
    let now = w.now;
    if !store::pay_back(w.db, award, new.amount_vnd, now)? {
        return Err(more_than_due());
    }
    let repayment = RepaymentRow {
        id,
        award_id: award,
        amount_vnd: new.amount_vnd,
        paid_on: new.paid_on,
        voucher: new.voucher.into_inner(),
        created_by: me,
        created_at: now,
    };
    store::insert_repayment(w.db, &repayment)?;
    w.record(Entry::new("award.repay", "award", award).of(row.organisation_id).changes(json!({
        "repayment_id": id, "amount_vnd": repayment.amount_vnd, "paid_on": repayment.paid_on,
        "voucher": repayment.voucher,
    })));
    Ok(shown::repayment(repayment))
}

fn more_than_due() -> Problem {
    Problem::invalid_at(
        "/amount_vnd",
        "above_due",
        "Không nộp lại quá số còn phải thu hồi.",
        "No more is paid back than is still due.",
    )
}

pub(in crate::awards::register) fn read_repayment(
    r: &mut Reading<'_>,
    id: Uuid,
) -> Outcome<AwardRepaymentDto> {
    let scope = r.who.scope(Action::AwardRead);
    store::find_repayment(r.db, &scope, id).map(shown::repayment)
}

pub(in crate::awards::register) fn list_repayments(
    r: &mut Reading<'_>,
    award: Uuid,
    _: &AwardRepaymentQuery,
    page: &Page,
) -> Outcome<Slice<AwardRepaymentDto>> {
    find(r, award)?;
    let rows = store::repayments_of(r.db, award, page)?;
    let total = page.total.then(|| store::count_repayments(r.db, award)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.created_at, row.id)).map(shown::repayment).with_total(total))
}
