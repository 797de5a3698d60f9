//! Rounds on the wire.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::CouncilFunction;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::Line;

/// A round to be set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "year": 2024,
    "name": "Khen thưởng thành tích năm 2024", "opens_on": "2025-01-02", "closes_on": "2025-02-28",
    "forms": ["01940000-0000-7009-8000-000000000004"],
    "quotas": [
        {"form_id": "01940000-0000-7009-8000-000000000004", "maximum": 13},
        {
            "form_id": "01940000-0000-7009-8000-000000000004",
            "organisation_id": "01952a3e-7c00-7000-8000-000000000002", "members": 2500, "share_basis_points": 20
        }
    ],
    "council": [
        {"user_id": "01952a3e-7c00-7000-8000-000000000003", "function": "chair"},
        {"user_id": "01952a3e-7c00-7000-8000-000000000004", "function": "secretary"},
        {"user_id": "01952a3e-7c00-7000-8000-000000000005", "function": "member"}
    ]
}))]
pub struct NewAwardRound {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// The organisation whose council votes. Unions below it nominate.
    pub organisation_id: Uuid,
    /// The year of achievement.
    #[schema(minimum = 1900, maximum = 2100)]
    pub year: i32,
    /// Its name.
    pub name: Line<300>,
    /// The emulation movement it concludes.
    pub movement_id: Option<Uuid>,
    /// The first day on which a nomination can be submitted; 1900 to 2100.
    pub opens_on: NaiveDate,
    /// The last such day, not before the first.
    pub closes_on: NaiveDate,
    /// The forms it takes nominations for, each valid on a day on which it is open.
    #[schema(min_items = 1, max_items = 50)]
    pub forms: Vec<Uuid>,
    /// How many nominations may be endorsed; where there is no quota, as many as come.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub quotas: Vec<NewAwardQuota>,
    /// Who votes. It may be named later.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub council: Vec<NewCouncilMember>,
}

/// How many nominations for a form may be endorsed from an organisation and all below it: `maximum`, or so many
/// ten-thousandths of so many members.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"form_id": "01940000-0000-7009-8000-000000000004", "maximum": 13}))]
pub struct NewAwardQuota {
    /// One of the round's forms.
    pub form_id: Uuid,
    /// The round's own organisation, which stands for all, or one below it; the own one when absent.
    pub organisation_id: Option<Uuid>,
    /// So many.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub maximum: Option<i32>,
    /// How many members the share is of.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub members: Option<i32>,
    /// The share in ten-thousandths; less than one whole nomination counts for none.
    #[schema(minimum = 1, maximum = 10_000)]
    pub share_basis_points: Option<i32>,
}

/// Who is to vote.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "01952a3e-7c00-7000-8000-000000000003", "function": "chair"}))]
pub struct NewCouncilMember {
    /// Somebody with a role in the round's organisation: `GET /council-candidates` lists them.
    pub user_id: Uuid,
    /// What they are in the council; one chairs it at most.
    pub function: CouncilFunction,
}

/// What to change of a round; a member that is absent is kept, and null clears.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"closes_on": "2025-03-14"}))]
pub struct EditAwardRound {
    /// The year of achievement; fixed once somebody is nominated.
    #[serde(default)]
    #[schema(value_type = i32, minimum = 1900, maximum = 2100)]
    pub year: Patch<i32>,
    /// Its name.
    #[serde(default)]
    pub name: Patch<Line<300>>,
    /// The emulation movement it concludes.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub movement_id: Patch<Option<Uuid>>,
    /// The first day on which a nomination can be submitted.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub opens_on: Patch<NaiveDate>,
    /// The last such day.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub closes_on: Patch<NaiveDate>,
    /// The forms, all of them anew. One that somebody is nominated for stays; the quotas of one that goes go with it.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, min_items = 1, max_items = 50)]
    pub forms: Patch<Vec<Uuid>>,
    /// The quotas, all of them anew; none below what is used.
    #[serde(default)]
    #[schema(value_type = Vec<NewAwardQuota>, max_items = 1000)]
    pub quotas: Patch<Vec<NewAwardQuota>>,
    /// The council, all of it anew; not while it sits.
    #[serde(default)]
    #[schema(value_type = Vec<NewCouncilMember>, max_items = 50)]
    pub council: Patch<Vec<NewCouncilMember>>,
}

