//! The same person twice: refused, let through with a reason, and looked for.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};

use super::shown::many;
use super::{conclude, find, noted, say};
use crate::hardship::applications::dto::{
    DuplicatePairDto, DuplicateQuery, HardshipApplicationDto, HardshipReason,
};
use crate::hardship::applications::model::{ApplicationStatus as Status, NoteKind};
use crate::hardship::applications::store::duplicates::{PairRow, Same, duplicate_of, hold_person, pairs};
use crate::hardship::applications::store::persons::person;
use crate::hardship::applications::store::{self, ApplicationRow};
use crate::hardship::programmes::service::{self as programmes, ProgrammeRow};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// Another application that counts for the same person, category and window, once nobody else can file one for them
/// before this transaction ends.
fn duplicate(
    w: &mut Writing<'_>,
    row: &ApplicationRow,
    programme: &ProgrammeRow,
    filed_on: NaiveDate,
) -> Outcome<Option<ApplicationRow>> {
    let person = person(w.db, row.id)?;
    let hashes = (person.citizen_hash.as_deref(), person.person_hash.as_deref());
    hold_person(w.db, hashes)?;
    let months = Months::new(u32::try_from(programme.duplicate_months).unwrap_or(0));
    let same = Same {
        application: row.id,
        programme: programme.id,
        category: &row.category,
        hashes,
        since: filed_on.checked_sub_months(months).unwrap_or(filed_on),
    };
    duplicate_of(w.db, &same)
}

/// Refuses a duplicate that nobody let through. What the caller may not see is not named.
pub(in crate::hardship) fn refuse_duplicate(
    w: &mut Writing<'_>,
    row: &ApplicationRow,
    programme: &ProgrammeRow,
    filed_on: NaiveDate,
) -> Outcome<()> {
    let Some(other) = duplicate(w, row, programme, filed_on)?.filter(|_| row.overridden_by.is_none()) else {
        return Ok(());
    };
    let scope = w.who.scope(Action::HardshipRead);
    let problem = Problem::new(Code::DuplicateApplication);
    if !scope.covers(w.db, other.organisation_id)? {
        return Err(problem.detail(
            "Đã có hồ sơ của người này trong cùng thời gian; đề nghị liên hệ Liên đoàn Lao động tỉnh.",
            "There is an application for this person in the same time already; ask the province.",
        ));
    }
    let (code, id) = (other.code.unwrap_or_default(), other.id);
    Err(problem.detail(
        format!("Trùng với hồ sơ {code} ({id})."),
        format!("It is for the same person as {code} ({id})."),
    ))
}

/// The programme's approver lets a duplicate through, with a reason; then it can be submitted.
pub(in crate::hardship::applications) fn override_duplicate(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    why: HardshipReason,
) -> Outcome<HardshipApplicationDto> {
    let mut row = find(w, id)?;
    let programme = programmes::of(w.db, row.programme_id)?;
    w.require(Action::HardshipDecide, programme.organisation_id)?;
    Problem::check_version(row.version, version)?;
    let open = matches!(row.status, Status::Draft | Status::NeedsInformation);
    if !open || row.overridden_by.is_some() {
        return Err(Problem::new(Code::WrongState));
    }
    w.not_own(&[Some(row.created_by), row.submitted_by])?;
    let day = row.filed_on.unwrap_or_else(|| w.today());
    if duplicate(w, &row, &programme, day)?.is_none() {
        return Err(Problem::new(Code::WrongState)
            .detail("Hồ sơ này không trùng với hồ sơ nào.", "The application is no duplicate of another."));
    }
    row.overridden_by = Some(w.who.user_id);
    let note = say(w, id, NoteKind::Override, why.reason)?;
    let from = row.status;
    let row = conclude(w, &row, "hardship_application.override_duplicate", from, noted(&note))?;
    super::shown::one(w, row)
}

/// Pairs of applications in the caller's scope that are likely for the same person.
pub(in crate::hardship::applications) fn likely(
    r: &mut Reading<'_>,
    query: &DuplicateQuery,
    page: &Page,
) -> Outcome<Slice<DuplicatePairDto>> {
    let scope = r.who.scope(Action::HardshipRead);
    let sought = (query.category.as_deref(), r.today());
    let rows = pairs(r.db, &scope, sought, page.start()?, page.rows())?;
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.application, row.other));
    let mut ids: Vec<Uuid> = slice.items.iter().flat_map(|row| [row.application, row.other]).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = store::of_ids(r.db, &ids)?;
    let shown: HashMap<Uuid, HardshipApplicationDto> =
        many(r, found)?.into_iter().map(|one| (one.id, one)).collect();
    let pair = |pair: PairRow| {
        Some(DuplicatePairDto {
            application: shown.get(&pair.application)?.clone(),
            other: shown.get(&pair.other)?.clone(),
            same_citizen_id: pair.same_citizen_id.unwrap_or(false),
            same_name_and_birth: pair.same_person.unwrap_or(false),
        })
    };
    let items = slice.items.into_iter().filter_map(pair).collect();
    Ok(Slice { items, next: slice.next, total: None })
}
