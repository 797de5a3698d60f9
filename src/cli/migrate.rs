//! `congdoan migrate`: brings the schema up to date and says what was done.

use super::{Done, say};
use crate::config::Settings;
use crate::{db, server};

pub(super) fn run(settings: &Settings) -> Done {
    server::make_files(settings)?;
    let applied = db::migrate::run(&mut db::establish(&settings.database_url)?)?;
    for name in &applied {
        say(format_args!("applied {name}"))?;
    }
    if applied.is_empty() {
        say("the schema is current")?;
    }
    Ok(())
}
