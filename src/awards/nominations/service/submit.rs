//! What the union does that nominates: submit, take back.

use chrono::NaiveDate;
use serde_json::json;

use super::duplicates::refuse_duplicate;
use super::hands::leave_hand;
use super::shown::one;
use super::stopped::check_nominee;
use super::{alone, check_room, checks, conclude, find, lead, remark, require_eligible};
use crate::awards::Step;
use crate::awards::forms::service::{self as forms, FormRow};
use crate::awards::nominations::dto::{AwardNominationDto, AwardReason};
use crate::awards::nominations::model::{AwardNoteKind, Deed};
use crate::awards::nominations::store::NominationRow;
use crate::awards::rounds::service::{self as rounds, RoundRow};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem, Violation};
use crate::kernel::text::fold;
use crate::organisations::service as organisations;
use crate::usecase::Writing;

/// The own chair sends a nomination up.
pub(crate) fn submit(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<AwardNominationDto> {
    let row = find(w, id)?;
    w.require(Action::AwardSubmit, row.organisation_id)?;
    let mut row = alone(w, &row)?;
    let to = lead(&row, version, Step::Submit)?;
    check_nominee(w.db, &row)?;
    check_room(w, id)?;
    if row.whole_organisation {
        row.nominee_name = organisations::name_of(w.db, row.organisation_id)?;
        row.nominee_folded = fold(&row.nominee_name);
    }
    let (round, form, today) = (rounds::of(w.db, row.round_id)?, forms::of(w.db, row.form_id)?, w.today());
    let mut errors = in_time(&row, &round, &form, today);
    errors.extend(checks::place(w.db, row.organisation_id, &round)?);
    errors.extend(checks::form(w.db, &row)?);
    Problem::check(errors)?;
    refuse_duplicate(w.db, &row, &round, &form)?;
    require_eligible(w.db, &row)?;
    let from = row.status;
    row.status = to;
    row.submitted_on = row.submitted_on.or(Some(today));
    row.submitted_by = Some(w.who.user_id);
    let changes = json!({"submitted_on": row.submitted_on});
    let row = conclude(w, &row, "award_nomination.submit", from, changes)?;
    leave_hand(w, id, Deed::Wrote)?;
    one(w, row)
}

/// The round is open today, or was when the nomination was first submitted: what was sent back is written anew after its
/// end, too.
fn in_time(row: &NominationRow, round: &RoundRow, form: &FormRow, today: NaiveDate) -> Vec<Violation> {
    let errors = checks::day(round, form, today);
    match row.submitted_on {
        Some(first) if checks::day(round, form, first).is_empty() => Vec::new(),
        _ => errors,
    }
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
    let row = conclude(w, &row, "award_nomination.withdraw", from, changes)?;
    one(w, row)
}