/// A round of awards as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AwardRoundSummaryDto {
    /// Its id.
    pub id: Uuid,
    /// The organisation whose council votes.
    pub organisation_id: Uuid,
    /// The year of achievement.
    #[schema(example = 2024)]
    pub year: i32,
    /// Its name.
    #[schema(example = "Khen thưởng thành tích năm 2024")]
    pub name: String,
    /// The emulation movement it concludes.
    #[schema(required = true)]
    pub movement_id: Option<Uuid>,
    /// The first day on which a nomination can be submitted.
    pub opens_on: NaiveDate,
    /// The last such day.
    pub closes_on: NaiveDate,
    /// The forms it takes nominations for.
    pub forms: Vec<Uuid>,
    /// Who set it up.
    pub created_by: Uuid,
    /// Rises at every change of the round; what is used of its quotas is none.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was set up.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A round of awards.
#[derive(Debug, Serialize, ToSchema)]
pub struct AwardRoundDto {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: AwardRoundSummaryDto,
    /// How many nominations may be endorsed, and are.
    pub quotas: Vec<AwardQuotaDto>,
    /// Who votes.
    pub council: Vec<CouncilMemberDto>,
}

impl Versioned for AwardRoundDto {
    fn version(&self) -> i64 {
        self.summary.version
    }

    /// What is used differs from reader to reader, and changes without the version.
    fn variant(&self) -> Option<Cow<'static, str>> {
        if self.quotas.is_empty() {
            return None;
        }
        let mut used = DefaultHasher::new();
        self.quotas.iter().for_each(|quota| quota.used.hash(&mut used));
        Some(format!("{:016x}", used.finish()).into())
    }
}

impl Identified for AwardRoundDto {
    fn id(&self) -> Uuid {
        self.summary.id
    }
}

/// How many nominations for a form may be endorsed from an organisation and all below it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AwardQuotaDto {
    /// The form.
    pub form_id: Uuid,
    /// The organisation.
    pub organisation_id: Uuid,
    /// So many.
    #[schema(minimum = 0)]
    pub maximum: i32,
    /// How many members the maximum is a share of; null where it is none.
    #[schema(required = true)]
    pub members: Option<i32>,
    /// That share in ten-thousandths.
    #[schema(required = true)]
    pub share_basis_points: Option<i32>,
    /// How many are endorsed; null where the caller neither sees the organisation's nominations nor stands below it.
    #[schema(required = true, minimum = 0)]
    pub used: Option<i32>,
    /// How many can still be; null where `used` is.
    #[schema(required = true, minimum = 0)]
    pub left: Option<i32>,
}

/// Who votes.
#[derive(Debug, Serialize, ToSchema)]
pub struct CouncilMemberDto {
    /// The user.
    pub user_id: Uuid,
    /// The name when they were named.
    pub name: String,
    /// What they are in the council.
    pub function: CouncilFunction,
}

/// How a list of rounds is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum AwardRoundSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of rounds can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AwardRoundQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include: Option<Include>,
    /// The order; newest first when it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub sort: Option<AwardRoundSort>,
    /// Words of the name; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<Line<100>>,
    /// Only those of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// Only those for achievements of this year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1900, maximum = 2100)]
    #[schema(minimum = 1900, maximum = 2100)]
    pub year: Option<i32>,
    /// Only those that conclude this movement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub movement_id: Option<Uuid>,
    /// Only those that take nominations for this form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form_id: Option<Uuid>,
    /// Only those in which a nomination can be submitted on this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_on: Option<NaiveDate>,
}

/// Somebody who can be named to a council.
#[derive(Debug, Serialize, ToSchema)]
pub struct CouncilCandidateDto {
    /// The user.
    pub user_id: Uuid,
    /// The name.
    #[schema(example = "Nguyễn Văn Ví Dụ")]
    pub name: String,
}

/// What the list of candidates can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CouncilCandidateQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include: Option<Include>,
    /// The organisation whose council it is.
    pub organisation_id: Uuid,
    /// Words of the name; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<Line<100>>,
}
