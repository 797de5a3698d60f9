//! Beginning, editing and dropping a draft.

use serde_json::{Value, json};

use super::{checks, find, neighbours, update, view};
use crate::files::service as files;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::period::Period;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::reports::dto::{EditReport, NewReport, Recipient, ReportDto};
use crate::reports::model::{ReportStatus, RoundStatus};
use crate::reports::rounds;
use crate::reports::store::{self, Changes, RecipientRow, ReportRow};
use crate::usecase::{Claim, Reading, Writing};

/// Begins a report.
pub(crate) fn create(w: &mut Writing<'_>, new: NewReport) -> Outcome<ReportDto> {
    neighbours::check_visible(w, new.organisation_id)?;
    w.require(Action::ReportDraft, new.organisation_id)?;
    let id = match w.claim("report", new.id)? {
        Claim::Known(id) => return view::read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let mut errors: Vec<Violation> = Vec::new();
    let period = match new.round_id {
        Some(round) => period_of_round(w, &new, round, &mut errors)?,
        None => own_period(&new, &mut errors),
    };
    let start = period.as_ref().map(Period::start);
    errors.extend(new.document_date.and_then(|date| checks::document_date(date, start)));
    Problem::check(errors)?;
    let Some(period) = period else { return Err(Problem::internal("a period without an error")) };
    if let Some(round) = new.round_id {
        round_takes(w, round, new.organisation_id)?;
    }
    let row = new_row(w, id, &new, &period);
    store::insert(w.db, &row)?;
    store::set_recipients(w.db, id, &recipient_rows(id, new.recipients))?;
    w.record(Entry::new("report.create", "report", id).of(row.organisation_id).changes(json!({
        "round_id": row.round_id, "period_kind": row.period_kind, "period_start": row.period_start,
        "period_end": row.period_end, "title": row.title,
    })));
    view::whole(w, row)
}

/// The round's period, if the organisation owes the round a report.
fn period_of_round(
    r: &mut Reading<'_>,
    new: &NewReport,
    round: Uuid,
    errors: &mut Vec<Violation>,
) -> Outcome<Option<Period>> {
    let given = [
        ("/period_kind", new.period_kind.is_some()),
        ("/period_start", new.period_start.is_some()),
        ("/period_end", new.period_end.is_some()),
    ];
    errors.extend(given.into_iter().filter(|(_, given)| *given).map(|(pointer, _)| {
        Violation::at(pointer, "not_allowed", "Kỳ lấy theo đợt báo cáo.", "The period is that of the round.")
    }));
    let found = match rounds::service::find(r, round) {
        Ok(found) => found,
        Err(problem) if problem.code == Code::NotFound => {
            errors.push(Violation::at(
                "/round_id",
                "not_found",
                "Không có đợt báo cáo này.",
                "There is no such round.",
            ));
            return Ok(None);
        }
        Err(problem) => return Err(problem),
    };
    if !rounds::service::owes(r, round, new.organisation_id)? {
        errors.push(Violation::at(
            "/round_id",
            "not_owed",
            "Đơn vị không phải nộp báo cáo cho đợt này.",
            "The organisation owes this round no report.",
        ));
    }
    checks::kept_period(found.period_kind, found.period_start, found.period_end).map(Some)
}

/// The period that is given member by member.
fn own_period(new: &NewReport, errors: &mut Vec<Violation>) -> Option<Period> {
    let missing = [
        ("/period_kind", new.period_kind.is_none()),
        ("/period_start", new.period_start.is_none()),
        ("/period_end", new.period_end.is_none()),
    ];
    errors.extend(missing.into_iter().filter(|(_, missing)| *missing).map(|(pointer, _)| {
        Violation::at(pointer, "missing", "Cần khi không có đợt báo cáo.", "It is needed without a round.")
    }));
    checks::period(new.period_kind?, new.period_start?, new.period_end?, errors)
}

/// A round takes one report of each organisation, while it is open.
fn round_takes(r: &mut Reading<'_>, round: Uuid, organisation: Uuid) -> Outcome<()> {
    if store::of_round(r.db, round, organisation)?.is_some() {
        return Err(Problem::new(Code::Duplicate)
            .detail("Đã có báo cáo cho đợt này.", "There is a report for this round already."));
    }
    if rounds::service::find(r, round)?.status == RoundStatus::Closed {
        return Err(Problem::new(Code::WrongState).detail("Đợt báo cáo đã đóng.", "The round is closed."));
    }
    Ok(())
}

fn new_row(w: &Writing<'_>, id: Uuid, new: &NewReport, period: &Period) -> ReportRow {
    ReportRow {
        id,
        organisation_id: new.organisation_id,
        round_id: new.round_id,
        period_kind: period.kind(),
        period_start: period.start(),
        period_end: period.end(),
        title: new.title.to_string(),
        preamble: new.preamble.as_ref().map(ToString::to_string),
        place: new.place.as_ref().map(ToString::to_string),
        document_date: new.document_date,
        status: ReportStatus::Draft,
        return_reason: None,
        signing_capacity: new.signing_capacity,
        signing_body: new.signing_body.as_ref().map(ToString::to_string),
        signer_position: new.signer_position.as_ref().map(ToString::to_string),
        signer_name: new.signer_name.as_ref().map(ToString::to_string),
        submitted_by: None,
        submitted_at: None,
        first_submitted_at: None,
        accepted_by: None,
        accepted_at: None,
        issued_by: None,
        issued_at: None,
        register_entry_id: None,
        number: None,
        symbol: None,
        amends_id: None,
        created_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    }
}

fn recipient_rows(report_id: Uuid, recipients: Vec<Recipient>) -> Vec<RecipientRow> {
    (1..)
        .zip(recipients)
        .map(|(position, recipient)| RecipientRow {
            report_id,
            position,
            direction: recipient.direction,
            name: recipient.name.into_inner(),
        })
        .collect()
}

/// Edits a draft or returned report.
pub(crate) fn edit(w: &mut Writing<'_>, id: Uuid, version: i64, edit: EditReport) -> Outcome<ReportDto> {
    let row = find(w, id)?;
    w.require(Action::ReportDraft, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if !row.status.is_editable() {
        return Err(checks::not_editable(row.status));
    }
    if let Patch::Set(Some(date)) = edit.document_date {
        Problem::check(checks::document_date(date, Some(row.period_start)).into_iter().collect())?;
    }
    let said = changed_members(&edit);
    let recipients = edit.recipients.into_option();
    let changes = Changes {
        title: edit.title.map(|text| text.into_inner()).into_option(),
        preamble: edit.preamble.map(|text| text.map(|text| text.into_inner())).into_option(),
        place: edit.place.map(|text| text.map(|text| text.into_inner())).into_option(),
        document_date: edit.document_date.into_option(),
        signing_capacity: edit.signing_capacity.into_option(),
        signing_body: edit.signing_body.map(|text| text.map(|text| text.into_inner())).into_option(),
        signer_position: edit.signer_position.map(|text| text.map(|text| text.into_inner())).into_option(),
        signer_name: edit.signer_name.map(|text| text.map(|text| text.into_inner())).into_option(),
        ..Changes::default()
    };
    let row = update(w, id, version, &changes)?;
    if let Some(recipients) = recipients {
        store::set_recipients(w.db, id, &recipient_rows(id, recipients))?;
    }
    w.record(Entry::new("report.edit", "report", id).of(row.organisation_id).changes(said));
    view::whole(w, row)
}

/// The members an edit sets, with their values; long text is only named.
fn changed_members(edit: &EditReport) -> Value {
    let mut members = serde_json::Map::new();
    let mut say = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            members.insert(name.to_owned(), value);
        }
    };
    let value = |patch: &Patch<Option<crate::kernel::text::Line<200>>>| match patch {
        Patch::Keep => None,
        Patch::Set(text) => Some(json!(text)),
    };
    if let Patch::Set(title) = &edit.title {
        say("title", Some(json!(title)));
    }
    if let Patch::Set(preamble) = &edit.preamble {
        say("preamble_set", Some(json!(preamble.is_some())));
    }
    if let Patch::Set(place) = &edit.place {
        say("place", Some(json!(place)));
    }
    if let Patch::Set(date) = &edit.document_date {
        say("document_date", Some(json!(date)));
    }
    if let Patch::Set(capacity) = &edit.signing_capacity {
        say("signing_capacity", Some(json!(capacity)));
    }
    say("signing_body", value(&edit.signing_body));
    say("signer_position", value(&edit.signer_position));
    say("signer_name", value(&edit.signer_name));
    if let Patch::Set(recipients) = &edit.recipients {
        say("recipients", Some(json!(recipients)));
    }
    Value::Object(members)
}

