//! What a survey entry is about, and how it moves on.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::UnknownName;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(name: &str) -> Result<Self, UnknownName> {
                Self::ALL.iter().copied().find(|one| one.as_str() == name).ok_or(UnknownName)
            }
        }
    };
}

named! {
    /// What a family needs. Each is a category of hardship as well.
    HousingWork {
        /// A house is to be built.
        HouseBuilding = "house_building",
        /// A house is to be repaired.
        HouseRepair = "house_repair",
        /// A visit with a gift.
        Visit = "visit",
    }
}

named! {
    /// How far a survey entry has come.
    SurveyStatus {
        /// The union has put it down.
        Surveyed = "surveyed",
        /// The union above has put it forward.
        Shortlisted = "shortlisted",
        /// It has become a dossier.
        Turned = "turned",
    }
}

/// What is done to a survey entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyAction {
    /// Change what it says.
    Edit,
    /// Remove it.
    Delete,
    /// Put it forward.
    Shortlist,
    /// Take it back from the shortlist.
    Unshortlist,
    /// Make a dossier of it.
    Turn,
}

/// Where `action` leads from `from`; nothing where it is not possible.
#[must_use]
pub const fn next_survey(from: SurveyStatus, action: SurveyAction) -> Option<SurveyStatus> {
    use SurveyAction as A;
    use SurveyStatus::{Shortlisted, Surveyed, Turned};
    match (from, action) {
        (Surveyed | Shortlisted, A::Edit | A::Delete) => Some(from),
        (Surveyed, A::Shortlist) => Some(Shortlisted),
        (Shortlisted, A::Unshortlist) => Some(Surveyed),
        (Shortlisted, A::Turn) => Some(Turned),
        (Surveyed, A::Unshortlist | A::Turn) | (Shortlisted, A::Shortlist) | (Turned, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_moves_forward_and_ends_as_a_dossier() {
        use SurveyAction::{Delete, Edit, Shortlist, Turn, Unshortlist};
        use SurveyStatus::{Shortlisted, Surveyed, Turned};
        let table = [
            (Surveyed, [Some(Surveyed), Some(Surveyed), Some(Shortlisted), None, None]),
            (Shortlisted, [Some(Shortlisted), Some(Shortlisted), None, Some(Surveyed), Some(Turned)]),
            (Turned, [None; 5]),
        ];
        for (from, expected) in table {
            let found = [Edit, Delete, Shortlist, Unshortlist, Turn].map(|action| next_survey(from, action));
            assert_eq!(found, expected, "{from:?}");
        }
    }

    #[test]
    fn names_are_read_back() {
        for work in HousingWork::ALL {
            assert_eq!(work.as_str().parse(), Ok(*work));
        }
        for status in SurveyStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
        }
        assert!("castle".parse::<HousingWork>().is_err());
    }
}
