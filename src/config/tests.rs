//! The layers and the rules of the settings, without touching the process's own environment.

use super::*;
use clap::{Args, Command};
use secrecy::ExposeSecret;
use std::fmt::Write;

struct Place {
    dir: tempfile::TempDir,
    environment: Vec<(&'static str, String)>,
    options: Options,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let options = Options { data_dir: Some(dir.path().display().to_string()), ..Options::default() };
        Self { dir, environment: Vec::new(), options }
    }

    fn file(self, text: &str) -> Self {
        std::fs::write(self.dir.path().join("congdoan.toml"), text).unwrap();
        self
    }

    fn env(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    fn load(&self) -> Result<Settings, WrongSettings> {
        let find = |name: &str| self.environment.iter().find(|(n, _)| *n == name).map(|(_, v)| v.into());
        Settings::load(&self.options, &find)
    }
}

#[test]
fn without_a_word_the_defaults_hold() {
    let place = Place::new();
    let settings = place.load().unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.public_url, "http://127.0.0.1:8080");
    assert_eq!(settings.log_format, LogFormat::Text);
    assert_eq!((settings.max_body_bytes, settings.body_timeout.as_secs()), (1_048_576, 30));
    assert!(settings.trusted_proxies.is_empty() && settings.demo_password.is_none());
    assert_eq!(settings.data_keys_file, place.dir.path().join("data-keys.json"));
    let expected = place.dir.path().join("congdoan.sqlite3");
    assert!(matches!(settings.database_url, DatabaseUrl::Sqlite(path) if path == expected));
}

#[test]
fn flags_beat_the_environment_and_that_beats_the_file() {
    let mut place = Place::new()
        .file(
            "listen = '127.0.0.1:1'\nworkers = 3\nlog_level = 'warn'\ntrusted_proxies = ['10.0.0.1', '::1']",
        )
        .env("CONGDOAN_LISTEN", "127.0.0.1:2")
        .env("CONGDOAN_WORKERS", "5")
        .env("CONGDOAN_LOG", "");
    place.options.listen = Some("127.0.0.1:3".into());
    let settings = place.load().unwrap();
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.workers, 5);
    assert_eq!(settings.log_level, "warn", "an empty variable is not set");
    assert_eq!(settings.trusted_proxies.len(), 2);
}

