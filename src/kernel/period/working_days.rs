//! Working days: Monday to Friday, without public holidays (Bộ luật Lao động 2019, articles 111 and 112). A holiday that
//! falls on a weekend moves to the days after it; the list of holidays says so.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Public holidays, each from a day until the day before another.
pub type Holidays = [(NaiveDate, Option<NaiveDate>)];

/// The last of `days` working days after `from`; `from` itself does not count. At most 400 are counted.
#[must_use]
pub fn after_working_days(from: NaiveDate, days: u32, holidays: &Holidays) -> NaiveDate {
    let mut day = from;
    let mut left = days.min(400);
    while left > 0 {
        // The calendar's end is 260,000 years away.
        let Some(next) = day.checked_add_days(Days::new(1)) else { return day };
        day = next;
        if is_working_day(day, holidays) {
            left -= 1;
        }
    }
    day
}

fn is_working_day(day: NaiveDate, holidays: &Holidays) -> bool {
    let free = |(from, to): &(NaiveDate, Option<NaiveDate>)| *from <= day && to.is_none_or(|to| day < to);
    // A holiday without an end would make the search endless, and no such holiday is meant.
    let holiday = holidays.iter().filter(|(_, to)| to.is_some()).any(free);
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holiday
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, month, day).unwrap()
    }

    #[test]
    fn weekends_and_holidays_do_not_count() {
        let tet = [(day(1, 27), Some(day(2, 1)))];
        assert_eq!(after_working_days(day(2, 17), 2, &tet), day(2, 19));
        assert_eq!(after_working_days(day(2, 13), 2, &tet), day(2, 17), "Thursday, then Friday and Monday");
        assert_eq!(after_working_days(day(1, 24), 1, &tet), day(2, 3), "the week of Tết and two weekends");
        assert_eq!(after_working_days(day(2, 15), 0, &tet), day(2, 15));
    }

    #[test]
    fn a_holiday_without_an_end_is_none() {
        assert_eq!(after_working_days(day(2, 17), 1, &[(day(1, 1), None)]), day(2, 18));
    }
}
