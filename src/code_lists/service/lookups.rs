//! What other domains ask of the lists.

use chrono::NaiveDate;

use crate::code_lists::dto::IndicatorDto;
use crate::code_lists::store;
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::period;
use crate::kernel::problem::Outcome;

/// The list of what reports are about.
const TOPICS: &str = "report_topics";
/// The list of kinds of documents that get numbers.
const DOCUMENT_TYPES: &str = "document_types";

/// The list of what a hardship dossier is about.
const HARDSHIP_CATEGORIES: &str = "hardship_categories";
/// The list of states a house may be in.
const HOUSING_CONDITIONS: &str = "housing_conditions";
/// The list of kinds of awards.
const AWARD_KINDS: &str = "award_kinds";
/// The list of those who award.
const AWARD_AUTHORITIES: &str = "award_authorities";
/// The list of days that are no working days: an entry's validity is the holiday.
const PUBLIC_HOLIDAYS: &str = "public_holidays";

/// A kind of document that gets a number from a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DocumentType {
    /// Its code, the series of the register: `BC`, `QD`, `TTr`, `KH`, `HD`.
    pub code: String,
    /// How it is written in a symbol: `QĐ` for `QD`.
    pub label: String,
    /// Its Vietnamese name.
    pub name_vi: String,
}

/// The indicator, whether or not it can still be used.
///
/// # Errors
/// `not_found` when there is none.
pub(crate) fn indicator_of(db: &mut AnyConnection, id: Uuid) -> Outcome<IndicatorDto> {
    store::find_indicator(db, id).map(IndicatorDto::from)
}

/// The indicator, when it can be used on this day.
pub(crate) fn active_indicator(
    db: &mut AnyConnection,
    id: Uuid,
    on: NaiveDate,
) -> Outcome<Option<IndicatorDto>> {
    let row = match store::find_indicator(db, id) {
        Err(problem) if problem.code == crate::kernel::problem::Code::NotFound => return Ok(None),
        row => row?,
    };
    let active = row.valid_from <= on && row.valid_to.is_none_or(|to| on < to);
    Ok(active.then(|| row.into()))
}

/// The indicator with this code.
pub(crate) fn indicator_by_code(db: &mut AnyConnection, code: &str) -> Outcome<Option<IndicatorDto>> {
    Ok(store::indicator_by_code(db, code)?.map(IndicatorDto::from))
}

/// Whether reports can be about this topic on this day.
pub(crate) fn is_topic(db: &mut AnyConnection, code: &str, on: NaiveDate) -> Outcome<bool> {
    Ok(store::item_by_code(db, TOPICS, code, on)?.is_some())
}

/// The kind of document with this code, when it can be used on this day.
pub(crate) fn document_type(
    db: &mut AnyConnection,
    code: &str,
    on: NaiveDate,
) -> Outcome<Option<DocumentType>> {
    let item = store::item_by_code(db, DOCUMENT_TYPES, code, on)?;
    Ok(item.map(|item| DocumentType {
        label: item.abbreviation.unwrap_or_else(|| item.code.clone()),
        code: item.code,
        name_vi: item.name_vi,
    }))
}

/// The Vietnamese name of a hardship category that can be used on this day.
pub(crate) fn hardship_category(
    db: &mut AnyConnection,
    code: &str,
    on: NaiveDate,
) -> Outcome<Option<String>> {
    Ok(store::item_by_code(db, HARDSHIP_CATEGORIES, code, on)?.map(|item| item.name_vi))
}

/// Every code of the list of hardship categories with its Vietnamese name, whether or not it can still be used.
pub(crate) fn hardship_categories(db: &mut AnyConnection) -> Outcome<Vec<(String, String)>> {
    let items = store::all_of(db, HARDSHIP_CATEGORIES)?;
    Ok(items.into_iter().map(|item| (item.code, item.name_vi)).collect())
}

/// Every code of the list of awarding authorities with its Vietnamese name, whether or not it can still be used.
pub(crate) fn award_authorities(db: &mut AnyConnection) -> Outcome<Vec<(String, String)>> {
    let items = store::all_of(db, AWARD_AUTHORITIES)?;
    Ok(items.into_iter().map(|item| (item.code, item.name_vi)).collect())
}

/// Whether a survey can find a house in this condition on this day.
pub(crate) fn is_housing_condition(db: &mut AnyConnection, code: &str, on: NaiveDate) -> Outcome<bool> {
    Ok(store::item_by_code(db, HOUSING_CONDITIONS, code, on)?.is_some())
}

/// Whether there is an award of this kind on this day.
pub(crate) fn is_award_kind(db: &mut AnyConnection, code: &str, on: NaiveDate) -> Outcome<bool> {
    Ok(store::item_by_code(db, AWARD_KINDS, code, on)?.is_some())
}

/// Whether this authority awards on this day.
pub(crate) fn is_award_authority(db: &mut AnyConnection, code: &str, on: NaiveDate) -> Outcome<bool> {
    Ok(store::item_by_code(db, AWARD_AUTHORITIES, code, on)?.is_some())
}

/// The day on which so many working days after `from` are over.
pub(crate) fn after_working_days(db: &mut AnyConnection, from: NaiveDate, days: i32) -> Outcome<NaiveDate> {
    let items = store::all_of(db, PUBLIC_HOLIDAYS)?;
    let holidays: Vec<_> = items.into_iter().map(|item| (item.valid_from, item.valid_to)).collect();
    Ok(period::after_working_days(from, u32::try_from(days).unwrap_or(0), &holidays))
}
