//! Threads that hold one connection each and take work from one queue: SQLite's readers, and all of PostgreSQL's work.
//!
//! As many threads as connections, and no more: a thread that has to wait for a connection costs two changes of thread
//! and gains nothing (decision 0013).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use diesel::Connection;
use diesel::connection::{SimpleConnection, TransactionManager};
use tokio::sync::oneshot;

use super::connection::{AnyConnection, DatabaseUrl, establish};
use crate::kernel::problem::{Code, Outcome, Problem};

/// How much work may wait; one more is told to come back.
const QUEUE: usize = 1024;
/// Work that waited longer is refused: whoever sent it has most likely gone, or has sent it again.
const PATIENCE: Duration = Duration::from_secs(5);

/// Runs one piece of work, or tells its caller why there is no connection for it; answers what to think of the
/// connection afterwards.
type Work = Box<dyn FnOnce(Result<&mut AnyConnection, &str>) -> Trust + Send>;

/// What a piece of work says of the connection it ran on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// It did what was asked.
    Sound,
    /// It failed, perhaps for good.
    Doubtful,
}

/// Work that waits.
struct Job {
    queued: Instant,
    work: Work,
}

/// The threads. Dropping this lets them finish what is queued.
#[derive(Debug)]
pub(super) struct Workers {
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts `count` threads, at least one; each opens its connection at its first piece of work.
    pub(super) fn start(url: &DatabaseUrl, count: u32) -> std::io::Result<Self> {
        let (jobs, queue) = bounded(QUEUE);
        let start = |number| {
            let (url, queue) = (url.clone(), queue.clone());
            let thread = std::thread::Builder::new().name(format!("database-{number}"));
            thread.spawn(move || serve(&url, &queue))
        };
        let threads = (1..=count.max(1)).map(start).collect::<Result<_, _>>()?;
        Ok(Self { jobs: Some(jobs), threads })
    }

    /// Queues work and waits for what it answers.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (sender, receiver) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let outcome = match connection {
                Ok(connection) => catch_unwind(AssertUnwindSafe(|| work(connection)))
                    .unwrap_or_else(|_| Err(Problem::internal("a use case panicked"))),
                Err(cause) => Err(Problem::unavailable(cause)),
            };
            let trust = match &outcome {
                Err(problem) if matches!(problem.code, Code::Unavailable | Code::Internal) => Trust::Doubtful,
                _ => Trust::Sound,
            };
            // A caller that went away has nobody to tell.
            drop(sender.send(outcome));
            trust
        });
        let gone = || Problem::unavailable("the database's threads have stopped");
        match self.jobs.as_ref().ok_or_else(gone)?.try_send(Job { queued: Instant::now(), work }) {
            Ok(()) => receiver.await.unwrap_or_else(|_| Err(gone())),
            Err(TrySendError::Full(_)) => Err(Problem::unavailable("the database's queue is full")),
            Err(TrySendError::Disconnected(_)) => Err(gone()),
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            drop(thread.join());
        }
    }
}

fn serve(url: &DatabaseUrl, queue: &Receiver<Job>) {
    let mut kept = None;
    while let Ok(Job { queued, work }) = queue.recv() {
        if queued.elapsed() > PATIENCE {
            work(Err("the request waited too long for the database"));
            continue;
        }
        match kept.take().map_or_else(|| establish(url), Ok) {
            Ok(mut connection) => {
                let trust = work(Ok(&mut connection));
                if is_fit(&mut connection, trust) {
                    kept = Some(connection);
                }
            }
            Err(error) => {
                let cause = error.to_string();
                tracing::error!(cause, "the database cannot be reached");
                work(Err(&cause));
            }
        }
    }
}

/// Whether the next piece of work may have this connection: outside any transaction, and alive where that is in doubt.
fn is_fit(connection: &mut AnyConnection, trust: Trust) -> bool {
    type Manager = <AnyConnection as Connection>::TransactionManager;
    !Manager::is_broken_transaction_manager(connection)
        && (trust == Trust::Sound || connection.batch_execute("SELECT 1").is_ok())
}
