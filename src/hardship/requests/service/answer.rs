//! Answering a request, or refusing it.

use serde_json::{Value, json};

use super::{entry, find_open, shown};
use crate::hardship::requests::dto::{
    AnswerDataSubjectRequest, DataSubjectRequestDto, RefuseDataSubjectRequest,
};
use crate::hardship::requests::model::{DataRequestKind, DataRequestStatus};
use crate::hardship::requests::store::{self, Changes, RequestRow, place};
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::Writing;

/// Answers a request for an export or a correction. One to erase is answered by erasing.
pub(in crate::hardship::requests) fn answer(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: AnswerDataSubjectRequest,
) -> Outcome<DataSubjectRequestDto> {
    let row = find_open(w, id, version)?;
    if row.kind == DataRequestKind::Erase {
        return Err(Problem::new(Code::WrongState).detail(
            "Yêu cầu xóa được trả lời bằng việc xóa, hoặc bị từ chối.",
            "A request to erase is answered by erasing, or refused.",
        ));
    }
    conclude(
        w,
        &row,
        "data_subject_request.answer",
        DataRequestStatus::Answered,
        &body.answer.into_inner(),
        json!({}),
    )
}

/// Refuses a request, with a reason.
pub(in crate::hardship::requests) fn refuse(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: RefuseDataSubjectRequest,
) -> Outcome<DataSubjectRequestDto> {
    let row = find_open(w, id, version)?;
    let reason = body.reason.into_inner();
    conclude(w, &row, "data_subject_request.refuse", DataRequestStatus::Refused, &reason, json!({}))
}

/// Ends a request with what the person is told, sealed.
pub(super) fn conclude(
    w: &mut Writing<'_>,
    row: &RequestRow,
    action: &'static str,
    to: DataRequestStatus,
    told: &str,
    changes: Value,
) -> Outcome<DataSubjectRequestDto> {
    let sealer = w.vault.clone().sealer(w.db)?;
    let now = w.now;
    let set = Changes {
        status: Some(to),
        answer: Some(sealer.seal(place("answer", row.id), told)?),
        answered_by: Some(w.who.user_id),
        answered_at: Some(now),
    };
    let saved = store::save(w.db, row.id, row.version, &set, now)?;
    w.record(entry(action, row).states(row.status.as_str(), to.as_str()).changes(changes));
    shown(w, saved)
}
