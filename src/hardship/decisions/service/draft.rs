//! Beginning, editing and dropping a draft.

use serde_json::{Value, json};

use super::{check_draft, find, view};
use crate::files::service as files;
use crate::hardship::decisions::dto::{EditSupportDecision, NewSupportDecision, SupportDecisionDto};
use crate::hardship::decisions::model::DecisionStatus;
use crate::hardship::decisions::store::{self, Changes, DecisionRow};
use crate::hardship::programmes::service as programmes;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::kernel::text::{Line, Prose};
use crate::usecase::{Claim, Writing};

/// Begins a decision of the programme's organisation.
pub(crate) fn create(w: &mut Writing<'_>, new: NewSupportDecision) -> Outcome<SupportDecisionDto> {
    let programme = match programmes::find(w, new.programme_id) {
        Err(problem) if problem.code == Code::NotFound => {
            return Err(Problem::invalid_at(
                "/programme_id",
                "not_found",
                "Không có chương trình này.",
                "There is no such programme.",
            ));
        }
        found => found?,
    };
    w.require(Action::HardshipDecide, programme.organisation_id)?;
    let id = match w.claim("support_decision", new.id)? {
        Claim::Known(id) => return view::read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    Problem::check(
        new.document_date.and_then(|date| check_date("/document_date", date)).into_iter().collect(),
    )?;
    let row = DecisionRow {
        id,
        organisation_id: programme.organisation_id,
        programme_id: programme.id,
        title: new.title.into_inner(),
        legal_bases: new.legal_bases.into_inner(),
        place: new.place.map(Line::into_inner),
        document_date: new.document_date,
        signing_capacity: new.signing_capacity,
        signing_body: new.signing_body.map(Line::into_inner),
        signer_position: new.signer_position.map(Line::into_inner),
        signer_name: new.signer_name.map(Line::into_inner),
        status: DecisionStatus::Draft,
        register_entry_id: None,
        number: None,
        symbol: None,
        line_count: 0,
        total_vnd: 0,
        created_by: w.who.user_id,
        signed_by: None,
        signed_at: None,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    store::insert(w.db, &row)?;
    w.record(
        Entry::new("support_decision.create", "support_decision", id)
            .of(row.organisation_id)
            .changes(json!({"programme_id": row.programme_id, "title": row.title})),
    );
    view::whole(w, row)
}

/// Edits a draft.
pub(in crate::hardship::decisions) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditSupportDecision,
) -> Outcome<SupportDecisionDto> {
    let row = find(w, id)?;
    w.require(Action::HardshipDecide, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    check_draft(&row)?;
    if let Patch::Set(Some(date)) = edit.document_date {
        Problem::check(check_date("/document_date", date).into_iter().collect())?;
    }
    let said = changed_members(&edit);
    let line = |text: Patch<Option<Line<200>>>| text.map(|text| text.map(Line::into_inner)).into_option();
    let changes = Changes {
        title: edit.title.map(Line::into_inner).into_option(),
        legal_bases: edit.legal_bases.map(Prose::into_inner).into_option(),
        place: edit.place.map(|text| text.map(Line::into_inner)).into_option(),
        document_date: edit.document_date.into_option(),
        signing_capacity: edit.signing_capacity.into_option(),
        signing_body: line(edit.signing_body),
        signer_position: line(edit.signer_position),
        signer_name: line(edit.signer_name),
        ..Changes::default()
    };
    let row = update(w, id, version, &changes)?;
    w.record(
        Entry::new("support_decision.edit", "support_decision", id).of(row.organisation_id).changes(said),
    );
    view::whole(w, row)
}

/// Applies changes to a draft's own row, or says that somebody was faster.
pub(super) fn update(w: &mut Writing<'_>, id: Uuid, version: i64, changes: &Changes) -> Outcome<DecisionRow> {
    let now = w.now;
    match store::update(w.db, id, version, changes, now)? {
        Some(row) => Ok(row),
        None => Err(Problem::stale(store::get(w.db, id)?.version)),
    }
}

/// The members an edit sets, with their values; long text is only named.
fn changed_members(edit: &EditSupportDecision) -> Value {
    let mut members = serde_json::Map::new();
    let mut say = |name: &str, value: Option<Value>| {
        members.extend(value.map(|value| (name.to_owned(), value)));
    };
    let line = |patch: &Patch<Option<Line<200>>>| match patch {
        Patch::Keep => None,
        Patch::Set(text) => Some(json!(text)),
    };
    if let Patch::Set(title) = &edit.title {
        say("title", Some(json!(title)));
    }
    say("legal_bases_set", edit.legal_bases.is_set().then_some(json!(true)));
    if let Patch::Set(place) = &edit.place {
        say("place", Some(json!(place)));
    }
    if let Patch::Set(date) = &edit.document_date {
        say("document_date", Some(json!(date)));
    }
    if let Patch::Set(capacity) = &edit.signing_capacity {
        say("signing_capacity", Some(json!(capacity)));
    }
    say("signing_body", line(&edit.signing_body));
    say("signer_position", line(&edit.signer_position));
    say("signer_name", line(&edit.signer_name));
    Value::Object(members)
}

/// Removes a draft with its lines.
pub(in crate::hardship::decisions) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::HardshipDecide, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    check_draft(&row)?;
    // The row's own lock first: a line that is being added waits, and then finds no decision.
    update(w, id, version, &Changes { title: Some(row.title.clone()), ..Changes::default() })?;
    files::erase_of_record(w, "support_decision", id)?;
    store::delete(w.db, id, version + 1)?;
    w.record(
        Entry::new("support_decision.delete", "support_decision", id)
            .of(row.organisation_id)
            .changes(json!({"title": row.title, "line_count": row.line_count})),
    );
    Ok(())
}
