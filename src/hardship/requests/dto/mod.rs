//! Requests of the person concerned on the wire. Whom they are of is masked, but in [`DataRequestPersonalDto`] and the
//! export.

mod held;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{DataRequestKind, DataRequestStatus};
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::person::{CitizenId, Phone};
use crate::kernel::text::Prose;

pub(super) use held::*;

/// What a person asks for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "organisation_id": "01952a3e-7c00-7000-8000-000000000001", "kind": "export", "citizen_id": "012090000089",
    "contact": "+84912000089", "details": "Xin bản sao mọi thông tin đang lưu.", "received_on": "2025-02-10"
}))]
pub struct NewDataSubjectRequest {
    /// The client's own id for it, a UUID; without one it gets one.
    pub id: Option<Uuid>,
    /// The union that was asked.
    pub organisation_id: Uuid,
    /// What is asked for.
    pub kind: DataRequestKind,
    /// The citizen id of who asks. Kept sealed.
    pub citizen_id: CitizenId,
    /// Where the person can be reached. Kept sealed.
    pub contact: Option<Prose<500>>,
    /// What the person said. Kept sealed.
    pub details: Option<Prose<4000>>,
    /// The day it came in; not after today.
    pub received_on: NaiveDate,
}

/// What the person is answered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answer": "Đã gửi bản sao theo yêu cầu."}))]
pub struct AnswerDataSubjectRequest {
    /// The answer. Kept sealed.
    pub answer: Prose<4000>,
}

/// Why the person is refused.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Thông tin còn trong thời hạn lưu trữ."}))]
pub struct RefuseDataSubjectRequest {
    /// The reason. Kept sealed.
    pub reason: Prose<4000>,
}

/// Erases what is held on the person; nothing is asked.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct ErasePersonalData {}

/// What is corrected of the person of one dossier or one survey entry; a member that is absent is kept.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "application_id": "01952a3e-7c00-7000-8000-000000000001", "phone": "+84912000089"
}))]
pub struct CorrectPersonalData {
    /// The dossier; this or `housing_survey_id`.
    pub application_id: Option<Uuid>,
    /// The survey entry; this or `application_id`.
    pub housing_survey_id: Option<Uuid>,
    /// The citizen id.
    #[serde(default)]
    #[schema(value_type = CitizenId)]
    pub citizen_id: Patch<CitizenId>,
    /// The day of birth, which must fit the citizen id.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    pub birth_date: Patch<NaiveDate>,
    /// Where the family can be called; null clears.
    #[serde(default)]
    #[schema(value_type = Option<Phone>)]
    pub phone: Patch<Option<Phone>>,
    /// Where the person lives.
    #[serde(default)]
    pub address: Patch<Prose<500>>,
}

/// A request, without what is sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataSubjectRequestDto {
    /// Its id.
    pub id: Uuid,
    /// The union that was asked.
    pub organisation_id: Uuid,
    /// What is asked for.
    pub kind: DataRequestKind,
    /// The first and the last two digits of the citizen id of who asks.
    #[schema(required = true, example = "0*** *** ***89")]
    pub citizen_id_masked: Option<String>,
    /// The day it came in.
    pub received_on: NaiveDate,
    /// The last day on which an answer is in time: two working days later.
    pub due_on: NaiveDate,
    /// Whether it is open past that day. It turns without a new version.
    pub overdue: bool,
    /// How far it has come.
    pub status: DataRequestStatus,
    /// Who answered or refused it.
    #[schema(required = true)]
    pub answered_by: Option<Uuid>,
    /// When.
    #[schema(required = true)]
    pub answered_at: Option<Instant>,
    /// Who put it down.
    pub created_by: Uuid,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was put down.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Versioned for DataSubjectRequestDto {
    fn version(&self) -> i64 {
        self.version
    }

    fn variant(&self) -> Option<Cow<'static, str>> {
        self.overdue.then_some("overdue".into())
    }
}

impl Identified for DataSubjectRequestDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All that a request says.
#[derive(Serialize, ToSchema)]
pub struct DataRequestPersonalDto {
    /// The request.
    pub id: Uuid,
    /// What is asked for.
    pub kind: DataRequestKind,
    /// The day it came in.
    pub received_on: NaiveDate,
    /// The citizen id of who asks.
    #[schema(required = true, example = "012090000089")]
    pub citizen_id: Option<String>,
    /// Where the person can be reached.
    #[schema(required = true)]
    pub contact: Option<String>,
    /// What the person said.
    #[schema(required = true)]
    pub details: Option<String>,
    /// What the person was answered, or why refused.
    #[schema(required = true)]
    pub answer: Option<String>,
}

/// How a list of requests is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum DataRequestSort {
    /// Oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDown,
}

/// What the list of requests can be asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DataSubjectRequestQuery {
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
    pub sort: Option<DataRequestSort>,
    /// Only those that this union was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// Only those for this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<DataRequestKind>,
    /// Only those that have come so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<DataRequestStatus>,
    /// Only those that are open past their last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
}
