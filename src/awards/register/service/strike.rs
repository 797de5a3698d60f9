//! Striking what was entered in error.

use serde_json::json;

use super::{AwardState, check_hands, find, keeper, shown};
use crate::awards::register::dto::{AwardDto, StrikeAward};
use crate::awards::register::store::{self, reason_place};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::Writing;

/// Strikes an award that a file brought and that nobody gave like that. No decision is needed, and no money is due: the
/// entry stays, counts for nothing, and does not keep the right one out.
pub(in crate::awards::register) fn strike(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: StrikeAward,
) -> Outcome<AwardDto> {
    let row = find(w, id)?;
    let keeper = keeper(w.db, &row)?;
    w.require(Action::AwardRevoke, keeper)?;
    Problem::check_version(row.version, version)?;
    if row.state != AwardState::Valid {
        return Err(Problem::new(Code::WrongState));
    }
    if row.import_id.is_none() {
        return Err(Problem::new(Code::WrongState).detail(
            "Chỉ khen thưởng được nhập từ tệp mới xóa khỏi sổ; khen thưởng theo quyết định thì thu hồi.",
            "Only what a file brought is struck; what a decision gave is taken back by another.",
        ));
    }
    check_hands(w, &row)?;
    let sealer = w.vault.clone().sealer(w.db)?;
    let reason = sealer.seal(reason_place(id), &*body.reason)?;
    let now = w.now;
    let struck = store::strike(w.db, id, version, reason, now)?;
    w.record(
        Entry::new("award.strike", "award", id)
            .of(row.organisation_id)
            .states(row.state.as_str(), struck.state.as_str())
            .changes(json!({"sealed": ["revocation_reason"]})),
    );
    shown::award(w.db, struck)
}
