//! From text to values: each setting's rule and its default.

use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::thread::available_parallelism;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::EnvFilter;

use super::layers::{DEFAULT_DATA_DIR, Layers};

use super::{DatabaseUrl, FileLimits, FileStore, LogFormat, S3, Settings};

/// A rule's verdict: the value, or what is wrong, in words that do not repeat a secret.
type Verdict<T> = Result<T, String>;

/// It is wrong, and `wrong` says so.
pub(super) struct Told;

/// Every setting; what is wrong is added to `wrong`.
pub(super) fn settings(layers: &Layers, wrong: &mut Vec<String>) -> Result<Settings, Told> {
    let mut reader = Reader { layers, wrong };
    let listen = reader.read("listen", address);
    let data_dir = reader.read("data_dir", directory);
    let data_keys_file = reader.read("data_keys_file", directory);
    let database_url = reader.read("database_url", database);
    let demo_password = reader.read("demo_password", password);
    let log_level = reader.read("log_level", log_level);
    let log_format = reader.read("log_format", log_format);
    let public_url = reader.read("public_url", public_url);
    let max_body_bytes = reader.read("max_body_bytes", within(1024..=67_108_864_usize));
    let body_timeout = reader.read("body_timeout_seconds", within(1..=600_u64));
    let workers = reader.read("workers", within(1..=256_usize));
    let database_connections = reader.read("database_connections", within(1..=128_u32));
    let trusted_proxies = reader.read("trusted_proxies", addresses);
    let drain = reader.read("drain_seconds", within(0..=600_u64));
    let files = files(&mut reader);

    let listen = listen?.unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)));
    let data_dir = data_dir?.unwrap_or_else(|| PathBuf::from(DEFAULT_DATA_DIR));
    let data_keys_file = data_keys_file?.unwrap_or_else(|| data_dir.join(crate::vault::FILE_NAME));
    let default_database = || DatabaseUrl::Sqlite(data_dir.join("congdoan.sqlite3"));
    let database_url = database_url?.unwrap_or_else(default_database);
    let (file_store, file_limits) = files?;
    // SQLite's reads wait for nothing but a core; on PostgreSQL the writes wait here too, for each other and the disk.
    let default_connections = match &database_url {
        DatabaseUrl::Sqlite(_) => 4,
        DatabaseUrl::Postgres(_) => 16,
    };
    Ok(Settings {
        listen,
        data_keys_file,
        database_url,
        demo_password: demo_password?,
        log_level: log_level?.unwrap_or_else(|| "info".into()),
        log_format: log_format?.unwrap_or(LogFormat::Text),
        public_url: public_url?.unwrap_or_else(|| format!("http://{listen}")),
        max_body_bytes: max_body_bytes?.unwrap_or(1_048_576),
        body_timeout: Duration::from_secs(body_timeout?.unwrap_or(30)),
        workers: workers?.unwrap_or_else(|| available_parallelism().map_or(1, usize::from)),
        database_connections: database_connections?.unwrap_or(default_connections),
        trusted_proxies: trusted_proxies?.unwrap_or_default(),
        drain: Duration::from_secs(drain?.unwrap_or(0)),
        file_store: file_store.unwrap_or_else(|| FileStore::Folder(data_dir.join("files"))),
        file_limits,
        data_dir,
    })
}

/// The file store, where one is named, and what files may cost.
fn files(reader: &mut Reader<'_>) -> Result<(Option<FileStore>, FileLimits), Told> {
    let store = reader.read("file_store", file_store);
    let endpoint = reader.read("s3_endpoint", public_url);
    let region = reader.read("s3_region", region);
    let access_key = reader.read("s3_access_key", credential);
    let secret_key = reader.read("s3_secret_key", credential);
    let max_bytes = reader.read("max_attachment_bytes", within(65_536..=104_857_600_usize));
    let max_files = reader.read("max_attachments", within(1..=200_i64));
    let hours = reader.read("upload_expiry_hours", within(1..=168_i64));
    let limits = FileLimits {
        max_bytes: max_bytes?.unwrap_or(20_971_520),
        max_files: max_files?.unwrap_or(20),
        kept: chrono::Duration::hours(hours?.unwrap_or(24)),
    };
    let (access_key, secret_key) = (access_key?, secret_key?);
    if access_key.is_some() != secret_key.is_some() {
        reader.wrong.push("s3_access_key and s3_secret_key: one is set without the other".into());
        return Err(Told);
    }
    let (endpoint, region) = (endpoint?, region?.unwrap_or_else(|| "us-east-1".into()));
    let store = store?.map(|named| match named {
        Named::Folder(path) => FileStore::Folder(path),
        Named::Bucket(bucket, prefix) => FileStore::S3(S3 {
            bucket,
            prefix,
            endpoint,
            region,
            access_key: access_key.map(exposed),
            secret_key,
        }),
    });
    Ok((store, limits))
}