#[test]
fn every_wrong_setting_is_named_with_its_place() {
    let mut place = Place::new()
        .file("workers = 0\nlisten_on = 'x'\nlog_format = true\npublic_url = 'ftp://x'")
        .env("CONGDOAN_MAX_BODY_BYTES", "lots")
        .env("CONGDOAN_TRUSTED_PROXIES", "10.0.0.1,proxy")
        .env("CONGDOAN_LOG", "info,=bad=");
    place.options.listen = Some("8080".into());
    let told = place.load().unwrap_err().to_string();
    for part in [
        "`workers`: \"0\"",
        "`listen_on`: there is no such setting",
        "`log_format`: must be",
        "`public_url`: must be",
        "variable CONGDOAN_MAX_BODY_BYTES: \"lots\"",
        "variable CONGDOAN_TRUSTED_PROXIES: \"proxy\"",
        "variable CONGDOAN_LOG: ",
        "flag --listen: \"8080\"",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert_eq!(told.lines().count(), 9, "{told}");
}

#[test]
fn the_database_is_told_by_its_scheme() {
    let database =
        |url: &str| Place::new().env("DATABASE_URL", url).load().map(|settings| settings.database_url);
    for (url, path) in [
        ("sqlite:a/b.db", "a/b.db"),
        ("sqlite:///var/b.db", "/var/b.db"),
        ("b.db", "b.db"),
        ("C:\\b.db", "C:\\b.db"),
    ] {
        assert!(
            matches!(database(url), Ok(DatabaseUrl::Sqlite(found)) if found.as_os_str() == path),
            "{url}"
        );
    }
    for url in ["postgres://u:p@h/d", "postgresql://h1,h2/d?target_session_attrs=read-write"] {
        assert!(
            matches!(database(url), Ok(DatabaseUrl::Postgres(found)) if found.expose_secret() == url),
            "{url}"
        );
    }
    for url in ["mysql://u:p@h/d", "sqlite:", "sqlite::memory:", ":memory:", "file:x?mode=memory"] {
        assert!(database(url).is_err(), "{url}");
    }
}

#[test]
fn no_secret_is_ever_repeated() {
    let good = Place::new()
        .env("DATABASE_URL", "postgres://u:hunter2hunter2@h/d")
        .env("CONGDOAN_DEMO_PASSWORD", "hunter2hunter2");
    assert!(!format!("{:?}", good.load().unwrap()).contains("hunter2"));
    let bad = Place::new()
        .env("DATABASE_URL", "mysql://u:hunter2@h/d")
        .env("CONGDOAN_DEMO_PASSWORD", "hunter2")
        .env("CONGDOAN_PUBLIC_URL", "https://u:hunter2@h");
    let told = bad.load().unwrap_err();
    assert_eq!(told.0.len(), 3);
    assert!(!told.to_string().contains("hunter2"), "{told}");
    let broken = Place::new().file("listen = 'a'\ndemo_password = 'hunter2").load().unwrap_err().to_string();
    assert!(broken.contains("line 2") && !broken.contains("hunter2"), "{broken}");
}

#[test]
fn the_data_keys_may_lie_elsewhere() {
    let place = Place::new().env("CONGDOAN_DATA_KEYS_FILE", "/secrets/keys.json");
    assert_eq!(place.load().unwrap().data_keys_file, std::path::Path::new("/secrets/keys.json"));
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let mut place = Place::new();
    place.options.config = Some(place.dir.path().join("other.toml"));
    assert!(place.load().unwrap_err().to_string().contains("other.toml"));
    std::fs::write(place.dir.path().join("other.toml"), "workers = 7").unwrap();
    assert_eq!(place.load().unwrap().workers, 7);
}

#[test]
fn the_flags_are_those_of_the_table() {
    let command = Options::augment_args(Command::new("x"));
    let mut flags: Vec<String> =
        command.get_arguments().filter_map(|a| a.get_long()).map(|long| format!("--{long}")).collect();
    flags.retain(|flag| flag != "--config");
    assert_eq!(flags, Settings::table().iter().filter_map(|line| line.flag).collect::<Vec<_>>());
    for argument in command.get_arguments() {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        assert!(help.contains("[env: ") && help.contains("[default: "), "{}", argument.get_id());
    }
}

/// Every line of the table reaches the settings, from the file and from the environment.
#[test]
fn every_line_of_the_table_is_read() {
    for line in Settings::table() {
        let from_file = Place::new().file(&format!("{} = ['=?=']", line.key)).load();
        let from_env = Place::new().env(line.env, "=?=").load();
        if !matches!(line.key, "data_dir" | "data_keys_file" | "database_url") {
            assert!(from_file.unwrap_err().to_string().contains(line.key), "{}", line.key);
            assert!(from_env.unwrap_err().to_string().contains(line.env), "{}", line.key);
        }
    }
}

#[test]
fn the_documentation_has_the_table() {
    let mut table = String::from(
        "| Setting in the file | Flag | Environment | Default | Meaning |\n|---|---|---|---|---|\n",
    );
    for line in Settings::table() {
        let flag = line.flag.map_or_else(|| "none".into(), |flag| format!("`{flag}`"));
        let Line { key, env, default, meaning, .. } = line;
        writeln!(table, "| `{key}` | {flag} | `{env}` | `{default}` | {meaning} |").unwrap();
    }
    let page = include_str!("../../docs/settings.md");
    assert!(page.contains(&table), "docs/settings.md must hold this table:\n{table}");
}
