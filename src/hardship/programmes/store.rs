//! Rows of programmes, their funds and norms.

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

use super::model::Balance;
use crate::db::schema::{
    hardship_applications as applications, programme_funds as funds, support_norms as norms,
    support_programmes as programmes,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, ancestors_of, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};

/// A programme as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = programmes, treat_none_as_default_value = false)]
pub(in crate::hardship) struct ProgrammeRow {
    pub(in crate::hardship) id: Uuid,
    pub(in crate::hardship) organisation_id: Uuid,
    pub(in crate::hardship) year: i32,
    pub(in crate::hardship) name: String,
    pub(in crate::hardship) name_folded: String,
    pub(in crate::hardship) legal_basis: Option<String>,
    pub(in crate::hardship) ceiling_vnd: i64,
    pub(in crate::hardship) approved_vnd: i64,
    pub(in crate::hardship) disbursed_vnd: i64,
    pub(in crate::hardship) reclaimed_vnd: i64,
    pub(in crate::hardship) opens_on: NaiveDate,
    pub(in crate::hardship) closes_on: NaiveDate,
    pub(in crate::hardship) duplicate_months: i32,
    pub(in crate::hardship) answer_days: i32,
    pub(in crate::hardship) endorse_days: i32,
    pub(in crate::hardship) appraise_days: i32,
    pub(in crate::hardship) decide_days: i32,
    pub(in crate::hardship) pay_days: i32,
    pub(in crate::hardship) retention_years: i32,
    pub(in crate::hardship) created_by: Uuid,
    pub(in crate::hardship) version: i64,
    pub(in crate::hardship) created_at: Instant,
    pub(in crate::hardship) updated_at: Instant,
}

impl ProgrammeRow {
    /// What its sums come to.
    pub(in crate::hardship) const fn balance(&self) -> Balance {
        Balance {
            ceiling: self.ceiling_vnd,
            approved: self.approved_vnd,
            disbursed: self.disbursed_vnd,
            reclaimed: self.reclaimed_vnd,
        }
    }
}

/// Where a part of a programme's money comes from.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = funds)]
pub(super) struct FundRow {
    pub(super) programme_id: Uuid,
    pub(super) position: i32,
    pub(super) name: String,
    pub(super) amount_vnd: i64,
}

/// One version of a norm.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = norms, treat_none_as_default_value = false)]
pub(in crate::hardship) struct NormRow {
    pub(in crate::hardship) id: Uuid,
    pub(in crate::hardship) programme_id: Uuid,
    pub(in crate::hardship) category: String,
    pub(in crate::hardship) maximum_vnd: i64,
    pub(in crate::hardship) legal_basis: String,
    pub(in crate::hardship) valid_from: NaiveDate,
    pub(in crate::hardship) valid_to: Option<NaiveDate>,
    pub(in crate::hardship) version: i64,
    pub(in crate::hardship) created_at: Instant,
    pub(in crate::hardship) updated_at: Instant,
}

/// Which programmes to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) organisation: Option<Uuid>,
    pub(super) year: Option<i32>,
    /// Taking dossiers on this day.
    pub(super) open_on: Option<NaiveDate>,
    pub(super) like: Option<String>,
    pub(super) descending: bool,
}

/// A programme of an organisation in scope or on the line above it: who files under it stands below it.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<ProgrammeRow> {
    let row = get(db, id)?;
    if scope.covers_or_lies_below(db, row.organisation_id)? { Ok(row) } else { Err(Problem::not_found()) }
}

/// The programme of a record that the caller was shown to see.
pub(super) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<ProgrammeRow> {
    Ok(programmes::table.find(id).first(db)?)
}

/// The programmes of records that the caller was shown to see.
pub(super) fn of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<ProgrammeRow>> {
    Ok(programmes::table.filter(programmes::id.eq_any(ids.to_vec())).load(db)?)
}

