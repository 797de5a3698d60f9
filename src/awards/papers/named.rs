//! The nominations that a session or a paper names.

use std::collections::{HashMap, HashSet};

use super::model::Fault;
use crate::awards::nominations::service::{NominationRow, of_ids, stopped};
use crate::awards::rounds::service::{self as rounds, RoundRow};
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::Reading;

/// The round that a body names, where the caller sees it.
pub(in crate::awards) fn round_named(r: &mut Reading<'_>, id: Uuid) -> Outcome<RoundRow> {
    match rounds::find(r, id) {
        Err(problem) if problem.code == Code::NotFound => Err(Problem::invalid_at(
            "/round_id",
            "not_found",
            "Không có đợt khen thưởng này.",
            "There is no such round.",
        )),
        found => found,
    }
}

/// Nominations of a round by their ids, in the order they are named.
pub(in crate::awards) struct Named {
    ids: Vec<Uuid>,
    rows: Vec<NominationRow>,
}

impl Named {
    /// Those of `ids` that the round has. A paper of the round is seen by who sees all its nominations.
    pub(in crate::awards) fn of(db: &mut AnyConnection, round: Uuid, ids: &[Uuid]) -> Outcome<Self> {
        let found: HashMap<Uuid, NominationRow> = of_ids(db, ids)?
            .into_iter()
            .filter(|row| row.round_id == round)
            .map(|row| (row.id, row))
            .collect();
        let rows = ids.iter().filter_map(|id| found.get(id).cloned()).collect();
        Ok(Self { ids: ids.to_vec(), rows })
    }

    /// All ids that were named.
    pub(in crate::awards) fn ids(&self) -> Vec<Uuid> {
        self.ids.clone()
    }

    /// The nominations; all that were named, once [`Self::faults`] has found nothing.
    pub(in crate::awards) fn rows(&self) -> &[NominationRow] {
        &self.rows
    }

    /// What is wrong with what is named; `judge` tells what hinders a nomination of the round.
    pub(in crate::awards) fn faults(
        &self,
        judge: impl Fn(&NominationRow) -> Option<Fault>,
    ) -> Vec<Violation> {
        let known: HashMap<Uuid, &NominationRow> = self.rows.iter().map(|row| (row.id, row)).collect();
        let mut met = HashSet::new();
        let fault = |id: &Uuid| {
            let again = !met.insert(*id);
            match known.get(id) {
                None => Some(Fault::NotFound),
                Some(_) if again => Some(Fault::Duplicate),
                Some(row) => judge(row),
            }
        };
        let faults: Vec<Option<Fault>> = self.ids.iter().map(fault).collect();
        faults.into_iter().enumerate().filter_map(|(index, fault)| Some(fault?.at(index))).collect()
    }
}

/// Nothing goes on with nominations that are on hold, nor with others of the same nominees.
pub(in crate::awards) fn check_holds(db: &mut AnyConnection, rows: &[NominationRow]) -> Outcome<()> {
    let stopped = stopped(db, rows)?;
    let held = (1..).zip(rows).filter(|(_, row)| stopped.contains_key(&row.id));
    let held = positions(held.map(|(position, _)| position));
    if held.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Code::DisciplineHold).detail(
        format!("Đang tạm dừng: đề nghị ở vị trí {held}."),
        format!("On hold are the nominations at {held}."),
    ))
}

/// `own_work`, unless there are none of these places where the caller had a hand.
pub(in crate::awards) fn own_work(places: impl Iterator<Item = i32>) -> Outcome<()> {
    let own = positions(places);
    if own.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Code::OwnWork).detail(
        format!("Người thực hiện đã tham gia đề nghị ở vị trí {own}."),
        format!("The caller had a hand in the nominations at {own}."),
    ))
}

fn positions(places: impl Iterator<Item = i32>) -> String {
    places.map(|place| place.to_string()).collect::<Vec<_>>().join(", ")
}
