//! `congdoan keys`: the keys that personal data are sealed with. See `docs/keys.md`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

use super::{Done, say};
use crate::config::Settings;
use crate::db::{AnyConnection, Db};
use crate::kernel::clock::{Clock, Instant};
use crate::kernel::problem::Problem;
use crate::server;
use crate::vault::{self, KeyStatus, Vault, VaultError};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Tell the keys, and how many values are sealed with each
    Status,
    /// Add a key to the file without using it yet: for several servers, whose files must have it first
    Add,
    /// Seal everything with a new key while servers serve; started again, it goes on where it was cut off
    Rotate,
    /// Remove the keys that nothing is sealed with any more; backups from before still need them
    Prune,
}

pub(super) fn run(command: &Command, settings: &Settings) -> Done {
    let db = server::open_database(settings)?;
    let now = Clock::System.now();
    let vault = Arc::new(server::open_vault(settings, now)?);
    let path = settings.data_keys_file.clone();
    match command {
        Command::Status => status(&db, &path),
        Command::Add => add(&db, path, now),
        Command::Rotate => rotate(&db, &vault, path, now),
        Command::Prune => prune(&db, path, now),
    }
}

fn status(db: &Db, path: &Path) -> Done {
    let keys = db.read_blocking(|db| Ok(vault::status(db, path)))??;
    for key in keys {
        say(line(&key))?;
    }
    Ok(())
}

fn line(KeyStatus { id, made_at, retired_at, values }: &KeyStatus) -> String {
    let state = match (made_at, retired_at) {
        (None, _) => "in the file only".to_owned(),
        (Some(made), None) => format!("present, since {}", made.to_rfc3339()),
        (Some(_), Some(retired)) => format!("retired, since {}", retired.to_rfc3339()),
    };
    format!("data key {id}: {values} values, {state}")
}

fn add(db: &Db, path: PathBuf, now: Instant) -> Done {
    let key = in_transaction(db, move |db| vault::add(db, &path, now))?;
    say(format_args!(
        "added data key {key} to the file; give the file to every server, then run `congdoan keys rotate`"
    ))?;
    Ok(())
}

fn rotate(db: &Db, vault: &Arc<Vault>, path: PathBuf, now: Instant) -> Done {
    let begun = in_transaction(db, move |db| vault::begin(db, &path, now))?;
    let key = begun.key;
    say(format_args!("{} data key {key}", if begun.fresh { "sealing anew with" } else { "going on with" }))?;
    let swept = vault::reseal_all(db, vault)?;
    let ended = db.write_blocking(move |db| vault::end(db, key, swept, Clock::System.now()))?;
    say(format_args!("sealed {} values anew", swept.resealed))?;
    if ended {
        return Ok(());
    }
    let unreadable = swept.unreadable;
    Err(format!(
        "values are left under earlier keys, {unreadable} of them unreadable (the log says which); run it again"
    )
    .into())
}

fn prune(db: &Db, path: PathBuf, now: Instant) -> Done {
    db.write_blocking(move |db| vault::prune(db, now))?;
    let gone = in_transaction(db, move |db| vault::prune_file(db, &path))?;
    for key in &gone {
        say(format_args!("removed data key {key}"))?;
    }
    if gone.is_empty() {
        say("every key is in use")?;
    }
    Ok(())
}

/// A write that also touches the key file: what the file refuses undoes it, and is told as it is.
fn in_transaction<T: Send + 'static>(
    db: &Db,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let (told, heard) = mpsc::channel();
    let outcome = db.write_blocking(move |db| {
        work(db).map_err(|error| match error {
            VaultError::Database(problem) => problem,
            other => {
                let problem = Problem::internal(&other);
                // The receiver is alive: it waits for this transaction.
                drop(told.send(other));
                problem
            }
        })
    });
    outcome.map_err(|problem| heard.try_recv().unwrap_or(VaultError::Database(problem)))
}
