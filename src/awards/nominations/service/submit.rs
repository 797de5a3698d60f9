//! What the union does that nominates: submit, take back.

use serde_json::json;

use super::eligibility::{identity_of, require_eligible};
use super::shown::shown;
use super::{alone, checks, conclude, find, lead, remark};
use crate::awards::forms::service as forms;
use crate::awards::nominations::dto::{AwardNominationDto, AwardReason};
use crate::awards::nominations::model::AwardNoteKind;
use crate::awards::nominations::store::{self, NominationRow};
use crate::awards::rounds::service as rounds;
use crate::awards::{NominationStatus, Step};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::kernel::text::fold;
use crate::organisations::service as organisations;
use crate::usecase::Writing;

/// Where another nomination of the same person or collective is in the way: it was submitted and not taken back.
const COUNTS: [NominationStatus; 8] = [
    NominationStatus::Submitted,
    NominationStatus::Endorsed,
    NominationStatus::CouncilApproved,
    NominationStatus::CouncilRejected,
    NominationStatus::Forwarded,
    NominationStatus::Awarded,
    NominationStatus::Declined,
    NominationStatus::Revoked,
];

/// The own chair sends a nomination up.
pub(crate) fn submit(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<AwardNominationDto> {
    let row = find(w, id)?;
    w.require(Action::AwardSubmit, row.organisation_id)?;
    let mut row = alone(w, &row)?;
    let to = lead(&row, version, Step::Submit)?;
    if row.whole_organisation {
        row.nominee_name = organisations::name_of(w.db, row.organisation_id)?;
        row.nominee_folded = fold(&row.nominee_name);
    }
    let (round, form, today) = (rounds::of(w.db, row.round_id)?, forms::of(w.db, row.form_id)?, w.today());
    let mut errors = checks::day(&round, &form, today);
    errors.extend(checks::place(w.db, row.organisation_id, &round)?);
    errors.extend(checks::form(w.db, &row)?);
    Problem::check(errors)?;
    refuse_duplicate(w, &row)?;
    require_eligible(w.db, &row)?;
    let from = row.status;
    row.status = to;
    row.submitted_on = Some(today);
    row.submitted_by = Some(w.who.user_id);
    let changes = json!({"submitted_on": today});
    conclude(w, &row, "award_nomination.submit", from, changes).map(shown)
}

/// Nobody is nominated twice for the same form in a round.
fn refuse_duplicate(w: &mut Writing<'_>, row: &NominationRow) -> Outcome<()> {
    let who = identity_of(w.db, row)?;
    let others = store::nominations_of(w.db, &who, row.id, &COUNTS)?;
    let same = others.iter().find(|other| (other.round_id, other.form_id) == (row.round_id, row.form_id));
    let Some(other) = same else { return Ok(()) };
    let id = other.id;
    Err(Problem::new(Code::DuplicateNomination).detail(
        format!("Trùng với đề nghị {id}."),
        format!("It is for the same person or collective as {id}."),
    ))
}

/// The union takes a nomination back that the council has not voted on.
pub(crate) fn withdraw(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: AwardReason,
) -> Outcome<AwardNominationDto> {
    let mut row = find(w, id)?;
    w.require(Action::AwardDraft, row.organisation_id)?;
    let to = lead(&row, version, Step::Withdraw)?;
    let from = row.status;
    row.status = to;
    row.rank = None;
    let changes = remark(w, id, AwardNoteKind::Withdrawal, &why.reason)?;
    rounds::give_places_back(w.db, &row)?;
    conclude(w, &row, "award_nomination.withdraw", from, changes).map(shown)
}
