//! The lines that count.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Line, Person};
use crate::db::schema::{
    hardship_persons as persons, housing_surveys as surveys, organisations, support_decision_lines as lines,
    support_decisions as decisions, support_payments as payments,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::descendants_of;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// What of a line is read: id, union with its name, programme, category, date, amount, what came back, hashes, dossier.
type Row = (
    Uuid,
    Uuid,
    String,
    Uuid,
    String,
    Option<NaiveDate>,
    i64,
    Option<i64>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Uuid,
);

/// The lines in force that unions at or below `top` filed, of decisions dated from `from` to `to`, in the order they
/// were decided. The caller has shown that all of it may be counted.
pub(super) fn in_force(
    db: &mut AnyConnection,
    top: Uuid,
    (from, to): (NaiveDate, NaiveDate),
    programme: Option<Uuid>,
) -> Outcome<Vec<Line>> {
    let mut rows = lines::table
        .inner_join(decisions::table.on(decisions::id.eq(lines::decision_id)))
        .inner_join(organisations::table.on(organisations::id.eq(lines::organisation_id)))
        .left_join(persons::table.on(persons::application_id.eq(lines::application_id)))
        .left_join(payments::table.on(payments::line_id.eq(lines::id).and(payments::kind.eq("reclaim"))))
        .filter(lines::state.eq("in_force"))
        .filter(decisions::status.eq("signed"))
        .filter(decisions::document_date.between(from, to))
        .filter(lines::organisation_id.eq_any(descendants_of(vec![top])))
        .order((decisions::document_date, decisions::signed_at, lines::position, lines::id))
        .select((
            lines::id,
            lines::organisation_id,
            organisations::name,
            decisions::programme_id,
            lines::category,
            decisions::document_date,
            lines::amount_vnd,
            payments::amount_vnd.nullable(),
            persons::citizen_hash.nullable(),
            persons::person_hash.nullable(),
            lines::application_id,
        ))
        .into_boxed::<MultiBackend>();
    if let Some(programme) = programme {
        rows = rows.filter(decisions::programme_id.eq(programme));
    }
    let rows: Vec<Row> = rows.load(db)?;
    Ok(rows.into_iter().filter_map(line).collect())
}

fn line(row: Row) -> Option<Line> {
    let (
        id,
        organisation_id,
        organisation_name,
        programme_id,
        category,
        on,
        amount,
        back,
        citizen,
        person,
        dossier,
    ) = row;
    Some(Line {
        id,
        organisation_id,
        organisation_name,
        programme_id,
        category,
        on: on?,
        amount,
        reclaimed: back.unwrap_or_default(),
        person: Person::of(citizen, person, dossier),
    })
}

/// A line as it is shown behind a figure.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct LineBrief {
    /// The line.
    pub(crate) id: Uuid,
    /// The dossier it approves.
    pub(crate) application_id: Uuid,
    /// The decision it stands in.
    pub(crate) decision_id: Uuid,
    /// The name of the union that filed it.
    pub(crate) organisation_name: String,
    /// What was approved.
    pub(crate) amount_vnd: i64,
}

/// Lines of these ids, which the caller was shown to see.
pub(super) fn briefs(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<LineBrief>> {
    Ok(lines::table
        .inner_join(organisations::table.on(organisations::id.eq(lines::organisation_id)))
        .filter(lines::id.eq_any(ids.to_vec()))
        .select((
            lines::id,
            lines::application_id,
            lines::decision_id,
            organisations::name,
            lines::amount_vnd,
        ))
        .load(db)?)
}

/// The survey entries of unions at or below `top` where somebody was from `from` to `to`, with their unions. The caller
/// has shown that all of it may be counted.
pub(super) fn surveyed(
    db: &mut AnyConnection,
    top: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Outcome<Vec<(Uuid, Uuid)>> {
    Ok(surveys::table
        .filter(surveys::surveyed_on.between(from, to))
        .filter(surveys::organisation_id.eq_any(descendants_of(vec![top])))
        .order((surveys::surveyed_on, surveys::id))
        .select((surveys::id, surveys::organisation_id))
        .load(db)?)
}

/// A survey entry as it is shown behind a figure.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct SurveyBrief {
    /// The entry.
    pub(crate) id: Uuid,
    /// The dossier it became.
    pub(crate) application_id: Option<Uuid>,
    /// The name of the union that found the family.
    pub(crate) organisation_name: String,
}

/// Entries of these ids, which the caller was shown to see.
pub(super) fn survey_briefs(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<SurveyBrief>> {
    Ok(surveys::table
        .inner_join(organisations::table.on(organisations::id.eq(surveys::organisation_id)))
        .filter(surveys::id.eq_any(ids.to_vec()))
        .select((surveys::id, surveys::application_id, organisations::name))
        .load(db)?)
}
