//! What looks wrong in a report and does not stop it.

use crate::kernel::period::{FoundDate, Period, dates_outside};
use crate::reports::dto::WarningDto;
use crate::reports::model::Section;
use crate::reports::store::{ItemRow, ReportRow};

/// Dates in the preamble and in results that lie outside the period, dates and due dates of plans outside the next
/// one, and dates of the title outside both. An ad hoc period has no next, so nothing is said of its plans.
pub(super) fn of(period: &Period, report: &ReportRow, items: &[ItemRow]) -> Vec<WarningDto> {
    let next = period.next();
    let mut found = in_title(&report.title, period, next.as_ref());
    let preamble = report.preamble.as_deref().unwrap_or_default();
    found.extend(in_text("/preamble", dates_outside(preamble, period), period));
    for (index, item) in items.iter().enumerate() {
        let within = match item.section {
            Section::Result => Some(period),
            Section::Plan => next.as_ref(),
        };
        let Some(within) = within else { continue };
        found.extend(in_text(&format!("/items/{index}/body"), dates_outside(&item.body, within), within));
        found.extend(item.due_date.filter(|date| !within.contains(*date)).map(|date| WarningDto {
            pointer: format!("/items/{index}/due_date"),
            code: CODE.to_owned(),
            text: date.to_string(),
            offset: 0,
            detail: detail(within),
        }));
    }
    found
}

const CODE: &str = "date_outside_period";

fn detail(within: &Period) -> String {
    format!("Ngày nằm ngoài {}.", within.label_vi())
}

fn in_text(pointer: &str, dates: Vec<FoundDate>, within: &Period) -> Vec<WarningDto> {
    dates
        .into_iter()
        .map(|date| WarningDto {
            pointer: pointer.to_owned(),
            code: CODE.to_owned(),
            text: date.text,
            offset: i64::try_from(date.offset).unwrap_or(i64::MAX),
            detail: detail(within),
        })
        .collect()
}

/// A title names what was done and what comes next.
fn in_title(title: &str, period: &Period, next: Option<&Period>) -> Vec<WarningDto> {
    let mut dates = dates_outside(title, period);
    if let Some(next) = next {
        let outside_next = dates_outside(title, next);
        dates.retain(|date| outside_next.contains(date));
    }
    in_text("/title", dates, period)
}
