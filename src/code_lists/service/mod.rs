//! Use cases of code lists and indicators.

mod indicators;
mod items;
mod lookups;
mod shown;

use chrono::NaiveDate;

use crate::identity::{Action, Principal};
use crate::kernel::period::check_date;
use crate::kernel::problem::{Outcome, Problem, Violation};

pub(super) use indicators::{create_indicator, edit_indicator, list_indicators, read_indicator};
pub(super) use items::{create_item, edit_item, list_items, list_lists, read_item, read_list};
pub(crate) use lookups::{
    active_indicator, after_working_days, award_authorities, document_type, hardship_categories,
    hardship_category, indicator_by_code, indicator_of, is_award_authority, is_award_kind,
    is_housing_condition, is_topic,
};

/// Code lists belong to all, so only an administrator of the root edits them.
fn may_manage(who: &Principal) -> Outcome<()> {
    if who.may_everywhere(Action::CodeListManage) { Ok(()) } else { Err(Problem::forbidden()) }
}

/// The last position is left room behind, so that an entry can be put between two others.
const fn behind(last: i32) -> i32 {
    last.saturating_add(10)
}

fn check_validity(from: NaiveDate, to: Option<NaiveDate>) -> Vec<Violation> {
    let mut errors = Vec::new();
    errors.extend(check_date("/valid_from", from));
    if let Some(to) = to {
        errors.extend(check_date("/valid_to", to));
        if to <= from {
            errors.push(Violation::at(
                "/valid_to",
                "out_of_range",
                "Ngày hết hiệu lực phải sau ngày bắt đầu.",
                "The end must be after the beginning.",
            ));
        }
    }
    errors
}
