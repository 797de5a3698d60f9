//! Use cases of registers.

mod shown;

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use self::shown::{dto, entry_dto, report_of};
use super::dto::{
    EntryQuery, NewEntry, NewRegister, RegisterDto, RegisterEntryDto, RegisterQuery, VoidEntry,
};
use super::model::{EntryStatus, symbol};
use super::store::{self, EntryRow, Filter, RegisterRow};
use crate::code_lists::service as code_lists;
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::page::{Page, Slice};
use crate::kernel::period::{check_past_date, date_short_vi};
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::organisations::service as organisations;
use crate::usecase::{Claim, Reading, Writing};

/// A number to be taken for a document.
pub(crate) struct Wanted {
    /// Whose register.
    pub(crate) organisation_id: Uuid,
    /// A code of the list of document types.
    pub(crate) series: &'static str,
    /// What the document is about.
    pub(crate) title: String,
    /// Its year is the register's.
    pub(crate) document_date: NaiveDate,
    /// What it is for: the kind of record and its id.
    pub(crate) record: (&'static str, Uuid),
}

/// A number that was taken.
#[derive(Debug)]
pub(crate) struct Taken {
    /// Its entry in the register.
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    /// Number and symbol as printed.
    pub(crate) symbol: String,
}

/// What a number is given to.
struct Document {
    title: String,
    date: NaiveDate,
    /// Nothing when it was made outside this system.
    record: Option<(&'static str, Uuid)>,
}

/// Sets a register's first number, once, before any number was given.
pub(crate) fn create(w: &mut Writing<'_>, new: NewRegister) -> Outcome<RegisterDto> {
    organisations::check_visible(w, new.organisation_id)?;
    w.require(Action::RegisterManage, new.organisation_id)?;
    let id = match w.claim("number_register", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let last_day = NaiveDate::from_ymd_opt(new.year, 12, 31).unwrap_or(w.today());
    if code_lists::document_type(w.db, &new.series, last_day)?.is_none() {
        return Err(unknown_series());
    }
    let row = RegisterRow {
        id,
        organisation_id: new.organisation_id,
        series: new.series,
        year: new.year,
        first_number: new.first_number,
        next_number: new.first_number,
        first_number_reason: Some(new.reason.into_inner()),
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    let (row, made) = store::insert_or_find(w.db, row)?;
    if !made {
        let started = row.next_number > row.first_number;
        return Err(Problem::new(if started { Code::RegisterStarted } else { Code::Duplicate }));
    }
    w.record(
        Entry::new("number_register.open", "number_register", row.id)
            .of(row.organisation_id)
            .reason(row.first_number_reason.clone().unwrap_or_default())
            .changes(json!({"series": row.series, "year": row.year, "first_number": row.first_number})),
    );
    Ok(dto(row))
}

fn unknown_series() -> Problem {
    Problem::invalid_at(
        "/series",
        "not_found",
        "Không có loại văn bản này trong danh mục.",
        "The list of document types has no such code.",
    )
}

/// Takes the next number for a document and writes its entry. The register is made when it is the first of its
/// series and year.
pub(crate) fn take(w: &mut Writing<'_>, wanted: Wanted) -> Outcome<Taken> {
    let year = wanted.document_date.year();
    let register = match store::of_year(w.db, wanted.organisation_id, wanted.series, year)? {
        Some(register) => register,
        None => open(w, wanted.organisation_id, wanted.series, year)?,
    };
    let entry_id = id::new(w.now);
    let document = Document { title: wanted.title, date: wanted.document_date, record: Some(wanted.record) };
    let row = give(w, &register, entry_id, document)?;
    Ok(Taken { id: row.id, number: row.number, symbol: row.symbol })
}

/// What would make [`take`] refuse the next number of a series to a document of this date, as things stand: for the
/// preview of a document whose register the caller was shown to see.
pub(crate) fn refusals(
    db: &mut AnyConnection,
    organisation_id: Uuid,
    series: &str,
    document_date: NaiveDate,
) -> Outcome<Vec<Violation>> {
    let mut refusals = Vec::new();
    if organisations::of(db, organisation_id)?.symbol.is_none() {
        let (vi, en) = NO_SYMBOL;
        refusals.push(Violation::at("", "no_symbol", vi, en));
    }
    if let Some(register) = store::of_year(db, organisation_id, series, document_date.year())? {
        refusals.extend(out_of_order(store::last_date(db, register.id)?, document_date));
    }
    Ok(refusals)
}

/// Whether the number of a record that the caller was shown to see is void.
pub(crate) fn is_void(db: &mut AnyConnection, entry: Uuid) -> Outcome<bool> {
    store::is_void(db, entry)
}

fn open(w: &mut Writing<'_>, organisation_id: Uuid, series: &str, year: i32) -> Outcome<RegisterRow> {
    let row = RegisterRow {
        id: id::new(w.now),
        organisation_id,
        series: series.to_owned(),
        year,
        first_number: 1,
        next_number: 1,
        first_number_reason: None,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    let (row, made) = store::insert_or_find(w.db, row)?;
    if made {
        w.record(
            Entry::new("number_register.open", "number_register", row.id)
                .of(organisation_id)
                .changes(json!({"series": series, "year": year, "first_number": 1})),
        );
    }
    Ok(row)
}

fn give(
    w: &mut Writing<'_>,
    register: &RegisterRow,
    entry_id: Uuid,
    document: Document,
) -> Outcome<EntryRow> {
    let letters = organisations::of(w.db, register.organisation_id)?.symbol.ok_or_else(no_symbol)?;
    let series = code_lists::document_type(w.db, &register.series, document.date)?
        .map_or_else(|| register.series.clone(), |kind| kind.label);
    let now = w.now;
    let number = store::take(w.db, register.id, now)?;
    // Only now nobody else can be giving a number of this register.
    Problem::check(out_of_order(store::last_date(w.db, register.id)?, document.date).into_iter().collect())?;
    let row = EntryRow {
        id: entry_id,
        register_id: register.id,
        number,
        symbol: symbol(number, &series, &letters),
        title: document.title,
        document_date: document.date,
        record_type: document.record.map(|(kind, _)| kind.to_owned()),
        record_id: document.record.map(|(_, id)| id),
        status: EntryStatus::Given,
        void_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_entry(w.db, &row)?;
    w.record(Entry::new("register_entry.give", "register_entry", row.id).of(register.organisation_id).changes(
        json!({
            "register_id": register.id, "number": number, "symbol": row.symbol, "report_id": report_of(&row),
            "record_type": row.record_type, "record_id": row.record_id,
        }),
    ));
    Ok(row)
}

/// A register goes forward: no number bears a date before that of the number given last.
fn out_of_order(last: Option<NaiveDate>, date: NaiveDate) -> Option<Violation> {
    let last = last.filter(|last| date < *last)?;
    Some(Violation::at(
        "/document_date",
        "before_last_number",
        format!("Số cấp gần nhất trong sổ ghi ngày {}; không được ghi ngày trước đó.", date_short_vi(last)),
        format!("The number given last in this register is dated {last}; none is dated before it."),
    ))
}

const NO_SYMBOL: (&str, &str) =
    ("Đơn vị chưa có ký hiệu văn bản.", "The organisation has no symbol for its documents; set it first.");

fn no_symbol() -> Problem {
    Problem::new(Code::WrongState).detail(NO_SYMBOL.0, NO_SYMBOL.1)
}

/// Reads one register.
pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<RegisterDto> {
    find(r, id).map(dto)
}

fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<RegisterRow> {
    let scope = r.who.scope(Action::ReportRead);
    store::find(r.db, &scope, id)
}

/// Lists registers.
pub(crate) fn list(r: &mut Reading<'_>, query: &RegisterQuery, page: &Page) -> Outcome<Slice<RegisterDto>> {
    let scope = r.who.scope(Action::ReportRead);
    let filter =
        Filter { organisation_id: query.organisation_id, series: query.series.clone(), year: query.year };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = if page.total { Some(store::count(r.db, &scope, &filter)?) } else { None };
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id));
    Ok(slice.map(dto).with_total(total))
}

/// A register's entries.
pub(crate) fn entries(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &EntryQuery,
    page: &Page,
) -> Outcome<Slice<RegisterEntryDto>> {
    let register = find(r, id)?;
    let after = page.start()?.map(|(number,)| number);
    let rows = store::entries(r.db, &register, query.status, after, page.rows())?;
    let total = if page.total { Some(store::count_entries(r.db, &register, query.status)?) } else { None };
    Ok(Slice::cut(rows, page, |row| (row.number,)).map(entry_dto).with_total(total))
}

/// Gives the next number to a document made outside this system.
pub(crate) fn reserve(w: &mut Writing<'_>, register_id: Uuid, new: NewEntry) -> Outcome<RegisterEntryDto> {
    let register = find(w, register_id)?;
    w.require(Action::RegisterManage, register.organisation_id)?;
    let entry_id = match w.claim("register_entry", new.id)? {
        Claim::Known(id) => return read_entry(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let mut errors: Vec<Violation> =
        check_past_date("/document_date", new.document_date, w.today()).into_iter().collect();
    if new.document_date.year() != register.year {
        errors.push(Violation::at(
            "/document_date",
            "out_of_range",
            format!("Sổ này của năm {}.", register.year),
            format!("This register is that of the year {}.", register.year),
        ));
    }
    Problem::check(errors)?;
    let document = Document { title: new.title.into_inner(), date: new.document_date, record: None };
    give(w, &register, entry_id, document).map(entry_dto)
}

/// Reads one entry.
pub(crate) fn read_entry(r: &mut Reading<'_>, id: Uuid) -> Outcome<RegisterEntryDto> {
    let scope = r.who.scope(Action::ReportRead);
    store::find_entry(r.db, &scope, id).map(|(row, _)| entry_dto(row))
}

/// Voids a number: it stays on record and is never given again.
pub(crate) fn void(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    body: VoidEntry,
) -> Outcome<RegisterEntryDto> {
    let scope = w.who.scope(Action::ReportRead);
    let (row, organisation) = store::find_entry(w.db, &scope, id)?;
    w.require(Action::RegisterManage, organisation)?;
    Problem::check_version(row.version, version)?;
    if row.status != EntryStatus::Given {
        return Err(Problem::new(Code::WrongState));
    }
    let now = w.now;
    let row = store::void(w.db, id, version, &body.reason, now)?.ok_or(Problem::stale(version + 1))?;
    w.record(
        Entry::new("register_entry.void", "register_entry", id)
            .of(organisation)
            .states(EntryStatus::Given.as_str(), EntryStatus::Void.as_str())
            .reason(body.reason.into_inner())
            .changes(json!({"number": row.number, "symbol": row.symbol})),
    );
    Ok(entry_dto(row))
}
