//! Use cases of movements and registrations.

use serde_json::json;

use super::dto::{
    EditEmulationMovement, EmulationMovementDto, EmulationMovementQuery, EmulationMovementSummaryDto,
    MovementRegistrationDto, MovementRegistrationQuery, MovementSort, NewEmulationMovement,
    NewMovementRegistration,
};
pub(in crate::awards) use super::store::MovementRow;
use super::store::{self, Filter, RegistrationFilter, RegistrationRow};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, Prose, fold, like_pattern};
use crate::organisations::service as organisations;
use crate::usecase::{Claim, Reading, Writing};

/// The version of a registration, which never changes.
const ONLY_VERSION: i64 = 1;

/// The movement, where the caller may see it.
pub(in crate::awards) fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<MovementRow> {
    let scope = r.who.scope(Action::AwardRoundRead);
    store::find(r.db, &scope, id)
}

pub(super) fn list(
    r: &mut Reading<'_>,
    query: &EmulationMovementQuery,
    page: &Page,
) -> Outcome<Slice<EmulationMovementSummaryDto>> {
    let scope = r.who.scope(Action::AwardRoundRead);
    let filter = Filter {
        organisation: query.organisation_id,
        running_on: query.running_on,
        like: query.q.as_ref().map(|q| like_pattern(q)),
        descending: query.sort.unwrap_or_default() == MovementSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.created_at, row.id)).with_total(total).map(summary))
}

pub(super) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<EmulationMovementDto> {
    find(r, id).map(shown)
}

