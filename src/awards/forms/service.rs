//! Use cases of forms.

use serde_json::{Value, json};

use super::checks::check;
use super::dto::{
    AwardConditionDto, AwardFormDto, AwardFormQuery, AwardThreshold, EditAwardForm, NewAwardCondition,
    NewAwardForm,
};
use super::store::{self, Filter};
pub(in crate::awards) use super::store::{ConditionRow, FormRow};
use crate::awards::nominations::service::NominationRow;
use crate::db::AnyConnection;
use crate::identity::Principal;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::kernel::text::{Line, Prose, fold, like_pattern};
use crate::usecase::{Claim, Reading, Writing};

/// Two thirds of the council, where a form says nothing else.
const THRESHOLD: AwardThreshold = AwardThreshold { numerator: 2, denominator: 3 };

/// The conditions of these forms, in their order.
pub(in crate::awards) fn conditions_of(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<ConditionRow>> {
    store::conditions_of(db, ids)
}

/// The code and id of every version of every form.
pub(crate) fn coded(db: &mut AnyConnection) -> Outcome<Vec<(String, Uuid)>> {
    store::coded(db)
}

/// The form of a record that the caller was shown to see.
pub(in crate::awards) fn of(db: &mut AnyConnection, id: Uuid) -> Outcome<FormRow> {
    store::get(db, id)
}

/// Those of `ids` that are there, by position.
pub(in crate::awards) fn of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<FormRow>> {
    store::of_ids(db, ids)
}

/// The same, each held until the transaction ends: what a round relies on does not change while it is set up.
pub(in crate::awards) fn hold_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<FormRow>> {
    let mut ids = ids.to_vec();
    // In one order for all, so that two who hold several never wait for each other.
    ids.sort_unstable();
    for id in &ids {
        store::hold(db, *id)?;
    }
    store::of_ids(db, &ids)
}

/// Forms belong to all, so only an administrator of the root edits them.
fn may_manage(who: &Principal) -> Outcome<()> {
    if who.may_everywhere(Action::CodeListManage) { Ok(()) } else { Err(Problem::forbidden()) }
}

pub(super) fn list(r: &mut Reading<'_>, query: &AwardFormQuery, page: &Page) -> Outcome<Slice<AwardFormDto>> {
    let filter = Filter {
        on: query.valid_on,
        kind: query.kind.clone(),
        authority: query.authority.clone(),
        nominee: query.nominee,
        like: query.q.as_ref().map(|q| like_pattern(q)),
    };
    let rows = store::list(r.db, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &filter)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.position, row.id)).with_total(total);
    let ids: Vec<Uuid> = slice.items.iter().map(|row| row.id).collect();
    let conditions = store::conditions_of(r.db, &ids)?;
    Ok(slice.map(|row| {
        let own = conditions.iter().filter(|one| one.form_id == row.id).cloned().collect();
        shown(row, own)
    }))
}

pub(super) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardFormDto> {
    let row = store::get(r.db, id)?;
    let conditions = store::conditions_of(r.db, &[id])?;
    Ok(shown(row, conditions))
}

