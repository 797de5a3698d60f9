//! Amending what is issued: a new draft that points at it.

use serde_json::json;

use super::{find, view};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::reports::dto::{AmendReport, ReportDto};
use crate::reports::model::ReportStatus;
use crate::reports::store::{self, FigureRow, ItemRow, RecipientRow, ReportRow};
use crate::usecase::{Claim, Writing};

/// Copies an issued report into a new draft that amends it and is numbered anew. A report has one amendment; a
/// second correction amends that one.
pub(crate) fn amend(w: &mut Writing<'_>, id: Uuid, body: AmendReport) -> Outcome<ReportDto> {
    let row = find(w, id)?;
    w.require(Action::ReportDraft, row.organisation_id)?;
    let new_id = match w.claim("report", body.id)? {
        Claim::Known(known) => return view::read(w, known).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(new_id) => new_id,
    };
    if row.status != ReportStatus::Issued {
        return Err(Problem::new(Code::WrongState));
    }
    if store::amendment_of(w.db, id)?.is_some() {
        return Err(Problem::new(Code::Duplicate).detail(
            "Báo cáo này đã có bản sửa đổi; hãy sửa đổi bản đó.",
            "The report has an amendment already; amend that one.",
        ));
    }
    let title = body.title.map_or_else(|| row.title.clone(), |title| title.into_inner());
    let draft = copy_row(w, new_id, &row, title);
    store::insert(w.db, &draft)?;
    w.record(
        Entry::new("report.amend", "report", new_id)
            .of(draft.organisation_id)
            .changes(json!({"amends_id": id, "title": draft.title})),
    );
    copy_content(w, id, &draft)?;
    view::whole(w, draft)
}

fn copy_row(w: &Writing<'_>, id: Uuid, from: &ReportRow, title: String) -> ReportRow {
    ReportRow {
        id,
        title,
        document_date: None,
        status: ReportStatus::Draft,
        return_reason: None,
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
        amends_id: Some(from.id),
        created_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
        ..from.clone()
    }
}

/// Items keep their tasks, figures the item they are printed with.
fn copy_content(w: &mut Writing<'_>, from: Uuid, draft: &ReportRow) -> Outcome<()> {
    let (now, to) = (w.now, draft.id);
    let mut new_ids = std::collections::HashMap::new();
    for item in store::items(w.db, from)? {
        let new_id = id::new(now);
        new_ids.insert(item.id, new_id);
        let original = item.id;
        let copy =
            ItemRow { id: new_id, report_id: to, version: 1, created_at: now, updated_at: now, ..item };
        store::insert_item(w.db, &copy)?;
        let changes = json!({
            "report_id": to, "copy_of": original, "section": copy.section, "position": copy.position,
            "topic": copy.topic, "due_date": copy.due_date, "task_item_id": copy.task_item_id,
        });
        let entry = Entry::new("report_item.copy", "report_item", new_id);
        w.record(entry.of(draft.organisation_id).changes(changes));
    }
    for figure in store::figures(w.db, from)? {
        let copy = FigureRow {
            id: id::new(now),
            report_id: to,
            printed_name: None,
            printed_position: None,
            item_id: figure.item_id.and_then(|item| new_ids.get(&item).copied()),
            version: 1,
            created_at: now,
            updated_at: now,
            ..figure
        };
        let original = figure.id;
        store::insert_figure(w.db, &copy)?;
        store::copy_sources(w.db, original, copy.id)?;
        store::copy_records(w.db, original, copy.id)?;
        let changes = json!({
            "report_id": to, "copy_of": original, "indicator_id": copy.indicator_id, "value": copy.value,
            "computed_value": copy.computed_value, "override_reason": copy.override_reason,
            "printed_value": copy.printed_value, "qualifier": copy.qualifier, "denominator": copy.denominator,
            "item_id": copy.item_id,
        });
        let entry = Entry::new("report_figure.copy", "report_figure", copy.id);
        w.record(entry.of(draft.organisation_id).changes(changes));
    }
    let recipients: Vec<RecipientRow> = store::recipients(w.db, from)?
        .into_iter()
        .map(|recipient| RecipientRow { report_id: to, ..recipient })
        .collect();
    store::set_recipients(w.db, to, &recipients)
}
