//! Keeping a dossier beyond its time.

use serde_json::json;

use crate::hardship::applications::NoteKind;
use crate::hardship::applications::dto::{HardshipApplicationDto, HardshipReason};
use crate::hardship::applications::service::{self as applications, conclude, say};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::Writing;

/// Puts a dossier on hold, so that it is not erased, or releases it.
pub(in crate::hardship::requests) fn hold(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: HardshipReason,
    on: bool,
) -> Outcome<HardshipApplicationDto> {
    let mut row = applications::find(w, id)?;
    w.require(Action::DataRequestManage, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if row.on_hold == on || row.erased_at.is_some() {
        return Err(Problem::new(Code::WrongState));
    }
    row.on_hold = on;
    let note = say(w, id, NoteKind::Hold, why.reason)?;
    let action = if on { "hardship_application.hold" } else { "hardship_application.release_hold" };
    let (from, told) = (row.status, json!({"on_hold": on, "note_id": note.id, "note": note.kind}));
    let row = conclude(w, &row, action, from, told)?;
    applications::shown(w, row)
}
