//! The results as Markdown, beside what is to be reached.

use std::time::Duration;

use super::measure::{Measured, Results};
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
    let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let goal = match backend {
        Backend::Sqlite if results.worst() < hardship::SIGNED_IN => "under 250 ms",
        Backend::Sqlite => "under 250 ms (missed)",
        Backend::Postgres => "",
    };
    println!(
        "\n| | median ms | worst ms | floor ms | times its floor | to reach |\n|---|--:|--:|--:|--:|--:|"
    );
    println!(
        "| signing a decision of {} lines, {} of them | {} | {} | {} | {:.1} | {goal} |",
        hardship::LINES,
        results.signed.len(),
        ms(results.median()),
        ms(results.worst()),
        ms(results.floor()),
        results.ratio(),
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

pub fn print_awards(backend: Backend, results: &awards::Results) {
    let ms = |time: Duration| format!("{:.0}", time.as_secs_f64() * 1e3);
    let goal = match backend {
        Backend::Sqlite if results.worst() < awards::READ_IN => "under 5000 ms",
        Backend::Sqlite => "under 5000 ms (missed)",
        Backend::Postgres => "",
    };
    println!(
        "\n### Awards on {}\n\n| | median ms | worst ms | floor ms | times its floor | to reach |\n|---|--:|--:|--:|--:|--:|",
        backend.name()
    );
    println!(
        "| reading in a file of {} awards, {} of them | {} | {} | {} | {:.1} | {goal} |",
        awards::ROWS,
        results.0.len(),
        ms(results.median()),
        ms(results.worst()),
        ms(results.floor()),
        results.ratio(),
    );
}
