//! Taking an award back.

use serde_json::json;

use super::{AwardRow, find, keeper, shown};
use crate::awards::Step;
use crate::awards::nominations::AwardNoteKind;
use crate::awards::nominations::service as nominations;
use crate::awards::register::dto::{AwardDto, RevokeAward};
use crate::awards::register::model::AwardState;
use crate::awards::register::store::{self, TakenBack, reason_place};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::period::{check_past_date, date_short_vi};
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::Line;
use crate::organisations::service as organisations;
use crate::registers::service::{Wanted, take};
use crate::usecase::Writing;

/// The series of decisions.
const SERIES: &str = "QD";

/// Takes an award back by a decision: the authority's, or the union's own where it awarded it itself, which then gets the
/// next number of its register. The entry of the award stays as it was.
pub(crate) fn revoke(w: &mut Writing<'_>, id: Uuid, version: i64, body: RevokeAward) -> Outcome<AwardDto> {
    let row = find(w, id)?;
    let keeper = keeper(w.db, &row)?;
    w.require(Action::AwardDecide, keeper)?;
    Problem::check_version(row.version, version)?;
    if row.state != AwardState::Valid {
        return Err(Problem::new(Code::WrongState));
    }
    check_hands(w, &row)?;
    let is_own = organisations::of(w.db, keeper)?.kind.as_str() == row.authority;
    let mut errors = misdated(&row, &body, w);
    errors.extend(check_symbol(is_own, body.symbol.is_some()));
    errors.extend((body.due_back_vnd > row.reward_vnd).then(more_than_given));
    Problem::check(errors)?;
    take_nomination_back(w, &row, &body)?;
    let symbol = match body.symbol {
        Some(symbol) => symbol.into_inner(),
        None => number(w, keeper, &row, &body)?,
    };
    let sealer = w.vault.clone().sealer(w.db)?;
    let revocation = TakenBack {
        state: AwardState::Revoked,
        revocation_symbol: symbol,
        revoked_on: body.revoked_on,
        revocation_signer: body.signer_name.into_inner(),
        revocation_reason: sealer.seal(reason_place(id), &*body.reason)?,
        due_back_vnd: body.due_back_vnd,
    };
    let now = w.now;
    let revoked = store::revoke(w.db, id, version, &revocation, now)?;
    w.record(
        Entry::new("award.revoke", "award", id)
            .of(row.organisation_id)
            .states(row.state.as_str(), revoked.state.as_str())
            .changes(json!({
                "revocation_symbol": revocation.revocation_symbol, "revoked_on": revocation.revoked_on,
                "due_back_vnd": revocation.due_back_vnd, "sealed": ["revocation_reason"],
            })),
    );
    shown::award(w.db, revoked)
}

/// Nobody takes back what they worked on themselves.
fn check_hands(w: &mut Writing<'_>, row: &AwardRow) -> Outcome<()> {
    let (mut hands, caller) = (Vec::new(), w.who.user_id);
    if let Some(nomination) = row.nomination_id
        && !nominations::in_hands_of(w.db, caller, &[nomination])?.is_empty()
    {
        hands.push(Some(caller));
    }
    if let Some(import) = row.import_id {
        hands.push(Some(store::import_of(w.db, import)?.created_by));
    }
    w.not_own(&hands)
}

fn misdated(row: &AwardRow, body: &RevokeAward, w: &Writing<'_>) -> Vec<Violation> {
    let late = check_past_date("/revoked_on", body.revoked_on, w.today());
    let early = (body.revoked_on < row.decided_on).then(|| {
        Violation::at(
            "/revoked_on",
            "out_of_range",
            format!("Không được trước ngày {}.", date_short_vi(row.decided_on)),
            format!("It may not lie before {}.", row.decided_on),
        )
    });
    late.or(early).into_iter().collect()
}

fn check_symbol(is_own: bool, given: bool) -> Option<Violation> {
    match (is_own, given) {
        (true, true) => Some(Violation::at(
            "/symbol",
            "not_allowed",
            "Quyết định của chính đơn vị lấy số trong sổ.",
            "The union's own decision gets its number from the register.",
        )),
        (false, false) => Some(Violation::at(
            "/symbol",
            "missing",
            "Cần số, ký hiệu quyết định của cấp khen thưởng.",
            "The number and symbol of the authority's decision are needed.",
        )),
        _ => None,
    }
}

fn more_than_given() -> Violation {
    Violation::at(
        "/due_back_vnd",
        "out_of_range",
        "Không thu hồi quá số tiền thưởng.",
        "No more is due back than the reward.",
    )
}

/// The nomination goes with its award; the reason stands among its notes too.
fn take_nomination_back(w: &mut Writing<'_>, row: &AwardRow, body: &RevokeAward) -> Outcome<()> {
    let Some(id) = row.nomination_id else { return Ok(()) };
    let found = nominations::of_ids(w.db, &[id])?;
    let nomination = found.first().ok_or_else(|| Problem::internal("an award without its nomination"))?;
    let note = nominations::say(w, id, AwardNoteKind::Revocation, &body.reason)?;
    let said = Entry::new("award_nomination.revoke", "award_nomination", id)
        .changes(json!({"award_id": row.id, "note_id": note}));
    nominations::step(w, nomination, Step::Revoke, said)?;
    Ok(())
}

/// The next number of the union's own decisions. Its register stays locked from here to the end.
fn number(w: &mut Writing<'_>, keeper: Uuid, row: &AwardRow, body: &RevokeAward) -> Outcome<String> {
    let title = format!("Thu hồi khen thưởng tại Quyết định {}", row.symbol);
    let title =
        Line::<300>::try_from(title).map_or_else(|_| "Thu hồi khen thưởng".to_owned(), Line::into_inner);
    let wanted = Wanted {
        organisation_id: keeper,
        series: SERIES,
        title,
        document_date: body.revoked_on,
        record: ("award", row.id),
    };
    take(w, wanted).map(|taken| taken.symbol)
}
