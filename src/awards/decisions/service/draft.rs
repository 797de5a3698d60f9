//! Beginning, editing and dropping a draft.

use std::collections::HashSet;

use serde_json::json;

use super::{find, hold_draft, view};
use crate::awards::decisions::dto::{AwardDecisionDto, NewAwardDecision};
use crate::awards::decisions::model::AwardDecisionStatus;
use crate::awards::decisions::store::{self, DecisionRow, LineRow};
use crate::awards::forms::service as forms;
use crate::awards::papers::{
    AwardOutcome, EditAwardDocument, Fault, Named, changed_members, check_room, edited, round_named,
};
use crate::awards::{Step, next};
use crate::files::service as files;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::Line;
use crate::organisations::service as organisations;
use crate::usecase::{Claim, Writing};

/// Begins a decision of the round's organisation on what it may award itself.
pub(crate) fn create(w: &mut Writing<'_>, new: NewAwardDecision) -> Outcome<AwardDecisionDto> {
    let round = round_named(w, new.round_id)?;
    w.require(Action::AwardManage, round.organisation_id)?;
    let id = match w.claim("award_decision", new.id)? {
        Claim::Known(id) => return view::read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    check_room(&new.nomination_ids)?;
    let row = DecisionRow {
        id,
        organisation_id: round.organisation_id,
        round_id: round.id,
        submission_id: None,
        authority: organisations::of(w.db, round.organisation_id)?.kind.as_str().to_owned(),
        title: new.title.into_inner(),
        legal_bases: Some(new.legal_bases.into_inner()),
        place: new.place.map(Line::into_inner),
        document_date: new.document_date,
        signing_capacity: new.signing_capacity,
        signing_body: new.signing_body.map(Line::into_inner),
        signer_position: new.signer_position.map(Line::into_inner),
        signer_name: new.signer_name.map(Line::into_inner),
        status: AwardDecisionStatus::Draft,
        register_entry_id: None,
        number: None,
        symbol: None,
        line_count: i32::try_from(new.nomination_ids.len()).unwrap_or(i32::MAX),
        created_by: w.who.user_id,
        signed_by: None,
        signed_at: None,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    let mut errors: Vec<Violation> =
        row.document_date.and_then(|date| check_date("/document_date", date)).into_iter().collect();
    errors.extend(unfit(w, &row, &new.nomination_ids)?);
    Problem::check(errors)?;
    store::insert(w.db, &row)?;
    insert_lines(w, id, &new.nomination_ids)?;
    w.record(Entry::new("award_decision.create", "award_decision", id).of(row.organisation_id).changes(
        json!({"round_id": row.round_id, "title": row.title, "nomination_ids": new.nomination_ids}),
    ));
    view::whole(w, row)
}

/// What is wrong with the nominations that a draft is to name.
fn unfit(w: &mut Writing<'_>, row: &DecisionRow, ids: &[Uuid]) -> Outcome<Vec<Violation>> {
    let named = Named::of(w.db, row.round_id, ids)?;
    let elsewhere: HashSet<Uuid> = store::named_elsewhere(w.db, row.id, ids)?.into_iter().collect();
    let others = forms::of_others(w.db, &row.authority, named.rows())?;
    Ok(named.faults(|nomination| {
        let found = [
            (Fault::WrongState, next(nomination.status, Step::AwardDirectly).is_none()),
            (Fault::OtherAuthority, others.contains(&nomination.form_id)),
            (Fault::InOtherPaper, elsewhere.contains(&nomination.id)),
        ];
        found.into_iter().find(|(_, there)| *there).map(|(fault, _)| fault)
    }))
}

fn insert_lines(w: &mut Writing<'_>, decision_id: Uuid, nominations: &[Uuid]) -> Outcome<()> {
    for (position, nomination) in (1..).zip(nominations) {
        let outcome = AwardOutcome::Awarded;
        store::insert_line(w.db, &LineRow { decision_id, position, nomination_id: *nomination, outcome })?;
    }
    Ok(())
}

/// Edits a draft.
pub(in crate::awards::decisions) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditAwardDocument,
) -> Outcome<AwardDecisionDto> {
    let row = find(w, id)?;
    w.require(Action::AwardManage, row.organisation_id)?;
    let mut row = hold_draft(w, &row, version)?;
    let mut errors = Vec::new();
    if let Patch::Set(Some(date)) = edit.document_date {
        errors.extend(check_date("/document_date", date));
    }
    if let Patch::Set(ids) = &edit.nomination_ids {
        check_room(ids)?;
        errors.extend(unfit(w, &row, ids)?);
    }
    Problem::check(errors)?;
    if let Patch::Set(ids) = &edit.nomination_ids {
        store::delete_lines(w.db, id)?;
        insert_lines(w, id, ids)?;
        row.line_count = i32::try_from(ids.len()).unwrap_or(i32::MAX);
    }
    let said = changed_members(&edit);
    let head = edited(row.head(), edit);
    let now = w.now;
    let row = store::save(w.db, &row.with(head), now)?;
    w.record(Entry::new("award_decision.edit", "award_decision", id).of(row.organisation_id).changes(said));
    view::whole(w, row)
}

/// Removes a draft.
pub(in crate::awards::decisions) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::AwardManage, row.organisation_id)?;
    let row = hold_draft(w, &row, version)?;
    files::erase_of_record(w, "award_decision", id)?;
    store::delete(w.db, id)?;
    w.record(
        Entry::new("award_decision.delete", "award_decision", id)
            .of(row.organisation_id)
            .changes(json!({"title": row.title, "line_count": row.line_count})),
    );
    Ok(())
}
