//! Rows of `hardship_persons`: what is known of the beneficiary, sealed.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::hardship_persons as persons;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::vault::{Place, Sealed};

/// What is known of a beneficiary.
#[derive(Clone, Queryable, Insertable)]
#[diesel(table_name = persons, treat_none_as_default_value = false)]
pub(in crate::hardship) struct PersonRow {
    pub(in crate::hardship) application_id: Uuid,
    pub(in crate::hardship) citizen_id: Option<Sealed>,
    pub(in crate::hardship) citizen_hash: Option<Vec<u8>>,
    pub(in crate::hardship) person_hash: Option<Vec<u8>>,
    pub(in crate::hardship) birth_date: Option<Sealed>,
    pub(in crate::hardship) phone: Option<Sealed>,
    pub(in crate::hardship) address: Option<Sealed>,
    pub(in crate::hardship) circumstances: Option<Sealed>,
    pub(in crate::hardship) bank: Option<Sealed>,
}

/// Where a member of the row of `application` is sealed.
pub(in crate::hardship) const fn place(column: &'static str, application: Uuid) -> Place {
    Place { table: "hardship_persons", column, row: application }
}

/// The person of an application that the caller was shown to see.
pub(in crate::hardship) fn person(db: &mut AnyConnection, application: Uuid) -> Outcome<PersonRow> {
    Ok(persons::table.find(application).first(db)?)
}

/// The persons of these applications.
pub(in crate::hardship) fn persons_of(
    db: &mut AnyConnection,
    applications: &[Uuid],
) -> Outcome<Vec<PersonRow>> {
    Ok(persons::table.filter(persons::application_id.eq_any(applications.to_vec())).load(db)?)
}

pub(in crate::hardship) fn insert_person(db: &mut AnyConnection, row: &PersonRow) -> Outcome<()> {
    diesel::insert_into(persons::table).values(row).execute(db)?;
    Ok(())
}

/// What an edit or a correction sets of a person. What it does not set is not written at all: a sealed value that was
/// read a moment ago may have been sealed with another key since.
#[derive(Default, AsChangeset)]
#[diesel(table_name = persons)]
pub(in crate::hardship) struct PersonChanges {
    pub(in crate::hardship) citizen_id: Option<Option<Sealed>>,
    pub(in crate::hardship) citizen_hash: Option<Option<Vec<u8>>>,
    pub(in crate::hardship) person_hash: Option<Option<Vec<u8>>>,
    pub(in crate::hardship) birth_date: Option<Option<Sealed>>,
    pub(in crate::hardship) phone: Option<Option<Sealed>>,
    pub(in crate::hardship) address: Option<Option<Sealed>>,
    pub(in crate::hardship) circumstances: Option<Option<Sealed>>,
    pub(in crate::hardship) bank: Option<Option<Sealed>>,
}

/// Writes what is set, and something is.
pub(in crate::hardship) fn change_person(
    db: &mut AnyConnection,
    application: Uuid,
    changes: &PersonChanges,
) -> Outcome<()> {
    diesel::update(persons::table.find(application)).set(changes).execute(db)?;
    Ok(())
}

/// Writes the hashes of `row`, and of its sealed members those that were `set`.
pub(in crate::hardship) fn update_person(
    db: &mut AnyConnection,
    row: &PersonRow,
    set: &[&str],
) -> Outcome<()> {
    let given = |member: &str, value: &Option<Sealed>| set.contains(&member).then(|| value.clone());
    let changes = PersonChanges {
        citizen_id: given("citizen_id", &row.citizen_id),
        citizen_hash: Some(row.citizen_hash.clone()),
        person_hash: Some(row.person_hash.clone()),
        birth_date: given("birth_date", &row.birth_date),
        phone: given("phone", &row.phone),
        address: given("address", &row.address),
        circumstances: given("circumstances", &row.circumstances),
        bank: given("bank", &row.bank),
    };
    change_person(db, row.application_id, &changes)
}

pub(in crate::hardship) fn delete_person(db: &mut AnyConnection, application: Uuid) -> Outcome<()> {
    diesel::delete(persons::table.find(application)).execute(db)?;
    Ok(())
}