/// Adds a form. A version of the same code that has no end ends where this one begins.
pub(crate) fn create(w: &mut Writing<'_>, new: NewAwardForm) -> Outcome<AwardFormDto> {
    may_manage(&w.who)?;
    let id = match w.claim("award_form", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    store::hold_code(w.db, &new.code)?;
    let conditions = condition_rows(id, &new.conditions);
    let row = new_row(w, id, new)?;
    let versions = store::versions(w.db, &row.code)?;
    let open = versions.iter().find(|one| one.valid_to.is_none() && one.valid_from < row.valid_from);
    let others = versions.iter().filter(|one| open.is_none_or(|open| open.id != one.id));
    Problem::check(check(w.db, &row, &conditions, others)?)?;
    if let Some(open) = open {
        let (ended, now) = (FormRow { valid_to: Some(row.valid_from), ..open.clone() }, w.now);
        let ended = store::save(w.db, &ended, now)?;
        let kept = store::conditions_of(w.db, &[ended.id])?;
        w.record(entry("award_form.end", &ended, &kept));
    }
    store::insert(w.db, &row)?;
    store::replace_conditions(w.db, id, &conditions)?;
    w.record(entry("award_form.create", &row, &conditions));
    Ok(shown(row, conditions))
}

fn new_row(w: &mut Writing<'_>, id: Uuid, new: NewAwardForm) -> Outcome<FormRow> {
    let position = match new.position {
        Some(position) => position,
        // Left room behind, so that a form can be put between two others.
        None => store::last(w.db)?.saturating_add(10),
    };
    let threshold = new.threshold.unwrap_or(THRESHOLD);
    Ok(FormRow {
        id,
        code: new.code,
        kind: new.kind,
        authority: new.authority,
        name_folded: folded(&new.name_vi, &new.name_en),
        name_vi: new.name_vi.into_inner(),
        name_en: new.name_en.into_inner(),
        for_collectives: new.for_collectives,
        for_individuals: new.for_individuals,
        threshold_numerator: threshold.numerator,
        threshold_denominator: threshold.denominator,
        reward_collective_vnd: new.reward_collective_vnd.unwrap_or(0),
        reward_individual_vnd: new.reward_individual_vnd.unwrap_or(0),
        legal_basis: new.legal_basis.into_inner(),
        position,
        valid_from: new.valid_from.unwrap_or_else(|| w.today()),
        valid_to: new.valid_to,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    })
}

pub(super) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditAwardForm,
) -> Outcome<AwardFormDto> {
    let code = store::get(w.db, id)?.code;
    may_manage(&w.who)?;
    store::hold_code(w.db, &code)?;
    store::hold(w.db, id)?;
    let before = store::get(w.db, id)?;
    Problem::check_version(before.version, version)?;
    let kept = store::conditions_of(w.db, &[id])?;
    let conditions = match &edit.conditions {
        Patch::Set(conditions) => condition_rows(id, conditions),
        Patch::Keep => kept.clone(),
    };
    let row = applied(before.clone(), edit);
    if (decides(&before), &kept) != (decides(&row), &conditions) && store::is_used(w.db, id)? {
        return Err(fixed());
    }
    let versions = store::versions(w.db, &code)?;
    let others = versions.iter().filter(|one| one.id != id);
    Problem::check(check(w.db, &row, &conditions, others)?)?;
    let now = w.now;
    let row = store::save(w.db, &row, now)?;
    store::replace_conditions(w.db, id, &conditions)?;
    w.record(entry("award_form.edit", &row, &conditions));
    Ok(shown(row, conditions))
}

fn applied(mut row: FormRow, edit: EditAwardForm) -> FormRow {
    row.kind = edit.kind.or(row.kind);
    row.authority = edit.authority.or(row.authority);
    row.name_vi = edit.name_vi.map(Line::into_inner).or(row.name_vi);
    row.name_en = edit.name_en.map(Line::into_inner).or(row.name_en);
    row.name_folded = folded(&row.name_vi, &row.name_en);
    row.for_collectives = edit.for_collectives.or(row.for_collectives);
    row.for_individuals = edit.for_individuals.or(row.for_individuals);
    if let Patch::Set(threshold) = edit.threshold {
        (row.threshold_numerator, row.threshold_denominator) = (threshold.numerator, threshold.denominator);
    }
    row.reward_collective_vnd = edit.reward_collective_vnd.or(row.reward_collective_vnd);
    row.reward_individual_vnd = edit.reward_individual_vnd.or(row.reward_individual_vnd);
    row.legal_basis = edit.legal_basis.map(Prose::into_inner).or(row.legal_basis);
    row.position = edit.position.or(row.position);
    row.valid_to = edit.valid_to.or(row.valid_to);
    row
}

