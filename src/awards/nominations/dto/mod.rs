//! Nominations on the wire.

mod eligibility;
mod steps;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::AwardAppraisal;
use crate::awards::council::model::CouncilResult;
use crate::awards::{NominationStatus, NomineeKind};
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::{Line, Prose};

pub(super) use eligibility::*;
pub(in crate::awards) use steps::AwardReason;
pub(super) use steps::*;

/// A nomination to be begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "round_id": "01952a3e-7c00-7000-8000-000000000002",
    "form_id": "01952a3e-7c00-7000-8000-000000000003", "nominee_kind": "individual",
    "nominee_name": "Nguyễn Văn Ví Dụ", "nominee_title": "Tổ trưởng công đoàn", "workplace": "Tổ Ví Dụ",
    "achievements": "Hoàn thành xuất sắc nhiệm vụ năm 2024."
}))]
pub struct NewAwardNomination {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// The union that nominates. It stands below the organisation of the round.
    pub organisation_id: Uuid,
    /// The round it is for.
    pub round_id: Uuid,
    /// The form of award, one of the round's.
    pub form_id: Uuid,
    /// A collective or a person.
    pub nominee_kind: NomineeKind,
    /// The name of the person, or of the unit of the union; the union as a whole is nominated under its own.
    pub nominee_name: Option<Line<200>>,
    /// What the person is.
    pub nominee_title: Option<Line<200>>,
    /// Where the person works.
    pub workplace: Option<Line<300>>,
    /// Whether the union as a whole is nominated, and no unit of it.
    #[serde(default)]
    pub whole_organisation: bool,
    /// Whether the person is another one than the one of the same name and union who was nominated or awarded before.
    #[serde(default)]
    pub namesake: bool,
    /// An earlier award of the same person or collective, in another union perhaps: it counts for the form's conditions.
    pub earlier_award_id: Option<Uuid>,
    /// What was achieved.
    pub achievements: Prose<4000>,
}

/// What to change of a nomination; a member that is absent is kept, and null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"nominee_title": "Chủ tịch công đoàn bộ phận", "achievements": "Hoàn thành xuất sắc nhiệm vụ năm 2024."}))]
pub struct EditAwardNomination {
    /// The form of award, one of the round's.
    #[serde(default)]
    #[schema(value_type = Uuid)]
    pub form_id: Patch<Uuid>,
    /// The name of the person or of the unit.
    #[serde(default)]
    pub nominee_name: Patch<Line<200>>,
    /// What the person is.
    #[serde(default)]
    pub nominee_title: Patch<Option<Line<200>>>,
    /// Where the person works.
    #[serde(default)]
    pub workplace: Patch<Option<Line<300>>>,
    /// Whether the person is another one than the one of the same name and union.
    #[serde(default)]
    #[schema(value_type = bool)]
    pub namesake: Patch<bool>,
    /// An earlier award of the same person or collective.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub earlier_award_id: Patch<Option<Uuid>>,
    /// What was achieved.
    #[serde(default)]
    pub achievements: Patch<Prose<4000>>,
}

