//! Text as it comes over the wire: clean once it is read, so nothing behind needs to clean it again.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// More characters than the bound, counted as they came.
    #[error("the text is longer than {0} characters")]
    TooLong(usize),
    /// Nothing in it can be seen.
    #[error("the text is blank")]
    Blank,
    /// A control character, or a line break where one line is asked for.
    #[error("the text holds a control character")]
    Control,
}

/// What a line refuses, as the inside of a character class: the control characters and both separators.
const LINE_REFUSES: &str = r"\u0000-\u001F\u007F-\u009F\u2028\u2029";
/// What prose refuses: the control characters other than tab, line feed and carriage return.
const PROSE_REFUSES: &str = r"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F";
/// What leaves nothing on paper though both shapes allow it: Unicode's white space, soft hyphen, joiners,
/// marks of direction, the Hangul filler and the byte order mark.
const UNSEEN: &str = r" \u00A0\u00AD\u1680\u2000-\u200F\u202A-\u202F\u205F-\u206F\u3000\u3164\uFEFF";
/// What leaves nothing on paper and only prose allows.
const UNSEEN_IN_PROSE: &str = r"\t\n\r\u2028\u2029";

/// The same as [`UNSEEN`] and [`UNSEEN_IN_PROSE`], for one character; a test holds them together.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}')
}

/// White space, and the two characters of no width that pasting leaves at the ends of a text.
fn is_trimmed(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200B}' | '\u{FEFF}')
}

fn line_refuses(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

fn prose_refuses(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')
}

/// The length is that of `text` as it came, like `maxLength` counts it: NFC makes a few rare characters longer.
fn clean(text: &str, max: usize, refuses: fn(char) -> bool) -> Result<String, TextError> {
    if text.chars().nth(max).is_some() {
        return Err(TextError::TooLong(max));
    }
    if text.contains(refuses) {
        return Err(TextError::Control);
    }
    if text.chars().all(is_unseen) {
        return Err(TextError::Blank);
    }
    Ok(text.trim_matches(is_trimmed).nfc().collect())
}

/// Line feeds at the end are forgiven: the `$` of some regex dialects stands before one, so [`line_pattern`]
/// allows them lest the dialects disagree.
fn clean_line(text: &str, max: usize) -> Result<String, TextError> {
    if text.chars().nth(max).is_some() {
        return Err(TextError::TooLong(max));
    }
    clean(text.trim_end_matches('\n'), max, line_refuses)
}

/// Line breaks are kept as one line feed each.
fn clean_prose(text: &str, max: usize) -> Result<String, TextError> {
    clean(text, max, prose_refuses).map(|text| text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// ECMA-262, and the same in Rust and Python. No two neighbours share a character, so no engine backtracks.
fn line_pattern() -> String {
    format!(r"^[{UNSEEN}]*[^{LINE_REFUSES}{UNSEEN}][^{LINE_REFUSES}]*\n*$")
}

/// As [`line_pattern`].
fn prose_pattern() -> String {
    format!(r"^[{UNSEEN}{UNSEEN_IN_PROSE}]*[^{PROSE_REFUSES}{UNSEEN}{UNSEEN_IN_PROSE}][^{PROSE_REFUSES}]*$")
}

fn schema_of(max: usize, pattern: String) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::String);
    RefOr::T(Schema::Object(object.min_length(Some(1)).max_length(Some(max)).pattern(Some(pattern)).build()))
}

macro_rules! wire_text {
    ($(#[$doc:meta])* $name:ident, $clean:ident, $pattern:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name<const MAX: usize>(String);

        impl<const MAX: usize> $name<MAX> {
            /// The text itself.
            #[must_use]
            pub fn into_inner(self) -> String {
                self.0
            }
        }

        impl<const MAX: usize> TryFrom<&str> for $name<MAX> {
            type Error = TextError;

            fn try_from(text: &str) -> Result<Self, TextError> {
                $clean(text, MAX).map(Self)
            }
        }

        impl<const MAX: usize> TryFrom<String> for $name<MAX> {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                Self::try_from(text.as_str())
            }
        }

        impl<'de, const MAX: usize> Deserialize<'de> for $name<MAX> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                Self::try_from(text.as_ref()).map_err(serde::de::Error::custom)
            }
        }

        impl<const MAX: usize> Deref for $name<MAX> {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> AsRef<str> for $name<MAX> {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> fmt::Display for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<const MAX: usize> ComposeSchema for $name<MAX> {
            fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
                schema_of(MAX, $pattern())
            }
        }

        impl<const MAX: usize> ToSchema for $name<MAX> {
            fn name() -> Cow<'static, str> {
                Cow::Owned(format!("{}{MAX}", stringify!($name)))
            }
        }
    };
}

wire_text! {
    /// One line of 1 to `MAX` characters: NFC, something to see, no control characters, no space at the ends.
    Line, clean_line, line_pattern
}

wire_text! {
    /// Text of 1 to `MAX` characters on any number of lines: NFC, something to see, no control characters but
    /// tab and line feed, no space at the ends.
    Prose, clean_prose, prose_pattern
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
