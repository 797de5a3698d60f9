//! Where a setting's text comes from: flags, else the environment, else the file.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Options;
use super::table::{Line, TABLE};

/// The file's name when `--config` does not name one.
const FILE_NAME: &str = "congdoan.toml";
pub(super) const DEFAULT_DATA_DIR: &str = "data";

/// A setting's text and where it stood.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) place: String,
}

/// Every setting that somebody set, by its key.
pub(super) struct Layers(HashMap<&'static str, Text>);

impl Layers {
    /// Looks through the layers; what cannot be read at all goes to `wrong`.
    pub(super) fn gather(
        options: &Options,
        environment: &dyn Fn(&str) -> Option<OsString>,
        wrong: &mut Vec<String>,
    ) -> Self {
        let mut found = HashMap::new();
        for line in &TABLE {
            let set = flag(options, line).or_else(|| variable(line.env, environment, wrong));
            if let Some(text) = set {
                found.insert(line.key, text);
            }
        }
        let named = options.config.clone().or_else(|| {
            variable("CONGDOAN_CONFIG", environment, wrong).map(|text| PathBuf::from(text.value))
        });
        let data_dir = found.get("data_dir").map_or(DEFAULT_DATA_DIR, |text| text.value.as_str());
        let path = named.clone().unwrap_or_else(|| Path::new(data_dir).join(FILE_NAME));
        match std::fs::read_to_string(&path) {
            Ok(text) => add_file(&mut found, &path, &text, wrong),
            Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => {}
            Err(error) => wrong.push(format!("{}: {error}", path.display())),
        }
        Self(found)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Text> {
        self.0.get(key)
    }
}

fn flag(options: &Options, line: &Line) -> Option<Text> {
    let value = match line.key {
        "listen" => &options.listen,
        "data_dir" => &options.data_dir,
        "data_keys_file" => &options.data_keys_file,
        "database_url" => &options.database_url,
        "log_level" => &options.log_level,
        "log_format" => &options.log_format,
        "public_url" => &options.public_url,
        "max_body_bytes" => &options.max_body_bytes,
        "body_timeout_seconds" => &options.body_timeout_seconds,
        "workers" => &options.workers,
        "database_connections" => &options.database_connections,
        "trusted_proxies" => &options.trusted_proxies,
        "drain_seconds" => &options.drain_seconds,
        "file_store" => &options.file_store,
        "s3_endpoint" => &options.s3_endpoint,
        "s3_region" => &options.s3_region,
        "max_attachment_bytes" => &options.max_attachment_bytes,
        "max_attachments" => &options.max_attachments,
        "upload_expiry_hours" => &options.upload_expiry_hours,
        _ => &None,
    };
    Some(Text { value: value.clone()?, place: format!("flag {}", line.flag?) })
}

/// An empty variable counts as not set: that is how compose files pass on what nobody gave.
fn variable(
    name: &str,
    environment: &dyn Fn(&str) -> Option<OsString>,
    wrong: &mut Vec<String>,
) -> Option<Text> {
    let value = environment(name).filter(|value| !value.is_empty())?;
    let Ok(value) = value.into_string() else {
        wrong.push(format!("environment variable {name}: not UTF-8"));
        return None;
    };
    Some(Text { value, place: format!("environment variable {name}") })
}

fn add_file(found: &mut HashMap<&'static str, Text>, path: &Path, text: &str, wrong: &mut Vec<String>) {
    let table = match text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(error) => {
            let place = error
                .span()
                .map_or(1, |span| text.chars().take(span.start).filter(|c| *c == '\n').count() + 1);
            // The library's own text repeats the line, which may hold a password.
            wrong.push(format!("{}, line {place}: {}", path.display(), error.message()));
            return;
        }
    };
    for (name, value) in &table {
        let place = format!("{}, `{name}`", path.display());
        let Some(line) = TABLE.iter().find(|line| line.key == name) else {
            wrong.push(format!("{place}: there is no such setting"));
            continue;
        };
        match plain(value) {
            Some(value) => {
                found.entry(line.key).or_insert(Text { value, place });
            }
            None => wrong.push(format!("{place}: must be a text, a whole number or a list of texts")),
        }
    }
}

fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(toml::Value::as_str).collect();
            texts.map(|texts| texts.join(","))
        }
        _ => None,
    }
}