/// A nomination as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AwardNominationSummaryDto {
    /// Its id.
    pub id: Uuid,
    /// The union that nominates.
    pub organisation_id: Uuid,
    /// The union's name today.
    #[schema(example = "Công đoàn cơ sở Ví Dụ")]
    pub organisation_name: String,
    /// The round it is for.
    pub round_id: Uuid,
    /// The form of award.
    pub form_id: Uuid,
    /// The form's Vietnamese name.
    #[schema(example = "Bằng khen của Tổng Liên đoàn")]
    pub form_name: String,
    /// A collective or a person.
    pub nominee_kind: NomineeKind,
    /// The same in Vietnamese.
    #[schema(example = "Cá nhân")]
    pub nominee_kind_label: &'static str,
    /// The name.
    #[schema(example = "Nguyễn Văn Ví Dụ")]
    pub nominee_name: String,
    /// What the person is.
    #[schema(required = true)]
    pub nominee_title: Option<String>,
    /// Where the person works.
    #[schema(required = true)]
    pub workplace: Option<String>,
    /// Whether the union as a whole is nominated, and no unit of it.
    pub whole_organisation: bool,
    /// Whether the person is another one than the one of the same name and union.
    pub namesake: bool,
    /// An earlier award of the same person or collective.
    #[schema(required = true)]
    pub earlier_award_id: Option<Uuid>,
    /// Where it stands.
    pub status: NominationStatus,
    /// The state's Vietnamese name.
    #[schema(example = "Chờ hội đồng xét")]
    pub status_label: &'static str,
    /// Whether the nominee is being looked into: nothing goes on meanwhile.
    pub on_hold: bool,
    /// Its place among the union's nominations for the form, once it is endorsed.
    #[schema(required = true, minimum = 1)]
    pub rank: Option<i32>,
    /// What the appraiser thinks of it.
    #[schema(required = true)]
    pub appraisal: Option<AwardAppraisal>,
    /// The same in Vietnamese.
    #[schema(required = true, example = "Đồng ý")]
    pub appraisal_label: Option<&'static str>,
    /// The day it was first submitted.
    #[schema(required = true)]
    pub submitted_on: Option<NaiveDate>,
    /// What the council decided; null before, and where it lapsed.
    #[schema(required = true)]
    pub council: Option<AwardNominationCouncilDto>,
    /// The signed submission that took it to the awarding authority.
    #[schema(required = true)]
    pub submission_id: Option<Uuid>,
    /// Its symbol.
    #[schema(required = true, example = "12/TTr-LĐLĐ")]
    pub submission_symbol: Option<String>,
    /// The signed decision that awarded or declined it.
    #[schema(required = true)]
    pub decision_id: Option<Uuid>,
    /// Its symbol.
    #[schema(required = true, example = "45/QĐ-LĐLĐ")]
    pub decision_symbol: Option<String>,
    /// What it came to in the register.
    #[schema(required = true)]
    pub award_id: Option<Uuid>,
    /// Who began it.
    pub created_by: Uuid,
    /// Who submitted it last.
    #[schema(required = true)]
    pub submitted_by: Option<Uuid>,
    /// Who endorsed it.
    #[schema(required = true)]
    pub endorsed_by: Option<Uuid>,
    /// Who appraised it.
    #[schema(required = true)]
    pub appraised_by: Option<Uuid>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was begun.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// What the council decided on a nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AwardNominationCouncilDto {
    /// The session.
    pub session_id: Uuid,
    /// The day it was held.
    pub held_on: NaiveDate,
    /// Approved or rejected.
    pub result: CouncilResult,
}

/// A nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AwardNominationDto {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: AwardNominationSummaryDto,
    /// What was achieved.
    pub achievements: String,
}

impl Versioned for AwardNominationDto {
    fn version(&self) -> i64 {
        self.summary.version
    }
}

impl Identified for AwardNominationDto {
    fn id(&self) -> Uuid {
        self.summary.id
    }
}

/// How a list of nominations is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum AwardNominationSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
    /// By rank, those without one at the end: for the nominations of one round and form.
    #[serde(rename = "rank")]
    Rank,
}

/// What the list of nominations can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AwardNominationQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// `total` counts all that match.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub include: Option<Include>,
    /// The order; newest first when it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub sort: Option<AwardNominationSort>,
    /// Words of the nominee's name; accents and case do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<Line<100>>,
    /// Only those that wait for the caller: drafts of the own union, what the unions directly below have submitted, what
    /// waits for an opinion, and what the clerk takes to the council and then into a submission or decision. What is on
    /// hold waits for nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_for_me: Option<bool>,
    /// Only those of this union itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// Only those of this organisation and all below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<Uuid>,
    /// Only those of this round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_id: Option<Uuid>,
    /// Only those for this form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form_id: Option<Uuid>,
    /// Only collectives, or only persons.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub nominee_kind: Option<NomineeKind>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub status: Option<NominationStatus>,
    /// Only those that are on hold, or are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_hold: Option<bool>,
}
