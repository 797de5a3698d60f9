//! What a person asks for, and for how long what is held on them must be kept: pure.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// Working days within which a request is answered.
pub(super) const ANSWER_DAYS: i32 = 2;

/// For how many years a survey entry is kept that never became a dossier.
pub(super) const SURVEY_YEARS: i32 = 10;

/// What stands where the name of a person was.
pub(super) const ERASED_NAME: &str = "(đã xóa)";

/// What the person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataRequestKind {
    /// To be given what is held on them.
    Export,
    /// To have it corrected.
    Correct,
    /// To have it erased.
    Erase,
}

names!(DataRequestKind: Export = "export", Correct = "correct", Erase = "erase");

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataRequestStatus {
    /// To be answered.
    Open,
    /// Done as it was asked.
    Answered,
    /// Refused, with a reason.
    Refused,
}

names!(DataRequestStatus: Open = "open", Answered = "answered", Refused = "refused");

/// Whether something must still be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeping {
    /// Its time is over.
    Over,
    /// This is the last day of its time.
    Until(NaiveDate),
    /// Somebody has put it on hold.
    OnHold,
    /// It is not finished, so that its time has not begun.
    UnderWay,
}

/// Whether what was finished on a day must still be kept for so many years.
pub(super) fn keeping(
    finished_on: Option<NaiveDate>,
    years: i32,
    on_hold: bool,
    today: NaiveDate,
) -> Keeping {
    if on_hold {
        return Keeping::OnHold;
    }
    let Some(finished) = finished_on else { return Keeping::UnderWay };
    let months = u32::try_from(years).unwrap_or(0).saturating_mul(12);
    match finished.checked_add_months(Months::new(months)) {
        Some(last) if last < today => Keeping::Over,
        Some(last) => Keeping::Until(last),
        None => Keeping::OnHold,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_time_is_over_on_the_day_after_its_last() {
        let on = |today| keeping(Some(day("2025-03-10")), 10, false, day(today));
        assert_eq!(on("2025-03-10"), Keeping::Until(day("2035-03-10")));
        assert_eq!(on("2035-03-10"), Keeping::Until(day("2035-03-10")));
        assert_eq!(on("2035-03-11"), Keeping::Over);
        let leap = keeping(Some(day("2024-02-29")), 1, false, day("2025-03-01"));
        assert_eq!(leap, Keeping::Over);
    }

    #[test]
    fn nothing_on_hold_or_under_way_is_over() {
        let late = day("2099-01-01");
        assert_eq!(keeping(Some(day("2025-03-10")), 1, true, late), Keeping::OnHold);
        assert_eq!(keeping(None, 1, false, late), Keeping::UnderWay);
    }
}
