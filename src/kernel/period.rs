//! Reporting periods, and dates as Vietnamese officials write them.
//!
//! Days under 10 and the months 1 and 2 are written with a zero in front, other months without
//! (Nghị định 30/2020/NĐ-CP, Phụ lục I, on the date line of a document).

mod dates;
mod working_days;

use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::Violation;
use super::text::UnknownName;

pub use dates::{FoundDate, dates_in_text, dates_outside};
pub use working_days::{Holidays, after_working_days};

/// The most days an ad hoc period may have: a leap year.
pub const MAX_AD_HOC_DAYS: i64 = 366;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// January to June, or July to December.
    HalfYear,
    /// A calendar year.
    Year,
    /// Any days in a row, at most [`MAX_AD_HOC_DAYS`].
    AdHoc,
}

impl PeriodKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Month, Self::Quarter, Self::HalfYear, Self::Year, Self::AdHoc];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
            Self::AdHoc => "ad_hoc",
        }
    }

    /// How many calendar months it has, where it is made of them.
    const fn months(self) -> Option<u32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
            Self::AdHoc => None,
        }
    }
}

impl FromStr for PeriodKind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name).ok_or(UnknownName)
    }
}

/// Why there is no such period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The last day is before the first.
    #[error("the period ends before it starts")]
    Reversed,
    /// The days are not those of one calendar month, quarter, half-year or year.
    #[error("the days are not one whole calendar {}", .0.as_str())]
    NotWhole(PeriodKind),
    /// An ad hoc period of more than [`MAX_AD_HOC_DAYS`] days.
    #[error("the period is longer than {MAX_AD_HOC_DAYS} days")]
    TooLong,
}

/// A period: its first and last day, both within it. Periods sort by their days, then by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    start: NaiveDate,
    end: NaiveDate,
    kind: PeriodKind,
}

impl Period {
    /// The period of these days.
    ///
    /// # Errors
    /// When the days are not those of one such period.
    pub fn new(kind: PeriodKind, start: NaiveDate, end: NaiveDate) -> Result<Self, PeriodError> {
        let period = Self { start, end, kind };
        if end < start {
            Err(PeriodError::Reversed)
        } else if kind == PeriodKind::AdHoc {
            let days = (end - start).num_days() + 1;
            if days > MAX_AD_HOC_DAYS { Err(PeriodError::TooLong) } else { Ok(period) }
        } else if Self::containing(kind, start) == Some(period) {
            Ok(period)
        } else {
            Err(PeriodError::NotWhole(kind))
        }
    }

    /// The calendar period of this kind around `date`. There is none for an ad hoc period, nor at the very end
    /// of the calendar.
    #[must_use]
    pub fn containing(kind: PeriodKind, date: NaiveDate) -> Option<Self> {
        let months = kind.months()?;
        let first_month = date.month0() / months * months + 1;
        let start = NaiveDate::from_ymd_opt(date.year(), first_month, 1)?;
        let end = start.checked_add_months(Months::new(months))?.pred_opt()?;
        Some(Self { start, end, kind })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> PeriodKind {
        self.kind
    }

    /// Its first day.
    #[must_use]
    pub const fn start(&self) -> NaiveDate {
        self.start
    }

    /// Its last day, which still belongs to it.
    #[must_use]
    pub const fn end(&self) -> NaiveDate {
        self.end
    }

    /// True when `date` is one of its days.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.start..=self.end).contains(&date)
    }

    /// The period of the same kind before it; an ad hoc period has none.
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        Self::containing(self.kind, self.start.checked_sub_days(Days::new(1))?)
    }

    /// The period of the same kind after it; an ad hoc period has none.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        Self::containing(self.kind, self.end.checked_add_days(Days::new(1))?)
    }

    /// Its name in Vietnamese, as in the title of a report: `tháng 02/2025`, `quý I/2025`,
    /// `6 tháng đầu năm 2025`, `năm 2025`, `từ ngày 01/3/2025 đến ngày 08/3/2025`.
    #[must_use]
    pub fn label_vi(&self) -> String {
        let (year, month) = (self.start.year(), self.start.month());
        match self.kind {
            PeriodKind::Month => format!("tháng {}/{year}", month_vi(month)),
            PeriodKind::Quarter => {
                let quarter = match self.start.quarter() {
                    1 => "I",
                    2 => "II",
                    3 => "III",
                    _ => "IV",
                };
                format!("quý {quarter}/{year}")
            }
            PeriodKind::HalfYear if month == 1 => format!("6 tháng đầu năm {year}"),
            PeriodKind::HalfYear => format!("6 tháng cuối năm {year}"),
            PeriodKind::Year => format!("năm {year}"),
            PeriodKind::AdHoc => {
                format!("từ ngày {} đến ngày {}", date_short_vi(self.start), date_short_vi(self.end))
            }
        }
    }
}

/// A month's number with the zero it needs.
fn month_vi(month: u32) -> String {
    if month < 3 { format!("0{month}") } else { month.to_string() }
}

/// The date line of a document: `ngày 17 tháng 02 năm 2025`.
#[must_use]
pub fn date_line_vi(date: NaiveDate) -> String {
    format!("ngày {:02} tháng {} năm {}", date.day(), month_vi(date.month()), date.year())
}

