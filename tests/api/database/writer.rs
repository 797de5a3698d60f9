//! SQLite's one writer, when something fails it.

use std::time::{Duration, Instant};

use congdoan::db::{AnyConnection, Db};
use congdoan::kernel::problem::{Code, Outcome};
use diesel::connection::SimpleConnection;

use super::{count, counter};
use crate::support::database::{Backend, Database, Template};

fn empty() -> (Database, Db) {
    let database = Database::copy_of(Template::Empty, Backend::Sqlite).unwrap();
    let db = database.open().unwrap();
    (database, db)
}

fn refused<T>(outcome: Outcome<T>) -> bool {
    outcome.is_err_and(|problem| problem.code == Code::Unavailable && problem.retry_after.is_some())
}

fn after(wait: Duration) -> impl FnOnce(&mut AnyConnection) -> Outcome<()> + Send + 'static {
    move |connection| {
        std::thread::sleep(wait);
        count(connection)
    }
}

fn fill(connection: &mut AnyConnection) -> Outcome<()> {
    Ok(connection.batch_execute("INSERT INTO counters (name, value) VALUES (hex(zeroblob(1000000)), 0)")?)
}

#[tokio::test]
async fn what_shares_a_batch_with_a_full_disk_is_undone_and_told_so() {
    let (_database, db) = empty();
    // The writer's own connection may take no further page, as on a full disk.
    db.write(|writer| Ok(writer.batch_execute("PRAGMA max_page_count = 1")?)).await.unwrap();
    let while_others_queue = after(Duration::from_millis(300));
    let (before, filling, behind) =
        tokio::join!(db.write(while_others_queue), db.write(fill), db.write(count));
    assert!(refused(before));
    assert!(refused(filling));
    // The one behind runs in the next batch; what matters is that what it is told is what happened.
    assert!(behind.is_ok());
    assert_eq!(db.read(counter).await.unwrap(), 1);
    db.write(count).await.unwrap();
    assert_eq!(db.read(counter).await.unwrap(), 2);
}

#[tokio::test]
async fn all_who_wait_behind_a_held_lock_are_told_at_once() {
    let (database, db) = empty();
    // Its next connection would wait for 10 seconds again.
    db.write(|writer| Ok(writer.batch_execute("PRAGMA busy_timeout = 300")?)).await.unwrap();
    let mut holder = database.connect();
    holder.batch_execute("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();
    let (one, two, three) = tokio::join!(db.write(count), db.write(count), db.write(count));
    assert!(refused(one) && refused(two) && refused(three));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    holder.batch_execute("ROLLBACK").unwrap();
    db.write(count).await.unwrap();
    assert_eq!(db.read(counter).await.unwrap(), 1);
}
