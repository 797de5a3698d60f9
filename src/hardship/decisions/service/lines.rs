//! The lines of a draft: adding many at once, cancelling an earlier one, editing and removing.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::{check_draft, find, find_line, touch, view};
use crate::hardship::applications::store::{self as applications, ApplicationRow};
use crate::hardship::applications::{Step, next};
use crate::hardship::decisions::dto::{
    EditSupportDecisionLine, NewSupportDecisionCancellation, NewSupportDecisionLine, NewSupportDecisionLines,
    SupportDecisionLineDto, SupportDecisionLinesAdded,
};
use crate::hardship::decisions::model::{Fault, LineState, MOST_LINES, cancelling_fault};
use crate::hardship::decisions::store::{self, DecisionRow, LineRow};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::{Reading, Writing};

/// Adds lines to a draft: all or none.
pub(crate) fn add(
    w: &mut Writing<'_>,
    decision: Uuid,
    new: NewSupportDecisionLines,
) -> Outcome<SupportDecisionLinesAdded> {
    let row = find(w, decision)?;
    w.require(Action::HardshipDecide, row.organisation_id)?;
    check_draft(&row)?;
    let known = named(w, &new.lines)?;
    let held: HashSet<Uuid> =
        store::lines_of(w.db, decision)?.into_iter().map(|line| line.application_id).collect();
    let errors = unfit(&row, &new.lines, &known, held);
    Problem::check(errors)?;
    let worth = new.lines.iter().map(|line| line.amount_vnd).sum();
    let row = touch(w, decision, i32::try_from(new.lines.len()).unwrap_or(i32::MAX), worth)?;
    check_room(&row)?;
    let first = store::next_position(w.db, decision)?;
    let mut items = Vec::with_capacity(new.lines.len());
    let mut said = Vec::with_capacity(new.lines.len());
    for (position, line) in (first..).zip(&new.lines) {
        let Some(application) = known.get(&line.application_id) else { continue };
        let line = new_line(w, &row, position, application, line.amount_vnd);
        store::insert_line(w.db, &line)?;
        said.push(
            json!({"line_id": line.id, "application_id": line.application_id, "amount_vnd": line.amount_vnd}),
        );
        items.push(view::line(line, application));
    }
    record(w, "support_decision.add_lines", &row, json!({"lines": said}));
    Ok(SupportDecisionLinesAdded {
        items,
        line_count: row.line_count,
        total_vnd: row.total_vnd,
        decision_version: row.version,
    })
}

/// The applications that lines name, as far as the caller sees them.
fn named(r: &mut Reading<'_>, lines: &[NewSupportDecisionLine]) -> Outcome<HashMap<Uuid, ApplicationRow>> {
    let scope = r.who.scope(Action::HardshipRead);
    let ids: Vec<Uuid> = lines.iter().map(|line| line.application_id).collect();
    let mut seen: HashMap<Uuid, bool> = HashMap::new();
    let mut known = HashMap::new();
    for row in applications::of_ids(r.db, &ids)? {
        let visible = match seen.get(&row.organisation_id) {
            Some(visible) => *visible,
            None => scope.covers(r.db, row.organisation_id)?,
        };
        seen.insert(row.organisation_id, visible);
        if visible {
            known.insert(row.id, row);
        }
    }
    Ok(known)
}

/// What is wrong with new lines. Amounts are held against their norms when the decision is looked at or signed.
fn unfit(
    decision: &DecisionRow,
    lines: &[NewSupportDecisionLine],
    known: &HashMap<Uuid, ApplicationRow>,
    mut held: HashSet<Uuid>,
) -> Vec<Violation> {
    let mut errors = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        match known.get(&line.application_id) {
            None => errors.push(no_application(index)),
            Some(application) if application.programme_id != decision.programme_id => {
                errors.push(Fault::OtherProgramme.at(index));
            }
            Some(application) if next(application.status, Step::Approve, None).is_none() => {
                errors.push(Fault::WrongState.at(index));
            }
            Some(_) if !held.insert(line.application_id) => {
                errors.push(twice(&format!("/lines/{index}/application_id")));
            }
            Some(_) => {}
        }
    }
    errors
}

fn no_application(index: usize) -> Violation {
    Violation::at(
        format!("/lines/{index}/application_id"),
        "not_found",
        "Không có hồ sơ này.",
        "There is no such application.",
    )
}

fn twice(pointer: &str) -> Violation {
    Violation::at(
        pointer,
        "duplicate",
        "Quyết định đã có dòng của hồ sơ này.",
        "The decision has a line of this application already.",
    )
}

fn check_room(row: &DecisionRow) -> Outcome<()> {
    if usize::try_from(row.line_count).is_ok_and(|count| count <= MOST_LINES) {
        return Ok(());
    }
    Err(Problem::invalid_at(
        "/lines",
        "too_many",
        format!("Một quyết định có nhiều nhất {MOST_LINES} dòng."),
        format!("A decision has at most {MOST_LINES} lines."),
    ))
}

fn new_line(
    w: &Writing<'_>,
    decision: &DecisionRow,
    position: i32,
    application: &ApplicationRow,
    amount_vnd: i64,
) -> LineRow {
    LineRow {
        id: id::new(w.now),
        decision_id: decision.id,
        position,
        application_id: application.id,
        organisation_id: application.organisation_id,
        category: application.category.clone(),
        amount_vnd,
        cancels_line_id: None,
        reason: None,
        state: LineState::Draft,
        version: 1,
        created_at: w.now,
    }
}

