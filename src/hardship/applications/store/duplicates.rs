//! Finding the same person again.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::ApplicationRow;
use crate::db::schema::{hardship_applications as applications, hardship_persons as persons};
use crate::db::{AnyConnection, MultiBackend, dialect};
use crate::hardship::applications::model::ApplicationStatus;
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

diesel::alias! {
    const OTHER: Alias<Other> = applications as other;
    const OTHER_PERSON: Alias<OtherPerson> = persons as other_person;
}

/// Whom and what a duplicate is looked for.
#[derive(Debug)]
pub(in crate::hardship) struct Same<'a> {
    pub(in crate::hardship) application: Uuid,
    pub(in crate::hardship) programme: Uuid,
    pub(in crate::hardship) category: &'a str,
    /// The keyed hashes of citizen id and person.
    pub(in crate::hardship) hashes: (Option<&'a [u8]>, Option<&'a [u8]>),
    /// Under another programme, filed on this day or later.
    pub(in crate::hardship) since: NaiveDate,
}

/// Of two who submit for the same person at the same moment, the second waits until the first is done. The locks are
/// taken in one order, so that nobody waits in a ring.
pub(in crate::hardship) fn hold_person(
    db: &mut AnyConnection,
    hashes: (Option<&[u8]>, Option<&[u8]>),
) -> Outcome<()> {
    let mut keys: Vec<&[u8]> = [hashes.0, hashes.1].into_iter().flatten().collect();
    keys.sort_unstable();
    for key in keys {
        dialect::lock(db, key)?;
    }
    Ok(())
}

/// Another application for the same person and category that counts, in whatever union: that of another name or a
/// successor is found as well, because the province is one.
pub(in crate::hardship) fn duplicate_of(
    db: &mut AnyConnection,
    same: &Same<'_>,
) -> Outcome<Option<ApplicationRow>> {
    let by_id = same.hashes.0.map(<[u8]>::to_vec);
    let by_person = same.hashes.1.map(<[u8]>::to_vec);
    Ok(applications::table
        .inner_join(persons::table)
        .filter(applications::id.ne(same.application))
        .filter(applications::category.eq(same.category))
        .filter(applications::status.eq_any(ApplicationStatus::COUNTS.map(ApplicationStatus::as_str)))
        .filter(persons::citizen_hash.eq(by_id).or(persons::person_hash.eq(by_person)))
        .filter(applications::programme_id.eq(same.programme).or(applications::filed_on.ge(same.since)))
        .order((applications::created_at, applications::id))
        .select(applications::all_columns)
        .first(db)
        .optional()?)
}

/// The place of a pair in its list: when the later one was made, and both ids.
pub(in crate::hardship) type PairPlace = (Instant, Uuid, Uuid);

/// Two applications for likely the same person.
#[derive(Debug, Queryable)]
pub(in crate::hardship) struct PairRow {
    pub(in crate::hardship) created_at: Instant,
    pub(in crate::hardship) application: Uuid,
    pub(in crate::hardship) other: Uuid,
    pub(in crate::hardship) same_citizen_id: Option<bool>,
    pub(in crate::hardship) same_person: Option<bool>,
}

/// Whether two applications lie in one window, as it is looked at when the later one of them is submitted: under one
/// programme, or filed within the months of the later one's. What was not filed yet would be filed today.
fn within_one_window(db: &AnyConnection, today: NaiveDate) -> SqlLiteral<Bool> {
    let [this, other] = ["hardship_applications", "other"].map(|table| {
        let filed = format!("coalesce({table}.filed_on, '{today}')");
        let months = format!(
            "(SELECT p.duplicate_months FROM support_programmes p WHERE p.id = {table}.programme_id)"
        );
        (dialect::months_before(db, &filed, &months), filed)
    });
    sql(&format!(
        "(hardship_applications.programme_id = other.programme_id \
         OR ({this} >= {other} AND {other} >= {since_this}) OR ({other} > {this} AND {this} >= {since_other}))",
        since_this = this.0,
        since_other = other.0,
        this = this.1,
        other = other.1,
    ))
}

/// Pairs of one category and window, both in scope and neither withdrawn nor rejected, the latest first.
pub(in crate::hardship) fn pairs(
    db: &mut AnyConnection,
    scope: &Scope,
    (category, today): (Option<&str>, NaiveDate),
    after: Option<PairPlace>,
    rows: i64,
) -> Outcome<Vec<PairRow>> {
    let over = [ApplicationStatus::Rejected, ApplicationStatus::Withdrawn].map(ApplicationStatus::as_str);
    let (created, id) = (applications::created_at, applications::id);
    let (other_created, other_id) = (OTHER.field(applications::created_at), OTHER.field(applications::id));
    let same_citizen = OTHER_PERSON.field(persons::citizen_hash).eq(persons::citizen_hash);
    let same_person = OTHER_PERSON.field(persons::person_hash).eq(persons::person_hash);
    let earlier = other_created.lt(created).or(other_created.eq(created).and(other_id.lt(id)));
    let mut query = applications::table
        .inner_join(persons::table)
        .inner_join(OTHER_PERSON.on(same_citizen.or(same_person)))
        .inner_join(OTHER.on(other_id.eq(OTHER_PERSON.field(persons::application_id))))
        .filter(OTHER.field(applications::category).eq(applications::category))
        .filter(earlier)
        .filter(applications::status.ne_all(over))
        .filter(OTHER.field(applications::status).ne_all(over))
        .filter(within_one_window(db, today))
        .select((created, id, other_id, same_citizen, same_person))
        .into_boxed::<MultiBackend>();
    if let Some(trees) = scope.trees() {
        query = query
            .filter(applications::organisation_id.eq_any(descendants_of(trees.clone())))
            .filter(OTHER.field(applications::organisation_id).eq_any(descendants_of(trees)));
    }
    if let Some(category) = category {
        query = query.filter(applications::category.eq(category.to_owned()));
    }
    if let Some((at, last, last_other)) = after {
        query = query
            .filter(created.le(at))
            .filter(created.lt(at).or(id.lt(last)).or(id.eq(last).and(other_id.lt(last_other))));
    }
    Ok(query.order((created.desc(), id.desc(), other_id.desc())).limit(rows).load(db)?)
}
