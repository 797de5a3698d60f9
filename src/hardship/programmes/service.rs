//! Use cases of programmes, and what the other parts of hardship support ask of them.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::dto::{
    BalanceDto, EditSupportNorm, EditSupportProgramme, FundDto, NewSupportNorm, NewSupportProgramme,
    ProgrammeSort, StepDays, SupportNormDto, SupportNormQuery, SupportProgrammeDto, SupportProgrammeQuery,
};
use super::store::{self, Filter, FundRow};
pub(in crate::hardship) use super::store::{NormRow, ProgrammeRow};
use crate::code_lists::service as code_lists;
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::clock::Instant;
use crate::kernel::figure;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, Prose, fold, like_pattern};
use crate::organisations::service as organisations;
use crate::usecase::{Claim, Reading, Writing};

/// How far back a duplicate is looked for, in months.
const DUPLICATE_MONTHS: i32 = 12;
/// How long personal data are kept: as long as the accounts they belong to (Nghị định 174/2016/NĐ-CP, article 13).
const RETENTION_YEARS: i32 = 10;

/// The programme, where the caller may see it.
///
/// # Errors
/// `not_found` when it is not there or may not be seen.
pub(in crate::hardship) fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<ProgrammeRow> {
    let scope = r.who.scope(Action::ProgrammeRead);
    store::find(r.db, &scope, id)
}

/// The programme of a record that the caller was shown to see.
pub(in crate::hardship) fn of(db: &mut AnyConnection, id: Uuid) -> Outcome<ProgrammeRow> {
    store::get(db, id)
}

/// The programmes of records that the caller was shown to see.
pub(in crate::hardship) fn of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<ProgrammeRow>> {
    store::of_ids(db, ids)
}

/// The norm that counts for what is filed on this day.
pub(in crate::hardship) fn norm_on(
    db: &mut AnyConnection,
    programme: Uuid,
    category: &str,
    day: NaiveDate,
) -> Outcome<Option<NormRow>> {
    store::norm_on(db, programme, category, day)
}

/// The norms of these programmes that are valid on a day.
pub(in crate::hardship) fn norms_of_day(
    db: &mut AnyConnection,
    programmes: &[Uuid],
    day: NaiveDate,
) -> Outcome<Vec<NormRow>> {
    store::norms_of_day(db, programmes, day)
}

/// The norm that an application was filed under.
pub(in crate::hardship) fn norm_of(db: &mut AnyConnection, id: Uuid) -> Outcome<NormRow> {
    store::norm(db, id)
}

/// The norms that many applications were filed under.
pub(in crate::hardship) fn norms_of_ids(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<NormRow>> {
    store::norms_of_ids(db, ids)
}

/// Holds the programme until the transaction ends, so that what changes its sums comes one after the other. Whoever also
/// changes applications or lines holds it first.
pub(in crate::hardship) fn hold(db: &mut AnyConnection, programme: Uuid) -> Outcome<()> {
    store::hold(db, programme)
}

/// Draws `by` đồng, or gives it back where it is negative (rule 2).
///
/// # Errors
/// `ceiling_exceeded`, with what is left.
pub(in crate::hardship) fn draw(
    db: &mut AnyConnection,
    programme: Uuid,
    by: i64,
    now: Instant,
) -> Outcome<()> {
    if store::draw(db, programme, by, now)? {
        return Ok(());
    }
    Err(exceeds(store::get(db, programme)?.balance().left()))
}

/// Why more than `left` đồng cannot be given.
pub(in crate::hardship) fn exceeds(left: i64) -> Problem {
    let left = figure::group_thousands(left);
    Problem::new(Code::CeilingExceeded)
        .detail(format!("Chương trình chỉ còn {left} đồng."), format!("The programme has {left} đồng left."))
}

/// Notes that so much was paid.
pub(in crate::hardship) fn note_paid(
    db: &mut AnyConnection,
    programme: Uuid,
    vnd: i64,
    now: Instant,
) -> Outcome<()> {
    store::note_paid(db, programme, vnd, now)
}

/// Notes that so much came back; it can be given again.
pub(in crate::hardship) fn note_reclaimed(
    db: &mut AnyConnection,
    programme: Uuid,
    vnd: i64,
    now: Instant,
) -> Outcome<()> {
    store::note_reclaimed(db, programme, vnd, now)
}

pub(super) fn list(
    r: &mut Reading<'_>,
    query: &SupportProgrammeQuery,
    page: &Page,
) -> Outcome<Slice<SupportProgrammeDto>> {
    let scope = r.who.scope(Action::ProgrammeRead);
    let filter = Filter {
        organisation: query.organisation_id,
        year: query.year,
        open_on: query.open_on,
        like: query.q.as_ref().map(|q| like_pattern(q)),
        descending: query.sort.unwrap_or_default() == ProgrammeSort::CreatedAtDown,
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count(r.db, &scope, &filter)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id));
    let ids: Vec<Uuid> = slice.items.iter().map(|row| row.id).collect();
    let funds = store::funds_of(r.db, &ids)?;
    let shown = |row: ProgrammeRow| {
        let own = funds.iter().filter(|fund| fund.programme_id == row.id).cloned().collect();
        shown(row, own)
    };
    let mut items = Vec::with_capacity(slice.items.len());
    for row in slice.items {
        items.push(shown(row)?);
    }
    Ok(Slice { items, next: slice.next, total })
}

