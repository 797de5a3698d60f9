//! What signing would do and what hinders it.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::model::{Fault, Head};
use super::named::{Named, own_work};
use crate::awards::forms::service::{self as forms, FormRow};
use crate::awards::nominations::service::{NominationRow, in_hands_of, stopped};
use crate::awards::{NomineeKind, Step, next};
use crate::kernel::id::Uuid;
use crate::kernel::period::check_past_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::organisations::service as organisations;
use crate::usecase::Reading;

/// The most that a problem document names.
const MOST_ERRORS: usize = 1000;

/// A nomination with all that counts for it.
pub(in crate::awards) struct Planned {
    pub(in crate::awards) nomination: NominationRow,
    pub(in crate::awards) form: FormRow,
    pub(super) faults: Vec<Fault>,
}

impl Planned {
    /// The money that its form gives.
    pub(in crate::awards) const fn reward(&self) -> i64 {
        match self.nomination.nominee_kind {
            NomineeKind::Collective => self.form.reward_collective_vnd,
            NomineeKind::Individual => self.form.reward_individual_vnd,
        }
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
        let own = in_hands_of(r.db, r.who.user_id, nominations)?;
        let stopped = stopped(r.db, named.rows())?;
        let mut known: HashMap<Uuid, FormRow> = HashMap::new();
        let mut lines = Vec::with_capacity(nominations.len());
        for nomination in named.rows() {
            let form = match known.get(&nomination.form_id) {
                Some(form) => form.clone(),
                None => forms::of(r.db, nomination.form_id)?,
            };
            known.insert(form.id, form.clone());
            let hinders = [
                (Fault::OwnWork, own.contains(&nomination.id)),
                (Fault::OnHold, stopped.contains_key(&nomination.id)),
            ];
            let faults = faults(paper, nomination, &form, hinders);
            lines.push(Planned { nomination: nomination.clone(), form, faults });
        }
        let mut document = unfit(head, place.as_deref(), lines.is_empty());
        document.extend(check_past_date("/document_date", date, r.today()));
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
            errors.extend(line.faults.iter().map(|fault| fault.at(index)));
        }
        errors.truncate(MOST_ERRORS);
        Problem::check(errors)
    }
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
