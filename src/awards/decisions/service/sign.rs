//! Signing the own decision: all its awards enter the register in one transaction, or none.

use chrono::NaiveDate;
use serde_json::json;

use super::give::{Giving, give};
use super::{check_draft, find, hold_draft, view};
use crate::awards::Step;
use crate::awards::decisions::dto::AwardDecisionDto;
use crate::awards::decisions::model::AwardDecisionStatus;
use crate::awards::decisions::store::{self, DecisionRow};
use crate::awards::nominations::service as nominations;
use crate::awards::papers::{self, AwardDocumentPreview, Paper, Plan, SignAwardDocument};
use crate::awards::rounds::service as rounds;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::registers::service::{Taken, Wanted, take};
use crate::usecase::{Reading, Writing};

/// The series of decisions.
const SERIES: &str = "QD";

/// Signs a decision: it gets the next number of its register, its awards enter theirs, and it never changes again.
pub(crate) fn sign(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: SignAwardDocument,
) -> Outcome<AwardDecisionDto> {
    let row = find(w, id)?;
    w.require(Action::AwardDecide, row.organisation_id)?;
    let row = hold_draft(w, &row, version)?;
    let named = named(w, &row)?;
    // Of two papers or nominations that exclude one another the second sees the first.
    nominations::hold_unions(w.db, &named)?;
    let plan = plan_of(w, &row, &named, body.document_date)?;
    plan.check()?;
    let entry = number(w, &row, &plan)?;
    award(w, &row, &plan, &entry)?;
    let signed = finish(w, &row, &plan, &entry)?;
    view::whole(w, signed)
}

fn named(r: &mut Reading<'_>, row: &DecisionRow) -> Outcome<Vec<Uuid>> {
    Ok(store::lines_of(r.db, row.id)?.into_iter().map(|line| line.nomination_id).collect())
}

fn plan_of(r: &mut Reading<'_>, row: &DecisionRow, named: &[Uuid], date: Option<NaiveDate>) -> Outcome<Plan> {
    let paper = Paper {
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        authority: &row.authority,
        head: &row.head(),
        step: Step::AwardDirectly,
        series: SERIES,
    };
    Plan::of(r, &paper, named, date)
}

fn number(w: &mut Writing<'_>, row: &DecisionRow, plan: &Plan) -> Outcome<Taken> {
    let wanted = Wanted {
        organisation_id: row.organisation_id,
        series: SERIES,
        title: row.title.clone(),
        document_date: plan.date,
        record: ("award_decision", row.id),
    };
    take(w, wanted)
}

fn award(w: &mut Writing<'_>, row: &DecisionRow, plan: &Plan, entry: &Taken) -> Outcome<()> {
    let giving = Giving {
        decision_id: row.id,
        symbol: &entry.symbol,
        decided_on: plan.date,
        signer_name: row.signer_name.as_deref().unwrap_or_default(),
        year: rounds::of(w.db, row.round_id)?.year,
        step: Step::AwardDirectly,
    };
    for line in &plan.lines {
        give(w, &giving, &line.nomination, &line.form, line.reward_vnd)?;
    }
    Ok(())
}

/// Freezes the decision under its number.
fn finish(w: &mut Writing<'_>, row: &DecisionRow, plan: &Plan, entry: &Taken) -> Outcome<DecisionRow> {
    let next = DecisionRow {
        status: AwardDecisionStatus::Signed,
        place: plan.place.clone(),
        document_date: Some(plan.date),
        register_entry_id: Some(entry.id),
        number: Some(entry.number),
        symbol: Some(entry.symbol.clone()),
        signed_by: Some(w.who.user_id),
        signed_at: Some(w.now),
        ..row.clone()
    };
    let now = w.now;
    let signed = store::save(w.db, &next, now)?;
    w.record(
        Entry::new("award_decision.sign", "award_decision", row.id)
            .of(row.organisation_id)
            .states(row.status.as_str(), signed.status.as_str())
            .changes(json!({
                "number": entry.number, "symbol": entry.symbol, "document_date": plan.date,
                "line_count": signed.line_count,
            })),
    );
    Ok(signed)
}

/// What signing the decision now would do.
pub(in crate::awards::decisions) fn preview(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardDocumentPreview> {
    let row = find(r, id)?;
    check_draft(&row)?;
    let named = named(r, &row)?;
    let plan = plan_of(r, &row, &named, None)?;
    Ok(papers::preview(row.id, row.version, &plan))
}
