//! Text: the form it is searched in, and the two shapes it has on the wire.

mod wire;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use wire::{Line, Prose, TextError};

/// A name that an enumeration does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name is not one of the list")]
pub struct UnknownName;

/// Gives an enum its names: the wire's and the database's are the same.
macro_rules! names {
    ($type:ident: $($variant:ident = $name:literal),+ $(,)?) => {
        impl $type {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::kernel::text::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|one| one.as_str() == name).ok_or($crate::kernel::text::UnknownName)
            }
        }
    };
}

pub(crate) use names;

/// The search form of `text`: no accents, `đ` as `d`, lower case, single spaces, none at the ends.
/// Folding twice gives what folding once gave.
#[must_use]
pub fn fold(text: &str) -> String {
    let bare: String = text
        .nfd()
        .flat_map(char::to_lowercase)
        // After lower-casing, because the lower case of `İ` carries a mark of its own.
        .filter(|letter| !is_combining_mark(*letter))
        .map(|letter| if letter == 'đ' { 'd' } else { letter })
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pattern that finds `text` anywhere in a folded column: `column LIKE pattern ESCAPE '\'`.
#[must_use]
pub fn like_pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in fold(text).chars() {
        if matches!(letter, '\\' | '%' | '_') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_case_and_spaces_do_not_matter() {
        assert_eq!(fold("Lai Châu"), "lai chau");
        assert_eq!(fold("ĐOÀN  viên"), "doan vien");
        assert_eq!(fold("\tPhong\u{a0}Thổ\n"), "phong tho");
        assert_eq!(fold("ươ ƯỚ ệ Ỹ"), "uo uo e y");
        assert_eq!(fold("Lai Cha\u{302}u"), fold("Lai Ch\u{e2}u"));
        assert_eq!(fold(" \n "), "");
    }

    #[test]
    fn every_single_character_folds_once_and_for_all() {
        for letter in '\0'..=char::MAX {
            let once = fold(letter.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "{letter:?}");
        }
    }

    #[test]
    fn what_like_would_read_as_a_sign_is_escaped() {
        assert_eq!(like_pattern("Tăng 5% _ \\"), r"%tang 5\% \_ \\%");
        assert_eq!(like_pattern(""), "%%");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_pattern_read_back_is_the_folded_text(text in r"[a-zĐđ%_\\ ]{0,20}") {
            let pattern = like_pattern(&text);
            let mut inner = pattern[1..pattern.len() - 1].chars();
            let mut read = String::new();
            while let Some(letter) = inner.next() {
                prop_assert!(!matches!(letter, '%' | '_'), "an unescaped sign in {}", pattern);
                read.push(if letter == '\\' { inner.next().unwrap() } else { letter });
            }
            prop_assert_eq!(read, fold(&text));
        }
    }
}
