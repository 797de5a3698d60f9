//! The settings, from four layers: defaults, then a TOML file, then the environment, then flags; the later wins.
//!
//! Each layer only brings text and where it stood; `read` turns text into values, so that every wrong setting is
//! told at once, each with its place, and no secret is ever repeated in a message.

mod layers;
mod read;
mod table;

use std::ffi::OsString;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

pub use crate::db::DatabaseUrl;
pub use crate::files::{FileLimits, FileStore, S3};

pub use table::Line;

/// What the server was told, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where the database, the key and stored files live.
    pub data_dir: PathBuf,
    /// Where the data keys lie.
    pub data_keys_file: PathBuf,
    /// Which database.
    pub database_url: DatabaseUrl,
    /// The password of the demo accounts, when it is not to be `demo::PASSWORD`.
    pub demo_password: Option<SecretString>,
    /// What to log, in the syntax of `tracing_subscriber::EnvFilter`.
    pub log_level: String,
    /// How to log.
    pub log_format: LogFormat,
    /// The address clients use, without a slash at the end; it is the issuer of access tokens.
    pub public_url: String,
    /// The largest request body, in bytes.
    pub max_body_bytes: usize,
    /// How long a request body may take to arrive.
    pub body_timeout: Duration,
    /// How many threads answer requests.
    pub workers: usize,
    /// How many connections read from SQLite, or do everything on PostgreSQL.
    pub database_connections: u32,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// How long all is answered after the signal to stop, while `/readyz` says no.
    pub drain: Duration,
    /// Where attached files lie.
    pub file_store: FileStore,
    /// What attached files may cost.
    pub file_limits: FileLimits,
}

/// How the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The flags. Each is text here; all settings are checked together in [`Settings::load`].
#[derive(Clone, Default, clap::Args)]
pub struct Options {
    /// The file with settings.
    #[arg(long, global = true, value_name = "FILE", help = table::CONFIG_HELP)]
    pub config: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, global = true, value_name = "ADDRESS:PORT", help = table::help("listen"))]
    pub listen: Option<String>,
    /// The data directory.
    #[arg(long, global = true, value_name = "DIRECTORY", help = table::help("data_dir"))]
    pub data_dir: Option<String>,
    /// The file of data keys.
    #[arg(long, global = true, value_name = "FILE", help = table::help("data_keys_file"))]
    pub data_keys_file: Option<String>,
    /// Which database.
    #[arg(long, global = true, value_name = "URL", help = table::help("database_url"))]
    pub database_url: Option<String>,
    /// What to log.
    #[arg(long, global = true, value_name = "FILTER", help = table::help("log_level"))]
    pub log_level: Option<String>,
    /// How to log.
    #[arg(long, global = true, value_name = "FORMAT", help = table::help("log_format"))]
    pub log_format: Option<String>,
    /// The address clients use.
    #[arg(long, global = true, value_name = "URL", help = table::help("public_url"))]
    pub public_url: Option<String>,
    /// The largest body.
    #[arg(long, global = true, value_name = "BYTES", help = table::help("max_body_bytes"))]
    pub max_body_bytes: Option<String>,
    /// The longest time for a body.
    #[arg(long, global = true, value_name = "SECONDS", help = table::help("body_timeout_seconds"))]
    pub body_timeout_seconds: Option<String>,
    /// Answering threads.
    #[arg(long, global = true, value_name = "COUNT", help = table::help("workers"))]
    pub workers: Option<String>,
    /// Reading connections.
    #[arg(long, global = true, value_name = "COUNT", help = table::help("database_connections"))]
    pub database_connections: Option<String>,
    /// Proxies that are believed.
    #[arg(long, global = true, value_name = "IP,…", help = table::help("trusted_proxies"))]
    pub trusted_proxies: Option<String>,
    /// Answering after the signal to stop.
    #[arg(long, global = true, value_name = "SECONDS", help = table::help("drain_seconds"))]
    pub drain_seconds: Option<String>,
    /// Where attached files lie.
    #[arg(long, global = true, value_name = "URL", help = table::help("file_store"))]
    pub file_store: Option<String>,
    /// The address of an S3-compatible store.
    #[arg(long, global = true, value_name = "URL", help = table::help("s3_endpoint"))]
    pub s3_endpoint: Option<String>,
    /// The region of the bucket.
    #[arg(long, global = true, value_name = "REGION", help = table::help("s3_region"))]
    pub s3_region: Option<String>,
    /// The largest attached file.
    #[arg(long, global = true, value_name = "BYTES", help = table::help("max_attachment_bytes"))]
    pub max_attachment_bytes: Option<String>,
    /// The most files beside one record.
    #[arg(long, global = true, value_name = "COUNT", help = table::help("max_attachments"))]
    pub max_attachments: Option<String>,
    /// The longest time for an upload.
    #[arg(long, global = true, value_name = "HOURS", help = table::help("upload_expiry_hours"))]
    pub upload_expiry_hours: Option<String>,
}

impl Settings {
    /// Reads the layers and checks every setting. `environment` answers for a variable's name; the real one is
    /// `|name| std::env::var_os(name)`.
    ///
    /// # Errors
    /// Every wrong setting with its place.
    pub fn load(
        options: &Options,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, WrongSettings> {
        let mut wrong = Vec::new();
        let layers = layers::Layers::gather(options, environment, &mut wrong);
        let settings = read::settings(&layers, &mut wrong);
        match settings {
            Ok(settings) if wrong.is_empty() => Ok(settings),
            _ => Err(WrongSettings(wrong)),
        }
    }

    /// Every setting with its names, its default and its meaning.
    #[must_use]
    pub fn table() -> &'static [Line] {
        &table::TABLE
    }
}

/// Every wrong setting, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongSettings(pub Vec<String>);

impl fmt::Display for WrongSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these settings are wrong:")?;
        for line in &self.0 {
            write!(f, "\n  {line}")?;
        }
        Ok(())
    }
}

impl std::error::Error for WrongSettings {}

#[cfg(test)]
mod tests;
