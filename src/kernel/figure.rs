//! Figures as official Vietnamese text prints them: what is counted, how exact it is, and how it is written.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::UnknownName;

/// The largest value a figure may have: 2^53 − 1, the largest integer every JSON reader keeps exactly
/// (RFC 8259 §6).
pub const MAX_VALUE: i64 = 9_007_199_254_740_991;

/// What a figure counts. Figures of different units are never added to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Attendances (lượt): a person who comes twice counts twice.
    Attendance,
    /// Persons (người).
    Person,
    /// Unions or other bodies (đơn vị).
    Unit,
    /// Whole đồng.
    Vnd,
}

impl Unit {
    /// Every unit.
    pub const ALL: &'static [Self] = &[Self::Attendance, Self::Person, Self::Unit, Self::Vnd];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Attendance => "attendance",
            Self::Person => "person",
            Self::Unit => "unit",
            Self::Vnd => "vnd",
        }
    }

    /// The word printed behind the number.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Attendance => "lượt",
            Self::Person => "người",
            Self::Unit => "đơn vị",
            Self::Vnd => "đồng",
        }
    }
}

impl FromStr for Unit {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.iter().copied().find(|unit| unit.as_str() == name).ok_or(UnknownName)
    }
}

/// How exact a printed figure is. Without one it is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// A little less than printed (gần).
    Nearly,
    /// More than printed (trên).
    Over,
    /// Around what is printed (khoảng).
    About,
}

impl Qualifier {
    /// Every qualifier.
    pub const ALL: &'static [Self] = &[Self::Nearly, Self::Over, Self::About];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nearly => "nearly",
            Self::Over => "over",
            Self::About => "about",
        }
    }

    /// The word printed before the number.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Nearly => "gần",
            Self::Over => "trên",
            Self::About => "khoảng",
        }
    }
}

impl FromStr for Qualifier {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.iter().copied().find(|qualifier| qualifier.as_str() == name).ok_or(UnknownName)
    }
}

/// Digits in groups of three with a dot between, as Vietnamese writes them: `22.620`.
#[must_use]
pub fn group_thousands(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::from(if value < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count: as [`group_thousands`], but 1 to 9 get a zero in front (`09`), so that nobody can write one in.
#[must_use]
pub fn print_count(value: i64) -> String {
    if (1..10).contains(&value) { format!("0{value}") } else { group_thousands(value) }
}

/// A figure in words: `gần 22.620 lượt`, `09 người`, `29.000.000 đồng`. Money gets no zero in front.
#[must_use]
pub fn print(value: i64, unit: Unit, qualifier: Option<Qualifier>) -> String {
    let number = if unit == Unit::Vnd { group_thousands(value) } else { print_count(value) };
    match qualifier {
        Some(qualifier) => format!("{} {number} {}", qualifier.label_vi(), unit.label_vi()),
        None => format!("{number} {}", unit.label_vi()),
    }
}

/// The sum, or nothing when it leaves the range of a 64-bit integer on the way. It may still exceed
/// [`MAX_VALUE`].
pub fn sum(values: impl Iterator<Item = i64>) -> Option<i64> {
    let mut values = values;
    values.try_fold(0_i64, i64::checked_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_are_printed_as_in_the_reports() {
        assert_eq!(print(22_620, Unit::Attendance, Some(Qualifier::Nearly)), "gần 22.620 lượt");
        assert_eq!(print(9, Unit::Person, None), "09 người");
        assert_eq!(print(13, Unit::Person, Some(Qualifier::Over)), "trên 13 người");
        assert_eq!(print(3, Unit::Unit, Some(Qualifier::About)), "khoảng 03 đơn vị");
        assert_eq!(print(29_000_000, Unit::Vnd, None), "29.000.000 đồng");
        assert_eq!(print(5, Unit::Vnd, None), "5 đồng");
    }

    #[test]
    fn groups_and_leading_zeros_at_their_edges() {
        let grouped = [0, 999, 1_000, -1_000, 100_000, MAX_VALUE, i64::MIN].map(group_thousands);
        let expected =
            ["0", "999", "1.000", "-1.000", "100.000", "9.007.199.254.740.991", "-9.223.372.036.854.775.808"];
        assert_eq!(grouped, expected);
        assert_eq!([0, 1, 9, 10, -1, 1_000].map(print_count), ["0", "01", "09", "10", "-1", "1.000"]);
    }

    #[test]
    fn a_sum_that_does_not_fit_is_none() {
        assert_eq!(sum([].into_iter()), Some(0));
        assert_eq!(sum([9, -4].into_iter()), Some(5));
        assert_eq!(sum([i64::MAX, 1].into_iter()), None);
    }

    #[test]
    fn names_are_the_same_everywhere() {
        for unit in Unit::ALL {
            assert_eq!(unit.as_str().parse(), Ok(*unit));
            assert_eq!(serde_json::to_value(unit).unwrap(), unit.as_str());
        }
        for qualifier in Qualifier::ALL {
            assert_eq!(qualifier.as_str().parse(), Ok(*qualifier));
            assert_eq!(serde_json::to_value(qualifier).unwrap(), qualifier.as_str());
        }
        assert_eq!("Person".parse::<Unit>(), Err(UnknownName));
        assert_eq!("".parse::<Qualifier>(), Err(UnknownName));
    }

    proptest! {
        #[test]
        fn dots_are_all_that_is_added(value in any::<i64>()) {
            let grouped = group_thousands(value);
            prop_assert_eq!(grouped.replace('.', ""), value.to_string());
            let groups: Vec<_> = grouped.trim_start_matches('-').split('.').collect();
            prop_assert!((1..=3).contains(&groups[0].len()));
            prop_assert!(groups[1..].iter().all(|group| group.len() == 3));
        }
    }
}
