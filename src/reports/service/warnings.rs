//! What looks wrong in a report and does not stop it.

use crate::kernel::period::{Period, dates_outside};
use crate::reports::dto::WarningDto;
use crate::reports::model::Section;
use crate::reports::store::ItemRow;

/// Dates in results that lie outside the period, and in plans outside the next one. An ad hoc period has no
/// next, so nothing is said of its plans.
pub(super) fn of(period: &Period, items: &[ItemRow]) -> Vec<WarningDto> {
    let next = period.next();
    let mut found = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let within = match item.section {
            Section::Result => Some(period),
            Section::Plan => next.as_ref(),
        };
        let Some(within) = within else { continue };
        found.extend(dates_outside(&item.body, within).into_iter().map(|date| WarningDto {
            pointer: format!("/items/{index}/body"),
            code: "date_outside_period".to_owned(),
            text: date.text,
            offset: i64::try_from(date.offset).unwrap_or(i64::MAX),
            detail: format!("Ngày nằm ngoài {}.", within.label_vi()),
        }));
    }
    found
}
