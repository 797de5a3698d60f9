//! What a nomination must be to be written, and what its round must be to take it.

use chrono::NaiveDate;

use crate::awards::NomineeKind;
use crate::awards::forms::service::{self as forms, FormRow};
use crate::awards::nominations::store::NominationRow;
use crate::awards::register::service as register;
use crate::awards::rounds::service::{self as rounds, RoundRow};
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::period::date_short_vi;
use crate::kernel::problem::{Code, Outcome, Violation};
use crate::organisations::service as organisations;
use crate::usecase::Writing;

/// What only a person, or only a collective, has.
pub(super) fn members(row: &NominationRow) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |wrong: bool, pointer: &str, vi: &'static str, en: &'static str| {
        if wrong {
            errors.push(Violation::at(pointer, "not_allowed", vi, en));
        }
    };
    let collective = row.nominee_kind == NomineeKind::Collective;
    let titled = collective && row.nominee_title.is_some();
    refuse(titled, "/nominee_title", "Chỉ cá nhân có chức danh.", "Only a person has a title.");
    let works = collective && row.workplace.is_some();
    refuse(works, "/workplace", "Chỉ cá nhân có nơi làm việc.", "Only a person has a workplace.");
    let same = collective && row.namesake;
    refuse(same, "/namesake", "Chỉ cá nhân có người trùng tên.", "Only a person has a namesake.");
    let whole = !collective && row.whole_organisation;
    refuse(
        whole,
        "/whole_organisation",
        "Cá nhân không phải là cả đơn vị.",
        "A person is no union as a whole.",
    );
    errors
}

/// The union stands below the organisation of the round, which endorses and votes.
pub(super) fn place(db: &mut AnyConnection, union: Uuid, round: &RoundRow) -> Outcome<Option<Violation>> {
    let top = round.organisation_id;
    let below = union != top && organisations::below(db, union, top)?;
    Ok((!below).then(|| {
        Violation::at(
            "/round_id",
            "not_below",
            "Đơn vị đề nghị phải thuộc đơn vị tổ chức đợt xét khen thưởng.",
            "The union that nominates stands below the organisation of the round.",
        )
    }))
}

/// The form is one of the round's, and for such nominees.
pub(super) fn form(db: &mut AnyConnection, row: &NominationRow) -> Outcome<Vec<Violation>> {
    if !rounds::takes(db, row.round_id, row.form_id)? {
        return Ok(vec![Violation::at(
            "/form_id",
            "not_in_round",
            "Đợt xét không có hình thức khen thưởng này.",
            "The round does not award this form.",
        )]);
    }
    let form = forms::of(db, row.form_id)?;
    let (fits, whom, for_whom) = match row.nominee_kind {
        NomineeKind::Collective => (form.for_collectives, "tập thể", "collectives"),
        NomineeKind::Individual => (form.for_individuals, "cá nhân", "persons"),
    };
    let wrong = (!fits).then(|| {
        Violation::at(
            "/nominee_kind",
            "not_allowed",
            format!("Hình thức khen thưởng này không dành cho {whom}."),
            format!("The form is not for {for_whom}."),
        )
    });
    Ok(wrong.into_iter().collect())
}

/// The round is open on the day, and the form can still be awarded.
pub(super) fn day(round: &RoundRow, form: &FormRow, day: NaiveDate) -> Vec<Violation> {
    let (opens, closes) = (round.opens_on, round.closes_on);
    let mut errors = Vec::new();
    if !(opens..=closes).contains(&day) {
        errors.push(Violation::at(
            "/round_id",
            "closed",
            format!("Đợt xét chỉ nhận đề nghị từ {} đến {}.", date_short_vi(opens), date_short_vi(closes)),
            format!("The round takes nominations from {opens} to {closes}."),
        ));
    }
    if day < form.valid_from || form.valid_to.is_some_and(|end| end <= day) {
        errors.push(Violation::at(
            "/form_id",
            "not_valid",
            "Hình thức khen thưởng này không còn hoặc chưa có hiệu lực.",
            "The form is not valid on this day.",
        ));
    }
    errors
}

/// The round that a body names, where the caller sees it; it stays as it is until the transaction ends.
pub(super) fn round_named(w: &mut Writing<'_>, id: Uuid) -> Outcome<Option<RoundRow>> {
    match rounds::find(w, id) {
        Err(problem) if problem.code == Code::NotFound => Ok(None),
        Err(problem) => Err(problem),
        Ok(_) => {
            rounds::hold(w.db, id)?;
            rounds::of(w.db, id).map(Some)
        }
    }
}

/// Why a body that names a round nobody is shown is refused.
pub(super) fn no_round() -> Violation {
    Violation::at("/round_id", "not_found", "Không có đợt xét này.", "There is no such round.")
}

/// The earlier award is of the same name and kind; where it was named anew, the caller sees it.
pub(super) fn earlier_award(
    w: &mut Writing<'_>,
    row: &NominationRow,
    names: &[String],
    anew: bool,
) -> Outcome<Option<Violation>> {
    let Some(id) = row.earlier_award_id else { return Ok(None) };
    let unknown = || {
        Violation::at(
            "/earlier_award_id",
            "not_found",
            "Không có khen thưởng này.",
            "There is no such award.",
        )
    };
    let award = match register::of(w.db, id) {
        Err(problem) if problem.code == Code::NotFound => return Ok(Some(unknown())),
        award => award?,
    };
    let scope = w.who.scope(Action::AwardRead);
    if anew && !scope.covers(w.db, award.organisation_id)? {
        return Ok(Some(unknown()));
    }
    let same = award.recipient_kind == row.nominee_kind && names.contains(&award.recipient_folded);
    Ok((!same).then(|| {
        Violation::at(
            "/earlier_award_id",
            "other_recipient",
            "Khen thưởng trước đây mang tên khác.",
            "The earlier award stands under another name.",
        )
    }))
}
