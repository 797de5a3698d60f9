//! The real program as a process of its own, for what only a process can show: a kill, a restart, a signal. The
//! load run includes this file too.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

const READY_WITHIN: Duration = Duration::from_mins(1);

/// `congdoan serve` as a child process. Killed when dropped.
pub struct ServerProcess {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to the first good answer of `/readyz`.
    pub ready_after: Duration,
}

impl ServerProcess {
    /// Starts `program serve` on a free port of the loopback address and waits until it is ready. `environment` is
    /// all it gets beside the path; what it prints goes to `server.log` in `data_directory`.
    pub fn start(
        program: &str,
        data_directory: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let address = free_address();
        let log_path = data_directory.join("server.log");
        let log = File::options().create(true).append(true).open(&log_path).unwrap();
        let begun = Instant::now();
        let child = command(program, data_directory, environment)
            .arg("serve")
            .args(arguments)
            .env("CONGDOAN_LISTEN", address.to_string())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut server = Self { child, address, ready_after: Duration::ZERO };
        server.wait_until_ready(begun, &log_path);
        server
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it with SIGKILL, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends SIGTERM.
    pub fn tell_to_stop(&self) {
        Command::new("kill").args(["-TERM", &self.id().to_string()]).status().unwrap();
    }

    /// Ends it with SIGTERM and waits until it has gone.
    pub fn stop(self) -> ExitStatus {
        self.tell_to_stop();
        self.gone()
    }

    /// Waits until it has gone.
    pub fn gone(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    fn wait_until_ready(&mut self, begun: Instant, log: &Path) {
        while !is_ready(self.address) {
            let ended = self.child.try_wait().unwrap().is_some();
            let overdue = ended || begun.elapsed() > READY_WITHIN;
            let said = || std::fs::read_to_string(log).unwrap_or_default();
            assert!(!overdue, "the server did not get ready:\n{}", said());
            std::thread::sleep(Duration::from_millis(2));
        }
        self.ready_after = begun.elapsed();
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A command of the program with this data directory and no settings but those given.
pub fn command(program: &str, data_directory: &Path, environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(program);
    command.env_clear().stdin(Stdio::null()).current_dir(data_directory);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("CONGDOAN_DATA_DIR", data_directory).envs(environment.iter().copied());
    command
}

/// A port that was free a moment ago.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(start.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}
