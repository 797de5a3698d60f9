//! A discipline hold stops the nominee: nothing of theirs goes further up while one of their nominations is on hold.

use std::collections::HashMap;

use super::eligibility::identity_of;
use super::pause::goes_on;
use crate::awards::nominations::store::{self, NominationRow};
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};

/// Those of these nominations that do not go further, each with the one on hold that stops it: itself, or another of the
/// same person or collective that is not at its end.
pub(in crate::awards) fn stopped(
    db: &mut AnyConnection,
    rows: &[NominationRow],
) -> Outcome<HashMap<Uuid, Uuid>> {
    let mut unions: Vec<Uuid> = rows.iter().map(|row| row.organisation_id).collect();
    unions.sort_unstable();
    unions.dedup();
    let mut held = store::on_hold(db, &unions)?;
    held.retain(|other| goes_on(other.status));
    let mut stopped: HashMap<Uuid, Uuid> =
        rows.iter().filter(|row| row.on_hold).map(|row| (row.id, row.id)).collect();
    for row in rows {
        if held.iter().any(|other| other.organisation_id == row.organisation_id) {
            let who = identity_of(db, row)?;
            if let Some(other) = held.iter().find(|other| who.is(other)) {
                stopped.entry(row.id).or_insert(other.id);
            }
        }
    }
    Ok(stopped)
}

/// `discipline_hold` where a nomination does not go further.
pub(super) fn check_nominee(db: &mut AnyConnection, row: &NominationRow) -> Outcome<()> {
    let stopped = stopped(db, std::slice::from_ref(row))?;
    let Some(other) = stopped.get(&row.id) else { return Ok(()) };
    Err(Problem::new(Code::DisciplineHold).detail(
        format!("Đề nghị {other} của cùng cá nhân, tập thể đang tạm dừng."),
        format!("Nomination {other} of the same person or collective is on hold."),
    ))
}
