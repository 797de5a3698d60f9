//! Imports: beginning one, and looking at what became of it.

use serde_json::json;

use super::shown;
use crate::awards::register::dto::{
    AwardImportDto, AwardImportFaultDto, AwardImportFaultQuery, AwardImportQuery, AwardImportSort,
};
use crate::awards::register::model::{AwardImportStatus, FaultCode, Table, TableError};
use crate::awards::register::store::{self, FaultRow, ImportFilter, ImportRow};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisations::service as organisations;
use crate::usecase::{Reading, Writing};

/// An import that is asked for, its file read as a table.
#[derive(Clone, Debug)]
pub(in crate::awards::register) struct NewImport {
    pub(in crate::awards::register) id: Uuid,
    pub(in crate::awards::register) organisation_id: Uuid,
    pub(in crate::awards::register) dry_run: bool,
    pub(in crate::awards::register) sha256: Vec<u8>,
    pub(in crate::awards::register) row_count: i32,
}

/// Whether the caller may import for `organisation`; asked before a file is read at all.
pub(in crate::awards::register) fn check_rights(r: &mut Reading<'_>, organisation: Uuid) -> Outcome<()> {
    organisations::find_visible(r, organisation)?;
    r.require(Action::AwardManage, organisation)
}

/// Reads a file as a table.
pub(in crate::awards::register) fn read_table(bytes: &[u8]) -> Outcome<Table> {
    Table::read(bytes).map_err(|error| match error {
        TableError::NotText => Problem::new(Code::MalformedBody)
            .detail("Tệp phải là văn bản UTF-8.", "The file must be text in UTF-8."),
        TableError::Empty => {
            Problem::new(Code::MalformedBody).detail("Tệp không có dòng tiêu đề.", "The file has no head.")
        }
        TableError::TooManyRows => Problem::new(Code::PayloadTooLarge)
            .detail("Mỗi tệp có nhiều nhất 20.000 dòng.", "A file holds at most 20,000 rows."),
        TableError::TooWide => Problem::new(Code::PayloadTooLarge)
            .detail("Mỗi dòng có nhiều nhất 64 ô.", "A row holds at most 64 values."),
    })
}

/// Notes that an import begins; the work goes on in the background.
pub(in crate::awards::register) fn begin(w: &mut Writing<'_>, new: NewImport) -> Outcome<AwardImportDto> {
    check_rights(w, new.organisation_id)?;
    let row = ImportRow {
        id: new.id,
        organisation_id: new.organisation_id,
        dry_run: new.dry_run,
        status: AwardImportStatus::Checking,
        sha256: new.sha256,
        row_count: new.row_count,
        rows_checked: 0,
        bad_rows: 0,
        created_by: w.who.user_id,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    store::insert_import(w.db, &row)?;
    w.record(
        Entry::new("award_import.create", "award_import", row.id)
            .of(row.organisation_id)
            .changes(json!({"dry_run": row.dry_run, "row_count": row.row_count})),
    );
    Ok(shown::import(row))
}

fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<ImportRow> {
    let scope = r.who.scope(Action::AwardRead);
    store::find_import(r.db, &scope, id)
}

pub(in crate::awards::register) fn read_import(r: &mut Reading<'_>, id: Uuid) -> Outcome<AwardImportDto> {
    find(r, id).map(shown::import)
}

pub(in crate::awards::register) fn list_imports(
    r: &mut Reading<'_>,
    query: &AwardImportQuery,
    page: &Page,
) -> Outcome<Slice<AwardImportDto>> {
    let scope = r.who.scope(Action::AwardRead);
    let filter = ImportFilter {
        organisation: query.organisation_id,
        status: query.status,
        descending: query.sort.unwrap_or_default() == AwardImportSort::CreatedAtDown,
    };
    let rows = store::list_imports(r.db, &scope, &filter, page)?;
    let total = page.total.then(|| store::count_imports(r.db, &scope, &filter)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.created_at, row.id)).map(shown::import).with_total(total))
}

pub(in crate::awards::register) fn faults(
    r: &mut Reading<'_>,
    id: Uuid,
    _: &AwardImportFaultQuery,
    page: &Page,
) -> Outcome<Slice<AwardImportFaultDto>> {
    find(r, id)?;
    let after = page.start()?.map_or(0, |(position,)| position);
    let rows = store::faults_of(r.db, id, after, page.rows())?;
    let total = page.total.then(|| store::count_faults(r.db, id)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.position,));
    let items = slice.items.into_iter().map(fault).collect::<Outcome<_>>()?;
    Ok(Slice { items, next: slice.next, total })
}

fn fault(row: FaultRow) -> Outcome<AwardImportFaultDto> {
    let code: FaultCode = row.code.parse().map_err(Problem::internal)?;
    let (vi, en) = code.texts();
    Ok(AwardImportFaultDto {
        position: row.position,
        row: row.row_number,
        column: row.column_name,
        code: row.code,
        message_vi: vi.to_owned(),
        message_en: en.to_owned(),
    })
}
