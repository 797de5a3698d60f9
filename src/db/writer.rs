//! SQLite's one writer: a thread that takes waiting writes, gives each a savepoint, and commits them together.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use tokio::sync::oneshot;

use super::connection::{AnyConnection, DatabaseUrl, establish};
use crate::kernel::problem::{Outcome, Problem};

/// How many writes may wait; one more is told to come back.
const QUEUE: usize = 1024;
/// How many writes share one commit at most, so that the first does not wait for ever.
const BATCH: usize = 64;
/// A write that waited longer is refused: whoever sent it has most likely gone, or has sent it again.
const PATIENCE: Duration = Duration::from_secs(10);

/// Tells the waiting caller, once it is known whether the commit held.
type Answer = Box<dyn FnOnce(Result<(), &str>) + Send>;
/// Runs one write inside its savepoint; without a connection it only tells its caller why there is none.
type Work = Box<dyn FnOnce(Result<&mut AnyConnection, &str>) -> Answer + Send>;

/// A write that waits.
struct Job {
    queued: Instant,
    work: Work,
}

impl Job {
    fn run(self, connection: &mut AnyConnection) -> Answer {
        let late = self.queued.elapsed() > PATIENCE;
        (self.work)(if late { Err("the write waited too long") } else { Ok(connection) })
    }

    fn refuse(self, cause: &str) {
        (self.work)(Err(cause))(Ok(()));
    }
}

/// The writer's door. Dropping it lets the thread finish what is queued.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Option<SyncSender<Job>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread on a connection of its own, which it opens anew when a transaction breaks.
    pub(super) fn start(url: DatabaseUrl) -> std::io::Result<Self> {
        let (jobs, queue) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || serve(&url, &queue))?;
        Ok(Self { jobs: Some(jobs), thread: Mutex::new(Some(thread)) })
    }

    /// Queues a write; the answer comes only after COMMIT.
    pub(super) fn send<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Outcome<T> + Send + 'static,
    ) -> Outcome<oneshot::Receiver<Outcome<T>>> {
        let (sender, receiver) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let outcome = match connection {
                Ok(connection) => in_savepoint(connection, work),
                Err(cause) => Err(Problem::unavailable(cause)),
            };
            Box::new(move |committed| {
                let outcome = match committed {
                    Ok(()) => outcome,
                    Err(cause) => outcome.and_then(|_| Err(Problem::unavailable(cause))),
                };
                // A caller that went away has nobody to tell.
                drop(sender.send(outcome));
            })
        });
        let jobs = self.jobs.as_ref().ok_or_else(|| Problem::unavailable("the writer has stopped"))?;
        match jobs.try_send(Job { queued: Instant::now(), work }) {
            Ok(()) => Ok(receiver),
            Err(TrySendError::Full(_)) => Err(Problem::unavailable("the write queue is full")),
            Err(TrySendError::Disconnected(_)) => Err(Problem::unavailable("the writer has stopped")),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Ok(mut thread) = self.thread.lock()
            && let Some(thread) = thread.take()
        {
            drop(thread.join());
        }
    }
}

/// A panic in a use case undoes its savepoint and is that caller's fault of ours; the writer lives on.
fn in_savepoint<T>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Outcome<T>,
) -> Outcome<T> {
    let mut refusal = None;
    let outcome = connection.transaction(|connection| {
        let outcome = catch_unwind(AssertUnwindSafe(|| work(connection)))
            .unwrap_or_else(|_| Err(Problem::internal("a write panicked")));
        refusal = outcome.as_ref().err().map(ToString::to_string);
        outcome
    });
    if is_open(connection) {
        return outcome;
    }
    // What `transaction` answers then is only that there is no savepoint to go back to.
    Err(Problem::unavailable(refusal.as_deref().unwrap_or("the transaction ended inside a write")))
}

/// Whether the batch's own transaction is still there. SQLite ends it by itself when the disk is full or fails;
/// what ran after that would be committed alone, although its caller is told otherwise.
fn is_open(connection: &mut AnyConnection) -> bool {
    let status =
        <AnyConnection as Connection>::TransactionManager::transaction_manager_status_mut(connection);
    matches!(status.transaction_depth(), Ok(Some(depth)) if depth.get() == 1)
}

fn serve(url: &DatabaseUrl, queue: &Receiver<Job>) {
    let mut connection = None;
    while let Ok(first) = queue.recv() {
        let open = connection.take().map_or_else(|| establish(url).map_err(|e| e.to_string()), Ok);
        match open.and_then(begun) {
            Ok(ready) => connection = together(ready, first, queue),
            Err(cause) => {
                tracing::error!(cause, "a write could not begin");
                // Who waits behind it would wait as long again, and in vain. Who comes after they were told may try.
                let waiting: Vec<Job> = std::iter::once(first).chain(queue.try_iter()).collect();
                for job in waiting {
                    job.refuse("no transaction could begin");
                }
            }
        }
    }
}

/// Runs the first write and those that wait behind it, commits, and answers. Gives the connection back unless
/// its transaction broke.
fn together(mut connection: AnyConnection, first: Job, queue: &Receiver<Job>) -> Option<AnyConnection> {
    let mut answers = vec![first.run(&mut connection)];
    while answers.len() < BATCH
        && is_open(&mut connection)
        && let Ok(job) = queue.try_recv()
    {
        answers.push(job.run(&mut connection));
    }
    let committed = if is_open(&mut connection) {
        <AnyConnection as Connection>::TransactionManager::commit_transaction(&mut connection)
            .map_err(|error| format!("commit failed: {error}"))
    } else {
        Err("the database ended the transaction of the whole batch".to_owned())
    };
    if let Err(cause) = &committed {
        tracing::error!(cause, writes = answers.len(), "a batch of writes was undone");
    }
    for answer in answers {
        answer(committed.as_ref().map(|&()| ()).map_err(String::as_str));
    }
    committed.is_ok().then_some(connection)
}

fn begun(mut connection: AnyConnection) -> Result<AnyConnection, String> {
    match &mut connection {
        AnyConnection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")
                .map_err(|error| error.to_string())?;
        }
        AnyConnection::Pg(_) => return Err("the single writer is SQLite's only".to_owned()),
    }
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::SqliteConnection;

    #[test]
    fn a_write_that_waited_too_long_is_not_done() {
        let mut connection = AnyConnection::Sqlite(SqliteConnection::establish(":memory:").unwrap());
        let mut runs = |queued| {
            let (told, hears) = std::sync::mpsc::channel();
            let work: Work = Box::new(move |connection| {
                told.send(connection.is_ok()).unwrap();
                Box::new(|_| ())
            });
            Job { queued, work }.run(&mut connection)(Ok(()));
            hears.recv().unwrap()
        };
        let now = Instant::now();
        assert!(runs(now));
        assert!(!runs(now.checked_sub(PATIENCE + Duration::from_secs(1)).unwrap()));
    }
}
