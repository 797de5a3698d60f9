//! A private PostgreSQL cluster that lives as long as this process: on a Unix socket in a directory of its own,
//! never on TCP. The load run includes this file too, so it knows nothing of the crate.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

/// How the server treats the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is forced to the disk: for tests.
    Fast,
    /// As PostgreSQL comes: `fsync` and `synchronous_commit` on.
    Default,
}

impl Durability {
    /// What text is sorted by. Tests take what an installation in Viet Nam may have, so that they see where our order
    /// depends on it; a server before version 15, or built without ICU, has C.
    fn locale(self) -> &'static str {
        match self {
            Self::Default => "c",
            Self::Fast => "icu",
        }
    }

    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Default => &[],
            Self::Fast => &[
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "autovacuum=off",
                "max_connections=300",
                "shared_buffers=64MB",
            ],
        }
    }
}

/// The superuser of the private cluster. It has no password: only this user's socket directory leads to it.
const SUPERUSER: &str = "congdoan";
/// Only names the socket file; nothing listens on a TCP port.
const PORT: &str = "54329";
const STARTS_WITHIN: Duration = Duration::from_mins(1);

/// Runs initdb and the server, waits for the end of its own standard input, which is the end of the process that
/// holds the other end (by exit, panic or SIGKILL), then stops the server and removes the directory.
const WATCHDOG: &str = r#"
bin=$1 dir=$2 user=$3 locale=$4
shift 4
init() {
    "$bin/initdb" --pgdata="$dir/data" --username="$user" --auth=trust --encoding=UTF8 --locale=C --no-sync "$@" \
        >>"$dir/log" 2>&1 </dev/null
}
case $locale in
    icu) init --locale-provider=icu --icu-locale=vi || { rm -rf "$dir/data"; init; } || exit 1 ;;
    *) init || exit 1 ;;
esac
"$bin/postgres" -D "$dir/data" "$@" >>"$dir/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
tries=0
while kill -QUIT "$server" 2>/dev/null && [ "$tries" -lt 50 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
rm -rf "$dir"
"#;

/// A running cluster. It stops when this value is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Cluster {
    watchdog: Child,
    directory: PathBuf,
}

impl Cluster {
    /// Starts one, or answers `None` where PostgreSQL's server programs are not installed. Panics, with the server's
    /// log, when they are but do not start.
    pub fn start(durability: Durability) -> Option<Self> {
        let programs = server_programs()?;
        let (directory, owner) = make_directory().expect("a directory for the cluster");
        let mut command = Command::new("sh");
        command.args(["-c", WATCHDOG, "sh"]).arg(&programs).arg(&directory).arg(SUPERUSER);
        command.arg(durability.locale());
        command.args(["-p", PORT, "-c", "listen_addresses=", "-k"]).arg(&directory);
        for setting in durability.settings() {
            command.args(["-c", setting]);
        }
        // Its own process group: a Ctrl-C in the terminal ends the tests, and the watchdog then ends the server.
        command.current_dir(&directory).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((uid, gid)) = owner {
            command.uid(uid).gid(gid);
        }
        let watchdog = command.spawn().expect("a shell to watch over the cluster");
        let mut cluster = Self { watchdog, directory };
        cluster.wait_until_it_answers();
        Some(cluster)
    }

    /// The address of `database` in this cluster, as libpq reads it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres:///{database}?host={}&port={PORT}&user={SUPERUSER}", self.directory.display())
    }

    fn wait_until_it_answers(&mut self) {
        let begun = Instant::now();
        loop {
            let Err(refusal) = PgConnection::establish(&self.url("postgres")) else { return };
            let ended = self.watchdog.try_wait().ok().flatten().is_some();
            if ended || begun.elapsed() > STARTS_WITHIN {
                let log = fs::read_to_string(self.directory.join("log")).unwrap_or_default();
                panic!("PostgreSQL did not start: {refusal}\n{log}");
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Connects to `url` and runs `statements`. Panics with the statements when the server refuses.
pub fn execute(url: &str, statements: &str) {
    let mut connection = PgConnection::establish(url).expect("a connection to PostgreSQL");
    connection.batch_execute(statements).unwrap_or_else(|refusal| panic!("{statements}: {refusal}"));
}

/// Where `initdb` and `postgres` are: `PG_BIN`, `pg_config`, the Debian folders (newest first), then `PATH`.
fn server_programs() -> Option<PathBuf> {
    let mut places: Vec<PathBuf> = std::env::var_os("PG_BIN").map(PathBuf::from).into_iter().collect();
    if let Ok(answer) = Command::new("pg_config").arg("--bindir").stderr(Stdio::null()).output() {
        places.push(PathBuf::from(String::from_utf8_lossy(&answer.stdout).trim()));
    }
    places.extend(debian_folders());
    places.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    places.into_iter().find(|place| place.join("initdb").is_file() && place.join("postgres").is_file())
}

fn debian_folders() -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    versions.into_iter().rev().map(|(_, path)| path).collect()
}

/// A directory with a short path (a socket's path must stay under about 100 bytes) that belongs to the user the
/// server will run as, and that user when it is not the present one: PostgreSQL refuses to run as root.
fn make_directory() -> io::Result<(PathBuf, Option<(u32, u32)>)> {
    let short = Path::new("/tmp");
    let parent = if short.is_dir() { short.to_owned() } else { std::env::temp_dir() };
    let directory = tempfile::Builder::new().prefix("cd-pg-").tempdir_in(parent)?.keep();
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o700))?;
    if fs::metadata(&directory)?.uid() != 0 {
        return Ok((directory, None));
    }
    let owner = unprivileged_user()?;
    chown(&directory, Some(owner.0), Some(owner.1))?;
    Ok((directory, Some(owner)))
}

/// User and group id of `postgres`, or of `nobody` where there is no such user.
fn unprivileged_user() -> io::Result<(u32, u32)> {
    let accounts = fs::read_to_string("/etc/passwd")?;
    let find = |name: &str| {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    find("postgres")
        .or_else(|| find("nobody"))
        .ok_or_else(|| io::Error::other("no user to run PostgreSQL as"))
}
