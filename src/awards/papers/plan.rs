//! What signing would do and what hinders it.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::model::{Fault, Head};
use super::named::{Named, own_work};
use crate::awards::council::service as council;
use crate::awards::forms::service::{self as forms, FormRow};
use crate::awards::nominations::service::{self as nominations, NominationRow};
use crate::awards::{Step, next};
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::period::{check_past_date, date_short_vi};
use crate::kernel::problem::{Bilingual, Code, Outcome, Problem, Violation};
use crate::organisations::service as organisations;
use crate::registers::service as registers;
use crate::usecase::Reading;

/// The most that a problem document names.
const MOST_ERRORS: usize = 1000;

/// A nomination with all that counts for it.
pub(in crate::awards) struct Planned {
    pub(in crate::awards) nomination: NominationRow,
    pub(in crate::awards) form: FormRow,
    /// The money that its form gives on the date of the paper.
    pub(in crate::awards) reward_vnd: i64,
    faults: Vec<Fault>,
    /// Which conditions its nominee does not fulfil, and what decides that.
    unmet: Option<Bilingual>,
}

impl Planned {
    /// All that hinders it, at its place in the paper.
    pub(super) fn violations(&self, index: usize) -> impl Iterator<Item = Violation> + '_ {
        self.faults.iter().map(move |fault| match (fault, &self.unmet) {
            (Fault::NotEligible, Some(unmet)) => Violation { detail: unmet.clone(), ..fault.at(index) },
            _ => fault.at(index),
        })
    }
}

/// A paper as it would be signed.
pub(in crate::awards) struct Plan {
    pub(in crate::awards) lines: Vec<Planned>,
    pub(in crate::awards) date: NaiveDate,
    pub(in crate::awards) place: Option<String>,
    pub(super) document: Vec<Violation>,
}

/// What is looked at.
pub(in crate::awards) struct Paper<'p> {
    pub(in crate::awards) organisation_id: Uuid,
    pub(in crate::awards) round_id: Uuid,
    /// Whose awards it is about.
    pub(in crate::awards) authority: &'p str,
    pub(in crate::awards) head: &'p Head,
    /// What it does to its nominations.
    pub(in crate::awards) step: Step,
    /// Whose next number it gets.
    pub(in crate::awards) series: &'static str,
}

impl Plan {
    /// Looks at a paper with these nominations, with the caller as its signer.
    pub(in crate::awards) fn of(
        r: &mut Reading<'_>,
        paper: &Paper<'_>,
        nominations: &[Uuid],
        date: Option<NaiveDate>,
    ) -> Outcome<Self> {
        let head = paper.head;
        let date = date.or(head.document_date).unwrap_or_else(|| r.today());
        let place = match &head.place {
            Some(place) => Some(place.clone()),
            None => organisations::of(r.db, paper.organisation_id)?.place,
        };
        let named = Named::of(r.db, paper.round_id, nominations)?;
        if named.rows().len() != nominations.len() {
            return Err(Problem::internal("a paper without one of its nominations"));
        }
        let signer = r.who.user_id;
        let own = nominations::in_hands_of(r.db, signer, nominations)?;
        let stopped = nominations::stopped(r.db, named.rows())?;
        let mut forms = Forms { date, known: HashMap::new() };
        let mut lines = Vec::with_capacity(nominations.len());
        for nomination in named.rows() {
            let hinders = [
                (Fault::OwnWork, own.contains(&nomination.id)),
                (Fault::OnHold, stopped.contains_key(&nomination.id)),
            ];
            lines.push(look_at(r, paper, &mut forms, nomination, hinders)?);
        }
        let mut document = unfit(head, place.as_deref(), lines.is_empty());
        document.extend(check_past_date("/document_date", date, r.today()));
        document.extend(before_council(council::approved_on(r.db, nominations)?, date));
        document.extend(registers::refusals(r.db, paper.organisation_id, paper.series, date)?);
        Ok(Self { lines, date, place, document })
    }

