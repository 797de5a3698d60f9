//! Finding dates in running text, to warn of one that cannot belong to the period it is written about.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::{Captures, Regex};

use super::{Period, PeriodKind};

/// A date, a run of days or a month that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// As it is written.
    pub text: String,
    /// Where it starts, counted in characters.
    pub offset: usize,
    /// The day, or the first of the days.
    pub date: NaiveDate,
    /// The last of the days; the same as `date` for one day.
    pub end: NaiveDate,
}

/// In this order, so that the longest reading of a place wins. Every repetition is bounded, and a place that was
/// read is not read again: the time is linear in the text.
const FORMS: &str = r"(?ix)
      (?<d1>\d{1,2}) (?: /(?<m1>\d{1,2}) )? \s{0,2}[-–]\s{0,2} (?<d2>\d{1,2})/(?<m2>\d{1,2})/(?<y2>(?:19|20)\d\d)
    | (?<d3>\d{1,2}) \s?/\s? (?<m3>\d{1,2}) \s?/\s? (?<y3>(?:19|20)\d\d)
    | ngày\s{1,2} (?<d4>\d{1,2}) \s{1,2}tháng\s{1,2} (?<m4>\d{1,2}) (?: \s?/\s? | ,?\s{1,2}năm\s{1,2} ) (?<y4>(?:19|20)\d\d)
    | tháng\s{1,2} (?<m5>\d{1,2}) (?: \s?/\s? | ,?\s{1,2}năm\s{1,2} ) (?<y5>(?:19|20)\d\d)";

#[expect(clippy::expect_used, reason = "a constant pattern, compiled by every test below")]
static PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(FORMS).expect("the pattern is well formed"));

/// The dates in `text` (NFC), in their order: `17/02/2025`, `01- 08/3/2025`, `28/02 - 03/3/2025`, `tháng 3/2025`,
/// `tháng 3 năm 2025`, `ngày 8 tháng 3 năm 2024`. Dates without a year or that do not exist are left out, and so
/// are the numbers of documents. Years are 1900 to 2099.
#[must_use]
pub fn dates_in_text(text: &str) -> Vec<FoundDate> {
    let mut found = Vec::new();
    let (mut characters, mut bytes) = (0, 0);
    for captures in PATTERN.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        let (before, after) = (text.get(..whole.start()), text.get(whole.end()..));
        if !stands_alone(before.unwrap_or_default(), after.unwrap_or_default()) {
            continue;
        }
        let Some((date, end)) = days_of(&captures) else { continue };
        characters += text.get(bytes..whole.start()).unwrap_or_default().chars().count();
        bytes = whole.start();
        found.push(FoundDate { text: whole.as_str().to_owned(), offset: characters, date, end });
    }
    found
}

/// The dates of `text` that have no day in common with `period`.
#[must_use]
pub fn dates_outside(text: &str, period: &Period) -> Vec<FoundDate> {
    let mut found = dates_in_text(text);
    found.retain(|date| date.end < period.start() || period.end() < date.date);
    found
}

/// False inside a longer number or a document's symbol, such as `30/2020/NĐ-CP` or `1/3/2025-KH`.
fn stands_alone(before: &str, after: &str) -> bool {
    let joins = |letter: char| letter.is_alphanumeric() || letter == '/';
    let mut following = after.chars();
    let next = following.next();
    let symbol_follows = next == Some('-') && following.next().is_some_and(char::is_alphabetic);
    !before.ends_with(joins) && !next.is_some_and(joins) && !symbol_follows
}

