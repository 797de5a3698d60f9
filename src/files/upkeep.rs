//! What is left behind and removed later: uploads that nobody went on with, objects of erased files, and objects that a
//! crash left without a row.

use std::sync::Arc;

use futures_util::StreamExt;

use super::objects::Files;
use super::store;
use crate::db::{AnyConnection, Db};
use crate::journal::{self, Entry};
use crate::kernel::clock::Instant;
use crate::kernel::problem::{Outcome, Problem};

/// How many objects one query asks about.
const BATCH: usize = 200;

/// Removes uploads past their time, at most `most`; answers whether more may be left.
///
/// # Errors
/// The database's own.
pub fn forget_overdue(db: &mut AnyConnection, now: Instant, most: i64) -> Outcome<bool> {
    let overdue = store::overdue(db, now, most)?;
    let more = i64::try_from(overdue.len()).is_ok_and(|found| found >= most);
    let mut entries = Vec::new();
    for (id, organisation) in overdue {
        if store::abandon(db, id, now)? {
            entries.push(Entry::new("attachment.expire", "attachment", id).of(organisation));
        }
    }
    if !entries.is_empty() {
        journal::append(db, &entries, now, None, None)?;
    }
    Ok(more)
}

/// Deletes the objects that are noted as useless.
///
/// # Errors
/// The database's own.
pub async fn delete_erased(files: &Files, db: &Db) -> Outcome<()> {
    let most = i64::try_from(BATCH).unwrap_or(i64::MAX);
    loop {
        let objects = db.read(move |db| store::erased(db, most)).await?;
        if objects.is_empty() || !files.delete(&objects).await {
            return Ok(());
        }
        db.write(move |db| store::forget_erased(db, objects)).await?;
    }
}

/// Deletes old objects that no row names.
///
/// # Errors
/// The database's own, and the file store's.
pub async fn sweep(files: &Arc<Files>, db: &Db) -> Outcome<()> {
    let unfinished = Arc::clone(files);
    tokio::task::spawn_blocking(move || unfinished.remove_unfinished()).await.map_err(Problem::internal)?;
    let mut old = Box::pin(files.old().chunks(BATCH));
    while let Some(found) = old.next().await {
        let found = found.into_iter().collect::<Outcome<Vec<_>>>()?;
        let ids: Vec<_> = found.iter().map(|one| one.id).collect();
        let known = db.read(move |db| store::known(db, ids)).await?;
        for orphan in found.into_iter().filter(|one| !known.contains(&one.id)) {
            tracing::info!(object = %orphan.id, written_at = %orphan.written_at.to_rfc3339(), "swept up");
            files.delete(&[orphan.id]).await;
        }
    }
    Ok(())
}
