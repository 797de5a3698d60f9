//! What an organisation is, what may stand under what, and how its periods follow one another.

mod committee;
mod period;
mod sort;

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::UnknownName;

pub use committee::{CommitteeKind, MemberTitle, Span};
pub use period::{Effect, EffectError, effect_of};
pub use sort::OrganisationSort;

/// How many levels a tree has at most, the root's being the first. Real trees have four or five; the bound keeps
/// walks and nested answers short.
pub const MAX_LEVELS: i32 = 12;

/// How many organisations one answer holds at most.
pub const MAX_NODES: usize = 5_000;

/// Whether `text` is the code of an organisation: `^[A-Z0-9][A-Z0-9-]{1,31}$`.
#[must_use]
pub fn is_code(text: &str) -> bool {
    (2..=32).contains(&text.len())
        && !text.starts_with('-')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
}

/// What kind of union an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// Vietnam General Confederation of Labour.
    Confederation,
    /// Federation of a province.
    ProvincialFederation,
    /// Federation of a district or town; ended on 1 July 2025, kept in history.
    DistrictFederation,
    /// Union of a sector, also that of the province's public employees.
    SectorUnion,
    /// Union directly above grassroots unions: of communes, wards, a cluster, an industrial zone.
    DirectUpperUnion,
    /// Grassroots union of a workplace or a trade.
    GrassrootsUnion,
}

impl OrganisationKind {
    /// Every kind, from the top down.
    pub const ALL: [Self; 6] = [
        Self::Confederation,
        Self::ProvincialFederation,
        Self::DistrictFederation,
        Self::SectorUnion,
        Self::DirectUpperUnion,
        Self::GrassrootsUnion,
    ];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confederation => "confederation",
            Self::ProvincialFederation => "provincial_federation",
            Self::DistrictFederation => "district_federation",
            Self::SectorUnion => "sector_union",
            Self::DirectUpperUnion => "direct_upper_union",
            Self::GrassrootsUnion => "grassroots_union",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::Confederation => "Tổng Liên đoàn Lao động Việt Nam",
            Self::ProvincialFederation => "Liên đoàn Lao động tỉnh",
            Self::DistrictFederation => "Liên đoàn Lao động cấp huyện",
            Self::SectorUnion => "Công đoàn ngành",
            Self::DirectUpperUnion => "Công đoàn cấp trên trực tiếp cơ sở",
            Self::GrassrootsUnion => "Công đoàn cơ sở",
        }
    }

    /// The kinds that may stand directly under this one. A grassroots union may have member unions of its own kind.
    #[must_use]
    pub const fn kinds_below(self) -> &'static [Self] {
        use OrganisationKind as K;
        match self {
            Self::Confederation => &[K::ProvincialFederation, K::SectorUnion],
            Self::ProvincialFederation => {
                &[K::DistrictFederation, K::SectorUnion, K::DirectUpperUnion, K::GrassrootsUnion]
            }
            Self::DistrictFederation => &[K::SectorUnion, K::DirectUpperUnion, K::GrassrootsUnion],
            Self::SectorUnion => &[K::DirectUpperUnion, K::GrassrootsUnion],
            Self::DirectUpperUnion | Self::GrassrootsUnion => &[K::GrassrootsUnion],
        }
    }

    /// Whether an organisation of this kind may stand under `parent`, or at the root where there is none.
    #[must_use]
    pub fn fits_under(self, parent: Option<Self>) -> bool {
        match parent {
            None => matches!(self, Self::Confederation | Self::ProvincialFederation),
            Some(parent) => parent.kinds_below().contains(&self),
        }
    }
}

impl FromStr for OrganisationKind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or(UnknownName)
    }
}

/// Whether an organisation lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationStatus {
    /// It lives.
    Active,
    /// It was merged, split or dissolved; its history stays.
    Ended,
}

impl OrganisationStatus {
    /// Every status.
    pub const ALL: [Self; 2] = [Self::Active, Self::Ended];

    /// Its name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }
}

impl FromStr for OrganisationStatus {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|status| status.as_str() == name).ok_or(UnknownName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrganisationKind as K;

    #[test]
    fn names_are_the_same_in_text_and_in_json() {
        for kind in K::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for status in OrganisationStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        assert_eq!("province".parse::<K>(), Err(UnknownName));
    }

    #[test]
    fn a_code_is_capitals_digits_and_dashes() {
        assert!(is_code("LDLD-01") && is_code("0A"));
        for bad in ["A", "-A", "ab", "LĐ", "A B", "", &"A".repeat(33)] {
            assert!(!is_code(bad), "{bad}");
        }
    }

    #[test]
    fn nothing_stands_under_a_lower_kind() {
        for parent in K::ALL {
            for child in K::ALL {
                let fits = child.fits_under(Some(parent));
                assert!(
                    !fits || parent < child || parent == K::GrassrootsUnion,
                    "{child:?} under {parent:?}"
                );
                assert!(!fits || child != K::Confederation);
            }
            assert!(!parent.kinds_below().is_empty());
        }
        assert!(!K::DirectUpperUnion.fits_under(Some(K::GrassrootsUnion)));
        assert!(K::GrassrootsUnion.fits_under(Some(K::ProvincialFederation)));
    }

    #[test]
    fn only_a_confederation_or_a_province_is_a_root() {
        let roots: Vec<K> = K::ALL.into_iter().filter(|kind| kind.fits_under(None)).collect();
        assert_eq!(roots, [K::Confederation, K::ProvincialFederation]);
    }
}