fn matching(scope: &Scope, filter: &Filter) -> programmes::BoxedQuery<'static, MultiBackend> {
    let mut rows = programmes::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(
            programmes::organisation_id
                .eq_any(descendants_of(tops.clone()))
                .or(programmes::organisation_id.eq_any(ancestors_of(tops))),
        );
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(programmes::organisation_id.eq(organisation));
    }
    if let Some(year) = filter.year {
        rows = rows.filter(programmes::year.eq(year));
    }
    if let Some(day) = filter.open_on {
        rows = rows.filter(programmes::opens_on.le(day)).filter(programmes::closes_on.ge(day));
    }
    if let Some(like) = filter.like.clone() {
        rows = rows.filter(programmes::name_folded.like(like).escape('\\'));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<ProgrammeRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, programmes, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

pub(super) fn insert(db: &mut AnyConnection, row: &ProgrammeRow) -> Outcome<()> {
    diesel::insert_into(programmes::table).values(row).execute(db)?;
    Ok(())
}

/// Writes what may be edited of `row` over version `row.version`. The sums are changed by [`draw`] and its sisters
/// alone; each raises the version, so an edit that was checked against other sums finds none of this version.
pub(super) fn save(db: &mut AnyConnection, row: &ProgrammeRow, now: Instant) -> Outcome<ProgrammeRow> {
    let known =
        programmes::table.filter(programmes::id.eq(row.id)).filter(programmes::version.eq(row.version));
    diesel::update(known)
        .set((
            programmes::name.eq(&row.name),
            programmes::name_folded.eq(&row.name_folded),
            programmes::legal_basis.eq(row.legal_basis.as_deref()),
            programmes::ceiling_vnd.eq(row.ceiling_vnd),
            programmes::opens_on.eq(row.opens_on),
            programmes::closes_on.eq(row.closes_on),
            programmes::duplicate_months.eq(row.duplicate_months),
            programmes::answer_days.eq(row.answer_days),
            programmes::endorse_days.eq(row.endorse_days),
            programmes::appraise_days.eq(row.appraise_days),
            programmes::decide_days.eq(row.decide_days),
            programmes::pay_days.eq(row.pay_days),
            programmes::retention_years.eq(row.retention_years),
            programmes::version.eq(row.version + 1),
            programmes::updated_at.eq(now),
        ))
        .returning(programmes::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// Holds the row until the transaction ends, so that versions of norms are added one after the other.
pub(super) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    diesel::update(programmes::table.find(id))
        .set(programmes::version.eq(programmes::version))
        .execute(db)?;
    Ok(())
}

/// Removes a programme with its funds and norms; the foreign keys refuse one that has applications.
pub(super) fn delete(db: &mut AnyConnection, id: Uuid, version: i64) -> Outcome<()> {
    diesel::delete(funds::table.filter(funds::programme_id.eq(id))).execute(db)?;
    diesel::delete(norms::table.filter(norms::programme_id.eq(id))).execute(db)?;
    let known = programmes::table.filter(programmes::id.eq(id)).filter(programmes::version.eq(version));
    match diesel::delete(known).execute(db)? {
        1 => Ok(()),
        _ => Err(Problem::stale(version + 1)),
    }
}

/// Whether somebody has begun an application under it.
pub(super) fn is_used(db: &mut AnyConnection, id: Uuid) -> Outcome<bool> {
    let used = applications::table.filter(applications::programme_id.eq(id));
    Ok(diesel::select(diesel::dsl::exists(used)).get_result(db)?)
}

/// Gives `by` more, or less where it is negative, unless the ceiling would be passed. The row stays locked until the
/// transaction ends, so the next one waits and counts this one.
pub(super) fn draw(db: &mut AnyConnection, id: Uuid, by: i64, now: Instant) -> Outcome<bool> {
    let fits = programmes::approved_vnd - programmes::reclaimed_vnd + by;
    let within = programmes::table.filter(programmes::id.eq(id)).filter(fits.le(programmes::ceiling_vnd));
    let drawn = diesel::update(within)
        .set((
            programmes::approved_vnd.eq(programmes::approved_vnd + by),
            programmes::version.eq(programmes::version + 1),
            programmes::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(drawn == 1)
}

pub(super) fn note_paid(db: &mut AnyConnection, id: Uuid, by: i64, now: Instant) -> Outcome<()> {
    diesel::update(programmes::table.find(id))
        .set((
            programmes::disbursed_vnd.eq(programmes::disbursed_vnd + by),
            programmes::version.eq(programmes::version + 1),
            programmes::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn note_reclaimed(db: &mut AnyConnection, id: Uuid, by: i64, now: Instant) -> Outcome<()> {
    diesel::update(programmes::table.find(id))
        .set((
            programmes::reclaimed_vnd.eq(programmes::reclaimed_vnd + by),
            programmes::version.eq(programmes::version + 1),
            programmes::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// The funds of a programme, in their order.
pub(super) fn funds_of(db: &mut AnyConnection, programmes: &[Uuid]) -> Outcome<Vec<FundRow>> {
    Ok(funds::table
        .filter(funds::programme_id.eq_any(programmes.to_vec()))
        .order((funds::programme_id, funds::position))
        .load(db)?)
}

pub(super) fn replace_funds(db: &mut AnyConnection, programme: Uuid, rows: &[FundRow]) -> Outcome<()> {
    diesel::delete(funds::table.filter(funds::programme_id.eq(programme))).execute(db)?;
    for row in rows {
        diesel::insert_into(funds::table).values(row).execute(db)?;
    }
    Ok(())
}

/// A norm, for whoever was shown its programme.
pub(super) fn norm(db: &mut AnyConnection, id: Uuid) -> Outcome<NormRow> {
    Ok(norms::table.find(id).first(db)?)
}

/// The norm of a category that is valid on a day.
pub(super) fn norm_on(
    db: &mut AnyConnection,
    programme: Uuid,
    category: &str,
    day: NaiveDate,
) -> Outcome<Option<NormRow>> {
    Ok(norms::table
        .filter(norms::programme_id.eq(programme))
        .filter(norms::category.eq(category))
        .filter(norms::valid_from.le(day))
        .filter(norms::valid_to.is_null().or(norms::valid_to.gt(day)))
        .first(db)
        .optional()?)
}

/// The norms of these programmes that are valid on a day; no query where there are none to ask about.
pub(super) fn norms_of_day(
    db: &mut AnyConnection,
    programmes: &[Uuid],
    day: NaiveDate,
) -> Outcome<Vec<NormRow>> {
    if programmes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(norms::table
        .filter(norms::programme_id.eq_any(programmes.to_vec()))
        .filter(norms::valid_from.le(day))
        .filter(norms::valid_to.is_null().or(norms::valid_to.gt(day)))
        .load(db)?)
}

/// Norms of these ids.
pub(super) fn norms_of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<NormRow>> {
    Ok(norms::table.filter(norms::id.eq_any(ids.to_vec())).load(db)?)
}

/// Every version of a category's norm, the newest last.
pub(super) fn versions(db: &mut AnyConnection, programme: Uuid, category: &str) -> Outcome<Vec<NormRow>> {
    Ok(norms::table
        .filter(norms::programme_id.eq(programme))
        .filter(norms::category.eq(category))
        .order(norms::valid_from)
        .load(db)?)
}

/// A programme's norms by category and day.
pub(super) fn norms_of(
    db: &mut AnyConnection,
    programme: &ProgrammeRow,
    on: Option<NaiveDate>,
    after: Option<(String, NaiveDate, Uuid)>,
    rows: i64,
) -> Outcome<Vec<NormRow>> {
    let mut query = norms::table.filter(norms::programme_id.eq(programme.id)).into_boxed::<MultiBackend>();
    if let Some(day) = on {
        query = query
            .filter(norms::valid_from.le(day))
            .filter(norms::valid_to.is_null().or(norms::valid_to.gt(day)));
    }
    if let Some((category, from, id)) = after {
        let later = norms::valid_from.gt(from).or(norms::valid_from.eq(from).and(norms::id.gt(id)));
        query =
            query.filter(norms::category.ge(category.clone())).filter(norms::category.gt(category).or(later));
    }
    Ok(query.order((norms::category, norms::valid_from, norms::id)).limit(rows).load(db)?)
}

pub(super) fn insert_norm(db: &mut AnyConnection, row: &NormRow) -> Outcome<()> {
    diesel::insert_into(norms::table).values(row).execute(db)?;
    Ok(())
}

/// Writes basis and end of a norm over version `row.version`.
pub(super) fn save_norm(db: &mut AnyConnection, row: &NormRow, now: Instant) -> Outcome<NormRow> {
    let known = norms::table.filter(norms::id.eq(row.id)).filter(norms::version.eq(row.version));
    diesel::update(known)
        .set((
            norms::legal_basis.eq(&row.legal_basis),
            norms::valid_to.eq(row.valid_to),
            norms::version.eq(row.version + 1),
            norms::updated_at.eq(now),
        ))
        .returning(norms::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// The last day on which an application of this category was filed.
pub(super) fn last_filed(
    db: &mut AnyConnection,
    programme: Uuid,
    category: &str,
) -> Outcome<Option<NaiveDate>> {
    Ok(applications::table
        .filter(applications::programme_id.eq(programme))
        .filter(applications::category.eq(category))
        .select(max(applications::filed_on))
        .first(db)?)
}
