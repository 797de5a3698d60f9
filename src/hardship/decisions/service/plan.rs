//! What signing would do and what hinders it: found here for the preview and for signing alike.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::find;
use super::sign::SERIES;
use crate::hardship::applications::store::{self as applications, ApplicationRow};
use crate::hardship::decisions::dto::{PreviewedLine, PreviewedProblem, SupportDecisionPreview};
use crate::hardship::decisions::model::{Approval, Fault, cancelling_fault};
use crate::hardship::decisions::store::{self, DecisionRow, LineRow};
use crate::hardship::programmes::service::{self as programmes, ProgrammeRow};
use crate::kernel::id::Uuid;
use crate::kernel::period::check_past_date;
use crate::kernel::problem::{Code, Outcome, Place, Problem, Violation};
use crate::organisations::service as organisations;
use crate::registers::service as registers;
use crate::usecase::Reading;

/// The most that a problem document names.
const MOST_ERRORS: usize = 1000;

/// A line with all that counts for it.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) line: LineRow,
    pub(super) application: ApplicationRow,
    /// The most it may give.
    norm: Option<i64>,
    faults: Vec<Fault>,
}

/// A decision as it would be signed.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) programme: ProgrammeRow,
    pub(super) lines: Vec<Planned>,
    pub(super) date: NaiveDate,
    pub(super) place: Option<String>,
    document: Vec<Violation>,
}

/// What is read about a decision's lines, by id.
struct Known {
    applications: HashMap<Uuid, ApplicationRow>,
    norms: HashMap<Uuid, i64>,
    earlier: HashMap<Uuid, LineRow>,
    decided: HashSet<Uuid>,
}

impl Plan {
    /// Looks at the decision, with the caller as its signer: a handful of queries, however many lines there are.
    pub(super) fn of(r: &mut Reading<'_>, row: &DecisionRow, date: Option<NaiveDate>) -> Outcome<Self> {
        let programme = programmes::of(r.db, row.programme_id)?;
        let date = date.or(row.document_date).unwrap_or_else(|| r.today());
        let place = match &row.place {
            Some(place) => Some(place.clone()),
            None => organisations::of(r.db, row.organisation_id)?.place,
        };
        let rows = store::lines_of(r.db, row.id)?;
        let mut known = Known::read(r, &rows)?;
        let signer = r.who.user_id;
        let mut lines = Vec::with_capacity(rows.len());
        for line in rows {
            lines.push(known.look_at(line, row, signer)?);
        }
        let mut document = unfit(row, place.as_deref(), lines.is_empty());
        document.extend(check_past_date("/document_date", date, r.today()));
        document.extend(registers::refusals(r.db, row.organisation_id, SERIES, date)?);
        Ok(Self { programme, lines, date, place, document })
    }

    /// What it approves.
    pub(super) fn approves(&self) -> i64 {
        self.lines.iter().filter(|one| !one.cancels()).map(|one| one.line.amount_vnd).sum()
    }

    /// What it takes back.
    pub(super) fn cancels(&self) -> i64 {
        self.lines.iter().filter(|one| one.cancels()).map(|one| one.line.amount_vnd).sum()
    }

    /// What the programme could still give afterwards.
    fn left_after(&self) -> i64 {
        self.programme.balance().left() - self.approves() + self.cancels()
    }

    fn faults(&self) -> impl Iterator<Item = (usize, Fault)> + '_ {
        let of = |(index, one): (usize, &Planned)| {
            one.faults.iter().map(move |fault| (index, *fault)).collect::<Vec<_>>()
        };
        self.lines.iter().enumerate().flat_map(of)
    }

    /// `Ok` when nothing hinders it.
    ///
    /// # Errors
    /// `own_work` with the lines in question, `validation_failed` with every line that fails and what the document
    /// misses, `ceiling_exceeded`.
    pub(super) fn check(&self) -> Outcome<()> {
        let own: Vec<String> = self
            .faults()
            .filter(|(_, fault)| *fault == Fault::OwnWork)
            .map(|(index, _)| (index + 1).to_string())
            .collect();
        if !own.is_empty() {
            let own = own.join(", ");
            return Err(Problem::new(Code::OwnWork).detail(
                format!("Người ký đã tham gia các hồ sơ ở dòng: {own}."),
                format!("The signer had a hand in the applications of these lines: {own}."),
            ));
        }
        let mut errors = self.document.clone();
        errors.extend(self.faults().map(|(index, fault)| fault.at(index)));
        errors.truncate(MOST_ERRORS);
        Problem::check(errors)?;
        // Giving more back than is taken always fits.
        if self.left_after() < 0 && self.approves() > self.cancels() {
            return Err(programmes::exceeds(self.programme.balance().left()));
        }
        Ok(())
    }
}

