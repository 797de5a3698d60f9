//! Whether a nominee may be awarded: the form's conditions, held against the register and against what is under way.

use super::find;
use super::shown;
use crate::awards::forms::Condition;
use crate::awards::forms::service::{self as forms, ConditionRow, FormRow};
use crate::awards::nominations::dto::{AwardEligibilityDto, CheckedConditionDto};
use crate::awards::nominations::store::{self, Identity, NominationRow};
use crate::awards::register::service::{self as register, AwardRow, AwardState};
use crate::awards::rounds::service::{self as rounds, RoundRow};
use crate::awards::{NominationStatus, NomineeKind};
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::organisations::service as organisations;
use crate::usecase::Reading;

/// What may still be awarded, and so is in the way of what it excludes.
const UNDER_WAY: [NominationStatus; 3] =
    [NominationStatus::Endorsed, NominationStatus::CouncilApproved, NominationStatus::Forwarded];

/// The names a nominee goes by, folded: a union is known by every name it has borne.
pub(super) fn names_of(db: &mut AnyConnection, row: &NominationRow) -> Outcome<Vec<String>> {
    let own = row.nominee_folded.clone();
    if row.nominee_kind == NomineeKind::Individual {
        return Ok(vec![own]);
    }
    let mut names = organisations::folded_names_of(db, row.organisation_id)?;
    if row.whole_organisation || names.contains(&own) {
        names.push(own);
        names.sort_unstable();
        names.dedup();
        return Ok(names);
    }
    Ok(vec![own])
}

/// Who is nominated.
pub(super) fn identity_of(db: &mut AnyConnection, row: &NominationRow) -> Outcome<Identity> {
    let names = names_of(db, row)?;
    Ok(Identity {
        kind: row.nominee_kind,
        union: row.organisation_id,
        whole: row.whole_organisation || names.len() > 1,
        names,
        namesake: row.namesake,
    })
}

/// A condition of the form, or of another that excludes it, and what decides it.
struct Checked {
    condition: ConditionRow,
    holds: bool,
    award: Option<AwardRow>,
    nomination: Option<Uuid>,
}

/// What is held against the conditions.
struct Held<'a> {
    round: &'a RoundRow,
    form: &'a FormRow,
    /// What the nominee was given, the oldest first.
    awards: Vec<AwardRow>,
    /// What the nominee is nominated for besides, for the same year.
    under_way: Vec<(Uuid, FormRow)>,
}

impl Held<'_> {
    fn of<'a>(
        db: &mut AnyConnection,
        row: &NominationRow,
        round: &'a RoundRow,
        form: &'a FormRow,
    ) -> Outcome<Held<'a>> {
        let who = identity_of(db, row)?;
        // What is under way is read first: it only moves towards the register, so that it is met in one of the two.
        let mut under_way = Vec::new();
        for other in store::nominations_of(db, &who, row.id, &UNDER_WAY)? {
            if rounds::of(db, other.round_id)?.year == round.year {
                under_way.push((other.id, forms::of(db, other.form_id)?));
            }
        }
        let mut awards = store::awards_of(db, &who)?;
        if let Some(earlier) = row.earlier_award_id
            && awards.iter().all(|award| award.id != earlier)
        {
            awards.push(register::of(db, earlier)?);
            awards.sort_by_key(|award| (award.year, award.id));
        }
        Ok(Held { round, form, awards, under_way })
    }

    fn check(&self, condition: ConditionRow) -> Checked {
        match condition.condition {
            Condition::Prerequisite => self.prerequisite(condition),
            Condition::Exclusion => self.exclusion(condition),
        }
    }

    /// Something of the kind was awarded in one of the years before.
    fn prerequisite(&self, condition: ConditionRow) -> Checked {
        let year = self.round.year;
        let first = year - condition.within_years.unwrap_or(0);
        let near = |award: &&AwardRow| {
            award.kind == condition.kind
                && condition.authority.as_ref().is_none_or(|authority| *authority == award.authority)
        };
        let counts = |award: &&AwardRow| {
            near(award) && award.state == AwardState::Valid && (first..year).contains(&award.year)
        };
        let found = self.awards.iter().rev().find(counts);
        let award = found.or_else(|| self.awards.iter().rev().find(near)).cloned();
        Checked { holds: found.is_some(), condition, award, nomination: None }
    }

    /// Nothing of the kind was awarded for the same year by the authority of the form, nor is on its way to be.
    fn exclusion(&self, condition: ConditionRow) -> Checked {
        let award = self.given().find(|award| award.kind == condition.kind).cloned();
        let nomination = self.rivals().find(|(_, form)| form.kind == condition.kind).map(|(id, _)| *id);
        Checked { holds: award.is_none() && nomination.is_none(), condition, award, nomination }
    }

    /// What was awarded for the same year by the authority of the form, and holds.
    fn given(&self) -> impl Iterator<Item = &AwardRow> {
        self.awards.iter().filter(|award| {
            award.authority == self.form.authority
                && award.year == self.round.year
                && award.state == AwardState::Valid
        })
    }

    /// What is on its way to be.
    fn rivals(&self) -> impl Iterator<Item = &(Uuid, FormRow)> {
        self.under_way.iter().filter(|(_, form)| form.authority == self.form.authority)
    }

    /// The conditions of other forms that exclude this one, of what was given or is on its way, where no condition of
    /// its `own` meets the same.
    fn excluded_by(&self, db: &mut AnyConnection, own: &[ConditionRow]) -> Outcome<Vec<Checked>> {
        let met =
            |kind: &String| own.iter().any(|one| one.condition == Condition::Exclusion && one.kind == *kind);
        let given: Vec<&AwardRow> = self.given().filter(|award| !met(&award.kind)).collect();
        let rivals: Vec<_> = self.rivals().filter(|(_, form)| !met(&form.kind)).collect();
        let others: Vec<Uuid> = given
            .iter()
            .map(|award| award.form_id)
            .chain(rivals.iter().map(|(_, form)| form.id))
            .filter(|form| *form != self.form.id)
            .collect();
        let mut conditions = forms::conditions_of(db, &others)?;
        conditions.retain(|one| one.condition == Condition::Exclusion && one.kind == self.form.kind);
        let excluded = |condition: ConditionRow| Checked {
            holds: false,
            award: given
                .iter()
                .find(|award| award.form_id == condition.form_id)
                .map(|award| (*award).clone()),
            nomination: rivals.iter().find(|(_, form)| form.id == condition.form_id).map(|(id, _)| *id),
            condition,
        };
        Ok(conditions.into_iter().map(excluded).collect())
    }
}