/// The first and the last day of what was read, if there are such days.
fn days_of(captures: &Captures<'_>) -> Option<(NaiveDate, NaiveDate)> {
    let number = |name| captures.name(name).and_then(|digits| digits.as_str().parse::<u32>().ok());
    let day = |day, month, year| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    if let (Some(first), Some(last), Some(month), Some(year)) =
        (number("d1"), number("d2"), number("m2"), number("y2"))
    {
        let start = day(first, number("m1").unwrap_or(month), year)?;
        let end = day(last, month, year)?;
        return (start <= end).then_some((start, end));
    }
    for (d, m, y) in [("d3", "m3", "y3"), ("d4", "m4", "y4")] {
        if let (Some(d), Some(m), Some(y)) = (number(d), number(m), number(y)) {
            return day(d, m, y).map(|date| (date, date));
        }
    }
    let month = Period::containing(PeriodKind::Month, day(1, number("m5")?, number("y5")?)?)?;
    Some((month.start(), month.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(String, String, String)> {
        dates_in_text(text)
            .into_iter()
            .map(|found| (found.text, found.date.to_string(), found.end.to_string()))
            .collect()
    }

    fn one(text: &str, written: &str, start: &str, end: &str) {
        assert_eq!(read(text), [(written.to_owned(), start.to_owned(), end.to_owned())], "{text}");
    }

    #[test]
    fn every_form_is_read() {
        one("Ngày 17/02/2025.", "17/02/2025", "2025-02-17", "2025-02-17");
        one("8/3/2025", "8/3/2025", "2025-03-08", "2025-03-08");
        one("(20 / 3 / 2025)", "20 / 3 / 2025", "2025-03-20", "2025-03-20");
        one("từ ngày 01- 08/3/2025,", "01- 08/3/2025", "2025-03-01", "2025-03-08");
        one("từ 28/02 – 03/3/2025", "28/02 – 03/3/2025", "2025-02-28", "2025-03-03");
        one("NHIỆM VỤ THÁNG 3/2025", "THÁNG 3/2025", "2025-03-01", "2025-03-31");
        one("tháng 02, trọng tâm tháng 3 năm 2025", "tháng 3 năm 2025", "2025-03-01", "2025-03-31");
        one("Lai Châu, ngày 8 tháng 3 năm 2024", "ngày 8 tháng 3 năm 2024", "2024-03-08", "2024-03-08");
        assert_eq!(read("01/3/2025-08/3/2025; 9/3/2025").len(), 3);
    }

    #[test]
    fn what_is_no_date_is_left() {
        for text in [
            "8/3 và ngày 20/3",
            "Số: 209/BC-LĐLĐ",
            "Nghị quyết số 02-NQ/TW",
            "Nghị định số 12/2020/NĐ-CP",
            "Quyết định 1/12/2020/QĐ",
            "Kế hoạch 1/3/2025-KH",
            "nhiệm kỳ 2025-2030, 2023 – 2028",
            "31/02/2025, ngày 30 tháng 02 năm 2025, tháng 13/2025, 0/1/2025",
            "29/02/2025 - 32/3/2025",
            "08-01/3/2025",
            "120/3/2025 và 1/3/20255",
            "1/3/1025",
            "115 năm, 22.620 lượt, quý I",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn the_slip_in_the_plan_is_found_and_its_place_counted_in_characters() {
        let text = "hội thao nữ công nhân diễn ra từ 01- 08/3/2025 và bế mạc ngày 08/3/2024 ở sân vận động";
        let march =
            Period::containing(PeriodKind::Month, NaiveDate::from_ymd_opt(2025, 3, 1).unwrap()).unwrap();
        let outside = dates_outside(text, &march);
        assert_eq!(outside.len(), 1);
        assert_eq!(outside[0].text, "08/3/2024");
        let there: String = text.chars().skip(outside[0].offset).take(9).collect();
        assert_eq!(there, "08/3/2024");
    }

    #[test]
    fn days_that_touch_the_period_are_not_outside() {
        let march =
            Period::containing(PeriodKind::Month, NaiveDate::from_ymd_opt(2025, 3, 1).unwrap()).unwrap();
        assert_eq!(dates_outside("28/02 - 03/3/2025, 31/3/2025", &march), []);
        assert_eq!(dates_outside("28/02/2025, 01/4/2025", &march).len(), 2);
    }

    #[test]
    fn a_long_text_is_read_in_one_pass() {
        let text = "ngày 8 tháng 3 năm 2025, 01- 08/3/2025 1/1/ ngày 1 tháng ".repeat(20_000);
        assert_eq!(dates_in_text(&text).len(), 40_000);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_offsets_point_at_the_words(text in "[0-9/ –ngàythámă-]{0,60}|.{0,60}") {
            for found in dates_in_text(&text) {
                let there: String = text.chars().skip(found.offset).take(found.text.chars().count()).collect();
                prop_assert_eq!(there, found.text);
                prop_assert!(found.date <= found.end);
            }
        }

        #[test]
        fn what_the_system_writes_it_reads(days in 693_596..766_645_i32, before in "[a-zđâ ]{0,9} ") {
            let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            for written in [super::super::date_line_vi(date), super::super::date_short_vi(date)] {
                let found = dates_in_text(&format!("{before}{written}."));
                prop_assert_eq!(found.len(), 1);
                prop_assert_eq!((found[0].date, found[0].end), (date, date));
                prop_assert_eq!(found[0].offset, before.chars().count());
            }
        }
    }
}
