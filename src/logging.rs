//! The log: to standard error, as text for people or as JSON lines for machines, time stamps in UTC.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use crate::config::{LogFormat, Settings};

/// Starts the log. Once a process, before anything else is done.
///
/// # Errors
/// The log was started before.
pub fn init(settings: &Settings) -> Result<(), TryInitError> {
    // `Settings` has checked the filter already.
    let filter = EnvFilter::try_new(&settings.log_level).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = fmt().with_env_filter(filter).with_writer(io::stderr);
    match settings.log_format {
        LogFormat::Text => builder.with_ansi(io::stderr().is_terminal()).finish().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).finish().try_init(),
    }
}