pub(super) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<SupportProgrammeDto> {
    let row = find(r, id)?;
    with_funds(r.db, row)
}

pub(super) fn balance(r: &mut Reading<'_>, id: Uuid) -> Outcome<BalanceDto> {
    let row = find(r, id)?;
    let balance = row.balance();
    Ok(BalanceDto {
        programme_id: row.id,
        ceiling_vnd: balance.ceiling,
        approved_vnd: balance.approved,
        disbursed_vnd: balance.disbursed,
        reclaimed_vnd: balance.reclaimed,
        left_vnd: balance.left(),
        version: row.version,
    })
}

pub(crate) fn create(w: &mut Writing<'_>, new: NewSupportProgramme) -> Outcome<SupportProgrammeDto> {
    organisations::check_visible(w, new.organisation_id)?;
    w.require(Action::ProgrammeManage, new.organisation_id)?;
    let id = match w.claim("support_programme", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let days = new.step_days.unwrap_or_default();
    let row = ProgrammeRow {
        id,
        organisation_id: new.organisation_id,
        year: new.year,
        name_folded: fold(&new.name),
        name: new.name.into_inner(),
        legal_basis: new.legal_basis.map(Prose::into_inner),
        ceiling_vnd: new.ceiling_vnd,
        approved_vnd: 0,
        disbursed_vnd: 0,
        reclaimed_vnd: 0,
        opens_on: new.opens_on,
        closes_on: new.closes_on,
        duplicate_months: new.duplicate_months.unwrap_or(DUPLICATE_MONTHS),
        answer_days: days.answer,
        endorse_days: days.endorse,
        appraise_days: days.appraise,
        decide_days: days.decide,
        pay_days: days.pay,
        retention_years: new.retention_years.unwrap_or(RETENTION_YEARS),
        created_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    let funds = fund_rows(id, &new.funds);
    let mut errors = check_days(&row);
    errors.extend(check_funds(row.ceiling_vnd, &funds));
    Problem::check(errors)?;
    store::insert(w.db, &row)?;
    store::replace_funds(w.db, id, &funds)?;
    w.record(entry("support_programme.create", &row, &funds));
    shown(row, funds)
}

pub(super) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditSupportProgramme,
) -> Outcome<SupportProgrammeDto> {
    let mut row = find(w, id)?;
    w.require(Action::ProgrammeManage, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    let funds = match &edit.funds {
        Patch::Set(funds) => fund_rows(id, funds),
        Patch::Keep => store::funds_of(w.db, &[id])?,
    };
    apply(&mut row, edit);
    let mut errors = check_days(&row);
    errors.extend(check_funds(row.ceiling_vnd, &funds));
    errors.extend(check_ceiling(&row));
    Problem::check(errors)?;
    let now = w.now;
    let row = store::save(w.db, &row, now)?;
    store::replace_funds(w.db, id, &funds)?;
    w.record(entry("support_programme.edit", &row, &funds));
    shown(row, funds)
}

fn apply(row: &mut ProgrammeRow, edit: EditSupportProgramme) {
    row.name = edit.name.map(Line::into_inner).or(std::mem::take(&mut row.name));
    row.name_folded = fold(&row.name);
    row.legal_basis = edit.legal_basis.map(|text| text.map(Prose::into_inner)).or(row.legal_basis.take());
    row.ceiling_vnd = edit.ceiling_vnd.or(row.ceiling_vnd);
    row.opens_on = edit.opens_on.or(row.opens_on);
    row.closes_on = edit.closes_on.or(row.closes_on);
    row.duplicate_months = edit.duplicate_months.or(row.duplicate_months);
    row.retention_years = edit.retention_years.or(row.retention_years);
    let days = edit.step_days.or(step_days(row));
    (row.answer_days, row.endorse_days, row.appraise_days) = (days.answer, days.endorse, days.appraise);
    (row.decide_days, row.pay_days) = (days.decide, days.pay);
}

pub(super) fn delete(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let row = find(w, id)?;
    w.require(Action::ProgrammeManage, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if store::is_used(w.db, id)? {
        return Err(Problem::new(Code::InUse).detail(
            "Đã có hồ sơ lập theo chương trình này.",
            "Applications were begun under this programme.",
        ));
    }
    store::delete(w.db, id, version)?;
    w.record(
        Entry::new("support_programme.delete", "support_programme", id)
            .of(row.organisation_id)
            .changes(json!({"name": row.name, "year": row.year})),
    );
    Ok(())
}

fn check_days(row: &ProgrammeRow) -> Vec<Violation> {
    let mut errors: Vec<Violation> = check_date("/opens_on", row.opens_on)
        .into_iter()
        .chain(check_date("/closes_on", row.closes_on))
        .collect();
    if errors.is_empty() && row.closes_on < row.opens_on {
        errors.push(Violation::at(
            "/closes_on",
            "out_of_range",
            "Ngày đóng không được trước ngày mở.",
            "The programme closes before it opens.",
        ));
    }
    errors
}

fn check_funds(ceiling: i64, funds: &[FundRow]) -> Option<Violation> {
    let all = figure::sum(funds.iter().map(|fund| fund.amount_vnd));
    let short = !funds.is_empty() && all.is_some_and(|all| all < ceiling);
    short.then(|| {
        Violation::at(
            "/funds",
            "out_of_range",
            "Tổng các nguồn chưa bằng mức trần của chương trình.",
            "The funds together do not reach the ceiling.",
        )
    })
}

fn check_ceiling(row: &ProgrammeRow) -> Option<Violation> {
    let drawn = row.balance().drawn();
    (row.ceiling_vnd < drawn).then(|| {
        let drawn = figure::group_thousands(drawn);
        Violation::at(
            "/ceiling_vnd",
            "below_drawn",
            format!("Mức trần không được thấp hơn {drawn} đồng đã duyệt."),
            format!("{drawn} đồng are drawn already; the ceiling is not set below that."),
        )
    })
}

fn fund_rows(programme_id: Uuid, funds: &[FundDto]) -> Vec<FundRow> {
    let row = |(position, fund): (i32, &FundDto)| FundRow {
        programme_id,
        position,
        name: fund.name.to_string(),
        amount_vnd: fund.amount_vnd,
    };
    (1..).zip(funds).map(row).collect()
}

fn with_funds(db: &mut AnyConnection, row: ProgrammeRow) -> Outcome<SupportProgrammeDto> {
    let funds = store::funds_of(db, &[row.id])?;
    shown(row, funds)
}

const fn step_days(row: &ProgrammeRow) -> StepDays {
    StepDays {
        answer: row.answer_days,
        endorse: row.endorse_days,
        appraise: row.appraise_days,
        decide: row.decide_days,
        pay: row.pay_days,
    }
}

fn shown(row: ProgrammeRow, funds: Vec<FundRow>) -> Outcome<SupportProgrammeDto> {
    let fund = |fund: FundRow| {
        let name = Line::try_from(fund.name).map_err(Problem::internal)?;
        Ok(FundDto { name, amount_vnd: fund.amount_vnd })
    };
    Ok(SupportProgrammeDto {
        step_days: step_days(&row),
        funds: funds.into_iter().map(fund).collect::<Outcome<_>>()?,
        id: row.id,
        organisation_id: row.organisation_id,
        year: row.year,
        name: row.name,
        legal_basis: row.legal_basis,
        ceiling_vnd: row.ceiling_vnd,
        opens_on: row.opens_on,
        closes_on: row.closes_on,
        duplicate_months: row.duplicate_months,
        retention_years: row.retention_years,
        created_by: row.created_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn entry(action: &'static str, row: &ProgrammeRow, funds: &[FundRow]) -> Entry {
    let funds: Vec<Value> =
        funds.iter().map(|fund| json!({"name": fund.name, "amount_vnd": fund.amount_vnd})).collect();
    Entry::new(action, "support_programme", row.id).of(row.organisation_id).changes(json!({
        "name": row.name, "year": row.year, "ceiling_vnd": row.ceiling_vnd, "opens_on": row.opens_on,
        "closes_on": row.closes_on, "duplicate_months": row.duplicate_months,
        "retention_years": row.retention_years, "step_days": step_days(row), "funds": funds,
    }))
}

pub(super) fn norms(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &SupportNormQuery,
    page: &Page,
) -> Outcome<Slice<SupportNormDto>> {
    let programme = find(r, id)?;
    let rows = store::norms_of(r.db, &programme, query.as_of, page.start()?, page.rows())?;
    Ok(Slice::cut(rows, page, |row| (row.category.clone(), row.valid_from, row.id)).map(norm_shown))
}

fn find_norm(r: &mut Reading<'_>, id: Uuid) -> Outcome<(NormRow, ProgrammeRow)> {
    let norm = store::norm(r.db, id)?;
    let programme = find(r, norm.programme_id)?;
    Ok((norm, programme))
}

pub(super) fn read_norm(r: &mut Reading<'_>, id: Uuid) -> Outcome<SupportNormDto> {
    find_norm(r, id).map(|(norm, _)| norm_shown(norm))
}

/// Adds a norm. A version of the same category that has no end ends where this one begins.
pub(crate) fn create_norm(
    w: &mut Writing<'_>,
    programme: Uuid,
    new: NewSupportNorm,
) -> Outcome<SupportNormDto> {
    let programme = find(w, programme)?;
    w.require(Action::ProgrammeManage, programme.organisation_id)?;
    let id = match w.claim("support_norm", new.id)? {
        Claim::Known(id) => return read_norm(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    // Of two who add a version at the same moment, the second sees the first's.
    let now = w.now;
    store::hold(w.db, programme.id)?;
    let row = NormRow {
        id,
        programme_id: programme.id,
        category: new.category,
        maximum_vnd: new.maximum_vnd,
        legal_basis: new.legal_basis.into_inner(),
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let mut errors = check_norm_days(&row);
    if code_lists::hardship_category(w.db, &row.category, row.valid_from)?.is_none() {
        errors.push(Violation::at(
            "/category",
            "not_found",
            "Danh mục không có loại hoàn cảnh này vào ngày đó.",
            "The list of categories has no such code on that day.",
        ));
    }
    errors.extend(check_not_before_filed(w.db, &row)?);
    let versions = store::versions(w.db, programme.id, &row.category)?;
    let open = versions.iter().find(|one| one.valid_to.is_none() && one.valid_from < row.valid_from);
    errors
        .extend(check_overlap(&row, versions.iter().filter(|one| open.is_none_or(|open| open.id != one.id))));
    Problem::check(errors)?;
    if let Some(open) = open {
        let ended = NormRow { valid_to: Some(row.valid_from), ..open.clone() };
        let ended = store::save_norm(w.db, &ended, now)?;
        w.record(norm_entry("support_norm.end", &ended, &programme));
    }
    store::insert_norm(w.db, &row)?;
    w.record(norm_entry("support_norm.create", &row, &programme));
    Ok(norm_shown(row))
}

pub(super) fn edit_norm(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditSupportNorm,
) -> Outcome<SupportNormDto> {
    let (mut row, programme) = find_norm(w, id)?;
    w.require(Action::ProgrammeManage, programme.organisation_id)?;
    Problem::check_version(row.version, version)?;
    let now = w.now;
    store::hold(w.db, programme.id)?;
    row.legal_basis = edit.legal_basis.map(Line::into_inner).or(row.legal_basis);
    row.valid_to = edit.valid_to.or(row.valid_to);
    let mut errors = check_norm_days(&row);
    let filed = store::last_filed(w.db, programme.id, &row.category)?;
    let left_out = |filed| row.valid_to.is_some_and(|to| to <= filed && row.valid_from <= filed);
    if filed.is_some_and(left_out) {
        errors.push(already_used("/valid_to"));
    }
    let versions = store::versions(w.db, programme.id, &row.category)?;
    errors.extend(check_overlap(&row, versions.iter().filter(|one| one.id != row.id)));
    Problem::check(errors)?;
    let row = store::save_norm(w.db, &row, now)?;
    w.record(norm_entry("support_norm.edit", &row, &programme));
    Ok(norm_shown(row))
}

fn check_norm_days(row: &NormRow) -> Vec<Violation> {
    let mut errors: Vec<Violation> = check_date("/valid_from", row.valid_from).into_iter().collect();
    errors.extend(row.valid_to.and_then(|to| check_date("/valid_to", to)));
    if row.valid_to.is_some_and(|to| to <= row.valid_from) {
        errors.push(Violation::at(
            "/valid_to",
            "out_of_range",
            "Ngày hết hiệu lực phải sau ngày bắt đầu.",
            "The end must be after the beginning.",
        ));
    }
    errors
}

/// What counted on the day an application was filed goes on counting: no version is put in under it afterwards.
fn check_not_before_filed(db: &mut AnyConnection, row: &NormRow) -> Outcome<Option<Violation>> {
    let filed = store::last_filed(db, row.programme_id, &row.category)?;
    Ok(filed.filter(|filed| row.valid_from <= *filed).map(|_| already_used("/valid_from")))
}

fn already_used(pointer: &str) -> Violation {
    Violation::at(
        pointer,
        "already_used",
        "Đã có hồ sơ nộp trong thời gian đó; định mức có hiệu lực vào ngày nộp được giữ nguyên.",
        "Applications were filed in that time; the norm of the day of filing stays.",
    )
}

fn check_overlap<'a>(row: &NormRow, others: impl Iterator<Item = &'a NormRow>) -> Option<Violation> {
    let meets = |other: &NormRow| {
        other.valid_to.is_none_or(|to| row.valid_from < to)
            && row.valid_to.is_none_or(|to| other.valid_from < to)
    };
    let mut others = others;
    others.any(meets).then(|| {
        Violation::at(
            "/valid_from",
            "period_overlaps",
            "Đã có định mức của loại này vào thời gian đó.",
            "There is a norm of this category at that time.",
        )
    })
}

fn norm_shown(row: NormRow) -> SupportNormDto {
    SupportNormDto {
        id: row.id,
        programme_id: row.programme_id,
        category: row.category,
        maximum_vnd: row.maximum_vnd,
        legal_basis: row.legal_basis,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn norm_entry(action: &'static str, row: &NormRow, programme: &ProgrammeRow) -> Entry {
    Entry::new(action, "support_norm", row.id).of(programme.organisation_id).changes(json!({
        "programme_id": row.programme_id, "category": row.category, "maximum_vnd": row.maximum_vnd,
        "legal_basis": row.legal_basis, "valid_from": row.valid_from, "valid_to": row.valid_to,
    }))
}