/// What `file_store` names.
enum Named {
    Folder(PathBuf),
    Bucket(String, String),
}

fn file_store(text: &str) -> Verdict<Named> {
    if let Some(path) = text.strip_prefix("file:").filter(|path| !path.is_empty()) {
        return Ok(Named::Folder(path.strip_prefix("//").unwrap_or(path).into()));
    }
    let plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || "-._/".contains(c));
    match text.strip_prefix("s3://").map(|rest| rest.split_once('/').unwrap_or((rest, ""))) {
        Some((bucket, prefix)) if !bucket.is_empty() && plain(bucket) && plain(prefix) => {
            Ok(Named::Bucket(bucket.into(), prefix.trim_matches('/').into()))
        }
        _ => Err("must be file:PATH or s3://BUCKET/PREFIX".into()),
    }
}

fn region(text: &str) -> Verdict<String> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if plain { Ok(text.into()) } else { Err("must be letters, digits and dashes".into()) }
}

/// Never repeated in a message.
fn credential(text: &str) -> Verdict<SecretString> {
    let fit = (16..=256).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if fit { Ok(text.into()) } else { Err("must be 16 to 256 visible ASCII characters".into()) }
}

fn exposed(secret: SecretString) -> String {
    secret.expose_secret().to_owned()
}

struct Reader<'a> {
    layers: &'a Layers,
    wrong: &'a mut Vec<String>,
}

impl Reader<'_> {
    /// `Ok(None)` when nobody set it.
    fn read<T>(&mut self, key: &str, rule: impl Fn(&str) -> Verdict<T>) -> Result<Option<T>, Told> {
        let Some(text) = self.layers.get(key) else { return Ok(None) };
        match rule(text.value.trim()) {
            Ok(value) => Ok(Some(value)),
            Err(what) => {
                self.wrong.push(format!("{}: {what}", text.place));
                Err(Told)
            }
        }
    }
}

fn address(text: &str) -> Verdict<SocketAddr> {
    text.parse()
        .map_err(|_| format!("{text:?} is no IP address with a port, such as 127.0.0.1:8080 or [::1]:8080"))
}

fn directory(text: &str) -> Verdict<PathBuf> {
    if text.is_empty() { Err("must not be empty".into()) } else { Ok(text.into()) }
}

fn database(text: &str) -> Verdict<DatabaseUrl> {
    match text.split_once(':') {
        Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => {
            Ok(DatabaseUrl::Postgres(text.into()))
        }
        Some(("sqlite", rest)) => sqlite(rest.strip_prefix("//").unwrap_or(rest)),
        Some((scheme, rest)) if rest.starts_with("//") => {
            Err(format!("{scheme}: is no known kind of database; use sqlite:PATH, a path, or postgres://…"))
        }
        _ => sqlite(text),
    }
}

fn sqlite(path: &str) -> Verdict<DatabaseUrl> {
    // SQLite gives these two meanings of their own, and each connection its own empty database.
    if path.is_empty() || path.starts_with(':') || path.starts_with("file:") {
        return Err("names no file for SQLite; use sqlite:PATH".into());
    }
    Ok(DatabaseUrl::Sqlite(Path::new(path).to_path_buf()))
}

fn password(text: &str) -> Verdict<SecretString> {
    let broken = crate::identity::passwords::check_strength("", text, "");
    if broken.is_empty() {
        return Ok(text.into());
    }
    let rules: Vec<_> = broken.into_iter().map(|violation| violation.detail.en).collect();
    Err(rules.join("; "))
}

fn log_level(text: &str) -> Verdict<String> {
    EnvFilter::try_new(text).map_err(|error| format!("{text:?}: {error}"))?;
    Ok(text.into())
}

fn log_format(text: &str) -> Verdict<LogFormat> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => Err(format!("{other:?} is neither `text` nor `json`")),
    }
}

fn public_url(text: &str) -> Verdict<String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let well_formed = host.is_some_and(|host| {
        !host.is_empty()
            && !host.starts_with('/')
            && host.chars().all(|c| c.is_ascii_graphic() && !"?#@".contains(c))
    });
    // It may hold a user name and a password by mistake, so it is not repeated.
    if well_formed {
        Ok(text.into())
    } else {
        Err("must be http:// or https:// with a host, and no user, query or fragment".into())
    }
}

fn addresses(text: &str) -> Verdict<Vec<IpAddr>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| format!("{part:?} is no IP address"))).collect()
}

fn within<T: FromStr + PartialOrd + Display>(range: RangeInclusive<T>) -> impl Fn(&str) -> Verdict<T> {
    move |text| {
        let value = text.parse().ok().filter(|value| range.contains(value));
        value.ok_or_else(|| format!("{text:?} is no whole number from {} to {}", range.start(), range.end()))
    }
}