/// What decides over nominees, beside the conditions.
fn decides(row: &FormRow) -> (&str, &str, [bool; 2], [i32; 2]) {
    let threshold = [row.threshold_numerator, row.threshold_denominator];
    (&row.kind, &row.authority, [row.for_collectives, row.for_individuals], threshold)
}

fn fixed() -> Problem {
    Problem::new(Code::InUse).detail(
        "Đã có đợt khen thưởng dùng hình thức này; hãy thêm một phiên bản mới.",
        "A round uses this form; add another version of it.",
    )
}

fn condition_rows(form: Uuid, conditions: &[NewAwardCondition]) -> Vec<ConditionRow> {
    let row = |(position, one): (i32, &NewAwardCondition)| ConditionRow {
        form_id: form,
        position,
        condition: one.condition,
        kind: one.kind.clone(),
        authority: one.authority.clone(),
        within_years: one.within_years,
    };
    (1..).zip(conditions).map(row).collect()
}

/// A form is found by either of its names.
fn folded(name_vi: &str, name_en: &str) -> String {
    fold(&format!("{name_vi} {name_en}"))
}

fn shown(row: FormRow, conditions: Vec<ConditionRow>) -> AwardFormDto {
    let condition = |one: ConditionRow| AwardConditionDto {
        condition: one.condition,
        kind: one.kind,
        authority: one.authority,
        within_years: one.within_years,
    };
    AwardFormDto {
        id: row.id,
        code: row.code,
        kind: row.kind,
        authority: row.authority,
        name_vi: row.name_vi,
        name_en: row.name_en,
        for_collectives: row.for_collectives,
        for_individuals: row.for_individuals,
        threshold: AwardThreshold {
            numerator: row.threshold_numerator,
            denominator: row.threshold_denominator,
        },
        reward_collective_vnd: row.reward_collective_vnd,
        reward_individual_vnd: row.reward_individual_vnd,
        legal_basis: row.legal_basis,
        position: row.position,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        conditions: conditions.into_iter().map(condition).collect(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn entry(action: &'static str, row: &FormRow, conditions: &[ConditionRow]) -> Entry {
    let condition = |one: &ConditionRow| {
        json!({
            "condition": one.condition, "kind": one.kind, "authority": one.authority,
            "within_years": one.within_years,
        })
    };
    let conditions: Vec<Value> = conditions.iter().map(condition).collect();
    Entry::new(action, "award_form", row.id).changes(json!({
        "code": row.code, "kind": row.kind, "authority": row.authority, "name_vi": row.name_vi,
        "name_en": row.name_en, "for_collectives": row.for_collectives,
        "for_individuals": row.for_individuals,
        "threshold": {"numerator": row.threshold_numerator, "denominator": row.threshold_denominator},
        "reward_collective_vnd": row.reward_collective_vnd,
        "reward_individual_vnd": row.reward_individual_vnd, "legal_basis": row.legal_basis,
        "position": row.position, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "conditions": conditions,
    }))
}

/// Which forms of these nominations another authority awards.
pub(in crate::awards) fn of_others(
    db: &mut AnyConnection,
    authority: &str,
    nominations: &[NominationRow],
) -> Outcome<Vec<Uuid>> {
    let ids: Vec<Uuid> = nominations.iter().map(|row| row.form_id).collect();
    let forms = store::of_ids(db, &ids)?;
    Ok(forms.into_iter().filter(|form| form.authority != authority).map(|form| form.id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{DatabaseUrl, establish, migrate};

    #[test]
    fn the_seed_is_folded_as_the_kernel_folds() {
        let directory = tempfile::tempdir().unwrap();
        let mut db = establish(&DatabaseUrl::Sqlite(directory.path().join("test.sqlite3"))).unwrap();
        migrate::run(&mut db).unwrap();
        let page = Page { limit: 100, after: None, total: false };
        let rows = store::list(&mut db, &Filter::default(), &page).unwrap();
        assert!(rows.len() > 5);
        for row in rows {
            assert_eq!(row.name_folded, folded(&row.name_vi, &row.name_en), "{}", row.code);
        }
    }
}
