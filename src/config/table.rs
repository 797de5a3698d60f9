//! The table of settings that the layers, the checks and the documentation share.

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its name in the TOML file and in messages.
    pub key: &'static str,
    /// Its flag; secrets have none, since other users of the machine see a process's flags.
    pub flag: Option<&'static str>,
    /// Its environment variable.
    pub env: &'static str,
    /// What holds when it is not set, in words where it depends on something.
    pub default: &'static str,
    /// What it is.
    pub meaning: &'static str,
}

const fn line(
    key: &'static str,
    flag: &'static str,
    env: &'static str,
    default: &'static str,
    meaning: &'static str,
) -> Line {
    let flag = if flag.is_empty() { None } else { Some(flag) };
    Line { key, flag, env, default, meaning }
}

pub(super) static TABLE: [Line; 22] = [
    line(
        "listen",
        "--listen",
        "CONGDOAN_LISTEN",
        "127.0.0.1:8080",
        "Address and port to listen on. Demo accounts need a loopback address",
    ),
    line(
        "data_dir",
        "--data-dir",
        "CONGDOAN_DATA_DIR",
        "data",
        "Directory of the database, the signing key and stored files; made when missing",
    ),
    line(
        "data_keys_file",
        "--data-keys-file",
        "CONGDOAN_DATA_KEYS_FILE",
        "<data_dir>/data-keys.json",
        "File of the keys that personal data are sealed with; made at the first start",
    ),
    line(
        "database_url",
        "--database-url",
        "DATABASE_URL",
        "<data_dir>/congdoan.sqlite3",
        "`sqlite:PATH`, a bare path, or `postgres://…`; give one with a password in the environment or the file",
    ),
    line(
        "demo_password",
        "",
        "CONGDOAN_DEMO_PASSWORD",
        "demo-province-2025",
        "Password of the demo accounts, 12 to 128 characters",
    ),
    line(
        "log_level",
        "--log-level",
        "CONGDOAN_LOG",
        "info",
        "What to log, e.g. `info` or `warn,congdoan=debug`",
    ),
    line("log_format", "--log-format", "CONGDOAN_LOG_FORMAT", "text", "`text` or `json`"),
    line(
        "public_url",
        "--public-url",
        "CONGDOAN_PUBLIC_URL",
        "http://<listen>",
        "Address that clients use; issuer of access tokens, so changing it ends them",
    ),
    line(
        "max_body_bytes",
        "--max-body-bytes",
        "CONGDOAN_MAX_BODY_BYTES",
        "1048576",
        "Largest request body, 1024 to 67108864 bytes",
    ),
    line(
        "body_timeout_seconds",
        "--body-timeout-seconds",
        "CONGDOAN_BODY_TIMEOUT_SECONDS",
        "30",
        "Longest time for a request body to arrive, 1 to 600 seconds",
    ),
    line("workers", "--workers", "CONGDOAN_WORKERS", "one a core", "Threads that answer requests, 1 to 256"),
    line(
        "database_connections",
        "--database-connections",
        "CONGDOAN_DATABASE_CONNECTIONS",
        "4; 16 on PostgreSQL",
        "Connections to the database: those that read from SQLite, all on PostgreSQL; 1 to 128",
    ),
    line(
        "trusted_proxies",
        "--trusted-proxies",
        "CONGDOAN_TRUSTED_PROXIES",
        "none",
        "IP addresses of proxies whose `X-Forwarded-For` is believed; a list in the file, by comma elsewhere",
    ),
    line(
        "drain_seconds",
        "--drain-seconds",
        "CONGDOAN_DRAIN_SECONDS",
        "0",
        "How long all is answered after the signal to stop, while `/readyz` says no; 0 to 600 seconds",
    ),
    line(
        "file_store",
        "--file-store",
        "CONGDOAN_FILE_STORE",
        "file:<data_dir>/files",
        "Where attached files lie, encrypted: `file:PATH` or `s3://BUCKET/PREFIX`",
    ),
    line(
        "s3_endpoint",
        "--s3-endpoint",
        "CONGDOAN_S3_ENDPOINT",
        "Amazon's for the region",
        "Address of an S3-compatible store",
    ),
    line("s3_region", "--s3-region", "CONGDOAN_S3_REGION", "us-east-1", "Region of the bucket"),
    line(
        "s3_access_key",
        "",
        "CONGDOAN_S3_ACCESS_KEY",
        "the machine's own role",
        "Access key of the S3-compatible store; needs `s3_secret_key` too",
    ),
    line(
        "s3_secret_key",
        "",
        "CONGDOAN_S3_SECRET_KEY",
        "the machine's own role",
        "Secret key of the S3-compatible store; in the environment or the file",
    ),
    line(
        "max_attachment_bytes",
        "--max-attachment-bytes",
        "CONGDOAN_MAX_ATTACHMENT_BYTES",
        "20971520",
        "Largest attached file, 65536 to 104857600 bytes; several are held in memory at once",
    ),
    line(
        "max_attachments",
        "--max-attachments",
        "CONGDOAN_MAX_ATTACHMENTS",
        "20",
        "Most files beside one record, 1 to 200",
    ),
    line(
        "upload_expiry_hours",
        "--upload-expiry-hours",
        "CONGDOAN_UPLOAD_EXPIRY_HOURS",
        "24",
        "How long an upload may take before it is removed, 1 to 168 hours",
    ),
];

/// The help of `--config`.
pub(super) const CONFIG_HELP: &str =
    "TOML file with settings [env: CONGDOAN_CONFIG] [default: <data_dir>/congdoan.toml if there]";

/// What `--help` says of a setting.
pub(super) fn help(key: &str) -> String {
    let Some(line) = TABLE.iter().find(|line| line.key == key) else { return String::new() };
    format!("{} [env: {}] [default: {}]", line.meaning.replace('`', ""), line.env, line.default)
}
