//! The load run: `cargo bench --bench load -- [--quick] [--only sqlite|postgres|tasks|hardship|awards]...`.
//!
//! Starts the release program as a process of its own on a database of 100,000 task items, puts it under load from
//! 32 kept-alive connections, and prints what came out as Markdown. Each operation is measured in rounds that
//! alternate with its floor: the same program answering the same bytes from memory after the same token check. The
//! ratio of a round to the floor beside it says more than either rate, because the machine's speed drifts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::doc_markdown,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    missing_docs,
    unreachable_pub,
    reason = "a program that is run by hand and fails by panicking"
)]

mod awards;
mod client;
mod floor;
mod hardship;
mod measure;
mod operation;
mod seed;
mod setup;
mod table;

#[allow(dead_code, reason = "shared with the API tests, which use more of it")]
#[path = "../../tests/api/support/postgres.rs"]
mod postgres;
#[allow(dead_code, reason = "shared with the API tests, which use more of it")]
#[path = "../../tests/api/support/process.rs"]
mod process;

use std::time::Duration;

use measure::Plan;
use setup::{Backend, Prepared};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let (plan, backends) = match read_arguments(&arguments) {
        Ok(read) => read,
        Err(complaint) => {
            eprintln!(
                "{complaint}\nusage: cargo bench --bench load -- [--quick] [--only sqlite|postgres|tasks|hardship|awards]..."
            );
            std::process::exit(2);
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut sound = true;
    for backend in backends {
        let Some(prepared) = Prepared::new(backend) else {
            eprintln!("{}: skipped, no server programs found", backend.name());
            continue;
        };
        if plan.tasks {
            let results = runtime.block_on(measure::tasks(&prepared, &plan));
            sound &= results.is_sound();
            table::print(backend, &results);
        }
        if plan.hardship {
            let results = runtime.block_on(hardship::measure(&prepared, &plan));
            sound &= results.is_sound();
            table::print_hardship(backend, &results);
        }
        if plan.awards {
            let results = runtime.block_on(awards::measure(&prepared, &plan));
            sound &= results.is_sound();
            table::print_awards(backend, &results);
        }
    }
    if !sound {
        eprintln!("there were errors, or acknowledged creates are missing");
        std::process::exit(1);
    }
}

fn read_arguments(arguments: &[String]) -> Result<(Plan, Vec<Backend>), String> {
    let mut plan =
        Plan { rounds: 5, round: Duration::from_secs(3), tasks: true, hardship: true, awards: true };
    let mut backends = vec![Backend::Sqlite, Backend::Postgres];
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match (argument, if argument == "--only" { rest.next() } else { None }) {
            ("--quick", _) => plan.round = Duration::from_secs(1),
            ("--only", Some("sqlite")) => backends = vec![Backend::Sqlite],
            ("--only", Some("postgres")) => backends = vec![Backend::Postgres],
            ("--only", Some("tasks")) => (plan.hardship, plan.awards) = (false, false),
            ("--only", Some("hardship")) => (plan.tasks, plan.awards) = (false, false),
            ("--only", Some("awards")) => (plan.tasks, plan.hardship) = (false, false),
            _ => return Err(format!("not understood: {argument}")),
        }
    }
    Ok((plan, backends))
}
