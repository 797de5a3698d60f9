//! `congdoan demo`: loads the demo province and stops. What is loaded already stays as it is.

use super::{Done, say};
use crate::config::Settings;
use crate::demo;

pub(super) fn run(settings: &Settings) -> Done {
    say(demo::load(settings)?)?;
    Ok(())
}
