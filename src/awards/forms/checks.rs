//! What makes a good form.

use chrono::NaiveDate;

use super::model::Condition;
use super::store::{ConditionRow, FormRow};
use crate::code_lists::service as code_lists;
use crate::db::AnyConnection;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Outcome, Violation};

/// All that is wrong with a form, beside the other versions of it.
pub(super) fn check<'a>(
    db: &mut AnyConnection,
    row: &FormRow,
    conditions: &[ConditionRow],
    others: impl Iterator<Item = &'a FormRow>,
) -> Outcome<Vec<Violation>> {
    let mut errors = check_days(row);
    errors.extend(check_threshold(row));
    errors.extend(check_nominees(row));
    errors.extend(unless(code_lists::is_award_kind(db, &row.kind, row.valid_from)?, || no_kind("/kind")));
    let known = code_lists::is_award_authority(db, &row.authority, row.valid_from)?;
    errors.extend(unless(known, || no_authority("/authority")));
    for (index, condition) in conditions.iter().enumerate() {
        errors.extend(check_condition(db, index, condition, row.valid_from)?);
    }
    errors.extend(check_overlap(row, others));
    Ok(errors)
}

fn unless(good: bool, wrong: impl FnOnce() -> Violation) -> Option<Violation> {
    (!good).then(wrong)
}

fn check_days(row: &FormRow) -> Vec<Violation> {
    let mut errors: Vec<Violation> = check_date("/valid_from", row.valid_from).into_iter().collect();
    errors.extend(row.valid_to.and_then(|to| check_date("/valid_to", to)));
    errors.extend(unless(row.valid_to.is_none_or(|to| to > row.valid_from), || {
        Violation::at(
            "/valid_to",
            "out_of_range",
            "Ngày hết hiệu lực phải sau ngày bắt đầu.",
            "The end must be after the beginning.",
        )
    }));
    errors
}

fn check_threshold(row: &FormRow) -> Option<Violation> {
    unless(row.threshold_numerator <= row.threshold_denominator, || {
        Violation::at(
            "/threshold/numerator",
            "out_of_range",
            "Tỷ lệ phiếu không vượt quá toàn bộ hội đồng.",
            "The share is not more than the whole council.",
        )
    })
}

fn check_nominees(row: &FormRow) -> Option<Violation> {
    unless(row.for_collectives || row.for_individuals, || {
        Violation::at(
            "/for_individuals",
            "out_of_range",
            "Hình thức phải dành cho tập thể, cá nhân hoặc cả hai.",
            "A form is for collectives, for individuals, or for both.",
        )
    })
}

fn check_condition(
    db: &mut AnyConnection,
    index: usize,
    row: &ConditionRow,
    on: NaiveDate,
) -> Outcome<Vec<Violation>> {
    let at = |member: &str| format!("/conditions/{index}/{member}");
    let mut errors = Vec::new();
    errors.extend(unless(code_lists::is_award_kind(db, &row.kind, on)?, || no_kind(&at("kind"))));
    match (row.condition, row.within_years, &row.authority) {
        (Condition::Prerequisite, None, _) => errors.push(Violation::at(
            at("within_years"),
            "missing",
            "Điều kiện cần phải nêu số năm.",
            "A prerequisite says within how many years.",
        )),
        (Condition::Exclusion, Some(_), _) => errors.push(of_prerequisite(at("within_years"))),
        (Condition::Exclusion, None, Some(_)) => errors.push(of_prerequisite(at("authority"))),
        (Condition::Prerequisite, Some(_), Some(authority)) => {
            let known = code_lists::is_award_authority(db, authority, on)?;
            errors.extend(unless(known, || no_authority(&at("authority"))));
        }
        (Condition::Prerequisite, Some(_), None) | (Condition::Exclusion, None, None) => {}
    }
    Ok(errors)
}

fn of_prerequisite(pointer: String) -> Violation {
    Violation::at(
        pointer,
        "not_allowed",
        "Điều kiện loại trừ tính theo cùng năm và cùng cấp khen thưởng.",
        "An exclusion is of the same year and the same authority.",
    )
}

fn no_kind(pointer: &str) -> Violation {
    Violation::at(
        pointer,
        "not_found",
        "Danh mục không có loại hình thức này vào ngày đó.",
        "The list of kinds has no such code on that day.",
    )
}

fn no_authority(pointer: &str) -> Violation {
    Violation::at(
        pointer,
        "not_found",
        "Danh mục không có cấp khen thưởng này vào ngày đó.",
        "The list of authorities has no such code on that day.",
    )
}

fn check_overlap<'a>(row: &FormRow, mut others: impl Iterator<Item = &'a FormRow>) -> Option<Violation> {
    let meets = |other: &FormRow| {
        other.valid_to.is_none_or(|to| row.valid_from < to)
            && row.valid_to.is_none_or(|to| other.valid_from < to)
    };
    others.any(meets).then(|| {
        Violation::at(
            "/valid_from",
            "period_overlaps",
            "Đã có phiên bản của hình thức này vào thời gian đó.",
            "There is a version of this form at that time.",
        )
    })
}