/// What goes with a draft is told of each part too.
fn record_parts_gone(w: &mut Writing<'_>, report: &ReportRow) -> Outcome<()> {
    let gone = json!({"report_id": report.id});
    for figure in store::figures(w.db, report.id)? {
        let entry = Entry::new("report_figure.delete", "report_figure", figure.id);
        w.record(entry.of(report.organisation_id).changes(gone.clone()));
    }
    for item in store::items(w.db, report.id)? {
        let entry = Entry::new("report_item.delete", "report_item", item.id);
        w.record(entry.of(report.organisation_id).changes(gone.clone()));
    }
    Ok(())
}

/// Removes a draft that was never submitted.
pub(crate) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::ReportDraft, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if row.status != ReportStatus::Draft {
        let frozen = row.status == ReportStatus::Issued;
        return Err(Problem::new(if frozen { Code::Frozen } else { Code::WrongState }));
    }
    // The row's own lock first: an item that is being added waits, and then finds no report.
    update(w, id, version, &Changes::default())?;
    record_parts_gone(w, &row)?;
    files::erase_of_record(w, "report", id)?;
    if !store::delete(w.db, id, version + 1)? {
        return Err(Problem::stale(store::version_now(w.db, id)?));
    }
    w.record(
        Entry::new("report.delete", "report", id)
            .of(row.organisation_id)
            .changes(json!({"title": row.title})),
    );
    Ok(())
}
