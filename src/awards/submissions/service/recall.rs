//! Taking back what was submitted, before it is answered.

use serde_json::json;

use super::{find, view};
use crate::awards::Step;
use crate::awards::nominations::AwardReason;
use crate::awards::nominations::service as nominations;
use crate::awards::papers::{Named, own_work};
use crate::awards::submissions::dto::{AwardRecallDto, AwardSubmissionDto};
use crate::awards::submissions::store::{self, reason_place};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// Takes a signed submission back: its nominations are where the council left them, and may stand in another one. It
/// stays as it was signed, its number with it.
pub(in crate::awards::submissions) fn recall(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: AwardReason,
) -> Outcome<AwardSubmissionDto> {
    let row = find(w, id)?;
    w.require(Action::AwardDecide, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    let row = store::hold_signed(w.db, id)?.ok_or_else(|| Problem::new(Code::WrongState))?;
    Problem::check_version(row.version, version)?;
    let lines = store::lines_of(w.db, id)?;
    if lines.iter().any(|line| line.answer.is_some()) {
        return Err(Problem::new(Code::WrongState).detail(
            "Cấp khen thưởng đã trả lời một phần tờ trình này.",
            "The authority has answered a part of this submission.",
        ));
    }
    let ids: Vec<Uuid> = lines.iter().map(|line| line.nomination_id).collect();
    let named = Named::of(w.db, row.round_id, &ids)?;
    let caller = w.who.user_id;
    let handled = nominations::in_hands_of(w.db, caller, &ids)?;
    let own = (1..).zip(named.rows()).filter(|(_, one)| handled.contains(&one.id));
    own_work(own.map(|(position, _)| position))?;
    for nomination in named.rows() {
        let said = Entry::new("award_nomination.recall", "award_nomination", nomination.id)
            .changes(json!({"submission_id": id}));
        nominations::step(w, nomination, Step::Recall, said)?;
    }
    let reason = w.vault.clone().sealer(w.db)?.seal(reason_place(id), &*why.reason)?;
    let (by, now) = (w.who.user_id, w.now);
    let recalled = store::recall(w.db, id, by, &reason, now)?;
    w.record(
        Entry::new("award_submission.recall", "award_submission", id)
            .of(row.organisation_id)
            .states(row.state().as_str(), recalled.state().as_str())
            .changes(json!({"sealed": ["recall_reason"]})),
    );
    view::whole(w, recalled)
}

/// Why a submission was taken back: for those who work on awards where it was signed or was to be answered, and for who
/// inspects.
pub(in crate::awards::submissions) fn read_recall(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardRecallDto> {
    let row = find(r, id)?;
    let mut may = r.who.scope(Action::JournalRead).covers(r.db, row.organisation_id)?;
    for action in [Action::AwardManage, Action::AwardAppraise, Action::AwardDecide] {
        for organisation in [row.organisation_id, row.answers()] {
            may = may || r.who.may(r.db, action, organisation)?;
        }
    }
    if !may {
        return Err(Problem::forbidden());
    }
    let (Some(recalled_by), Some(recalled_at)) = (row.recalled_by, row.recalled_at) else {
        return Err(Problem::not_found());
    };
    Ok(AwardRecallDto {
        submission_id: id,
        reason: r.vault.open_some(reason_place(id), row.recall_reason.as_ref())?,
        recalled_by,
        recalled_at,
    })
}
