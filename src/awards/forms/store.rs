//! Rows of `award_forms` and their conditions.

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

use super::model::Condition;
use crate::awards::model::NomineeKind;
use crate::db::schema::{
    award_form_conditions as conditions, award_forms as forms, award_round_forms as round_forms,
};
use crate::db::{AnyConnection, MultiBackend, dialect};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::Page;
use crate::kernel::problem::{Outcome, Problem};

crate::text_column!(Condition);

/// A form as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = forms, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(in crate::awards) struct FormRow {
    pub(in crate::awards) id: Uuid,
    pub(in crate::awards) code: String,
    pub(in crate::awards) kind: String,
    pub(in crate::awards) authority: String,
    pub(in crate::awards) name_vi: String,
    pub(in crate::awards) name_en: String,
    pub(in crate::awards) name_folded: String,
    pub(in crate::awards) for_collectives: bool,
    pub(in crate::awards) for_individuals: bool,
    pub(in crate::awards) threshold_numerator: i32,
    pub(in crate::awards) threshold_denominator: i32,
    pub(in crate::awards) reward_collective_vnd: i64,
    pub(in crate::awards) reward_individual_vnd: i64,
    pub(in crate::awards) legal_basis: String,
    pub(in crate::awards) position: i32,
    pub(in crate::awards) valid_from: NaiveDate,
    pub(in crate::awards) valid_to: Option<NaiveDate>,
    pub(in crate::awards) version: i64,
    pub(in crate::awards) created_at: Instant,
    pub(in crate::awards) updated_at: Instant,
}

impl FormRow {
    /// The money that it gives.
    pub(in crate::awards) const fn reward(&self, nominee: NomineeKind) -> i64 {
        match nominee {
            NomineeKind::Collective => self.reward_collective_vnd,
            NomineeKind::Individual => self.reward_individual_vnd,
        }
    }
}

/// What must, or must not, have been awarded before.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = conditions, treat_none_as_default_value = false)]
pub(in crate::awards) struct ConditionRow {
    pub(in crate::awards) form_id: Uuid,
    pub(in crate::awards) position: i32,
    pub(in crate::awards) condition: Condition,
    pub(in crate::awards) kind: String,
    pub(in crate::awards) authority: Option<String>,
    pub(in crate::awards) within_years: Option<i32>,
}

/// A form. All may see all forms.
pub(in crate::awards) fn get(db: &mut AnyConnection, id: Uuid) -> Outcome<FormRow> {
    Ok(forms::table.find(id).first(db)?)
}

/// The code and id of every version of every form.
pub(in crate::awards) fn coded(db: &mut AnyConnection) -> Outcome<Vec<(String, Uuid)>> {
    Ok(forms::table.select((forms::code, forms::id)).order((forms::code, forms::valid_from)).load(db)?)
}

/// Forms of these ids.
pub(in crate::awards) fn of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<FormRow>> {
    Ok(forms::table.filter(forms::id.eq_any(ids.to_vec())).order((forms::position, forms::id)).load(db)?)
}

/// The conditions of these forms, in their order.
pub(in crate::awards) fn conditions_of(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<ConditionRow>> {
    Ok(conditions::table
        .filter(conditions::form_id.eq_any(ids.to_vec()))
        .order((conditions::form_id, conditions::position))
        .load(db)?)
}

/// Which forms to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) on: Option<NaiveDate>,
    pub(super) kind: Option<String>,
    pub(super) authority: Option<String>,
    pub(super) nominee: Option<NomineeKind>,
    pub(super) like: Option<String>,
}

fn matching(filter: &Filter) -> forms::BoxedQuery<'static, MultiBackend> {
    let mut rows = forms::table.into_boxed::<MultiBackend>();
    if let Some(day) = filter.on {
        rows = rows
            .filter(forms::valid_from.le(day))
            .filter(forms::valid_to.is_null().or(forms::valid_to.gt(day)));
    }
    if let Some(kind) = filter.kind.clone() {
        rows = rows.filter(forms::kind.eq(kind));
    }
    if let Some(authority) = filter.authority.clone() {
        rows = rows.filter(forms::authority.eq(authority));
    }
    if let Some(like) = filter.like.clone() {
        rows = rows.filter(forms::name_folded.like(like).escape('\\'));
    }
    match filter.nominee {
        Some(NomineeKind::Collective) => rows.filter(forms::for_collectives.eq(true)),
        Some(NomineeKind::Individual) => rows.filter(forms::for_individuals.eq(true)),
        None => rows,
    }
}

/// Forms by position.
pub(super) fn list(db: &mut AnyConnection, filter: &Filter, page: &Page) -> Outcome<Vec<FormRow>> {
    let mut rows = matching(filter);
    if let Some((position, id)) = page.start::<(i32, Uuid)>()? {
        rows = rows
            .filter(forms::position.ge(position))
            .filter(forms::position.gt(position).or(forms::id.gt(id)));
    }
    Ok(rows.order((forms::position, forms::id)).limit(page.rows()).load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, filter: &Filter) -> Outcome<i64> {
    Ok(matching(filter).count().get_result(db)?)
}

/// The last position of all forms, 0 where there are none.
pub(super) fn last(db: &mut AnyConnection) -> Outcome<i32> {
    let last: Option<i32> = forms::table.select(max(forms::position)).first(db)?;
    Ok(last.unwrap_or(0))
}

/// Waits until nobody else changes the versions of a form, and keeps others waiting until the transaction ends.
pub(super) fn hold_code(db: &mut AnyConnection, code: &str) -> Outcome<()> {
    Ok(dialect::lock(db, format!("award_form {code}").as_bytes())?)
}

/// Holds the row until the transaction ends: a round begins to use it, or what a round relies on changes, one after the
/// other.
pub(super) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    diesel::update(forms::table.find(id)).set(forms::version.eq(forms::version)).execute(db)?;
    Ok(())
}

/// Every version of a form, the newest last.
pub(super) fn versions(db: &mut AnyConnection, code: &str) -> Outcome<Vec<FormRow>> {
    Ok(forms::table.filter(forms::code.eq(code)).order(forms::valid_from).load(db)?)
}

/// Whether a round uses it.
pub(super) fn is_used(db: &mut AnyConnection, id: Uuid) -> Outcome<bool> {
    let used = round_forms::table.filter(round_forms::form_id.eq(id));
    Ok(diesel::select(diesel::dsl::exists(used)).get_result(db)?)
}

pub(super) fn insert(db: &mut AnyConnection, row: &FormRow) -> Outcome<()> {
    diesel::insert_into(forms::table).values(row).execute(db)?;
    Ok(())
}

pub(super) fn replace_conditions(db: &mut AnyConnection, form: Uuid, rows: &[ConditionRow]) -> Outcome<()> {
    diesel::delete(conditions::table.filter(conditions::form_id.eq(form))).execute(db)?;
    for row in rows {
        diesel::insert_into(conditions::table).values(row).execute(db)?;
    }
    Ok(())
}

/// Writes everything of `row` over version `row.version`; answers it with its new version.
pub(super) fn save(db: &mut AnyConnection, row: &FormRow, now: Instant) -> Outcome<FormRow> {
    let known = forms::table.filter(forms::id.eq(row.id)).filter(forms::version.eq(row.version));
    let next = FormRow { version: row.version + 1, updated_at: now, ..row.clone() };
    diesel::update(known)
        .set(&next)
        .returning(forms::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}
