//! Beginning, editing and dropping a draft.

use std::collections::HashSet;

use serde_json::json;

use super::{find, hold_draft, view};
use crate::awards::forms::service as forms;
use crate::awards::papers::{
    EditAwardDocument, Fault, Named, changed_members, check_room, edited, round_named,
};
use crate::awards::submissions::dto::{AwardSubmissionDto, NewAwardSubmission};
use crate::awards::submissions::model::SubmissionStatus;
use crate::awards::submissions::store::{self, LineRow, SubmissionRow};
use crate::awards::{Step, next};
use crate::code_lists::service as code_lists;
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

/// Begins a submission of the round's organisation to an authority.
pub(crate) fn create(w: &mut Writing<'_>, new: NewAwardSubmission) -> Outcome<AwardSubmissionDto> {
    let round = round_named(w, new.round_id)?;
    w.require(Action::AwardManage, round.organisation_id)?;
    let id = match w.claim("award_submission", new.id)? {
        Claim::Known(id) => return view::read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    check_room(&new.nomination_ids)?;
    let row = SubmissionRow {
        id,
        organisation_id: round.organisation_id,
        round_id: round.id,
        authority: new.authority,
        title: new.title.into_inner(),
        legal_bases: new.legal_bases.into_inner(),
        place: new.place.map(Line::into_inner),
        document_date: new.document_date,
        signing_capacity: new.signing_capacity,
        signing_body: new.signing_body.map(Line::into_inner),
        signer_position: new.signer_position.map(Line::into_inner),
        signer_name: new.signer_name.map(Line::into_inner),
        status: SubmissionStatus::Draft,
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
        authority_organisation_id: None,
        recalled_by: None,
        recalled_at: None,
        recall_reason: None,
    };
    let mut errors: Vec<Violation> =
        row.document_date.and_then(|date| check_date("/document_date", date)).into_iter().collect();
    errors.extend(wrong_authority(w, &row)?);
    errors.extend(unfit(w, &row, &new.nomination_ids)?);
    Problem::check(errors)?;
    store::insert(w.db, &row)?;
    insert_lines(w, id, &new.nomination_ids)?;
    w.record(Entry::new("award_submission.create", "award_submission", id).of(row.organisation_id).changes(
        json!({"round_id": row.round_id, "authority": row.authority, "title": row.title, "nomination_ids": new.nomination_ids}),
    ));
    view::whole(w, row)
}

/// What is wrong with the authority: what the organisation's own level awards it decides itself.
fn wrong_authority(w: &mut Writing<'_>, row: &SubmissionRow) -> Outcome<Option<Violation>> {
    let (own, today) = (organisations::of(w.db, row.organisation_id)?.kind, w.today());
    if own.as_str() == row.authority {
        return Ok(Some(Violation::at(
            "/authority",
            "own_level",
            "Cấp này do đơn vị tự quyết định khen thưởng.",
            "The organisation decides on awards of this level itself.",
        )));
    }
    let known = code_lists::is_award_authority(w.db, &row.authority, today)?;
    Ok((!known).then(|| {
        Violation::at(
            "/authority",
            "not_found",
            "Không có cấp khen thưởng này trong danh mục.",
            "The list of awarding authorities has no such code.",
        )
    }))
}

/// What is wrong with the nominations that a draft is to name.
fn unfit(w: &mut Writing<'_>, row: &SubmissionRow, ids: &[Uuid]) -> Outcome<Vec<Violation>> {
    let named = Named::of(w.db, row.round_id, ids)?;
    let elsewhere: HashSet<Uuid> = store::named_elsewhere(w.db, row.id, ids)?.into_iter().collect();
    let others = forms::of_others(w.db, &row.authority, named.rows())?;
    Ok(named.faults(|nomination| {
        let found = [
            (Fault::WrongState, next(nomination.status, Step::Forward).is_none()),
            (Fault::OtherAuthority, others.contains(&nomination.form_id)),
            (Fault::InOtherPaper, elsewhere.contains(&nomination.id)),
        ];
        found.into_iter().find(|(_, there)| *there).map(|(fault, _)| fault)
    }))
}

fn insert_lines(w: &mut Writing<'_>, submission_id: Uuid, nominations: &[Uuid]) -> Outcome<()> {
    for (position, nomination) in (1..).zip(nominations) {
        let line =
            LineRow { submission_id, position, nomination_id: *nomination, answer: None, recalled: false };
        store::insert_line(w.db, &line)?;
    }
    Ok(())
}

/// Edits a draft.
pub(in crate::awards::submissions) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditAwardDocument,
) -> Outcome<AwardSubmissionDto> {
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
    w.record(
        Entry::new("award_submission.edit", "award_submission", id).of(row.organisation_id).changes(said),
    );
    view::whole(w, row)
}

/// Removes a draft.
pub(in crate::awards::submissions) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::AwardManage, row.organisation_id)?;
    let row = hold_draft(w, &row, version)?;
    files::erase_of_record(w, "award_submission", id)?;
    store::delete(w.db, id)?;
    w.record(
        Entry::new("award_submission.delete", "award_submission", id)
            .of(row.organisation_id)
            .changes(json!({"title": row.title, "line_count": row.line_count})),
    );
    Ok(())
}
