//! What is counted.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};

use super::model::{Count, Event};
use crate::awards::NomineeKind;
use crate::db::schema::{
    award_decision_lines as decision_lines, award_decisions as decisions, award_forms as forms,
    award_nominations as nominations, award_rounds as rounds, award_submission_lines as lines,
    award_submissions as submissions, awards, organisations,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::descendants_of;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// Of what is counted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Span {
    /// What documents of these days did.
    Days(NaiveDate, NaiveDate),
    /// What is about one year of achievement.
    Year(i32),
}

/// Union, nominee, form, round, number.
type NominationRow = (Uuid, NomineeKind, Uuid, Uuid, i64);
/// Union, recipient, form, year, number, reward.
type AwardRow = (Uuid, NomineeKind, Uuid, i32, i64, i64);

/// What the ids of counted rows stand for.
struct Names {
    unions: HashMap<Uuid, String>,
    /// Code and authority.
    forms: HashMap<Uuid, (String, String)>,
    rounds: HashMap<Uuid, i32>,
}

impl Names {
    /// Of everything that is at or below `top`, and of all forms and rounds.
    fn of(db: &mut AnyConnection, top: Uuid) -> Outcome<Self> {
        let unions: Vec<(Uuid, String)> = organisations::table
            .filter(organisations::id.eq_any(descendants_of(vec![top])))
            .select((organisations::id, organisations::name))
            .load(db)?;
        let forms: Vec<(Uuid, String, String)> =
            forms::table.select((forms::id, forms::code, forms::authority)).load(db)?;
        let rounds: Vec<(Uuid, i32)> = rounds::table.select((rounds::id, rounds::year)).load(db)?;
        Ok(Self {
            unions: unions.into_iter().collect(),
            forms: forms.into_iter().map(|(id, code, authority)| (id, (code, authority))).collect(),
            rounds: rounds.into_iter().collect(),
        })
    }

    fn count(&self, event: Event, row: AwardRow) -> Option<Count> {
        let (organisation_id, nominee, form, year, number, reward) = row;
        let (form, authority) = self.forms.get(&form)?.clone();
        let organisation_name = self.unions.get(&organisation_id)?.clone();
        Some(Count {
            event,
            organisation_id,
            organisation_name,
            nominee,
            form,
            authority,
            year,
            number,
            reward,
        })
    }
}

/// All that happened to nominees at or below `top`. The caller has shown that all of it may be counted.
pub(super) fn counts(db: &mut AnyConnection, top: Uuid, span: Span) -> Outcome<Vec<Count>> {
    let names = Names::of(db, top)?;
    let mut counts = Vec::new();
    for (event, rows) in
        [(Event::Proposed, proposed(db, top, span)?), (Event::Declined, declined(db, top, span)?)]
    {
        counts.extend(rows.into_iter().filter_map(|(union, nominee, form, round, number)| {
            names.count(event, (union, nominee, form, *names.rounds.get(&round)?, number, 0))
        }));
    }
    for event in [Event::Awarded, Event::Revoked] {
        let rows = given(db, top, span, event)?;
        counts.extend(rows.into_iter().filter_map(|row| names.count(event, row)));
    }
    Ok(counts)
}

/// Which nominations are counted.
type Chosen = Box<dyn BoxableExpression<nominations::table, MultiBackend, SqlType = Bool>>;

fn numbers(db: &mut AnyConnection, top: Uuid, chosen: Chosen) -> Outcome<Vec<NominationRow>> {
    let by = (
        nominations::organisation_id,
        nominations::nominee_kind,
        nominations::form_id,
        nominations::round_id,
    );
    Ok(nominations::table
        .filter(nominations::organisation_id.eq_any(descendants_of(vec![top])))
        .filter(chosen)
        .group_by(by)
        .select((by.0, by.1, by.2, by.3, count_star()))
        .load(db)?)
}

/// Nominations on signed submissions that stand.
fn proposed(db: &mut AnyConnection, top: Uuid, span: Span) -> Outcome<Vec<NominationRow>> {
    let signed = lines::table
        .inner_join(submissions::table.on(submissions::id.eq(lines::submission_id)))
        .filter(submissions::status.ne("draft"))
        .filter(lines::recalled.eq(false))
        .select(lines::nomination_id);
    let chosen: Chosen = match span {
        Span::Days(from, to) => {
            Box::new(nominations::id.eq_any(signed.filter(submissions::document_date.between(from, to))))
        }
        Span::Year(year) => {
            Box::new(nominations::id.eq_any(signed).and(nominations::round_id.eq_any(of(year))))
        }
    };
    numbers(db, top, chosen)
}

/// Nominations that an authority declined.
fn declined(db: &mut AnyConnection, top: Uuid, span: Span) -> Outcome<Vec<NominationRow>> {
    let answered = decision_lines::table
        .inner_join(decisions::table.on(decisions::id.eq(decision_lines::decision_id)))
        .filter(decisions::status.eq("signed"))
        .filter(decision_lines::outcome.eq("declined"))
        .select(decision_lines::nomination_id);
    let chosen: Chosen = match span {
        Span::Days(from, to) => {
            Box::new(nominations::id.eq_any(answered.filter(decisions::document_date.between(from, to))))
        }
        Span::Year(year) => {
            Box::new(nominations::id.eq_any(answered).and(nominations::round_id.eq_any(of(year))))
        }
    };
    numbers(db, top, chosen)
}