/// Holds each condition of the form against what the nominee was given; with those of other forms that exclude it.
fn checked(db: &mut AnyConnection, row: &NominationRow) -> Outcome<(Vec<Checked>, Vec<Uuid>)> {
    let (round, form) = (rounds::of(db, row.round_id)?, forms::of(db, row.form_id)?);
    let held = Held::of(db, row, &round, &form)?;
    let conditions = forms::conditions_of(db, &[form.id])?;
    let counted = held.awards.iter().map(|award| award.id).collect();
    let excluded = held.excluded_by(db, &conditions)?;
    let own = conditions.into_iter().map(|condition| held.check(condition));
    Ok((own.chain(excluded).collect(), counted))
}

/// `not_eligible` with every condition that does not hold and the earlier award that decides it.
pub(in crate::awards) fn require_eligible(db: &mut AnyConnection, row: &NominationRow) -> Outcome<()> {
    let (conditions, _) = checked(db, row)?;
    let mut errors = Vec::new();
    for one in conditions.iter().filter(|one| !one.holds) {
        errors.push(violation(db, one)?);
    }
    if errors.is_empty() { Ok(()) } else { Err(Problem::new(Code::NotEligible).errors(errors)) }
}

fn violation(db: &mut AnyConnection, one: &Checked) -> Outcome<Violation> {
    let code = one.condition.condition.as_str();
    let (mut vi, mut en) = match (one.condition.condition, one.condition.within_years) {
        (Condition::Prerequisite, years) => {
            let years = years.unwrap_or(0);
            let kind = &one.condition.kind;
            (
                format!("Chưa có khen thưởng {kind} còn hiệu lực trong {years} năm trước."),
                format!("There is no valid {kind} within {years} years before."),
            )
        }
        (Condition::Exclusion, _) => (
            "Đã có hình thức khen thưởng loại trừ trong cùng năm, cùng cấp.".to_owned(),
            "There is an award for the same year at the same level that excludes this one.".to_owned(),
        ),
    };
    if let Some(award) = &one.award {
        let (symbol, year, id) = (&award.symbol, award.year, award.id);
        let form = forms::of(db, award.form_id)?;
        vi.push_str(&format!(" {} năm {year}, quyết định {symbol} ({id}).", form.name_vi));
        en.push_str(&format!(" {} for {year}, decision {symbol} ({id}).", form.name_en));
    }
    if let Some(nomination) = one.nomination {
        vi.push_str(&format!(" Đề nghị {nomination} đang được xét."));
        en.push_str(&format!(" Nomination {nomination} is under way."));
    }
    Ok(Violation::at("", code, vi, en))
}

/// Tells whether each condition holds and what decides it, and what else is known under the nominee's name.
pub(in crate::awards::nominations) fn eligibility(
    r: &mut Reading<'_>,
    id: Uuid,
) -> Outcome<AwardEligibilityDto> {
    let row = find(r, id)?;
    let (conditions, counted) = checked(r.db, &row)?;
    let who = identity_of(r.db, &row)?;
    let scope = r.who.scope(Action::AwardRead);
    let awards = store::awards_named(r.db, &scope, &who, counted)?;
    let nominations = store::nominations_named(r.db, &scope, &who, row.id)?;
    Ok(AwardEligibilityDto {
        nomination_id: row.id,
        eligible: conditions.iter().all(|one| one.holds),
        conditions: conditions.into_iter().map(condition).collect(),
        other_awards: awards.into_iter().map(shown::award).collect(),
        other_nominations: nominations.into_iter().map(shown::nomination).collect(),
    })
}

fn condition(one: Checked) -> CheckedConditionDto {
    CheckedConditionDto {
        form_id: one.condition.form_id,
        position: one.condition.position,
        condition: one.condition.condition,
        kind: one.condition.kind,
        authority: one.condition.authority,
        within_years: one.condition.within_years,
        holds: one.holds,
        award: one.award.map(shown::award),
        nomination_id: one.nomination,
    }
}
