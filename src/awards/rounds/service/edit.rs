//! Setting rounds up, changing and removing them.

use std::collections::HashSet;

use serde_json::json;

use super::quotas::Quotas;
use super::shown::{Parts, entry, whole};
use super::{council, find, quotas, read};
use crate::awards::forms::service::{self as forms, FormRow};
use crate::awards::movements::service as movements;
use crate::awards::rounds::dto::{AwardRoundDto, EditAwardRound, NewAwardRound};
use crate::awards::rounds::store::{self, RoundFormRow, RoundRow};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, fold};
use crate::organisations::service as organisations;
use crate::usecase::{Claim, Writing};

/// Sets up a round.
pub(crate) fn create(w: &mut Writing<'_>, new: NewAwardRound) -> Outcome<AwardRoundDto> {
    organisations::check_visible(w, new.organisation_id)?;
    w.require(Action::AwardManage, new.organisation_id)?;
    let id = match w.claim("award_round", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let row = RoundRow {
        id,
        organisation_id: new.organisation_id,
        year: new.year,
        name_folded: fold(&new.name),
        name: new.name.into_inner(),
        movement_id: new.movement_id,
        opens_on: new.opens_on,
        closes_on: new.closes_on,
        created_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    let mut errors = check_days(&row);
    errors.extend(check_movement(w, row.movement_id)?);
    errors.extend(check_forms(w, &row, &new.forms, None)?);
    let quotas = quotas::rows(w, &row, &new.forms, &new.quotas, &[])?;
    errors.extend(quotas.errors);
    let (council, wrong) = council::rows(w, &row, &new.council, &[])?;
    errors.extend(wrong);
    Problem::check(errors)?;
    let parts = Parts { forms: form_rows(id, &new.forms), quotas: quotas.rows, council };
    store::insert(w.db, &row)?;
    store::replace_forms(w.db, id, &parts.forms)?;
    store::replace_quotas(w.db, id, &parts.quotas, &quotas.places)?;
    store::replace_council(w.db, id, &parts.council)?;
    w.record(entry("award_round.create", &row, &parts));
    whole(w, row, parts)
}

/// Edits a round; what of its parts is given is given anew.
pub(in crate::awards::rounds) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditAwardRound,
) -> Outcome<AwardRoundDto> {
    let organisation = find(w, id)?.organisation_id;
    w.require(Action::AwardManage, organisation)?;
    store::hold(w.db, id)?;
    let before = store::get(w.db, id)?;
    Problem::check_version(before.version, version)?;
    let mut parts = Parts::of(w.db, id)?;
    check_fixed(w, &before, &parts, &edit)?;
    let row = applied(before.clone(), &edit);
    let mut errors = check_days(&row);
    if edit.movement_id.is_set() {
        errors.extend(check_movement(w, row.movement_id)?);
    }
    let kept = parts.form_ids();
    if let Patch::Set(named) = &edit.forms {
        parts.forms = form_rows(id, named);
    }
    let form_ids = parts.form_ids();
    errors.extend(check_forms(w, &row, &form_ids, Some((&before, &kept)))?);
    let quotas = match &edit.quotas {
        Patch::Set(new) => quotas::rows(w, &row, &form_ids, new, &parts.quotas)?,
        Patch::Keep => {
            let kept = std::mem::take(&mut parts.quotas).into_iter();
            Quotas { rows: kept.filter(|one| form_ids.contains(&one.form_id)).collect(), ..Quotas::default() }
        }
    };
    errors.extend(quotas.errors);
    if let Patch::Set(new) = &edit.council {
        let (council, wrong) = council::rows(w, &row, new, &parts.council)?;
        parts.council = council;
        errors.extend(wrong);
    }
    Problem::check(errors)?;
    parts.quotas = quotas.rows;
    let now = w.now;
    let row = store::save(w.db, &row, now)?;
    store::replace_forms(w.db, id, &parts.forms)?;
    store::replace_quotas(w.db, id, &parts.quotas, &quotas.places)?;
    store::replace_council(w.db, id, &parts.council)?;
    w.record(entry("award_round.edit", &row, &parts));
    whole(w, row, parts)
}

fn applied(mut row: RoundRow, edit: &EditAwardRound) -> RoundRow {
    row.year = edit.year.or(row.year);
    row.name = edit.name.clone().map(Line::into_inner).or(row.name);
    row.name_folded = fold(&row.name);
    row.movement_id = edit.movement_id.or(row.movement_id);
    row.opens_on = edit.opens_on.or(row.opens_on);
    row.closes_on = edit.closes_on.or(row.closes_on);
    row
}

/// What nominations and sessions of the council rely on stays as it is.
fn check_fixed(w: &mut Writing<'_>, before: &RoundRow, parts: &Parts, edit: &EditAwardRound) -> Outcome<()> {
    let nominated = store::nominated(w.db, before.id)?;
    if edit.year.or(before.year) != before.year && !nominated.is_empty() {
        return Err(nominated_already());
    }
    if let Patch::Set(forms) = &edit.forms
        && nominated.iter().any(|form| !forms.contains(form))
    {
        return Err(nominated_already());
    }
    if let Patch::Set(members) = &edit.council
        && !council::is_same(members, &parts.council)
        && store::council_sits(w.db, before.id)?
    {
        return Err(Problem::new(Code::WrongState).detail(
            "Hội đồng đang họp; thành phần không thay đổi trước khi kết thúc.",
            "A session of the council is open; its members do not change before it is concluded.",
        ));
    }
    Ok(())
}

fn nominated_already() -> Problem {
    Problem::new(Code::InUse)
        .detail("Đã có đề nghị khen thưởng trong đợt này.", "Somebody is nominated in this round.")
}

/// Removes a round in which nobody is nominated.
pub(in crate::awards::rounds) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let organisation = find(w, id)?.organisation_id;
    w.require(Action::AwardManage, organisation)?;
    store::hold(w.db, id)?;
    let row = store::get(w.db, id)?;
    Problem::check_version(row.version, version)?;
    if !store::nominated(w.db, id)?.is_empty() {
        return Err(nominated_already());
    }
    store::delete(w.db, id, version)?;
    w.record(
        Entry::new("award_round.delete", "award_round", id)
            .of(organisation)
            .changes(json!({"name": row.name, "year": row.year})),
    );
    Ok(())
}

