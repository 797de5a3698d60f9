//! Rows of `award_forms` and their conditions.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::Condition;
use crate::db::AnyConnection;
use crate::db::schema::{award_form_conditions as conditions, award_forms as forms};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

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

/// What must, or must not, have been awarded before.
#[derive(Clone, Debug, Queryable, Insertable)]
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
