//! `organisation_periods`: half-open, without gaps or overlaps; the last one is open while the organisation lives.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::organisation_periods as periods;
use crate::db::{AnyConnection, MultiBackend};
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::organisations::model::OrganisationKind;

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = periods, primary_key(organisation_id, valid_from))]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
pub(in crate::organisations) struct PeriodRow {
    pub organisation_id: Uuid,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub name: String,
    pub name_folded: String,
    pub kind: OrganisationKind,
    pub parent_id: Option<Uuid>,
    pub decision_number: Option<String>,
    pub decision_date: Option<NaiveDate>,
}

/// The open period.
pub(in crate::organisations) fn present(db: &mut AnyConnection, id: Uuid) -> Outcome<PeriodRow> {
    Ok(periods::table
        .filter(periods::organisation_id.eq(id))
        .filter(periods::valid_to.is_null())
        .first(db)?)
}

/// The first day of an organisation's first period.
pub(in crate::organisations) fn first_day(db: &mut AnyConnection, id: Uuid) -> Outcome<Option<NaiveDate>> {
    Ok(periods::table
        .filter(periods::organisation_id.eq(id))
        .select(diesel::dsl::min(periods::valid_from))
        .first(db)?)
}

pub(in crate::organisations) fn insert(db: &mut AnyConnection, row: &PeriodRow) -> Outcome<()> {
    diesel::insert_into(periods::table).values(row).execute(db)?;
    Ok(())
}

/// Puts the period with this first day right.
pub(in crate::organisations) fn correct(db: &mut AnyConnection, row: &PeriodRow) -> Outcome<()> {
    diesel::update(periods::table.find((row.organisation_id, row.valid_from))).set(row).execute(db)?;
    Ok(())
}

/// Ends the open period the day before `on` and begins `next`, whose first day is `on`.
pub(in crate::organisations) fn succeed(
    db: &mut AnyConnection,
    present: &PeriodRow,
    next: &PeriodRow,
) -> Outcome<()> {
    diesel::update(periods::table.find((present.organisation_id, present.valid_from)))
        .set(periods::valid_to.eq(Some(next.valid_from)))
        .execute(db)?;
    insert(db, next)
}

/// The periods of an organisation whose first day is after `after`, oldest first.
pub(in crate::organisations) fn list(
    db: &mut AnyConnection,
    id: Uuid,
    after: Option<NaiveDate>,
    rows: i64,
) -> Outcome<Vec<PeriodRow>> {
    let mut query = periods::table.filter(periods::organisation_id.eq(id)).into_boxed::<MultiBackend>();
    if let Some(after) = after {
        query = query.filter(periods::valid_from.gt(after));
    }
    Ok(query.order(periods::valid_from).limit(rows).load(db)?)
}

/// Every name that an organisation has borne, folded.
pub(in crate::organisations) fn folded_names(db: &mut AnyConnection, id: Uuid) -> Outcome<Vec<String>> {
    let names =
        periods::table.filter(periods::organisation_id.eq(id)).select(periods::name_folded).distinct();
    Ok(names.load(db)?)
}

/// Under whom an organisation stood on some day of `[from, to)`, each with the days of the two spans in common.
pub(in crate::organisations) fn parents_within(
    db: &mut AnyConnection,
    id: Uuid,
    from: NaiveDate,
    to: Option<NaiveDate>,
) -> Outcome<Vec<(Uuid, NaiveDate, Option<NaiveDate>)>> {
    let rows: Vec<PeriodRow> = periods::table
        .filter(periods::organisation_id.eq(id))
        .filter(periods::parent_id.is_not_null())
        .filter(periods::valid_to.is_null().or(periods::valid_to.gt(from)))
        .load(db)?;
    let common = |row: PeriodRow| {
        if to.is_some_and(|to| to <= row.valid_from) {
            return None;
        }
        let end = match (row.valid_to, to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        row.parent_id.map(|parent| (parent, row.valid_from.max(from), end))
    };
    Ok(rows.into_iter().filter_map(common).collect())
}
