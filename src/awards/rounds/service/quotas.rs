//! How many may be endorsed.

use std::collections::{HashMap, HashSet};

use crate::awards::rounds::dto::NewAwardQuota;
use crate::awards::rounds::model::share_of;
use crate::awards::rounds::store::{self, QuotaRow, RoundRow};
use crate::db::AnyConnection;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Outcome, Violation};
use crate::organisations::service as organisations;
use crate::usecase::Writing;

/// The quotas a round is to have, and the nominations that take a place of each that it did not have before.
#[derive(Default)]
pub(super) struct Quotas {
    pub(super) rows: Vec<QuotaRow>,
    pub(super) places: Vec<(Uuid, Uuid)>,
    pub(super) errors: Vec<Violation>,
}

/// The rows of quotas, and all that is wrong with them. One that was there before keeps its places; one that was not
/// counts what is endorsed already.
pub(super) fn rows(
    w: &mut Writing<'_>,
    round: &RoundRow,
    forms: &[Uuid],
    new: &[NewAwardQuota],
    before: &[QuotaRow],
) -> Outcome<Quotas> {
    let below = within(w.db, round, new)?;
    let mut before: HashMap<_, _> =
        before.iter().map(|one| ((one.form_id, one.organisation_id), one)).collect();
    let (mut seen, mut made) = (HashSet::new(), Quotas::default());
    for (index, quota) in new.iter().enumerate() {
        let at = |name: &str| format!("/quotas/{index}/{name}");
        let organisation_id = quota.organisation_id.unwrap_or(round.organisation_id);
        if !forms.contains(&quota.form_id) {
            made.errors.push(no_form(at("form_id")));
        } else if !below.contains(&organisation_id) {
            made.errors.push(no_union(at("organisation_id")));
        } else if !seen.insert((quota.form_id, organisation_id)) {
            made.errors.push(twice(at("form_id")));
        } else if let Some(maximum) = amount(quota, &at, &mut made.errors) {
            let known = before.remove(&(quota.form_id, organisation_id));
            let row = QuotaRow {
                id: known.map_or_else(|| id::new(w.now), |known| known.id),
                round_id: round.id,
                form_id: quota.form_id,
                organisation_id,
                maximum,
                members: quota.members,
                share_basis_points: quota.share_basis_points,
                used: known.map_or(0, |known| known.used),
            };
            made.add(w.db, row, known.is_none(), &at)?;
        }
    }
    made.rows.sort_by_key(|row| (row.form_id, row.organisation_id));
    Ok(made)
}

impl Quotas {
    fn add(
        &mut self,
        db: &mut AnyConnection,
        mut row: QuotaRow,
        is_new: bool,
        at: &impl Fn(&str) -> String,
    ) -> Outcome<()> {
        if is_new {
            let endorsed = store::endorsed_under(db, row.round_id, row.form_id, row.organisation_id)?;
            row.used = i32::try_from(endorsed.len()).unwrap_or(i32::MAX);
            self.places.extend(endorsed.into_iter().map(|nomination| (row.id, nomination)));
        }
        if row.maximum < row.used {
            let member = if row.members.is_some() { "share_basis_points" } else { "maximum" };
            self.errors.push(below_used(at(member), row.used));
        }
        self.rows.push(row);
        Ok(())
    }
}

/// Those organisations that quotas name and that are the round's own or live below it.
fn within(db: &mut AnyConnection, round: &RoundRow, new: &[NewAwardQuota]) -> Outcome<HashSet<Uuid>> {
    let own = round.organisation_id;
    let named: HashSet<Uuid> = new.iter().filter_map(|quota| quota.organisation_id).collect();
    let named: Vec<Uuid> = named.into_iter().collect();
    let mut found: HashSet<Uuid> = organisations::active_within(db, &[own], &named)?.into_iter().collect();
    found.insert(own);
    Ok(found)
}

/// How many a quota is; it says so in one of two ways.
fn amount(quota: &NewAwardQuota, at: &impl Fn(&str) -> String, errors: &mut Vec<Violation>) -> Option<i32> {
    match (quota.maximum, quota.members, quota.share_basis_points) {
        (Some(maximum), None, None) => return Some(maximum),
        (None, Some(members), Some(share)) => return Some(share_of(members, share)),
        (Some(_), ..) => errors.push(either(at("maximum"), "not_allowed")),
        (None, Some(_), None) => errors.push(either(at("share_basis_points"), "missing")),
        (None, None, Some(_)) => errors.push(either(at("members"), "missing")),
        (None, None, None) => errors.push(either(at("maximum"), "missing")),
    }
    None
}

fn either(pointer: String, code: &'static str) -> Violation {
    Violation::at(
        pointer,
        code,
        "Chỉ tiêu nêu số lượng, hoặc số đoàn viên và tỷ lệ.",
        "A quota is a number, or a number of members and a share of them.",
    )
}

fn no_form(pointer: String) -> Violation {
    Violation::at(
        pointer,
        "not_found",
        "Đợt khen thưởng không có hình thức này.",
        "The round has no such form.",
    )
}

fn no_union(pointer: String) -> Violation {
    Violation::at(
        pointer,
        "not_found",
        "Không có đơn vị này trong phạm vi của đợt khen thưởng.",
        "There is no such organisation under the round.",
    )
}

fn twice(pointer: String) -> Violation {
    Violation::at(
        pointer,
        "duplicate",
        "Đơn vị đã có chỉ tiêu cho hình thức này.",
        "The organisation has a quota for this form already.",
    )
}

fn below_used(pointer: String, used: i32) -> Violation {
    Violation::at(
        pointer,
        "below_used",
        format!("Đã dùng {used} chỉ tiêu; không được đặt thấp hơn."),
        format!("{used} places are used; the quota is not set below that."),
    )
}
