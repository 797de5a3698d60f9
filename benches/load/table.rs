//! The results as Markdown, beside what is to be reached.

use std::time::Duration;

use super::measure::{Measured, Results, beside};
use super::operation::Operation;
use super::setup::Backend;
use super::{awards, hardship};

/// The least ratio to the floor, in percent.
fn to_reach(backend: Backend, operation: Operation) -> Option<f64> {
    match (operation, backend) {
        (Operation::ReadOne, Backend::Sqlite) => Some(40.0),
        (Operation::ReadOne, Backend::Postgres) => Some(20.0),
        (Operation::ListFifty, Backend::Sqlite) => Some(45.0),
        (Operation::ListFifty, Backend::Postgres) => Some(30.0),
        (Operation::Create, Backend::Sqlite) => Some(8.0),
        (Operation::Create, Backend::Postgres) => Some(6.0),
        _ => None,
    }
}

const OPERATIONS: &str =
    "| Operation | requests/s | p50 ms | p99 ms | floor requests/s | of its floor | to reach | errors |
|---|--:|--:|--:|--:|--:|--:|--:|";

pub fn print(backend: Backend, results: &Results) {
    println!("\n### {}\n\n{OPERATIONS}", backend.name());
    for measured in &results.operations {
        println!("{}", row(measured, to_reach(backend, measured.operation)));
    }
    let (resident, highest) = results.memory_kib;
    let mib = |kib: u64| kib as f64 / 1024.0;
    println!("\n| | measured | to reach |\n|---|--:|--:|");
    println!("| start to ready | {:.0} ms | under 1000 ms |", results.ready_after.as_secs_f64() * 1e3);
    println!("| resident memory after the load | {:.0} MiB | under 114 MiB (120 MB) |", mib(resident));
    println!("| highest resident memory | {:.0} MiB | under 114 MiB (120 MB) |", mib(highest));
    println!("| acknowledged creates, the last of them before a SIGKILL | {} | |", results.acknowledged);
    println!("| of these missing afterwards | {} | 0 |", results.missing);
}

pub fn print_hardship(backend: Backend, results: &hardship::Results) {
    println!("\n### Hardship support on {}\n\n{OPERATIONS}", backend.name());
    for measured in &results.operations {
        println!("{}", row(measured, None));
    }
    let of = format!("signing a decision of {} lines", hardship::LINES);
    print_times(backend, &of, &results.signed, hardship::SIGNED_IN);
}

pub fn print_awards(backend: Backend, results: &awards::Results) {
    for (name, measured) in [("Nominations", &results.nominations), ("The register", &results.register)] {
        println!("\n### {name} on {}\n\n{OPERATIONS}", backend.name());
        for measured in measured {
            println!("{}", row(measured, None));
        }
    }
    let of = format!("reading in a file of {} awards", awards::ROWS);
    print_times(backend, &of, &results.read_in, awards::READ_IN);
}

/// Times beside their floor; on SQLite the worst is to be under `most`.
fn print_times(backend: Backend, of: &str, times: &[(Duration, Duration)], most: Duration) {
    let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let (median, worst, floor, ratio) = beside(times);
    let goal = match backend {
        Backend::Sqlite if worst < most => format!("under {} ms", most.as_millis()),
        Backend::Sqlite => format!("under {} ms (missed)", most.as_millis()),
        Backend::Postgres => String::new(),
    };
    println!(
        "\n| | median ms | worst ms | floor ms | times its floor | to reach |\n|---|--:|--:|--:|--:|--:|"
    );
    println!(
        "| {of}, {} of them | {} | {} | {} | {ratio:.1} | {goal} |",
        times.len(),
        ms(median),
        ms(worst),
        ms(floor),
    );
}

fn row(measured: &Measured, goal: Option<f64>) -> String {
    let percent = measured.ratio * 100.0;
    let goal = match goal {
        Some(least) if percent < least => format!("{least:.0} % (missed)"),
        Some(least) => format!("{least:.0} %"),
        None => String::new(),
    };
    format!(
        "| {} | {:.0} | {:.2} | {:.2} | {:.0} | {percent:.1} % | {goal} | {} |",
        measured.operation.name(),
        measured.per_second,
        measured.p50.as_secs_f64() * 1e3,
        measured.p99.as_secs_f64() * 1e3,
        measured.floor_per_second,
        measured.errors,
    )
}