/// Notes a change of a decision's lines with its members.
fn record(w: &mut Writing<'_>, action: &'static str, decision: &DecisionRow, changes: Value) {
    w.record(
        Entry::new(action, "support_decision", decision.id).of(decision.organisation_id).changes(changes),
    );
}

/// Adds a line that takes the line of an earlier decision back.
pub(crate) fn cancel(
    w: &mut Writing<'_>,
    decision: Uuid,
    new: NewSupportDecisionCancellation,
) -> Outcome<SupportDecisionLineDto> {
    let row = find(w, decision)?;
    w.require(Action::HardshipDecide, row.organisation_id)?;
    check_draft(&row)?;
    let earlier = match find_line(w, new.line_id) {
        Err(problem) if problem.code == Code::NotFound => return Err(no_line()),
        found => found?,
    };
    let application = store::application_of(w.db, earlier.0.application_id)?;
    Problem::check(unfit_to_cancel(w, &row, &earlier, &application)?)?;
    let row = touch(w, decision, 1, -earlier.0.amount_vnd)?;
    check_room(&row)?;
    let position = store::next_position(w.db, decision)?;
    let line = new_line(w, &row, position, &application, earlier.0.amount_vnd);
    let sealer = w.vault.clone().sealer(w.db)?;
    let line = LineRow {
        cancels_line_id: Some(earlier.0.id),
        reason: Some(sealer.seal(store::line_reason(line.id), &*new.reason)?),
        ..line
    };
    store::insert_line(w.db, &line)?;
    let said = json!({"line_id": line.id, "cancels_line_id": earlier.0.id, "amount_vnd": line.amount_vnd});
    record(w, "support_decision.add_cancellation", &row, said);
    Ok(view::line(line, &application))
}

fn unfit_to_cancel(
    w: &mut Writing<'_>,
    row: &DecisionRow,
    (earlier, of): &(LineRow, DecisionRow),
    application: &ApplicationRow,
) -> Outcome<Vec<Violation>> {
    if of.programme_id != row.programme_id {
        return Ok(vec![Violation::at(
            "/line_id",
            Fault::OtherProgramme.code(),
            "Dòng này thuộc chương trình khác.",
            "The line is of another programme.",
        )]);
    }
    if let Some(fault) = cancelling_fault(earlier.state, application.status) {
        let mut error = fault.at(0);
        error.place = crate::kernel::problem::Place::Body("/line_id".to_owned());
        return Ok(vec![error]);
    }
    let held = store::lines_of(w.db, row.id)?;
    let again = held.iter().any(|line| line.application_id == earlier.application_id);
    Ok(again.then(|| twice("/line_id")).into_iter().collect())
}

fn no_line() -> Problem {
    Problem::invalid_at("/line_id", "not_found", "Không có dòng này.", "There is no such line.")
}

/// Edits a line of a draft.
pub(in crate::hardship::decisions) fn edit_line(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditSupportDecisionLine,
) -> Outcome<SupportDecisionLineDto> {
    let (mut line, decision) = find_line(w, id)?;
    w.require(Action::HardshipDecide, decision.organisation_id)?;
    Problem::check_version(line.version, version)?;
    check_draft(&decision)?;
    Problem::check(foreign_members(&line, &edit))?;
    let before = line.worth();
    line.amount_vnd = edit.amount_vnd.or(line.amount_vnd);
    let row = touch(w, decision.id, 0, line.worth() - before)?;
    if let Patch::Set(reason) = edit.reason {
        let sealer = w.vault.clone().sealer(w.db)?;
        line.reason = Some(sealer.seal(store::line_reason(line.id), &*reason)?);
    }
    let line = store::save_line(w.db, &line)?;
    record(w, "support_decision.edit_line", &row, json!({"line_id": line.id, "amount_vnd": line.amount_vnd}));
    let application = store::application_of(w.db, line.application_id)?;
    Ok(view::line(line, &application))
}

/// The members that a line of its kind does not have.
fn foreign_members(line: &LineRow, edit: &EditSupportDecisionLine) -> Vec<Violation> {
    let cancels = line.cancels_line_id.is_some();
    let foreign =
        [("/amount_vnd", cancels && edit.amount_vnd.is_set()), ("/reason", !cancels && edit.reason.is_set())];
    let told = |pointer| {
        Violation::at(
            pointer,
            "not_allowed",
            "Dòng này không có mục đó.",
            "A line of this kind does not have it.",
        )
    };
    foreign.into_iter().filter(|(_, set)| *set).map(|(pointer, _)| told(pointer)).collect()
}

/// Removes a line of a draft.
pub(in crate::hardship::decisions) fn remove_line(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
) -> Outcome<()> {
    let (line, decision) = find_line(w, id)?;
    w.require(Action::HardshipDecide, decision.organisation_id)?;
    Problem::check_version(line.version, version)?;
    check_draft(&decision)?;
    let row = touch(w, decision.id, -1, -line.worth())?;
    store::delete_line(w.db, id, version)?;
    let said = json!({"line_id": id, "application_id": line.application_id, "amount_vnd": line.amount_vnd});
    record(w, "support_decision.remove_line", &row, said);
    Ok(())
}