pub(crate) fn create(w: &mut Writing<'_>, new: NewEmulationMovement) -> Outcome<EmulationMovementDto> {
    organisations::check_visible(w, new.organisation_id)?;
    w.require(Action::AwardManage, new.organisation_id)?;
    let id = match w.claim("emulation_movement", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let row = MovementRow {
        id,
        organisation_id: new.organisation_id,
        name_folded: fold(&new.name),
        name: new.name.into_inner(),
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        criteria: new.criteria.into_inner(),
        created_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    Problem::check(check_days(&row))?;
    store::insert(w.db, &row)?;
    w.record(entry("emulation_movement.create", &row));
    Ok(shown(row))
}

pub(super) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditEmulationMovement,
) -> Outcome<EmulationMovementDto> {
    let mut row = find(w, id)?;
    w.require(Action::AwardManage, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    row.name = edit.name.map(Line::into_inner).or(row.name);
    row.name_folded = fold(&row.name);
    row.starts_on = edit.starts_on.or(row.starts_on);
    row.ends_on = edit.ends_on.or(row.ends_on);
    row.criteria = edit.criteria.map(Prose::into_inner).or(row.criteria);
    Problem::check(check_days(&row))?;
    let now = w.now;
    let row = store::save(w.db, &row, now)?;
    w.record(entry("emulation_movement.edit", &row));
    Ok(shown(row))
}

pub(super) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::AwardManage, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if store::is_used(w.db, id)? {
        return Err(Problem::new(Code::InUse).detail(
            "Đã có đơn vị đăng ký hoặc đợt khen thưởng của phong trào này.",
            "Unions are registered for this movement, or a round concludes it.",
        ));
    }
    store::delete(w.db, id, version)?;
    let said = Entry::new("emulation_movement.delete", "emulation_movement", id).of(row.organisation_id);
    w.record(said.changes(json!({"name": row.name})));
    Ok(())
}

fn check_days(row: &MovementRow) -> Vec<Violation> {
    let mut errors: Vec<Violation> = check_date("/starts_on", row.starts_on)
        .into_iter()
        .chain(check_date("/ends_on", row.ends_on))
        .collect();
    if errors.is_empty() && row.ends_on < row.starts_on {
        errors.push(Violation::at(
            "/ends_on",
            "out_of_range",
            "Ngày kết thúc không được trước ngày bắt đầu.",
            "The movement ends before it starts.",
        ));
    }
    errors
}

fn shown(mut row: MovementRow) -> EmulationMovementDto {
    let criteria = std::mem::take(&mut row.criteria);
    EmulationMovementDto { summary: summary(row), criteria }
}

fn summary(row: MovementRow) -> EmulationMovementSummaryDto {
    EmulationMovementSummaryDto {
        id: row.id,
        organisation_id: row.organisation_id,
        name: row.name,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        created_by: row.created_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn entry(action: &'static str, row: &MovementRow) -> Entry {
    Entry::new(action, "emulation_movement", row.id).of(row.organisation_id).changes(json!({
        "name": row.name, "starts_on": row.starts_on, "ends_on": row.ends_on, "criteria": row.criteria,
    }))
}

pub(super) fn registrations(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &MovementRegistrationQuery,
    page: &Page,
) -> Outcome<Slice<MovementRegistrationDto>> {
    let filter = RegistrationFilter {
        movement: find(r, id)?.id,
        organisation: query.organisation_id,
        descending: query.sort.unwrap_or_default() == MovementSort::CreatedAtDown,
    };
    let rows = store::registrations_of(r.db, filter, page)?;
    let total = page.total.then(|| store::count_registrations(r.db, filter)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.created_at, row.id)).with_total(total).map(registration_shown))
}

/// A registration is seen by whoever sees its movement.
fn find_registration(r: &mut Reading<'_>, id: Uuid) -> Outcome<(RegistrationRow, MovementRow)> {
    let row = store::registration(r.db, id)?;
    let movement = find(r, row.movement_id)?;
    Ok((row, movement))
}

pub(super) fn read_registration(r: &mut Reading<'_>, id: Uuid) -> Outcome<MovementRegistrationDto> {
    find_registration(r, id).map(|(row, _)| registration_shown(row))
}

/// Registers the caller's own union while the movement has not ended.
pub(crate) fn register(
    w: &mut Writing<'_>,
    movement: Uuid,
    new: NewMovementRegistration,
) -> Outcome<MovementRegistrationDto> {
    let movement = find(w, movement)?;
    organisations::check_visible(w, new.organisation_id)?;
    w.require(Action::AwardDraft, new.organisation_id)?;
    let id = match w.claim("movement_registration", new.id)? {
        Claim::Known(id) => return read_registration(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let movement = hold(w, movement.id)?;
    check_goes_on(w, &movement)?;
    if !organisations::below(w.db, new.organisation_id, movement.organisation_id)? {
        return Err(Problem::invalid_at(
            "/organisation_id",
            "not_found",
            "Đơn vị không thuộc phạm vi của phong trào.",
            "The organisation does not stand under the movement's.",
        ));
    }
    if store::is_registered(w.db, movement.id, new.organisation_id)? {
        return Err(Problem::new(Code::Duplicate).detail(
            "Đơn vị đã đăng ký phong trào này.",
            "The union is registered for this movement already.",
        ));
    }
    let row = RegistrationRow {
        id,
        movement_id: movement.id,
        organisation_id: new.organisation_id,
        registered_on: w.today(),
        registered_by: w.who.user_id,
        created_at: w.now,
    };
    store::insert_registration(w.db, &row)?;
    w.record(registration_entry("emulation_movement.register", &row));
    Ok(registration_shown(row))
}

/// Takes back the registration of the caller's own union while the movement has not ended.
pub(super) fn unregister(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let (row, movement) = find_registration(w, id)?;
    w.require(Action::AwardDraft, row.organisation_id)?;
    Problem::check_version(ONLY_VERSION, version)?;
    let movement = hold(w, movement.id)?;
    check_goes_on(w, &movement)?;
    store::delete_registration(w.db, id)?;
    w.record(registration_entry("emulation_movement.unregister", &row));
    Ok(())
}

/// The movement as it is once nobody else changes it.
fn hold(w: &mut Writing<'_>, movement: Uuid) -> Outcome<MovementRow> {
    store::hold(w.db, movement)?;
    store::get(w.db, movement)
}

fn check_goes_on(w: &Writing<'_>, movement: &MovementRow) -> Outcome<()> {
    if w.today() <= movement.ends_on {
        return Ok(());
    }
    Err(Problem::new(Code::WrongState).detail("Phong trào đã kết thúc.", "The movement has ended."))
}

fn registration_shown(row: RegistrationRow) -> MovementRegistrationDto {
    MovementRegistrationDto {
        id: row.id,
        movement_id: row.movement_id,
        organisation_id: row.organisation_id,
        registered_on: row.registered_on,
        registered_by: row.registered_by,
        version: ONLY_VERSION,
        created_at: row.created_at,
    }
}

/// Stands in the history of the movement.
fn registration_entry(action: &'static str, row: &RegistrationRow) -> Entry {
    Entry::new(action, "emulation_movement", row.movement_id)
        .of(row.organisation_id)
        .changes(json!({"registration_id": row.id, "organisation_id": row.organisation_id}))
}
