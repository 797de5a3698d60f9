//! An import at work, after its request was answered: it looks at all rows, then writes all of them in one transaction, or
//! none. What it has come to is told as it goes on.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;

use super::model::{AwardImportStatus, Table};
use super::service::running;
use crate::http::api::Api;
use crate::kernel::clock::local_day;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

/// So many rows are looked at before it is told how far that has come.
const PIECE: usize = 1000;
/// How often it is told that somebody works on it: more often than the upkeep loses its patience.
const BEAT: Duration = Duration::from_secs(3);

/// Works on an import to its end, and keeps its place until then. What breaks it off leaves nothing in the register.
pub(super) async fn run(api: Api, id: Uuid, table: Arc<Table>, _place: OwnedSemaphorePermit) {
    let (app, work) = (api.app_data(), work(api, id, table));
    let beating = beat(app.clone(), id);
    // A task of its own, so that a panic ends like any other failure.
    let ended = actix_web::rt::spawn(async move {
        tokio::select! {
            ended = work => ended,
            () = beating => Err(Problem::internal("what beats for ever has ended")),
        }
    });
    let Err(problem) = ended.await.map_err(Problem::internal).flatten() else { return };
    tracing::warn!(%problem, import = %id, "an import was broken off");
    let now = app.clock.now();
    if let Err(problem) = app.db.write(move |db| running::break_off(db, id, now)).await {
        // The upkeep finds it.
        tracing::warn!(%problem, import = %id, "that it was is noted later");
    }
}

/// Tells again and again that the import goes on, or waits its turn. One beat that is lost does no harm.
async fn beat(app: actix_web::web::Data<crate::app::App>, id: Uuid) {
    loop {
        tokio::time::sleep(BEAT).await;
        let clock = app.clock.clone();
        // The time is taken when the write's turn has come, however long that took.
        if let Err(problem) = app.db.write(move |db| running::beat(db, id, clock.now())).await {
            tracing::debug!(%problem, import = %id, "an import could not say that it goes on");
        }
    }
}

async fn work(api: Api, id: Uuid, table: Arc<Table>) -> Outcome<()> {
    let app = api.app_data();
    let _turn = app.imports.at_work.acquire().await.map_err(Problem::internal)?;
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