/// The rounds for a year of achievement.
#[diesel::dsl::auto_type(no_type_alias)]
fn of(year: i32) -> _ {
    let id: rounds::id = rounds::id;
    rounds::table.filter(rounds::year.eq(year)).select(id)
}

/// Which awards are counted.
type Given = Box<dyn BoxableExpression<awards::table, MultiBackend, SqlType = Nullable<Bool>>>;

/// What stands in the register: what was given, or what of it was taken back.
fn given(db: &mut AnyConnection, top: Uuid, span: Span, event: Event) -> Outcome<Vec<AwardRow>> {
    let by = (awards::organisation_id, awards::recipient_kind, awards::form_id, awards::year);
    let states = if event == Event::Revoked { vec!["revoked"] } else { vec!["valid", "revoked"] };
    let chosen: Given = match (span, event) {
        (Span::Days(from, to), Event::Revoked) => Box::new(awards::revoked_on.between(from, to)),
        (Span::Days(from, to), _) => Box::new(awards::decided_on.between(from, to).nullable()),
        (Span::Year(year), _) => Box::new(awards::year.eq(year).nullable()),
    };
    Ok(awards::table
        .filter(awards::organisation_id.eq_any(descendants_of(vec![top])))
        .filter(awards::state.eq_any(states))
        .filter(chosen)
        .group_by(by)
        .select((
            by.0,
            by.1,
            by.2,
            by.3,
            count_star(),
            sql::<BigInt>("CAST(SUM(awards.reward_vnd) AS BIGINT)"),
        ))
        .load(db)?)
}

/// What forms are called, by their codes; of several versions the last.
pub(super) fn form_names(db: &mut AnyConnection) -> Outcome<Vec<(String, String)>> {
    Ok(forms::table.order((forms::code, forms::valid_from)).select((forms::code, forms::name_vi)).load(db)?)
}

/// What a figure counts: nomination or award, its union, whom it is for, the code of the form, the authority.
pub(super) type Counted = (Uuid, Uuid, NomineeKind, String, String);

/// Every nomination of a nominee at or below `top` on a signed submission that stands, dated from `from` to `to`, in the order they
/// were submitted.
pub(super) fn proposals(
    db: &mut AnyConnection,
    top: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Outcome<Vec<Counted>> {
    Ok(lines::table
        .inner_join(submissions::table.on(submissions::id.eq(lines::submission_id)))
        .inner_join(nominations::table.on(nominations::id.eq(lines::nomination_id)))
        .inner_join(forms::table.on(forms::id.eq(nominations::form_id)))
        .filter(submissions::status.ne("draft"))
        .filter(lines::recalled.eq(false))
        .filter(submissions::document_date.between(from, to))
        .filter(nominations::organisation_id.eq_any(descendants_of(vec![top])))
        .order((submissions::document_date, submissions::signed_at, lines::position, nominations::id))
        .select((
            nominations::id,
            nominations::organisation_id,
            nominations::nominee_kind,
            forms::code,
            forms::authority,
        ))
        .load(db)?)
}

/// Every award to somebody at or below `top` that was taken back from `from` to `to` where that is the event; else that a
/// decision of these days gave, what was taken back later included.
pub(super) fn decided(
    db: &mut AnyConnection,
    top: Uuid,
    (from, to): (NaiveDate, NaiveDate),
    event: Event,
) -> Outcome<Vec<Counted>> {
    let rows = awards::table
        .inner_join(forms::table)
        .filter(awards::organisation_id.eq_any(descendants_of(vec![top])))
        .order((awards::decided_on, awards::id))
        .select((awards::id, awards::organisation_id, awards::recipient_kind, forms::code, awards::authority))
        .into_boxed::<MultiBackend>();
    let rows = if event == Event::Revoked {
        rows.filter(awards::state.eq("revoked")).filter(awards::revoked_on.between(from, to))
    } else {
        rows.filter(awards::state.ne("struck"))
            .filter(awards::decision_id.is_not_null())
            .filter(awards::decided_on.between(from, to))
    };
    Ok(rows.load(db)?)
}

/// A nomination as it is shown behind a figure.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct ProposalBrief {
    /// The nomination.
    pub(crate) id: Uuid,
    /// The submission it stands on.
    pub(crate) submission_id: Uuid,
    /// The name of the nominee's union.
    pub(crate) organisation_name: String,
}

/// Nominations of these ids, which the caller was shown to see; last of each with the submission that stands.
pub(super) fn briefs(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<ProposalBrief>> {
    Ok(lines::table
        .inner_join(nominations::table.on(nominations::id.eq(lines::nomination_id)))
        .inner_join(organisations::table.on(organisations::id.eq(nominations::organisation_id)))
        .filter(nominations::id.eq_any(ids.to_vec()))
        .order((lines::recalled.desc(), lines::submission_id))
        .select((nominations::id, lines::submission_id, organisations::name))
        .load(db)?)
}

/// An award as it is shown behind a figure.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct AwardBrief {
    /// The award.
    pub(crate) id: Uuid,
    /// The decision that gave it.
    pub(crate) decision_id: Option<Uuid>,
    /// The name of the recipient's union.
    pub(crate) organisation_name: String,
}

/// Awards of these ids, which the caller was shown to see.
pub(super) fn award_briefs(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<AwardBrief>> {
    Ok(awards::table
        .inner_join(organisations::table)
        .filter(awards::id.eq_any(ids.to_vec()))
        .select((awards::id, awards::decision_id, organisations::name))
        .load(db)?)
}
