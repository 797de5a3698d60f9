//! Use cases of reports.

mod amend;
mod attach;
mod carry;
pub(crate) mod checks;
mod consolidate;
mod contributions;
mod draft;
mod figures;
mod issue;
mod items;
pub(crate) mod neighbours;
mod print;
mod records;
mod review;
mod view;
mod warnings;

pub(crate) use amend::amend;
pub(crate) use attach::{hold, see};
pub(crate) use consolidate::consolidate;
pub(crate) use contributions::contributions;
pub(crate) use draft::{create, delete, edit};
pub(crate) use figures::{
    add as add_figure, edit as edit_figure, read as read_figure, remove as remove_figure, sources,
};
pub(crate) use issue::issue;
pub(crate) use items::{add as add_item, edit as edit_item, read as read_item, remove as remove_item};
pub(crate) use print::{PrintedItem, PrintedReport, for_print};
pub(crate) use records::records;
pub(crate) use review::{accept, return_, submit};
pub(crate) use view::{list, read};

use super::store::{self, ReportRow};
use crate::identity::policy::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::{Reading, Writing};

/// The report, if the caller may see it.
fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<ReportRow> {
    let scope = r.who.scope(Action::ReportRead);
    store::find(r.db, &scope, id)
}

/// Raises the report's version for a change of its items or figures. Comes before every such change, so that
/// they wait for one another and for the report's own edits.
fn touch(w: &mut Writing<'_>, report: &ReportRow) -> Outcome<ReportRow> {
    let now = w.now;
    if let Some(row) = store::touch(w.db, report.id, now)? {
        return Ok(row);
    }
    let scope = w.who.scope(Action::ReportRead);
    let status = store::find(w.db, &scope, report.id)?.status;
    Err(checks::not_editable(status))
}

/// Applies changes to the report's own row, or says that somebody was faster.
fn update(w: &mut Writing<'_>, id: Uuid, version: i64, changes: &store::Changes) -> Outcome<ReportRow> {
    let now = w.now;
    match store::update(w.db, id, version, changes, now)? {
        Some(row) => Ok(row),
        None => Err(Problem::stale(store::version_now(w.db, id)?)),
    }
}
