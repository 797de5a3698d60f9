//! What organisations send and receive.

mod committees;
mod queries;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{OrganisationKind, OrganisationStatus};
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::Line;

pub use committees::{
    CommitteeDto, CommitteeMemberDto, EditCommittee, EditCommitteeMember, NewCommittee, NewCommitteeMember,
};
pub use queries::{
    AsOf, CommitteeMemberQuery, CommitteeQuery, OrganisationChildrenQuery, OrganisationPeriodQuery,
    OrganisationQuery, OrganisationSubtreeQuery,
};

/// An organisation, as it is or as it was on the day asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationDto {
    /// The organisation.
    pub id: Uuid,
    /// The code by which other systems know it; never changes.
    #[schema(example = "CDCS-SGD")]
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of union it is.
    pub kind: OrganisationKind,
    /// The kind in Vietnamese.
    pub kind_label: &'static str,
    /// Under whom it stands; null at the root.
    #[schema(required = true)]
    pub parent_id: Option<Uuid>,
    /// How it is written in the symbol of its documents, as in `209/BC-LĐLĐ`.
    #[schema(required = true, example = "LĐLĐ")]
    pub symbol: Option<String>,
    /// The place in the date line of its documents.
    #[schema(required = true, example = "Lai Châu")]
    pub place: Option<String>,
    /// Whether it lives.
    pub status: OrganisationStatus,
    /// Rises with every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When the record was made.
    pub created_at: Instant,
    /// When the record last changed.
    pub updated_at: Instant,
    /// The day these are the name, kind and parent of, when one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub as_of: Option<NaiveDate>,
}

impl Versioned for OrganisationDto {
    fn version(&self) -> i64 {
        self.version
    }

    fn variant(&self) -> Option<Cow<'static, str>> {
        self.as_of.map(|_| "as-of".into())
    }
}

impl Identified for OrganisationDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// An organisation of a subtree with its depth under the top.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SubtreeOrganisation {
    /// Levels below the top, whose own depth is 0.
    #[schema(minimum = 0)]
    pub depth: i32,
    /// The organisation.
    #[serde(flatten)]
    pub organisation: OrganisationDto,
}

/// One of the organisations above another, in short.
///
/// On a day of the past it may be one that the caller does not see; this much belongs to the history of whoever stood
/// below it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AncestorDto {
    /// The organisation.
    pub id: Uuid,
    /// Its name, on the day that was asked for.
    pub name: String,
    /// What kind of union it was then.
    pub kind: OrganisationKind,
    /// The kind in Vietnamese.
    pub kind_label: &'static str,
}

/// The tree as far as the caller sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationTree {
    /// The tops: one in the tree of today; on a day of the past also whoever then stood under an organisation that
    /// the caller does not see.
    #[schema(max_items = 5000)]
    pub roots: Vec<TreeNode>,
    /// Whether the lowest organisations were left out because there are more than 5,000; ask for subtrees then.
    pub truncated: bool,
}

/// An organisation in the tree, with those under it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TreeNode {
    /// The organisation.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of union it is.
    pub kind: OrganisationKind,
    /// The kind in Vietnamese.
    pub kind_label: &'static str,
    /// Those directly under it, by name.
    #[schema(no_recursion, max_items = 5000)]
    pub children: Vec<Self>,
}

/// What an organisation was called, what kind it was and under whom it stood, from a day to a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationPeriodDto {
    /// The first day.
    pub valid_from: NaiveDate,
    /// The first day of the next period; null for the present one.
    #[schema(required = true)]
    pub valid_to: Option<NaiveDate>,
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: OrganisationKind,
    /// The kind in Vietnamese.
    pub kind_label: &'static str,
    /// The organisation above, also where the caller does not see it today; null at the root.
    #[schema(required = true)]
    pub parent_id: Option<Uuid>,
    /// The number of the deciding document.
    #[schema(required = true, example = "15/QĐ-LĐLĐ")]
    pub decision_number: Option<String>,
    /// The date of the deciding document.
    #[schema(required = true)]
    pub decision_date: Option<NaiveDate>,
}

/// An organisation to be recorded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "CDCS-SO-GTVT", "name": "Công đoàn cơ sở Sở Giao thông vận tải",
    "kind": "grassroots_union", "parent_id": "01951234-0000-7000-8000-000000000001", "symbol": "CĐCS",
    "place": "Lai Châu", "established_on": "2019-05-01", "decision_number": "15/QĐ-LĐLĐ",
    "decision_date": "2019-04-20"}))]
pub struct NewOrganisation {
    /// The id, when the client makes it.
    pub id: Option<Uuid>,
    /// The code by which other systems know it; never changes.
    #[schema(min_length = 2, max_length = 32, pattern = "^[A-Z0-9][A-Z0-9-]{1,31}$")]
    pub code: String,
    /// Its name.
    pub name: Line<200>,
    /// What kind of union it is.
    pub kind: OrganisationKind,
    /// Under whom it stands. Only the first organisation of all has none.
    pub parent_id: Option<Uuid>,
    /// How it is written in the symbol of its documents, as in `209/BC-LĐLĐ`.
    pub symbol: Option<Line<30>>,
    /// The place in the date line of its documents.
    pub place: Option<Line<100>>,
    /// The day from which it exists; today when absent, never after today.
    pub established_on: Option<NaiveDate>,
    /// The number of the deciding document.
    pub decision_number: Option<Line<60>>,
    /// The date of the deciding document.
    pub decision_date: Option<NaiveDate>,
}

/// A change of an organisation. A new name, kind or parent counts from `effective_on`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Công đoàn cơ sở Sở Xây dựng", "effective_on": "2025-02-01",
    "decision_number": "7/QĐ-LĐLĐ", "decision_date": "2025-01-20"}))]
pub struct EditOrganisation {
    /// The new name.
    #[serde(default)]
    pub name: Patch<Line<200>>,
    /// The new kind.
    #[serde(default)]
    pub kind: Patch<OrganisationKind>,
    /// Under whom it stands from now on, with all below it.
    #[serde(default)]
    #[schema(value_type = Uuid)]
    pub parent_id: Patch<Uuid>,
    /// How it is written in the symbol of its documents; null for no symbol.
    #[serde(default)]
    pub symbol: Patch<Option<Line<30>>>,
    /// The place in the date line of its documents; null for none.
    #[serde(default)]
    pub place: Patch<Option<Line<100>>>,
    /// The day from which the new name, kind or parent counts: today when absent, never after today nor before the
    /// present period. The first day of the present period puts that period right instead of beginning another.
    pub effective_on: Option<NaiveDate>,
    /// The number of the deciding document.
    pub decision_number: Option<Line<60>>,
    /// The date of the deciding document.
    pub decision_date: Option<NaiveDate>,
}
