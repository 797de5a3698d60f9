//! An import at work, after its request was answered: it looks at all rows, then writes all of them in one transaction, or
//! none. What it has come to is told as it goes on.

use std::sync::Arc;

use super::model::{AwardImportStatus, Table};
use super::service::running;
use crate::http::api::Api;
use crate::kernel::clock::local_day;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// So many rows are looked at before it is told how far that has come.
const PIECE: usize = 1000;

/// Works on an import to its end. What breaks it off leaves nothing in the register.
pub(super) async fn run(api: Api, id: Uuid, table: Arc<Table>) {
    let Err(problem) = work(&api, id, table).await else { return };
    tracing::warn!(%problem, import = %id, "an import was broken off");
    let (app, now) = (api.app_data(), api.app().clock.now());
    if let Err(problem) = app.db.write(move |db| running::break_off(db, id, now)).await {
        // The upkeep finds it.
        tracing::warn!(%problem, import = %id, "that it was is noted later");
    }
}

async fn work(api: &Api, id: Uuid, table: Arc<Table>) -> Outcome<()> {
    let app = api.app_data();
    let today = local_day(app.clock.now());
    let head = table.head.clone();
    let (import, mut checker) = app.db.read(move |db| running::start(db, id, &head, today)).await?;
    let readable = checker.bad_rows() == 0;
    let mut begin = 0;
    while readable && begin < table.rows.len() {
        let (from, to) = (begin, (begin + PIECE).min(table.rows.len()));
        let rows = Arc::clone(&table);
        checker = app.db.read(move |db| running::piece(db, checker, &rows, from..to)).await?;
        begin = to;
        let (progress, now) =
            (running::progress(AwardImportStatus::Checking, begin, &checker)?, app.clock.now());
        app.db.write(move |db| running::note(db, id, progress, now)).await?;
    }
    if checker.bad_rows() > 0 || import.dry_run {
        return api.note(move |w| running::finish(w, &import, begin, &checker)).await;
    }
    let (progress, now) = (running::progress(AwardImportStatus::Writing, begin, &checker)?, app.clock.now());
    app.db.write(move |db| running::note(db, id, progress, now)).await?;
    api.note(move |w| running::write(w, &import, begin, checker)).await
}
