//! Signing: all nominations go to the authority in one transaction, or none.

use chrono::NaiveDate;
use serde_json::json;

use super::{check_draft, find, hold_draft, view};
use crate::awards::Step;
use crate::awards::nominations::service as nominations;
use crate::awards::papers::{self, AwardDocumentPreview, Paper, Plan, SignAwardDocument};
use crate::awards::submissions::dto::AwardSubmissionDto;
use crate::awards::submissions::model::SubmissionStatus;
use crate::awards::submissions::store::{self, SubmissionRow};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::organisations::service as organisations;
use crate::registers::service::{Wanted, take};
use crate::usecase::{Reading, Writing};

/// The series of submissions.
const SERIES: &str = "TTr";

/// Signs a submission: its nominations are forwarded, it gets the next number of its register, and it never changes again
/// but for its answers.
pub(crate) fn sign(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: SignAwardDocument,
) -> Outcome<AwardSubmissionDto> {
    let row = find(w, id)?;
    w.require(Action::AwardDecide, row.organisation_id)?;
    let row = hold_draft(w, &row, version)?;
    let named = named(w, &row)?;
    // Of two papers or nominations that exclude one another the second sees the first.
    nominations::hold_unions(w.db, &named)?;
    let plan = plan_of(w, &row, &named, body.document_date)?;
    plan.check()?;
    for line in &plan.lines {
        let said = Entry::new("award_nomination.forward", "award_nomination", line.nomination.id)
            .changes(json!({"submission_id": id}));
        nominations::step(w, &line.nomination, Step::Forward, said)?;
    }
    let signed = finish(w, &row, &plan)?;
    view::whole(w, signed)
}

fn named(r: &mut Reading<'_>, row: &SubmissionRow) -> Outcome<Vec<Uuid>> {
    Ok(store::lines_of(r.db, row.id)?.into_iter().map(|line| line.nomination_id).collect())
}

fn plan_of(
    r: &mut Reading<'_>,
    row: &SubmissionRow,
    named: &[Uuid],
    date: Option<NaiveDate>,
) -> Outcome<Plan> {
    let paper = Paper {
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        authority: &row.authority,
        head: &row.head(),
        step: Step::Forward,
        series: SERIES,
    };
    Plan::of(r, &paper, named, date)
}

/// What signing the submission now would do.
pub(in crate::awards::submissions) fn preview(
    r: &mut Reading<'_>,
    id: Uuid,
) -> Outcome<AwardDocumentPreview> {
    let row = find(r, id)?;
    check_draft(&row)?;
    let named = named(r, &row)?;
    let plan = plan_of(r, &row, &named, None)?;
    Ok(papers::preview(row.id, row.version, &plan))
}

/// Freezes the submission under its number, the last of all: its register stays locked from here to the end.
fn finish(w: &mut Writing<'_>, row: &SubmissionRow, plan: &Plan) -> Outcome<SubmissionRow> {
    let wanted = Wanted {
        organisation_id: row.organisation_id,
        series: SERIES,
        title: row.title.clone(),
        document_date: plan.date,
        record: ("award_submission", row.id),
    };
    let entry = take(w, wanted)?;
    let next = SubmissionRow {
        status: SubmissionStatus::Signed,
        place: plan.place.clone(),
        document_date: Some(plan.date),
        register_entry_id: Some(entry.id),
        number: Some(entry.number),
        symbol: Some(entry.symbol.clone()),
        signed_by: Some(w.who.user_id),
        signed_at: Some(w.now),
        authority_organisation_id: organisations::above_of_kind(w.db, row.organisation_id, &row.authority)?,
        ..row.clone()
    };
    let now = w.now;
    let signed = store::save(w.db, &next, now)?;
    w.record(
        Entry::new("award_submission.sign", "award_submission", row.id)
            .of(row.organisation_id)
            .states(row.status.as_str(), signed.status.as_str())
            .changes(json!({
                "number": entry.number, "symbol": entry.symbol, "document_date": plan.date,
                "line_count": signed.line_count,
            })),
    );
    Ok(signed)
}
