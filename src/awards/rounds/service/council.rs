//! Who votes.

use std::collections::HashSet;

use crate::awards::rounds::dto::NewCouncilMember;
use crate::awards::rounds::model::CouncilFunction;
use crate::awards::rounds::store::{CouncilMemberRow, RoundRow};
use crate::identity::service as identity;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Violation};
use crate::usecase::Writing;

/// The rows of a council, and all that is wrong with it. Who sat in it before stays under the name of then, whatever has
/// become of their roles.
pub(super) fn rows(
    w: &mut Writing<'_>,
    round: &RoundRow,
    new: &[NewCouncilMember],
    before: &[CouncilMemberRow],
) -> Outcome<(Vec<CouncilMemberRow>, Vec<Violation>)> {
    let (mut rows, mut errors) = (Vec::with_capacity(new.len()), Vec::new());
    let (mut seen, mut chaired) = (HashSet::new(), false);
    for (position, member) in (1..).zip(new) {
        let at = |name: &str| format!("/council/{}/{name}", position - 1);
        if !seen.insert(member.user_id) {
            errors.push(twice(at("user_id")));
            continue;
        }
        if member.function == CouncilFunction::Chair && std::mem::replace(&mut chaired, true) {
            errors.push(second_chair(at("function")));
        }
        let Some(name) = name_of(w, round.organisation_id, member.user_id, before)? else {
            errors.push(nobody(at("user_id")));
            continue;
        };
        let (round_id, user_id, function) = (round.id, member.user_id, member.function);
        rows.push(CouncilMemberRow { round_id, position, user_id, name, function });
    }
    Ok((rows, errors))
}

fn name_of(
    w: &mut Writing<'_>,
    organisation: Uuid,
    user: Uuid,
    before: &[CouncilMemberRow],
) -> Outcome<Option<String>> {
    if let Some(known) = before.iter().find(|one| one.user_id == user) {
        return Ok(Some(known.name.clone()));
    }
    let today = w.today();
    identity::holder(w.db, user, organisation, today)
}

/// Whether these are those who sit in it already, in the same functions and order.
pub(super) fn is_same(new: &[NewCouncilMember], before: &[CouncilMemberRow]) -> bool {
    let before = before.iter().map(|one| (one.user_id, one.function));
    new.iter().map(|one| (one.user_id, one.function)).eq(before)
}

fn twice(pointer: String) -> Violation {
    Violation::at(
        pointer,
        "duplicate",
        "Người này đã có trong hội đồng.",
        "This person is in the council already.",
    )
}

fn second_chair(pointer: String) -> Violation {
    Violation::at(pointer, "duplicate", "Hội đồng chỉ có một chủ tịch.", "The council has one chair only.")
}

fn nobody(pointer: String) -> Violation {
    Violation::at(
        pointer,
        "not_found",
        "Đơn vị không có người này.",
        "Nobody of this id has a role in the organisation.",
    )
}
