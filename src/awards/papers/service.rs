//! What is done to the papers of both kinds alike.

use serde_json::{Value, json};

use super::dto::{AwardDocumentPreview, AwardLineDto, EditAwardDocument, PreviewedAward, PreviewedFault};
use super::model::{AwardOutcome, Head, MOST_LINES};
use super::plan::{Plan, Planned};
use super::store::Shown;
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

/// A line with what is shown of its nomination.
pub(in crate::awards) fn line(position: i32, outcome: Option<AwardOutcome>, of: Shown) -> AwardLineDto {
    AwardLineDto {
        nomination_id: of.id,
        position,
        organisation_id: of.organisation_id,
        form_id: of.form_id,
        nominee_kind: of.nominee_kind,
        nominee_name: of.nominee_name,
        nominee_title: of.nominee_title,
        workplace: of.workplace,
        nomination_status: of.status,
        outcome,
    }
}

/// A plan as it is shown.
pub(in crate::awards) fn preview(id: Uuid, version: i64, plan: &Plan) -> AwardDocumentPreview {
    let line = |(index, one): (usize, &Planned)| PreviewedAward {
        nomination_id: one.nomination.id,
        reward_vnd: one.reward(),
        problems: one.faults.iter().map(|fault| told(&fault.at(index))).collect(),
    };
    AwardDocumentPreview {
        document_id: id,
        document_version: version,
        ready: plan.check().is_ok(),
        lines: plan.lines.iter().enumerate().map(line).collect(),
        problems: plan.document.iter().map(told).collect(),
        reward_vnd: plan.lines.iter().map(Planned::reward).sum(),
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
