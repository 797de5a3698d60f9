//! Erasing what is held on a person. What is left tells of money and unions, and of nobody.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::{
    hardship_applications as applications, hardship_notes as notes, hardship_persons as persons,
    housing_surveys as surveys, support_decision_lines as lines, support_payments as payments,
};
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::surveys::store::SurveyRow;
use crate::kernel::clock::Instant;
use crate::kernel::problem::{Code, Outcome, Problem};

/// What stands in a column once it is erased.
const NOTHING: Option<Vec<u8>> = None;

/// Erases the person of a dossier, and everything that was said about it, if it is still as it was read.
pub(in crate::hardship::requests) fn erase_application(
    db: &mut AnyConnection,
    row: &ApplicationRow,
    (name, folded): (&str, &str),
    now: Instant,
) -> Outcome<()> {
    let known =
        applications::table.filter(applications::id.eq(row.id)).filter(applications::version.eq(row.version));
    let changed = diesel::update(known)
        .set((
            applications::beneficiary_name.eq(name),
            applications::beneficiary_folded.eq(folded),
            applications::member_name.eq(None::<String>),
            applications::erased_at.eq(Some(now)),
            applications::version.eq(row.version + 1),
            applications::updated_at.eq(now),
        ))
        .execute(db)?;
    one(changed)?;
    diesel::update(persons::table.find(row.id))
        .set((
            persons::citizen_id.eq(NOTHING),
            persons::citizen_hash.eq(NOTHING),
            persons::person_hash.eq(NOTHING),
            persons::birth_date.eq(NOTHING),
            persons::phone.eq(NOTHING),
            persons::address.eq(NOTHING),
            persons::circumstances.eq(NOTHING),
            persons::bank.eq(NOTHING),
        ))
        .execute(db)?;
    diesel::update(notes::table.filter(notes::application_id.eq(row.id)))
        .set(notes::body.eq(NOTHING))
        .execute(db)?;
    let reasoned = lines::table.filter(lines::application_id.eq(row.id)).filter(lines::reason.is_not_null());
    diesel::update(reasoned)
        .set((lines::reason.eq(NOTHING), lines::version.eq(lines::version + 1)))
        .execute(db)?;
    diesel::update(payments::table.filter(payments::application_id.eq(row.id)))
        .set(payments::reason.eq(NOTHING))
        .execute(db)?;
    Ok(())
}

/// Erases the family of a survey entry, if it is still as it was read.
pub(in crate::hardship::requests) fn erase_survey(
    db: &mut AnyConnection,
    row: &SurveyRow,
    (name, folded): (&str, &str),
    now: Instant,
) -> Outcome<()> {
    let known = surveys::table.filter(surveys::id.eq(row.id)).filter(surveys::version.eq(row.version));
    let changed = diesel::update(known)
        .set((
            surveys::householder_name.eq(name),
            surveys::householder_folded.eq(folded),
            surveys::citizen_id.eq(NOTHING),
            surveys::citizen_hash.eq(NOTHING),
            surveys::birth_date.eq(NOTHING),
            surveys::phone.eq(NOTHING),
            surveys::address.eq(NOTHING),
            surveys::circumstances.eq(NOTHING),
            surveys::version.eq(row.version + 1),
            surveys::updated_at.eq(now),
        ))
        .execute(db)?;
    one(changed)
}

/// Somebody else has changed it meanwhile: what was found of it may not hold any more.
fn one(changed: usize) -> Outcome<()> {
    if changed == 1 { Ok(()) } else { Err(Problem::new(Code::OperationInProgress).retry_after(1)) }
}
