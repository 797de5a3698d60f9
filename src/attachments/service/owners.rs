//! Who may see a record and change its files: its own domain says so. A new kind of record is one line in each of the
//! two matches, and a `see` and a `hold` in its domain's service.

use crate::attachments::model::RecordType;
use crate::awards::council::service as council;
use crate::awards::decisions::service as awarded;
use crate::awards::nominations::service as nominations;
use crate::awards::submissions::service as submitted;
use crate::files::service::Owner;
use crate::hardship::applications::service as applications;
use crate::hardship::decisions::service as decisions;
use crate::hardship::surveys::service as surveys;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::organisations::service as organisations;
use crate::reports::service as reports;
use crate::tasks::service as tasks;
use crate::usecase::{Reading, Writing};

/// `Ok` when the caller sees the record, else `not_found`.
pub(super) fn see(r: &mut Reading<'_>, kind: RecordType, id: Uuid) -> Outcome<()> {
    match kind {
        RecordType::Report => reports::see(r, id),
        RecordType::TaskItem => tasks::see_item(r, id),
        RecordType::TaskAssignment => tasks::see_assignment(r, id),
        RecordType::Organisation => organisations::see(r, id),
        RecordType::HardshipApplication => applications::see(r, id),
        RecordType::HousingSurvey => surveys::see(r, id),
        RecordType::SupportDecision => decisions::see(r, id),
        RecordType::CouncilSession => council::see(r, id),
        RecordType::AwardSubmission => submitted::see(r, id),
        RecordType::AwardDecision => awarded::see(r, id),
        RecordType::AwardNomination => nominations::see(r, id),
    }
}

/// Holds a record whose files the caller may change until the transaction ends, so that it is not frozen meanwhile and
/// its files are counted one after the other.
pub(super) fn hold(w: &mut Writing<'_>, kind: RecordType, id: Uuid) -> Outcome<Owner> {
    let organisation_id = match kind {
        RecordType::Report => reports::hold(w, id),
        RecordType::TaskItem => tasks::hold_item(w, id),
        RecordType::TaskAssignment => tasks::hold_assignment(w, id),
        RecordType::Organisation => organisations::hold(w, id),
        RecordType::HardshipApplication => applications::hold(w, id),
        RecordType::HousingSurvey => surveys::hold(w, id),
        RecordType::SupportDecision => decisions::hold(w, id),
        RecordType::CouncilSession => council::hold(w, id),
        RecordType::AwardSubmission => submitted::hold(w, id),
        RecordType::AwardDecision => awarded::hold(w, id),
        RecordType::AwardNomination => nominations::hold(w, id),
    }?;
    Ok(Owner { record_type: kind.as_str(), record_id: id, organisation_id })
}
