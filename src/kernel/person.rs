//! What a person is known by: the citizen id and the phone number, checked for their form and masked where the whole
//! is nobody's need. Neither tells its digits in a log: `Debug` prints the type's name.

use std::borrow::Cow;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// Three digits of the place where the birth was registered (provinces 001 to 096, countries from 100 on), one of
/// century and sex (twentieth and twenty-first), two of the year, six of the person: Decree 137/2015/NĐ-CP, article
/// 13, and Circular 07/2016/TT-BCA. The codes of provinces that were merged since stay in use in the ids given before.
const CITIZEN_ID: &str = "^(0(0[1-9]|[1-8][0-9]|9[0-6])|[1-9][0-9]{2})[0-3][0-9]{8}$";
/// E.164; Vietnam's own numbers to the digit (mobile nine, landline ten after the country code), others by length.
/// A pattern and no crate: the tables of all the world's numbers cost megabytes, and one country's are needed.
const PHONE: &str = r"^\+(84([35789][0-9]{8}|2[0-9]{9})|[1-79][0-9]{7,14}|8[0-35-9][0-9]{6,13})$";

/// Why a text is not a citizen id or a phone number. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not of the form of {0}")]
pub struct NotOfTheForm(&'static str);

macro_rules! digits {
    ($(#[$doc:meta])* $name:ident, $word:literal, $pattern:ident, $example:literal, $length:literal, $form:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The digits, to be sealed, hashed or shown to those who may see them.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = NotOfTheForm;

            fn try_from(text: &str) -> Result<Self, NotOfTheForm> {
                if $form(text) { Ok(Self(text.to_owned())) } else { Err(NotOfTheForm($word)) }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                Self::try_from(text.as_ref()).map_err(serde::de::Error::custom)
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                self.0.as_bytes()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let object = ObjectBuilder::new().schema_type(Type::String).pattern(Some($pattern));
                object.max_length(Some($length)).examples([$example]).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    };
}

digits! {
    /// The twelve digits of a Vietnamese citizen id.
    CitizenId, "a citizen id", CITIZEN_ID, "012190000089", 12, is_citizen_id
}

digits! {
    /// A phone number as E.164 writes it: `+84` and what follows the leading zero.
    Phone, "a phone number", PHONE, "+84912000089", 16, is_phone
}

/// The same as [`CITIZEN_ID`]; a test holds them together.
fn is_citizen_id(text: &str) -> bool {
    let place = text.get(..3).and_then(|place| place.parse::<u16>().ok());
    text.len() == 12
        && text.bytes().all(|digit| digit.is_ascii_digit())
        && matches!(place, Some(1..=96 | 100..=999))
        && matches!(text.as_bytes().get(3), Some(b'0'..=b'3'))
}

/// The same as [`PHONE`].
fn is_phone(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) || digits.starts_with('0') {
        return false;
    }
    let Some(national) = digits.strip_prefix("84") else { return (8..=15).contains(&digits.len()) };
    match national.as_bytes().first() {
        Some(b'3' | b'5' | b'7'..=b'9') => national.len() == 9,
        Some(b'2') => national.len() == 10,
        _ => false,
    }
}

impl CitizenId {
    /// The year of birth that the fourth to sixth digits tell.
    #[must_use]
    pub fn birth_year(&self) -> Option<i32> {
        let century = self.0.get(3..4)?.parse::<i32>().ok()? / 2;
        let year = self.0.get(4..6)?.parse::<i32>().ok()?;
        Some(1900 + 100 * century + year)
    }

    /// Whether somebody born on `day` can have this id.
    #[must_use]
    pub fn fits_birth(&self, day: NaiveDate) -> bool {
        self.birth_year() == Some(day.year())
    }

    /// For those who need to recognise it, not to have it: `0*** *** ***89`.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_citizen_id(&self.0)
    }
}

impl Phone {
    /// For those who need to recognise it, not to have it: `+84 *** *** *89`.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_phone(&self.0)
    }
}

/// The first and the last two digits of a citizen id: `0*** *** ***89`.
#[must_use]
pub fn mask_citizen_id(digits: &str) -> String {
    format!("{}*** *** ***{}", digits.get(..1).unwrap_or_default(), last_two(digits))
}

