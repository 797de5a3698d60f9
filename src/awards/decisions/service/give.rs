//! Awards enter the register, by the own decision or by an authority's.

use chrono::NaiveDate;
use serde_json::json;

use crate::awards::Step;
use crate::awards::decisions::model::AwardDecisionStatus;
use crate::awards::decisions::store::{self, DecisionRow, LineRow};
use crate::awards::forms::service::{self as forms, FormRow};
use crate::awards::nominations::AwardNoteKind;
use crate::awards::nominations::service::{self as nominations, NominationRow};
use crate::awards::papers::AwardOutcome;
use crate::awards::register::service::{self as register, AwardRow, AwardState};
use crate::awards::rounds::service as rounds;
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::Outcome;
use crate::usecase::Writing;

/// By which decision something is awarded.
pub(super) struct Giving<'g> {
    pub(super) decision_id: Uuid,
    pub(super) symbol: &'g str,
    pub(super) decided_on: NaiveDate,
    pub(super) signer_name: &'g str,
    /// The year of achievement.
    pub(super) year: i32,
    pub(super) step: Step,
}

/// Awards a nomination: it moves on and stands in the register, with this reward.
pub(super) fn give(
    w: &mut Writing<'_>,
    giving: &Giving<'_>,
    nomination: &NominationRow,
    form: &FormRow,
    reward_vnd: i64,
) -> Outcome<()> {
    let said = Entry::new("award_nomination.award", "award_nomination", nomination.id)
        .changes(json!({"decision_id": giving.decision_id}));
    let row = nominations::step(w, nomination, giving.step, said)?;
    let award = AwardRow {
        id: id::new(w.now),
        organisation_id: row.organisation_id,
        recipient_kind: row.nominee_kind,
        recipient_name: row.nominee_name,
        recipient_folded: row.nominee_folded,
        recipient_title: row.nominee_title,
        workplace: row.workplace,
        namesake: row.namesake,
        form_id: form.id,
        kind: form.kind.clone(),
        authority: form.authority.clone(),
        year: giving.year,
        symbol: giving.symbol.to_owned(),
        decided_on: giving.decided_on,
        signer_name: giving.signer_name.to_owned(),
        reward_vnd,
        decision_id: Some(giving.decision_id),
        nomination_id: Some(row.id),
        import_id: None,
        state: AwardState::Valid,
        revocation_symbol: None,
        revoked_on: None,
        revocation_signer: None,
        revocation_reason: None,
        due_back_vnd: 0,
        paid_back_vnd: 0,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    register::enter(w, &award)
}

/// What an authority has decided on a submission.
pub(in crate::awards) struct Answered {
    pub(in crate::awards) organisation_id: Uuid,
    pub(in crate::awards) round_id: Uuid,
    pub(in crate::awards) submission_id: Uuid,
    pub(in crate::awards) authority: String,
    pub(in crate::awards) title: String,
    pub(in crate::awards) symbol: String,
    pub(in crate::awards) decided_on: NaiveDate,
    pub(in crate::awards) signer_name: String,
    pub(in crate::awards) signer_position: Option<String>,
    /// What it says of each nomination; a reason where it is declined.
    pub(in crate::awards) lines: Vec<(NominationRow, AwardOutcome, Option<String>)>,
}

/// Enters an authority's decision with all that follows from it; answers its id.
pub(in crate::awards) fn receive(w: &mut Writing<'_>, answered: &Answered) -> Outcome<Uuid> {
    let decision_id = id::new(w.now);
    let row = received(w, decision_id, answered);
    store::insert(w.db, &row)?;
    let giving = Giving {
        decision_id,
        symbol: &answered.symbol,
        decided_on: answered.decided_on,
        signer_name: &answered.signer_name,
        year: rounds::of(w.db, answered.round_id)?.year,
        step: Step::Award,
    };
    for (position, (nomination, outcome, reason)) in (1..).zip(&answered.lines) {
        let line = LineRow { decision_id, position, nomination_id: nomination.id, outcome: *outcome };
        store::insert_line(w.db, &line)?;
        match outcome {
            AwardOutcome::Awarded => {
                let form = forms::of(w.db, nomination.form_id)?;
                // The money of that day; the authority has decided, whatever is written of its form here.
                let in_force = forms::in_force(w.db, &form, answered.decided_on)?;
                let reward = in_force.as_ref().unwrap_or(&form).reward(nomination.nominee_kind);
                give(w, &giving, nomination, &form, reward)?;
            }
            AwardOutcome::Declined => decline(w, decision_id, nomination, reason.as_deref())?,
        }
    }
    w.record(
        Entry::new("award_decision.receive", "award_decision", decision_id).of(row.organisation_id).changes(
            json!({
                "submission_id": row.submission_id, "symbol": row.symbol, "document_date": row.document_date,
                "line_count": row.line_count,
            }),
        ),
    );
    Ok(decision_id)
}

fn received(w: &Writing<'_>, id: Uuid, answered: &Answered) -> DecisionRow {
    DecisionRow {
        id,
        organisation_id: answered.organisation_id,
        round_id: answered.round_id,
        submission_id: Some(answered.submission_id),
        authority: answered.authority.clone(),
        title: answered.title.clone(),
        legal_bases: None,
        place: None,
        document_date: Some(answered.decided_on),
        signing_capacity: None,
        signing_body: None,
        signer_position: answered.signer_position.clone(),
        signer_name: Some(answered.signer_name.clone()),
        status: AwardDecisionStatus::Signed,
        register_entry_id: None,
        number: None,
        symbol: Some(answered.symbol.clone()),
        line_count: i32::try_from(answered.lines.len()).unwrap_or(i32::MAX),
        created_by: w.who.user_id,
        signed_by: Some(w.who.user_id),
        signed_at: Some(w.now),
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    }
}

/// The reason goes to the notes of the nomination; the journal names only the note.
fn decline(
    w: &mut Writing<'_>,
    decision: Uuid,
    nomination: &NominationRow,
    reason: Option<&str>,
) -> Outcome<()> {
    let note = match reason {
        Some(reason) => Some(nominations::say(w, nomination.id, AwardNoteKind::Decline, reason)?),
        None => None,
    };
    let said = Entry::new("award_nomination.decline", "award_nomination", nomination.id)
        .changes(json!({"decision_id": decision, "note_id": note}));
    nominations::step(w, nomination, Step::Decline, said).map(drop)
}
