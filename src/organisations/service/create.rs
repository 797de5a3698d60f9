//! Recording an organisation.

use chrono::NaiveDate;
use serde_json::json;

use super::{no_such_parent, not_in_future, reading};
use crate::db::AnyConnection;
use crate::identity::Action;
use crate::journal::{self, Entry};
use crate::kernel::clock::{Instant, local_day};
use crate::kernel::id::{self, Uuid};
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, fold};
use crate::organisations::dto::{AsOf, NewOrganisation, OrganisationDto};
use crate::organisations::model::{MAX_LEVELS, OrganisationKind, OrganisationStatus, is_code};
use crate::organisations::store::periods::PeriodRow;
use crate::organisations::store::{self, OrganisationRow, closure, periods};
use crate::usecase::{Claim, Writing};

/// Records an organisation under one that the caller manages.
pub(crate) fn create(w: &mut Writing<'_>, new: NewOrganisation) -> Outcome<OrganisationDto> {
    let who = w.who.clone();
    if who.scope(Action::OrganisationManage).is_empty() {
        return Err(Problem::forbidden());
    }
    store::lock(w.db)?;
    let scope = reading(w);
    if let Some(parent) = new.parent_id {
        if store::find(w.db, &scope, parent).is_err() {
            return Err(Problem::invalid(vec![no_such_parent()]));
        }
        who.require(w.db, Action::OrganisationManage, parent)?;
    }
    let id = match w.claim("organisation", new.id)? {
        Claim::Known(id) => {
            let known = super::read(w, id, &AsOf { as_of: None });
            return known.map_err(|_| Problem::new(Code::IdTaken));
        }
        Claim::New(id) => id,
    };
    let now = w.now;
    let (row, entry) = write(w.db, now, id, new)?;
    w.record(entry);
    Ok(OrganisationDto::of(row, None))
}

/// Records the first organisation of an empty database; the journal's entry has no actor.
///
/// # Errors
/// `validation_failed`, also when there is a root already.
pub fn create_root(
    db: &mut AnyConnection,
    now: Instant,
    mut new: NewOrganisation,
) -> Outcome<OrganisationDto> {
    new.parent_id = None;
    if !is_code(&new.code) {
        return Err(Problem::invalid_at(
            "/code",
            "malformed",
            "Mã gồm từ 2 đến 32 chữ hoa không dấu, chữ số và dấu gạch ngang.",
            "A code has 2 to 32 capital letters, digits and dashes.",
        ));
    }
    store::lock(db)?;
    let id = new.id.unwrap_or_else(|| id::new(now));
    let (row, entry) = write(db, now, id, new)?;
    journal::append(db, &[entry], now, None, None)?;
    Ok(OrganisationDto::of(row, None))
}

/// The provincial federation that the first administrator of an empty database stands in, there from `founded` on, or
/// from today; no union is older. Everything but these two can be corrected later.
///
/// # Errors
/// As [`create_root`].
pub fn create_first(
    db: &mut AnyConnection,
    now: Instant,
    code: &str,
    founded: Option<NaiveDate>,
) -> Outcome<Uuid> {
    const NAME: &str = "Liên đoàn Lao động tỉnh";
    let name = NAME.try_into().map_err(Problem::internal)?;
    let new = NewOrganisation {
        id: None,
        code: code.to_owned(),
        name,
        kind: OrganisationKind::ProvincialFederation,
        parent_id: None,
        symbol: None,
        place: None,
        established_on: founded,
        decision_number: None,
        decision_date: None,
    };
    create_root(db, now, new).map(|made| made.id)
}

