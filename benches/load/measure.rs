//! Rounds of load, the figures that come out of them, and the check that nothing acknowledged was lost.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::task::JoinSet;

use super::client::{Connection, write_request};
use super::operation::{Operation, Random, Records, TASK_ITEMS, Target};
use super::process::ServerProcess;
use super::setup::{self, Prepared};

const CONNECTIONS: u64 = 32;

/// What to measure, and how long.
pub struct Plan {
    pub rounds: usize,
    pub round: Duration,
    /// Task items: reading, listing, creating, and what a SIGKILL leaves.
    pub tasks: bool,
    /// Hardship support: reading and listing applications, signing decisions.
    pub hardship: bool,
    /// Awards: nominations, reading in files, the register.
    pub awards: bool,
}

/// All that was measured on one database.
pub struct Results {
    pub operations: Vec<Measured>,
    /// Medians of five starts on the migrated and seeded database.
    pub ready_after: Duration,
    /// `VmRSS` and `VmHWM` after the load, in KiB.
    pub memory_kib: (u64, u64),
    /// Creates that were answered with 201, one round of them cut off by SIGKILL.
    pub acknowledged: usize,
    pub missing: usize,
}

impl Results {
    /// No error, and nothing acknowledged is missing.
    pub fn is_sound(&self) -> bool {
        self.missing == 0 && self.operations.iter().all(|operation| operation.errors == 0)
    }
}

/// One operation's figures: medians over the rounds.
pub struct Measured {
    pub operation: Operation,
    pub per_second: f64,
    pub floor_per_second: f64,
    pub ratio: f64,
    pub p50: Duration,
    pub p99: Duration,
    pub errors: u64,
}

/// Measures the task items on a prepared database.
pub async fn tasks(prepared: &Prepared, plan: &Plan) -> Results {
    let ready_after = time_to_ready(prepared);
    let server = prepared.start();
    let mut target = setup::target(&server, TASK_ITEMS).await;
    target.cursors = setup::cursors(&target).await;
    let (mut operations, mut acknowledged) = (Vec::new(), Vec::new());
    for operation in Operation::MEASURED {
        eprintln!("{}: {}", prepared.backend.name(), operation.name());
        // A fresh token: the one before may not last to the end of these rounds.
        target.token = setup::target(&server, TASK_ITEMS).await.token;
        operations.push(measure(operation, &target, plan, &mut acknowledged).await);
    }
    let memory_kib = memory(server.id());
    let server = killed_while_creating(server, prepared, &target, plan, &mut acknowledged).await;
    target = Target { cursors: Vec::new(), ..setup::target(&server, TASK_ITEMS).await };
    eprintln!("{}: looking for {} acknowledged creates", prepared.backend.name(), acknowledged.len());
    let missing = missing(&target, &acknowledged).await;
    server.stop();
    Results { operations, ready_after, memory_kib, acknowledged: acknowledged.len(), missing }
}

fn time_to_ready(prepared: &Prepared) -> Duration {
    let start = || {
        let server = prepared.start();
        let ready_after = server.ready_after;
        server.stop();
        ready_after
    };
    median((0..5).map(|_| start()).collect())
}

/// Several operations on the same records.
pub async fn all(
    operations: &[Operation],
    server: &ServerProcess,
    records: Records,
    prepared: &Prepared,
    plan: &Plan,
) -> Vec<Measured> {
    let mut measured = Vec::new();
    for operation in operations {
        eprintln!("{}: {} of {}", prepared.backend.name(), operation.name(), records.path);
        let mut target = setup::target(server, records).await;
        target.cursors = setup::cursors(&target).await;
        measured.push(measure(*operation, &target, plan, &mut Vec::new()).await);
    }
    measured
}