    /// The places of the lines with this fault.
    fn places(&self, fault: Fault) -> impl Iterator<Item = i32> + '_ {
        (1..).zip(&self.lines).filter(move |(_, line)| line.faults.contains(&fault)).map(|(place, _)| place)
    }

    /// `Ok` when nothing hinders it.
    ///
    /// # Errors
    /// `own_work` and `discipline_hold` with the places in question, `validation_failed` with every nomination that
    /// cannot go on and what the document misses.
    pub(in crate::awards) fn check(&self) -> Outcome<()> {
        own_work(self.places(Fault::OwnWork))?;
        let held: Vec<String> = self.places(Fault::OnHold).map(|place| place.to_string()).collect();
        if !held.is_empty() {
            let held = held.join(", ");
            return Err(Problem::new(Code::DisciplineHold).detail(
                format!("Đang tạm dừng: đề nghị ở vị trí {held}."),
                format!("On hold are the nominations at {held}."),
            ));
        }
        let mut errors = self.document.clone();
        for (index, line) in self.lines.iter().enumerate() {
            errors.extend(line.violations(index));
        }
        errors.truncate(MOST_ERRORS);
        Problem::check(errors)
    }
}

/// The forms of a paper, each with its version in force on the date of the paper.
struct Forms {
    date: NaiveDate,
    known: HashMap<Uuid, (FormRow, Option<FormRow>)>,
}

impl Forms {
    fn of(&mut self, db: &mut AnyConnection, id: Uuid) -> Outcome<(FormRow, Option<FormRow>)> {
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let form = forms::of(db, id)?;
        let in_force = forms::in_force(db, &form, self.date)?;
        self.known.insert(id, (form.clone(), in_force.clone()));
        Ok((form, in_force))
    }
}

fn look_at(
    r: &mut Reading<'_>,
    paper: &Paper<'_>,
    forms: &mut Forms,
    nomination: &NominationRow,
    hinders: [(Fault, bool); 2],
) -> Outcome<Planned> {
    let (form, in_force) = forms.of(r.db, nomination.form_id)?;
    let mut faults = faults(paper, nomination, &form, hinders);
    // What an authority gives is told by its own form of the day it decides on.
    if paper.step == Step::AwardDirectly && in_force.is_none() {
        faults.push(Fault::NoForm);
    }
    // Of what went another way it does not matter any more.
    let unmet = if faults.contains(&Fault::WrongState) { None } else { unmet(r.db, nomination)? };
    faults.extend(unmet.is_some().then_some(Fault::NotEligible));
    let reward_vnd = in_force.as_ref().unwrap_or(&form).reward(nomination.nominee_kind);
    Ok(Planned { nomination: nomination.clone(), form, reward_vnd, faults, unmet })
}

/// Which conditions of its form a nominee does not fulfil now, whatever was so when it was put forward.
fn unmet(db: &mut AnyConnection, nomination: &NominationRow) -> Outcome<Option<Bilingual>> {
    match nominations::require_eligible(db, nomination) {
        Ok(()) => Ok(None),
        Err(problem) if problem.code == Code::NotEligible => {
            let vi: Vec<&str> = problem.errors.iter().map(|one| &*one.detail.vi).collect();
            let en: Vec<&str> = problem.errors.iter().map(|one| &*one.detail.en).collect();
            Ok(Some(Bilingual::new(vi.join(" "), en.join(" "))))
        }
        Err(problem) => Err(problem),
    }
}

/// Nothing that the council has approved goes on before the day it met.
fn before_council(met: Option<NaiveDate>, date: NaiveDate) -> Option<Violation> {
    let met = met.filter(|met| date < *met)?;
    Some(Violation::at(
        "/document_date",
        "before_council",
        format!("Hội đồng họp ngày {}; văn bản không được ghi ngày trước đó.", date_short_vi(met)),
        format!("The council met on {met}; the document is not dated before it."),
    ))
}

fn faults(paper: &Paper<'_>, row: &NominationRow, form: &FormRow, hinders: [(Fault, bool); 2]) -> Vec<Fault> {
    let found = [
        (Fault::WrongState, next(row.status, paper.step).is_none()),
        (Fault::OtherAuthority, form.authority != paper.authority),
    ];
    hinders.into_iter().chain(found).filter(|(_, there)| *there).map(|(fault, _)| fault).collect()
}

/// What a signed paper must have.
fn unfit(head: &Head, place: Option<&str>, empty: bool) -> Vec<Violation> {
    let needed = [
        ("/signing_capacity", head.signing_capacity.is_some()),
        ("/signing_body", head.signing_body.is_some()),
        ("/signer_position", head.signer_position.is_some()),
        ("/signer_name", head.signer_name.is_some()),
        ("/place", place.is_some()),
        ("/nomination_ids", !empty),
    ];
    let told =
        |pointer| Violation::at(pointer, "missing", "Cần có trước khi ký.", "It is needed before signing.");
    needed.into_iter().filter(|(_, there)| !there).map(|(pointer, _)| told(pointer)).collect()
}
