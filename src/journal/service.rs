//! Reading the journal.

use super::dto::{EntryDto, JournalQuery};
use super::store::{self, EntryRow, Filter};
use crate::db::AnyConnection;
use crate::identity::Action;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::Reading;

/// The whole journal, for those who audit.
pub(super) fn list(r: &mut Reading<'_>, query: &JournalQuery, page: &Page) -> Outcome<Slice<EntryDto>> {
    let scope = r.who.scope(Action::JournalRead);
    if scope.is_empty() {
        return Err(Problem::forbidden());
    }
    let after = after(page)?.max(query.after.unwrap_or(0));
    let filter = &Filter {
        record_type: query.record_type.clone(),
        action: query.action.clone(),
        actor_id: query.actor_id,
    };
    let rows = store::list(r.db, &scope, filter, after, page.rows())?;
    let total =
        page.total.then(|| store::count(r.db, &scope, filter, query.after.unwrap_or(0))).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.seq,)).map(EntryDto::from).with_total(total))
}

/// One record's entries, oldest first. The caller has shown that the record may be seen.
///
/// # Errors
/// `invalid_cursor`, or the database's own.
pub fn history(db: &mut AnyConnection, record: Uuid, page: &Page) -> Outcome<Slice<EntryDto>> {
    let rows = store::history(db, record, after(page)?, page.rows())?;
    let total = page.total.then(|| store::count_history(db, record)).transpose()?;
    Ok(Slice::cut(rows, page, |row| (row.seq,)).map(EntryDto::from).with_total(total))
}

fn after(page: &Page) -> Outcome<i64> {
    Ok(page.start()?.map_or(0, |(seq,)| seq))
}

impl From<EntryRow> for EntryDto {
    fn from(row: EntryRow) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            action: row.action,
            record_type: row.record_type,
            record_id: row.record_id,
            organisation_id: row.organisation_id,
            from_state: row.from_state,
            to_state: row.to_state,
            reason: row.reason,
            changes: row.changes.map(|changes| changes.0),
            request_id: row.request_id,
        }
    }
}