/// Rounds of an operation and of its floor beside it.
async fn measure(
    operation: Operation,
    target: &Target,
    plan: &Plan,
    acknowledged: &mut Vec<String>,
) -> Measured {
    let (mut rates, mut floors, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (mut latencies, mut errors) = (Vec::new(), 0);
    let warming_up = round(operation, target, plan.round / 3).await;
    acknowledged.extend(warming_up.created);
    for _ in 0..plan.rounds {
        let floor = round(operation.floor(), target, plan.round).await;
        let load = round(operation, target, plan.round).await;
        rates.push(load.per_second());
        floors.push(floor.per_second());
        ratios.push(load.per_second() / floor.per_second());
        errors += load.errors + floor.errors;
        latencies.extend(load.latencies);
        acknowledged.extend(load.created);
        for reason in [load.first_error, floor.first_error].into_iter().flatten() {
            eprintln!("{}: {reason}", operation.name());
        }
    }
    latencies.sort_unstable();
    let percentile =
        |percent: usize| latencies.get(latencies.len() * percent / 100).copied().unwrap_or_default();
    Measured {
        operation,
        per_second: median(rates),
        floor_per_second: median(floors),
        ratio: median(ratios),
        p50: percentile(50),
        p99: percentile(99),
        errors,
    }
}

/// Creates until the server is killed in the middle of it, then starts it again.
async fn killed_while_creating(
    server: ServerProcess,
    prepared: &Prepared,
    target: &Target,
    plan: &Plan,
    acknowledged: &mut Vec<String>,
) -> ServerProcess {
    let kill = async {
        tokio::time::sleep(plan.round / 2).await;
        server.kill();
    };
    let (cut_off, ()) = tokio::join!(round(Operation::Create, target, plan.round), kill);
    acknowledged.extend(cut_off.created);
    prepared.start()
}

/// What one round brought.
#[derive(Default)]
struct Round {
    elapsed: Duration,
    latencies: Vec<Duration>,
    errors: u64,
    first_error: Option<String>,
    created: Vec<String>,
}

impl Round {
    fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    fn fail(&mut self, reason: impl FnOnce() -> String) {
        self.errors += 1;
        self.first_error.get_or_insert_with(reason);
    }
}

async fn round(operation: Operation, target: &Target, length: Duration) -> Round {
    let begun = Instant::now();
    let mut connections = JoinSet::new();
    for number in 0..CONNECTIONS {
        connections.spawn(one_connection(operation, target.clone(), number, begun + length));
    }
    let mut whole = Round::default();
    for part in connections.join_all().await {
        whole.latencies.extend(part.latencies);
        whole.errors += part.errors;
        whole.first_error = whole.first_error.or(part.first_error);
        whole.created.extend(part.created);
    }
    whole.elapsed = begun.elapsed();
    whole
}

/// Asks until the deadline. Ends early when the server can no longer be reached.
async fn one_connection(operation: Operation, target: Target, number: u64, deadline: Instant) -> Round {
    #[derive(Deserialize)]
    struct Created {
        id: String,
    }
    let (mut result, mut request) = (Round::default(), Vec::new());
    let mut random = Random::new(number + 1);
    let Ok(mut connection) = Connection::open(target.address).await else {
        result.fail(|| "no connection".to_owned());
        return result;
    };
    let mut asked = Instant::now();
    while asked < deadline {
        let single = operation.next(&mut random);
        let expected = single.write(&target, &mut random, &mut request);
        match connection.exchange(&request).await {
            Ok(response) if response.status == expected => {
                if single == Operation::Create {
                    result.created.push(serde_json::from_slice::<Created>(response.body).unwrap().id);
                }
                result.latencies.push(asked.elapsed());
            }
            Ok(response) => {
                let body = String::from_utf8_lossy(response.body);
                result.fail(|| format!("{} answered {}: {body}", single.name(), response.status));
            }
            Err(failure) => {
                result.fail(|| format!("{}: {failure}", single.name()));
                match Connection::open(target.address).await {
                    Ok(next) => connection = next,
                    Err(_) => break,
                }
            }
        }
        asked = Instant::now();
    }
    result
}

/// How many of the acknowledged ids cannot be read, or were given twice.
async fn missing(target: &Target, acknowledged: &[String]) -> usize {
    let mut readers = JoinSet::new();
    let share = acknowledged.len().div_ceil(usize::try_from(CONNECTIONS).unwrap()).max(1);
    for ids in acknowledged.chunks(share) {
        let (ids, target) = (ids.to_vec(), target.clone());
        readers.spawn(async move {
            let mut connection = Connection::open(target.address).await.unwrap();
            let (mut request, mut missing) = (Vec::new(), 0);
            for id in ids {
                write_request(
                    &mut request,
                    "GET",
                    &format!("{}/{id}", target.records.path),
                    &target.token,
                    None,
                );
                missing += usize::from(connection.exchange(&request).await.unwrap().status != 200);
            }
            missing
        });
    }
    let unread: usize = readers.join_all().await.into_iter().sum();
    let distinct = acknowledged.iter().collect::<HashSet<_>>().len();
    unread + acknowledged.len() - distinct
}

/// Of times that each stand beside their floor: the one in the middle, the worst, the floor's, and how many times the
/// floor they take.
pub fn beside(times: &[(Duration, Duration)]) -> (Duration, Duration, Duration, f64) {
    (
        median(times.iter().map(|(time, _)| *time).collect()),
        times.iter().map(|(time, _)| *time).max().unwrap_or_default(),
        median(times.iter().map(|(_, floor)| *floor).collect()),
        median(times.iter().map(|(time, floor)| time.as_secs_f64() / floor.as_secs_f64()).collect()),
    )
}

/// The one in the middle.
pub fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|one, other| one.partial_cmp(other).unwrap());
    values[values.len() / 2]
}

/// `VmRSS` and `VmHWM` of a process in KiB; zero where there is no `/proc`.
fn memory(process: u32) -> (u64, u64) {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let find = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
    };
    (find("VmRSS:"), find("VmHWM:"))
}
