//! What committees and their members send and receive.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::Line;
use crate::organisations::model::{CommitteeKind, MemberTitle};

/// A committee of a union for one term.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommitteeDto {
    /// The committee.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// What it is elected for.
    pub kind: CommitteeKind,
    /// The kind in Vietnamese.
    pub kind_label: &'static str,
    /// The first day of its term.
    pub term_from: NaiveDate,
    /// The first day after its term.
    pub term_to: NaiveDate,
    /// Rises with every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When the record was made.
    pub created_at: Instant,
    /// When the record last changed.
    pub updated_at: Instant,
}

impl Versioned for CommitteeDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for CommitteeDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A committee to be recorded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "executive_committee", "term_from": "2023-06-15", "term_to": "2028-06-15"}))]
pub struct NewCommittee {
    /// The id, when the client makes it.
    pub id: Option<Uuid>,
    /// What it is elected for.
    pub kind: CommitteeKind,
    /// The first day of its term.
    pub term_from: NaiveDate,
    /// The first day after its term.
    pub term_to: NaiveDate,
}

/// A change of a committee's term.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"term_to": "2028-09-01"}))]
pub struct EditCommittee {
    /// The first day of its term.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub term_from: Patch<NaiveDate>,
    /// The first day after its term.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub term_to: Patch<NaiveDate>,
}

/// A person in a committee.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommitteeMemberDto {
    /// The membership.
    pub id: Uuid,
    /// The committee.
    pub committee_id: Uuid,
    /// The person's name.
    pub full_name: String,
    /// What the person is in the committee.
    pub title: MemberTitle,
    /// The title in Vietnamese.
    pub title_label: &'static str,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The first day no longer; null until the end of the term.
    #[schema(required = true)]
    pub valid_to: Option<NaiveDate>,
    /// The number of the deciding document.
    #[schema(example = "28/QĐ-LĐLĐ")]
    pub decision_number: String,
    /// The date of the deciding document.
    pub decision_date: NaiveDate,
    /// Rises with every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When the record was made.
    pub created_at: Instant,
    /// When the record last changed.
    pub updated_at: Instant,
}

impl Versioned for CommitteeMemberDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for CommitteeMemberDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A member to be recorded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"full_name": "Nguyễn Văn Mẫu", "title": "vice_chair", "valid_from": "2023-06-15",
    "decision_number": "28/QĐ-LĐLĐ", "decision_date": "2023-06-12"}))]
pub struct NewCommitteeMember {
    /// The id, when the client makes it.
    pub id: Option<Uuid>,
    /// The person's name.
    pub full_name: Line<120>,
    /// What the person is in the committee.
    pub title: MemberTitle,
    /// The first day, within the committee's term.
    pub valid_from: NaiveDate,
    /// The first day no longer, within the term; until its end when absent.
    pub valid_to: Option<NaiveDate>,
    /// The number of the deciding document.
    pub decision_number: Line<60>,
    /// The date of the deciding document.
    pub decision_date: NaiveDate,
}

/// A change of a member.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"valid_to": "2025-07-01"}))]
pub struct EditCommitteeMember {
    /// The person's name, put right.
    #[serde(default)]
    pub full_name: Patch<Line<120>>,
    /// What the person is in the committee, put right. A new office is a new membership.
    #[serde(default)]
    pub title: Patch<MemberTitle>,
    /// The first day, within the committee's term.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub valid_from: Patch<NaiveDate>,
    /// The first day no longer; null for the end of the term.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Patch<Option<NaiveDate>>,
    /// The number of the deciding document.
    #[serde(default)]
    pub decision_number: Patch<Line<60>>,
    /// The date of the deciding document.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub decision_date: Patch<NaiveDate>,
}
