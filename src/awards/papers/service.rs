//! What is done to the papers of both kinds alike.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::dto::{AwardDocumentPreview, AwardLineDto, EditAwardDocument, PreviewedAward, PreviewedFault};
use super::model::{AwardOutcome, Head, MOST_LINES};
use super::plan::{Plan, Planned};
use super::store::{self, Shown};
use crate::awards::forms::store as forms;
use crate::code_lists::service as code_lists;
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Outcome, Place, Problem, Violation};
use crate::kernel::text::{Line, Prose};

/// What a paper says once it is edited.
pub(in crate::awards) fn edited(head: Head, edit: EditAwardDocument) -> Head {
    let line =
        |text: Patch<Option<Line<200>>>, before| text.map(|text| text.map(Line::into_inner)).or(before);
    Head {
        title: edit.title.map(Line::into_inner).or(head.title),
        legal_bases: edit.legal_bases.map(Prose::into_inner).or(head.legal_bases),
        place: edit.place.map(|text| text.map(Line::into_inner)).or(head.place),
        document_date: edit.document_date.or(head.document_date),
        signing_capacity: edit.signing_capacity.or(head.signing_capacity),
        signing_body: line(edit.signing_body, head.signing_body),
        signer_position: line(edit.signer_position, head.signer_position),
        signer_name: line(edit.signer_name, head.signer_name),
    }
}

/// The members an edit sets, with their values; long text is only named.
pub(in crate::awards) fn changed_members(edit: &EditAwardDocument) -> Value {
    let mut members = serde_json::Map::new();
    let mut say = |name: &str, value: Option<Value>| {
        members.extend(value.map(|value| (name.to_owned(), value)));
    };
    say("nomination_ids", set(&edit.nomination_ids));
    say("title", set(&edit.title));
    say("legal_bases_set", edit.legal_bases.is_set().then_some(json!(true)));
    say("place", set(&edit.place));
    say("document_date", set(&edit.document_date));
    say("signing_capacity", set(&edit.signing_capacity));
    say("signing_body", set(&edit.signing_body));
    say("signer_position", set(&edit.signer_position));
    say("signer_name", set(&edit.signer_name));
    Value::Object(members)
}

fn set<T: serde::Serialize>(patch: &Patch<T>) -> Option<Value> {
    match patch {
        Patch::Keep => None,
        Patch::Set(value) => Some(json!(value)),
    }
}

/// A paper names only so many nominations.
pub(in crate::awards) fn check_room(nominations: &[Uuid]) -> Outcome<()> {
    if nominations.len() <= MOST_LINES {
        return Ok(());
    }
    Err(Problem::invalid_at(
        "/nomination_ids",
        "too_many",
        format!("Một văn bản có nhiều nhất {MOST_LINES} đề nghị."),
        format!("A document has at most {MOST_LINES} nominations."),
    ))
}

/// What awarding authorities are called.
pub(in crate::awards) struct Authorities(HashMap<String, String>);

impl Authorities {
    /// All of the code list.
    pub(in crate::awards) fn of(db: &mut AnyConnection) -> Outcome<Self> {
        code_lists::award_authorities(db).map(|names| Self(names.into_iter().collect()))
    }

    /// The name of the authority with this code.
    pub(in crate::awards) fn label(&self, code: &str) -> String {
        self.0.get(code).map_or_else(|| code.to_owned(), Clone::clone)
    }
}

/// Position and outcome of lines that the caller was shown to see, with what is shown of their nominations.
pub(in crate::awards) fn lines(
    db: &mut AnyConnection,
    rows: Vec<(i32, Option<AwardOutcome>, Shown)>,
) -> Outcome<Vec<AwardLineDto>> {
    let distinct = |of: fn(&Shown) -> Uuid| {
        let mut ids: Vec<Uuid> = rows.iter().map(|(_, _, shown)| of(shown)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let unions = store::union_names(db, &distinct(|of| of.organisation_id))?;
    let forms = forms::of_ids(db, &distinct(|of| of.form_id))?;
    let forms: HashMap<Uuid, String> = forms.into_iter().map(|form| (form.id, form.name_vi)).collect();
    let awards = store::awards_of(db, &distinct(|of| of.id))?;
    let gone = || Problem::internal("a line without its union or form");
    let line = |(position, outcome, of): (i32, Option<AwardOutcome>, Shown)| {
        Ok(AwardLineDto {
            nomination_id: of.id,
            position,
            organisation_id: of.organisation_id,
            organisation_name: unions.get(&of.organisation_id).cloned().ok_or_else(gone)?,
            form_id: of.form_id,
            form_name: forms.get(&of.form_id).cloned().ok_or_else(gone)?,
            nominee_kind: of.nominee_kind,
            nominee_name: of.nominee_name,
            nominee_title: of.nominee_title,
            workplace: of.workplace,
            nomination_status: of.status,
            outcome,
            award_id: awards.get(&of.id).copied(),
        })
    };
    rows.into_iter().map(line).collect()
}

/// A plan as it is shown.
pub(in crate::awards) fn preview(id: Uuid, version: i64, plan: &Plan) -> AwardDocumentPreview {
    let line = |(index, one): (usize, &Planned)| PreviewedAward {
        nomination_id: one.nomination.id,
        reward_vnd: one.reward_vnd,
        problems: one.violations(index).map(|violation| told(&violation)).collect(),
    };
    AwardDocumentPreview {
        document_id: id,
        document_version: version,
        ready: plan.check().is_ok(),
        lines: plan.lines.iter().enumerate().map(line).collect(),
        problems: plan.document.iter().map(told).collect(),
        reward_vnd: plan.lines.iter().map(|one| one.reward_vnd).sum(),
    }
}

fn told(violation: &Violation) -> PreviewedFault {
    let pointer = match &violation.place {
        Place::Body(pointer) => pointer.clone(),
        Place::Query(_) | Place::Header(_) => String::new(),
    };
    let detail = violation.detail.vi.clone().into_owned();
    PreviewedFault { pointer, code: violation.code.to_owned(), detail }
}