/// A date inside a sentence: `17/02/2025`, `08/3/2025`.
#[must_use]
pub fn date_short_vi(date: NaiveDate) -> String {
    format!("{:02}/{}/{}", date.day(), month_vi(date.month()), date.year())
}

/// Refuses a date outside 1900–2100, which is a slip of the pen in every place this system asks for one.
#[must_use]
pub fn check_date(pointer: &str, date: NaiveDate) -> Option<Violation> {
    if (1900..=2100).contains(&date.year()) {
        return None;
    }
    Some(Violation::at(
        pointer,
        "out_of_range",
        "Ngày phải nằm trong khoảng từ năm 1900 đến năm 2100.",
        "The date must lie between the years 1900 and 2100.",
    ))
}

/// Refuses a date after today as well.
#[must_use]
pub fn check_past_date(pointer: &str, date: NaiveDate, today: NaiveDate) -> Option<Violation> {
    if date > today {
        return Some(Violation::at(
            pointer,
            "out_of_range",
            "Ngày không được sau hôm nay.",
            "The date may not lie after today.",
        ));
    }
    check_date(pointer, date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(kind: PeriodKind, start: &str, end: &str) -> Result<Period, PeriodError> {
        Period::new(kind, day(start), day(end))
    }

    #[test]
    fn a_period_is_whole_or_it_is_none() {
        use PeriodKind::{AdHoc, HalfYear, Month, Quarter, Year};
        assert!(period(Month, "2024-02-01", "2024-02-29").is_ok());
        assert!(period(HalfYear, "2025-07-01", "2025-12-31").is_ok());
        assert!(period(AdHoc, "2025-03-08", "2025-03-08").is_ok());
        assert!(period(AdHoc, "2024-01-01", "2024-12-31").is_ok());
        for (kind, start, end, error) in [
            (Month, "2025-02-01", "2025-02-27", PeriodError::NotWhole(Month)),
            (Month, "2025-02-02", "2025-03-01", PeriodError::NotWhole(Month)),
            (Month, "2025-01-01", "2025-03-31", PeriodError::NotWhole(Month)),
            (Quarter, "2025-02-01", "2025-04-30", PeriodError::NotWhole(Quarter)),
            (HalfYear, "2025-04-01", "2025-09-30", PeriodError::NotWhole(HalfYear)),
            (Year, "2025-01-01", "2026-12-31", PeriodError::NotWhole(Year)),
            (Year, "2025-12-31", "2025-01-01", PeriodError::Reversed),
            (AdHoc, "2025-03-08", "2025-03-07", PeriodError::Reversed),
            (AdHoc, "2025-01-01", "2026-01-02", PeriodError::TooLong),
        ] {
            assert_eq!(period(kind, start, end), Err(error), "{start} {end}");
        }
    }

    #[test]
    fn labels_are_written_as_in_official_text() {
        use PeriodKind::{AdHoc, HalfYear, Month, Quarter, Year};
        let label = |kind, date| Period::containing(kind, day(date)).unwrap().label_vi();
        assert_eq!(label(Month, "2025-02-17"), "tháng 02/2025");
        assert_eq!(label(Month, "2025-03-17"), "tháng 3/2025");
        assert_eq!(label(Month, "2025-10-17"), "tháng 10/2025");
        assert_eq!(label(Quarter, "2025-02-17"), "quý I/2025");
        assert_eq!(label(Quarter, "2025-12-31"), "quý IV/2025");
        assert_eq!(label(HalfYear, "2025-06-30"), "6 tháng đầu năm 2025");
        assert_eq!(label(HalfYear, "2025-07-01"), "6 tháng cuối năm 2025");
        assert_eq!(label(Year, "2025-07-01"), "năm 2025");
        let week = period(AdHoc, "2025-02-28", "2025-03-08").unwrap();
        assert_eq!(week.label_vi(), "từ ngày 28/02/2025 đến ngày 08/3/2025");
        assert_eq!(date_line_vi(day("2025-02-17")), "ngày 17 tháng 02 năm 2025");
        assert_eq!(date_line_vi(day("2025-03-08")), "ngày 08 tháng 3 năm 2025");
    }

    #[test]
    fn an_ad_hoc_period_has_no_neighbours_and_the_calendar_has_an_end() {
        let week = period(PeriodKind::AdHoc, "2025-03-01", "2025-03-08").unwrap();
        assert_eq!((week.previous(), week.next()), (None, None));
        assert!(week.contains(day("2025-03-08")) && !week.contains(day("2025-03-09")));
        assert_eq!(Period::containing(PeriodKind::Year, NaiveDate::MAX), None);
    }

    #[test]
    fn names_are_the_same_everywhere() {
        for kind in PeriodKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!("week".parse::<PeriodKind>(), Err(UnknownName));
    }

    proptest! {
        #[test]
        fn calendar_periods_follow_one_another(days in 693_596..767_010_i32, index in 0..4_usize) {
            let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let period = Period::containing(PeriodKind::ALL[index], date).unwrap();
            prop_assert!(period.contains(date));
            prop_assert_eq!(Period::new(period.kind(), period.start(), period.end()), Ok(period));
            let next = period.next().unwrap();
            prop_assert_eq!(period.end().succ_opt(), Some(next.start()));
            prop_assert_eq!(next.previous(), Some(period));
        }
    }
}