fn form_rows(round_id: Uuid, forms: &[Uuid]) -> Vec<RoundFormRow> {
    (1..).zip(forms).map(|(position, form)| RoundFormRow { round_id, position, form_id: *form }).collect()
}

fn check_days(row: &RoundRow) -> Vec<Violation> {
    let mut errors: Vec<Violation> = check_date("/opens_on", row.opens_on)
        .into_iter()
        .chain(check_date("/closes_on", row.closes_on))
        .collect();
    if errors.is_empty() && row.closes_on < row.opens_on {
        errors.push(Violation::at(
            "/closes_on",
            "out_of_range",
            "Ngày đóng không được trước ngày mở.",
            "The round closes before it opens.",
        ));
    }
    errors
}

fn check_movement(w: &mut Writing<'_>, movement: Option<Uuid>) -> Outcome<Option<Violation>> {
    let Some(movement) = movement else { return Ok(None) };
    match movements::find(w, movement) {
        Err(problem) if problem.code == Code::NotFound => Ok(Some(Violation::at(
            "/movement_id",
            "not_found",
            "Không có phong trào này.",
            "There is no such movement.",
        ))),
        found => found.map(|_| None),
    }
}

/// Whether a form is valid on a day on which the round is open.
fn is_valid(form: &FormRow, row: &RoundRow) -> bool {
    form.valid_from <= row.closes_on && form.valid_to.is_none_or(|to| row.opens_on < to)
}

/// Each form is there, once, and valid on a day on which the round is open. One that the round had `before` and that has
/// ended since (a new version took its place) stays, whatever else is changed: it is refused only where new days would
/// leave it without one.
fn check_forms(
    w: &mut Writing<'_>,
    row: &RoundRow,
    ids: &[Uuid],
    before: Option<(&RoundRow, &[Uuid])>,
) -> Outcome<Vec<Violation>> {
    let found = forms::hold_ids(w.db, ids)?;
    let ended = |form: &FormRow| {
        before.is_some_and(|(before, kept)| kept.contains(&form.id) && !is_valid(form, before))
    };
    let (mut errors, mut seen) = (Vec::new(), HashSet::new());
    for (index, id) in ids.iter().enumerate() {
        let at = format!("/forms/{index}");
        let form = found.iter().find(|form| form.id == *id);
        let valid = form.is_some_and(|form| is_valid(form, row) || ended(form));
        if form.is_none() {
            let (vi, en) = ("Không có hình thức khen thưởng này.", "There is no such form.");
            errors.push(Violation::at(at, "not_found", vi, en));
        } else if !seen.insert(id) {
            let (vi, en) = ("Hình thức này đã được nêu.", "This form is named already.");
            errors.push(Violation::at(at, "duplicate", vi, en));
        } else if !valid {
            errors.push(Violation::at(
                at,
                "out_of_range",
                "Hình thức không có hiệu lực khi đợt khen thưởng mở.",
                "The form is not valid while the round is open.",
            ));
        }
    }
    Ok(errors)
}