/// Checks the rules that hold whoever asks, and writes the organisation, its first period and its place in the tree.
fn write(
    db: &mut AnyConnection,
    now: Instant,
    id: Uuid,
    new: NewOrganisation,
) -> Outcome<(OrganisationRow, Entry)> {
    let today = local_day(now);
    let from = new.established_on.unwrap_or(today);
    let mut errors = check_days(&new, from, today);
    errors.extend(check_place(db, new.kind, new.parent_id, from)?);
    Problem::check(errors)?;
    if store::coded(db, &new.code)?.is_some() {
        return Err(Problem::new(Code::Duplicate)
            .detail("Mã này đã có tổ chức khác dùng.", "Another organisation has this code."));
    }
    let row = OrganisationRow {
        id,
        code: new.code,
        name_folded: fold(&new.name),
        name: new.name.into_inner(),
        kind: new.kind,
        parent_id: new.parent_id,
        symbol: new.symbol.map(Line::into_inner),
        place: new.place.map(Line::into_inner),
        status: OrganisationStatus::Active,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let period = PeriodRow {
        organisation_id: id,
        valid_from: from,
        valid_to: None,
        name: row.name.clone(),
        name_folded: row.name_folded.clone(),
        kind: row.kind,
        parent_id: row.parent_id,
        decision_number: new.decision_number.map(Line::into_inner),
        decision_date: new.decision_date,
    };
    store::insert(db, &row)?;
    periods::insert(db, &period)?;
    closure::insert_leaf(db, id, row.parent_id)?;
    let entry = Entry::new("organisation.create", "organisation", id).of(id).changes(json!({
        "code": row.code, "name": row.name, "kind": row.kind, "parent_id": row.parent_id,
        "symbol": row.symbol, "place": row.place, "established_on": from,
        "decision_number": period.decision_number, "decision_date": period.decision_date,
    }));
    Ok((row, entry))
}

fn check_days(new: &NewOrganisation, from: NaiveDate, today: NaiveDate) -> Vec<Violation> {
    let mut errors = Vec::new();
    errors.extend(check_date("/established_on", from));
    if from > today {
        errors.push(not_in_future("/established_on"));
    }
    errors.extend(new.decision_date.and_then(|date| check_date("/decision_date", date)));
    errors
}

/// Whether an organisation of this kind may stand there from that day on.
fn check_place(
    db: &mut AnyConnection,
    kind: OrganisationKind,
    parent: Option<Uuid>,
    from: NaiveDate,
) -> Outcome<Vec<Violation>> {
    let Some(parent) = parent else {
        let mut errors = Vec::new();
        if store::root(db)?.is_some() {
            errors.push(Violation::at(
                "/parent_id",
                "missing",
                "Đã có tổ chức gốc; tổ chức mới phải có cấp trên.",
                "There is a root already; a new organisation needs one to stand under.",
            ));
        }
        if !kind.fits_under(None) {
            errors.push(misplaced("/kind"));
        }
        return Ok(errors);
    };
    let above = store::get(db, parent)?;
    let mut errors = check_parent(db, &above, from, "/established_on")?;
    if !kind.fits_under(Some(above.kind)) {
        errors.push(misplaced("/kind"));
    }
    if closure::depth_of(db, parent)? + 2 > MAX_LEVELS {
        errors.push(too_deep());
    }
    Ok(errors)
}

/// Whether `parent` lives, and existed on the day from which something stands under it.
pub(super) fn check_parent(
    db: &mut AnyConnection,
    parent: &OrganisationRow,
    from: NaiveDate,
    day_pointer: &str,
) -> Outcome<Vec<Violation>> {
    let mut errors = Vec::new();
    if parent.status == OrganisationStatus::Ended {
        errors.push(Violation::at(
            "/parent_id",
            "not_allowed",
            "Tổ chức cấp trên này đã kết thúc hoạt động.",
            "The organisation to stand under has ended.",
        ));
    }
    if periods::first_day(db, parent.id)?.is_some_and(|first| from < first) {
        errors.push(Violation::at(
            day_pointer,
            "out_of_range",
            "Vào ngày này tổ chức cấp trên chưa được thành lập.",
            "The organisation to stand under did not exist yet on this day.",
        ));
    }
    Ok(errors)
}

pub(super) fn misplaced(pointer: &str) -> Violation {
    Violation::at(
        pointer,
        "not_allowed",
        "Loại tổ chức này không thể đứng ở vị trí này trong hệ thống.",
        "An organisation of this kind cannot stand at this place of the tree.",
    )
}

pub(super) fn too_deep() -> Violation {
    Violation::at(
        "/parent_id",
        "too_many",
        "Hệ thống tổ chức có quá nhiều cấp.",
        "The tree would have too many levels.",
    )
}
