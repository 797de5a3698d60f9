//! The register written out.

use super::shown;
use crate::awards::register::dto::{AwardDto, AwardExportFormat, AwardExportQuery};
use crate::awards::register::model::{Cell, as_csv, as_xlsx};
use crate::awards::register::store;
use crate::identity::policy::Action;
use crate::kernel::page::Page;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::usecase::Reading;

/// The most awards in one file.
const MOST: i64 = 50_000;

/// Awards in rows of cells.
pub(in crate::awards::register) type Sheet = Vec<Vec<Cell>>;

/// The awards that are asked for, as far as the caller sees them.
pub(in crate::awards::register) fn export(r: &mut Reading<'_>, query: &AwardExportQuery) -> Outcome<Sheet> {
    let scope = r.who.scope(Action::AwardRead);
    let filter = filter!(query);
    let found = store::count(r.db, &scope, &filter)?;
    if found > MOST {
        return Err(Problem::new(Code::TooManyRows).detail(
            format!("Có {found} dòng; mỗi tệp có nhiều nhất {MOST} dòng."),
            format!("There are {found} rows; a file holds at most {MOST}."),
        ));
    }
    let page = Page { limit: MOST, after: None, total: false };
    let rows = store::list(r.db, &scope, &filter, &page)?;
    Ok(shown::awards(r.db, rows)?.into_iter().map(cells).collect())
}

fn cells(award: AwardDto) -> Vec<Cell> {
    let optional = |text: Option<String>| Cell::Text(text.unwrap_or_default());
    vec![
        Cell::Text(award.organisation_code),
        Cell::Text(award.organisation_name),
        Cell::Text(award.recipient_kind.as_str().to_owned()),
        Cell::Text(award.recipient_name),
        optional(award.recipient_title),
        optional(award.workplace),
        Cell::Text(award.namesake.to_string()),
        Cell::Text(award.form_code),
        Cell::Text(award.form_name),
        Cell::Text(award.authority),
        Cell::Number(award.year.into()),
        Cell::Text(award.symbol),
        Cell::Text(award.decided_on.to_string()),
        Cell::Text(award.signer_name),
        Cell::Number(award.reward_vnd),
        Cell::Text(award.state.as_str().to_owned()),
        optional(award.revocation_symbol),
        optional(award.revoked_on.map(|day| day.to_string())),
        Cell::Number(award.due_back_vnd),
        Cell::Number(award.paid_back_vnd),
    ]
}

/// The bytes of the file.
pub(in crate::awards::register) fn written(format: AwardExportFormat, sheet: &Sheet) -> Outcome<Vec<u8>> {
    match format {
        AwardExportFormat::Csv => as_csv(sheet).map_err(Problem::internal),
        AwardExportFormat::Xlsx => as_xlsx(sheet).map_err(Problem::internal),
    }
}