/// The country where it is Vietnam, and the last two digits: `+84 *** *** *89`. It does not tell the length.
#[must_use]
pub fn mask_phone(number: &str) -> String {
    let country = if number.starts_with("+84") { "+84" } else { "+" };
    format!("{country} *** *** *{}", last_two(number))
}

/// Nothing of a text that is not long enough to keep the rest of it.
fn last_two(digits: &str) -> &str {
    if digits.len() < 8 { "**" } else { digits.get(digits.len() - 2..).unwrap_or("**") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    const RIGHT: &[&str] =
        &["001090000001", "012190000089", "096303123456", "101190000089", "012200000001", "999090000001"];
    const WRONG: &[&str] = &[
        "",
        "000190000089",
        "097190000089",
        "099190000089",
        "012490000089",
        "01219000008",
        "0121900000891",
        "01219000008x",
        " 012190000089",
        "012190000089\n",
        "０１２１９０００００８９",
    ];

    #[test]
    fn a_citizen_id_is_checked_for_its_form() {
        for text in RIGHT {
            assert!(CitizenId::try_from(*text).is_ok(), "{text}");
        }
        for text in WRONG {
            assert!(CitizenId::try_from(*text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_phone_number_is_checked_for_its_form() {
        for text in ["+84912000089", "+84372000089", "+842133876543", "+8562055512345", "+12025550123"] {
            assert!(Phone::try_from(text).is_ok(), "{text}");
        }
        for text in [
            "0912000089",
            "84912000089",
            "+84012000089",
            "+8491200008",
            "+849120000890",
            "+084912000089",
            "+1234567",
            "+1234567890123456",
            "+84 912000089",
            "",
        ] {
            assert!(Phone::try_from(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_id_tells_the_year_of_birth() {
        let born = |id: &str| CitizenId::try_from(id).unwrap().birth_year();
        assert_eq!(born("012090000089"), Some(1990));
        assert_eq!(born("012190000089"), Some(1990));
        assert_eq!(born("012205000089"), Some(2005));
        assert_eq!(born("012305000089"), Some(2005));
        let id = CitizenId::try_from("012190000089").unwrap();
        assert!(id.fits_birth(NaiveDate::from_ymd_opt(1990, 12, 31).unwrap()));
        assert!(!id.fits_birth(NaiveDate::from_ymd_opt(1991, 1, 1).unwrap()));
    }

    #[test]
    fn a_mask_keeps_the_first_and_the_last_two_digits() {
        assert_eq!(CitizenId::try_from("012190000089").unwrap().masked(), "0*** *** ***89");
        assert_eq!(Phone::try_from("+84912000089").unwrap().masked(), "+84 *** *** *89");
        assert_eq!(Phone::try_from("+8562055512345").unwrap().masked(), "+ *** *** *45");
        assert_eq!(mask_citizen_id(""), "*** *** *****");
        assert_eq!(mask_phone("é"), "+ *** *** ***");
    }

    #[test]
    fn neither_debug_nor_a_fault_tells_the_digits() {
        let (id, phone) =
            (CitizenId::try_from("012190000089").unwrap(), Phone::try_from("+84912000089").unwrap());
        assert_eq!(format!("{id:?} {phone:?}"), "CitizenId Phone");
        let fault = serde_json::from_str::<CitizenId>("\"712490000089\"").unwrap_err();
        assert!(!fault.to_string().contains("712490000089"), "{fault}");
    }

    proptest! {
        #[test]
        fn the_documented_pattern_is_the_one_that_is_checked(text in "[+]?[0-9]{7,16}", vietnam in "\\+84[0-9]{8,10}", id in "[01][0-9]{11}") {
            let (ids, phones) = (Regex::new(CITIZEN_ID).unwrap(), Regex::new(PHONE).unwrap());
            for text in [text, vietnam, id] {
                prop_assert_eq!(is_citizen_id(&text), ids.is_match(&text), "{}", &text);
                prop_assert_eq!(is_phone(&text), phones.is_match(&text), "{}", &text);
            }
        }
    }
}
