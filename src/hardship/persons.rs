//! What dossiers, survey entries and requests share about the persons they tell of.

use chrono::NaiveDate;

use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::period::check_past_date;
use crate::kernel::person::CitizenId;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::Reading;
use crate::vault::Vault;

/// The hash that the same citizen id is found by, wherever it stands.
pub(super) fn citizen_hash(vault: &Vault, id: &CitizenId) -> Vec<u8> {
    vault.lookup_hash("citizen_id", id.as_str())
}

/// The hash that the same name, without accents, and day of birth are found by.
pub(super) fn person_hash(vault: &Vault, folded: &str, birth: NaiveDate) -> Vec<u8> {
    vault.lookup_hash("person", &format!("{folded}|{birth}"))
}

/// What is wrong with a day of birth, by itself and beside a citizen id.
pub(super) fn check_birth(
    citizen_id: Option<&CitizenId>,
    birth: NaiveDate,
    today: NaiveDate,
) -> Vec<Violation> {
    let mut errors: Vec<Violation> = check_past_date("/birth_date", birth, today).into_iter().collect();
    if citizen_id.is_some_and(|id| !id.fits_birth(birth)) {
        errors.push(Violation::at(
            "/birth_date",
            "does_not_fit",
            "Năm sinh không khớp với số căn cước.",
            "The year of birth is not the one in the citizen id.",
        ));
    }
    errors
}

/// `Ok` when the caller sees all that is held on the persons of `organisation`; for others a file that tells as much is
/// not there.
pub(super) fn see_in_full(r: &mut Reading<'_>, organisation: Uuid) -> Outcome<()> {
    let full = r.require(Action::HardshipPersonal, organisation);
    full.map_err(|problem| if problem.code == Code::Forbidden { Problem::not_found() } else { problem })
}