impl Planned {
    pub(super) const fn cancels(&self) -> bool {
        self.line.cancels_line_id.is_some()
    }
}

impl Known {
    fn read(r: &mut Reading<'_>, lines: &[LineRow]) -> Outcome<Self> {
        let ids: Vec<Uuid> = lines.iter().map(|line| line.application_id).collect();
        let rows = applications::of_ids(r.db, &ids)?;
        let mut norms: Vec<Uuid> = rows.iter().filter_map(|row| row.norm_id).collect();
        norms.sort_unstable();
        norms.dedup();
        let norms = programmes::norms_of_ids(r.db, &norms)?;
        let cancelled: Vec<Uuid> = lines.iter().filter_map(|line| line.cancels_line_id).collect();
        let earlier = store::lines_of_ids(r.db, cancelled)?;
        Ok(Self {
            applications: rows.into_iter().map(|row| (row.id, row)).collect(),
            norms: norms.into_iter().map(|norm| (norm.id, norm.maximum_vnd)).collect(),
            earlier: earlier.into_iter().map(|line| (line.id, line)).collect(),
            decided: store::decided(r.db, ids)?.into_iter().collect(),
        })
    }

    fn look_at(&mut self, line: LineRow, decision: &DecisionRow, signer: Uuid) -> Outcome<Planned> {
        let application = self
            .applications
            .remove(&line.application_id)
            .ok_or_else(|| Problem::internal("a line without its application"))?;
        let norm = application.norm_id.and_then(|norm| self.norms.get(&norm).copied());
        let mut faults = match line.cancels_line_id {
            None => Approval {
                status: application.status,
                same_programme: application.programme_id == decision.programme_id,
                decided: self.decided.contains(&application.id),
                amount: line.amount_vnd,
                norm,
            }
            .faults(),
            Some(earlier) => {
                let earlier =
                    self.earlier.get(&earlier).ok_or_else(|| Problem::internal("a line cancels nothing"))?;
                cancelling_fault(earlier.state, application.status).into_iter().collect()
            }
        };
        if application.hands().contains(&Some(signer)) {
            faults.push(Fault::OwnWork);
        }
        Ok(Planned { line, application, norm, faults })
    }
}

/// What a signed decision must have.
fn unfit(row: &DecisionRow, place: Option<&str>, empty: bool) -> Vec<Violation> {
    let needed = [
        ("/signing_capacity", row.signing_capacity.is_some()),
        ("/signing_body", row.signing_body.is_some()),
        ("/signer_position", row.signer_position.is_some()),
        ("/signer_name", row.signer_name.is_some()),
        ("/place", place.is_some()),
        ("/lines", !empty),
    ];
    let missing = needed.into_iter().filter(|(_, there)| !there);
    missing
        .map(|(pointer, _)| {
            Violation::at(
                pointer,
                "missing",
                "Cần có trước khi ký.",
                "It is needed before the decision is signed.",
            )
        })
        .collect()
}

/// What signing the decision now would do.
pub(in crate::hardship::decisions) fn preview(
    r: &mut Reading<'_>,
    id: Uuid,
) -> Outcome<SupportDecisionPreview> {
    let row = find(r, id)?;
    super::check_draft(&row)?;
    let plan = Plan::of(r, &row, None)?;
    let left = plan.programme.balance().left();
    let (approves, cancels, left_after) = (plan.approves(), plan.cancels(), plan.left_after());
    let line = |(index, one): (usize, &Planned)| PreviewedLine {
        line_id: one.line.id,
        application_id: one.line.application_id,
        amount_vnd: one.line.amount_vnd,
        maximum_vnd: one.norm,
        cancels_line_id: one.line.cancels_line_id,
        problems: one.faults.iter().map(|fault| told(&fault.at(index))).collect(),
    };
    Ok(SupportDecisionPreview {
        decision_id: row.id,
        decision_version: row.version,
        ready: plan.check().is_ok(),
        lines: plan.lines.iter().enumerate().map(line).collect(),
        problems: plan.document.iter().map(told).collect(),
        approves_vnd: approves,
        cancels_vnd: cancels,
        left_before_vnd: left,
        left_after_vnd: left_after,
        within_ceiling: left_after >= 0 || approves <= cancels,
    })
}

fn told(violation: &Violation) -> PreviewedProblem {
    let pointer = match &violation.place {
        Place::Body(pointer) => pointer.clone(),
        Place::Query(_) | Place::Header(_) => String::new(),
    };
    let detail = violation.detail.vi.clone().into_owned();
    PreviewedProblem { pointer, code: violation.code.to_owned(), detail }
}
