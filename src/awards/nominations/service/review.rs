//! What the union above and the round's organisation do: endorse, send back, appraise.

use serde_json::{Value, json};

use super::duplicates::refuse_duplicate;
use super::hands::{leave_hand, refuse_own};
use super::shown::one;
use super::stopped::check_nominee;
use super::{alone, checks, conclude, find, lead, may, remark, require_eligible};
use crate::awards::forms::service as forms;
use crate::awards::nominations::dto::{
    AppraiseAwardNomination, AwardNominationDto, AwardReason, EndorseAwardNomination,
};
use crate::awards::nominations::model::{AwardNoteKind, Deed};
use crate::awards::nominations::store::{self, NominationRow};
use crate::awards::rounds::service as rounds;
use crate::awards::{NominationStatus, Step};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::Writing;

/// The chair of a union above puts a nomination forward that somebody else has written and sent. Done again, it changes
/// the rank and says something more, until the council has decided.
pub(crate) fn endorse(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: EndorseAwardNomination,
) -> Outcome<AwardNominationDto> {
    let row = find(w, id)?;
    w.require(Action::AwardEndorse, row.organisation_id)?;
    let mut row = alone(w, &row)?;
    let to = lead(&row, version, Step::Endorse)?;
    check_nominee(w.db, &row)?;
    refuse_own(w, id, &[Deed::Wrote, Deed::Appraised])?;
    let from = row.status;
    let is_first = from == NominationStatus::Submitted;
    if is_first {
        check_merit(w, &row)?;
    }
    refuse_rank(w, &row, body.rank)?;
    if is_first {
        rounds::take_places(w.db, &row)?;
        row.endorsed_by = Some(w.who.user_id);
    }
    row.status = to;
    row.rank = Some(body.rank);
    let said = match body.remark {
        Some(text) => remark(w, id, AwardNoteKind::Endorsement, &text)?,
        None => json!({}),
    };
    let changes = with(said, "rank", json!(body.rank));
    let row = conclude(w, &row, "award_nomination.endorse", from, changes)?;
    leave_hand(w, id, Deed::Endorsed)?;
    one(w, row)
}

/// The union stands below the round, and the nominee may be awarded.
fn check_merit(w: &mut Writing<'_>, row: &NominationRow) -> Outcome<()> {
    let (round, form) = (rounds::of(w.db, row.round_id)?, forms::of(w.db, row.form_id)?);
    Problem::check(checks::place(w.db, row.organisation_id, &round)?.into_iter().collect())?;
    refuse_duplicate(w.db, row, &round, &form)?;
    require_eligible(w.db, row)
}

/// Each rank is given once among a union's nominations for a form.
fn refuse_rank(w: &mut Writing<'_>, row: &NominationRow, rank: i32) -> Outcome<()> {
    let Some(other) = store::rank_holder(w.db, row, rank)? else { return Ok(()) };
    Err(Problem::new(Code::RankTaken).detail(
        format!("Đề nghị {other} đã được xếp thứ {rank}."),
        format!("Nomination {other} has rank {rank}."),
    ))
}

/// Sends a nomination back to its union to be written anew: the union above, and once it is endorsed the round's
/// appraiser too. Who has one of the two turns is told of a stale version and a wrong state before whose turn it is.
pub(crate) fn send_back(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: AwardReason,
) -> Outcome<AwardNominationDto> {
    let mut row = find(w, id)?;
    let round = rounds::of(w.db, row.round_id)?;
    let endorses = may(w, Action::AwardEndorse, row.organisation_id)?;
    if !endorses {
        w.require(Action::AwardAppraise, round.organisation_id)?;
    }
    let to = lead(&row, version, Step::Return)?;
    if row.status == NominationStatus::Submitted && !endorses {
        return Err(Problem::forbidden());
    }
    let from = row.status;
    row.status = to;
    (row.rank, row.endorsed_by, row.appraisal, row.appraised_by) = (None, None, None, None);
    row.returns += 1;
    let changes = remark(w, id, AwardNoteKind::Return, &why.reason)?;
    rounds::give_places_back(w.db, &row)?;
    let row = conclude(w, &row, "award_nomination.return", from, changes)?;
    one(w, row)
}

/// The round's appraiser says whether it should be awarded.
pub(crate) fn appraise(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: AppraiseAwardNomination,
) -> Outcome<AwardNominationDto> {
    let mut row = find(w, id)?;
    let round = rounds::of(w.db, row.round_id)?;
    w.require(Action::AwardAppraise, round.organisation_id)?;
    row.status = lead(&row, version, Step::Appraise)?;
    refuse_own(w, id, &[Deed::Wrote, Deed::Endorsed])?;
    row.appraisal = Some(body.appraisal);
    row.appraised_by = Some(w.who.user_id);
    let said = remark(w, id, AwardNoteKind::Opinion, &body.opinion)?;
    let from = row.status;
    let changes = with(said, "appraisal", json!(body.appraisal));
    let row = conclude(w, &row, "award_nomination.appraise", from, changes)?;
    leave_hand(w, id, Deed::Appraised)?;
    one(w, row)
}

/// One more member of what the journal is told.
fn with(mut changes: Value, name: &str, value: Value) -> Value {
    if let Some(members) = changes.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    changes
}
